"""A desk of training with a few scenes, or one at work without any."""

from __future__ import annotations

from kiosk.domain.desks.training import TrainingScene
from kiosk.domain.faults import Fault
from kiosk.domain.text import Text

SCENES = (
    TrainingScene("good-card", Text("Thẻ CCCD, đúng người", "CCCD card, the right person"), Text("CHO VÀO", "ADMIT")),
    TrainingScene("wrong-person", Text("Thẻ của người khác", "Somebody else's card"), Text("CÁN BỘ XEM XÉT", "REFER")),
    TrainingScene(
        "issuer-not-installed",
        Text("Chưa có chứng thư cơ quan cấp", "The issuer's certificate is not installed"),
        Text("CHO VÀO – CẦN LƯU Ý", "ADMIT WITH ATTENTION"),
    ),
)


class FakeTrainingDesk:
    """Remembers what it was asked for."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self.asked: list[str] = []
        self.trouble: Fault | None = None

    def scenes(self) -> tuple[TrainingScene, ...]:
        return SCENES if self.on else ()

    def present(self, name: str) -> None:
        self.asked.append(name)
        if self.trouble:
            raise self.trouble

    def take_card(self) -> None:
        self.asked.append("take card")

    def begin(self) -> None:
        self.asked.append("begin")

    def leave(self) -> None:
        self.asked.append("leave")

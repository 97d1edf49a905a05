"""The port ``TrainingDesk`` in training: invented people come by the stage, their cards by the virtual desk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType

from kiosk.app.demo.director import Director, SceneFailed
from kiosk.app.demo.scenes import SCENES, Scene
from kiosk.app.demo.stage import Stage
from kiosk.app.demo.virtual_desk import VirtualDesk
from kiosk.app.leaving import Leaving
from kiosk.check.wording.words import VERDICTS
from kiosk.domain.desks.training import TrainingScene
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.text import Text

TITLES: Mapping[str, Text] = MappingProxyType(
    {
        "good-card": Text("Thẻ CCCD, đúng người", "CCCD card, the right person"),
        "good-card-2024": Text("Thẻ Căn cước 2024, nhập 6 số", "Căn cước card 2024, six digits typed"),
        "wrong-person": Text("Thẻ của người khác", "Somebody else's card"),
        "tampered-chip": Text("Dữ liệu chip bị sửa", "The chip's data were altered"),
        "cloned-chip": Text("Chip bị sao chép", "The chip is a copy"),
        "not-on-the-list": Text("Không có trong danh sách", "Not on the list"),
        "card-pulled-away": Text("Nhấc thẻ giữa chừng", "The card is taken away half-way"),
        "card-pulled-and-returned": Text("Nhấc thẻ rồi đặt lại", "The card is taken away and put back"),
        "dead-chip-qr-only": Text("Chip hỏng, chỉ còn mã QR", "A dead chip, only the QR code"),
        "issuer-not-installed": Text("Chưa có chứng thư cơ quan cấp", "The issuer's certificate is not installed"),
        "photo-on-a-stand": Text("Đưa ảnh thay người", "A photograph in the place of a person"),
        "photo-held-up": Text("Giơ ảnh trước camera", "A photograph held up to the camera"),
        "second-time": Text("Đến lần thứ hai", "The same person a second time"),
    }
)


class StageDesk:
    """``quit_to`` ends the program and says what follows."""

    on = True

    def __init__(self, stage: Stage, director: Director, desk: VirtualDesk, quit_to: Callable[[Leaving], None]) -> None:
        self._stage = stage
        self._director = director
        self._desk = desk
        self._quit_to = quit_to
        self._scenes = {scene.name: scene for scene in SCENES}
        self._lock = threading.Lock()

    def scenes(self) -> tuple[TrainingScene, ...]:
        return tuple(_told(scene) for scene in self._scenes.values())

    def present(self, name: str) -> None:
        with self._lock:
            self._go()
            try:
                self._director.come(self._scenes[name])
            except SceneFailed as failed:
                self._go()
                raise Fault(FaultCode.UNEXPECTED, str(failed)) from failed

    def take_card(self) -> None:
        with self._lock:
            self._go()

    def begin(self) -> None:
        """Training is on already."""

    def leave(self) -> None:
        self._quit_to(Leaving.BACK_TO_WORK)

    def _go(self) -> None:
        self._stage.show_nobody()
        self._desk.remove()


def _told(scene: Scene) -> TrainingScene:
    title = TITLES.get(scene.name, Text(scene.name, scene.name))
    return TrainingScene(scene.name, title, VERDICTS[scene.verdict])

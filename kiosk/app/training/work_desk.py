"""The port ``TrainingDesk`` of a kiosk at work: all that can be done there is to begin training."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.app.leaving import Leaving
from kiosk.domain.desks.training import TrainingScene
from kiosk.domain.faults import Fault, FaultCode


class WorkDesk:
    """``quit_to`` ends the program and says what follows."""

    on = False

    def __init__(self, quit_to: Callable[[Leaving], None]) -> None:
        self._quit_to = quit_to

    def scenes(self) -> tuple[TrainingScene, ...]:
        return ()

    def present(self, name: str) -> None:
        raise Fault(FaultCode.UNEXPECTED, "nobody invented comes to work")

    def take_card(self) -> None:
        """There is no virtual card."""

    def begin(self) -> None:
        self._quit_to(Leaving.TRAIN)

    def leave(self) -> None:
        """Nobody trains here."""

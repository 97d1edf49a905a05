"""The loop that attracts people: the idle screen's pictures move one after the other, and never flash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from kiosk.ui.drawing.pictograms import Picture

STEP_MILLISECONDS = 100
STEPS_A_PICTURE = 25
"""2.5 s each: time to look at the picture, read its caption, and see the movement end."""


class Pictured(Protocol):
    @property
    def picture(self) -> Picture: ...


class AttractLoop(QObject):
    """Moves one picture at a time while it runs; stopped, all are at rest. Main thread only."""

    def __init__(self, steps: Sequence[Pictured], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._at = 0
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MILLISECONDS)
        self._timer.timeout.connect(self.advance)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def run(self, wanted: bool) -> None:
        """Begin with the first picture, or stop."""
        if wanted == self.running:
            return
        if wanted:
            self._at = 0
            self._timer.start()
        else:
            self._timer.stop()
        self._show()

    def advance(self) -> None:
        """One tenth of a second later."""
        self._at = (self._at + 1) % (len(self._steps) * STEPS_A_PICTURE)
        self._show()

    def _show(self) -> None:
        active, share = divmod(self._at, STEPS_A_PICTURE)
        for number, step in enumerate(self._steps):
            moving = self.running and number == active
            step.picture.show_motion(share / STEPS_A_PICTURE if moving else None)

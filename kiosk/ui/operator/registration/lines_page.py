"""The patient and their registration as lines, before it is confirmed and after, with what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt

from kiosk.check.screens import Line
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.registration import captions
from kiosk.ui.operator.scrolling import scrolling


@dataclass(frozen=True, slots=True)
class Offered:
    """What the keys do now: F3 ``go`` under its name, F4 ``look_up``, Esc ``back``; ``None`` does nothing."""

    go: Callable[[], None] | None = None
    go_name: Text = captions.BUTTON_REGISTER
    look_up: Callable[[], None] | None = None
    back: Callable[[], None] | None = None


class LinesPage(Page):
    """While nothing is offered something is under way, and nothing can be pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._offered = Offered()
        self.patient = EvidenceLines(0.35)
        self.registration = EvidenceLines(0.35)
        self._sheets = {
            "registration": Sheet(captions.SECTION_CHOICE, self.registration),
            "patient": Sheet(captions.SECTION_PATIENT, self.patient),
        }
        self._board = Board(self._sheets)
        self.scrolled = scrolling(self._board)
        self.go = Button(captions.BUTTON_REGISTER, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.look_up = Button(captions.BUTTON_LOOK_UP, least_mm=STAFF_TARGET_MM, key="F4")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        for name, button, key in (
            ("go", self.go, Qt.Key.Key_F3),
            ("look_up", self.look_up, Qt.Key.Key_F4),
            ("back", self.back, Qt.Key.Key_Escape),
        ):
            self.foot.addWidget(button)
            button.clicked.connect(lambda _checked=False, name=name: self._do(name))
            on_key(self, key, partial(self._do, name))
        self.column.addLayout(self.foot)
        self.show_lines((), ())

    def show_lines(self, patient: tuple[Line, ...], registration: tuple[Line, ...]) -> None:
        """A part without lines is not shown."""
        for part, lines, sheet in (
            (self.patient, patient, self._sheets["patient"]),
            (self.registration, registration, self._sheets["registration"]),
        ):
            part.show_lines(lines)
            sheet.setVisible(bool(lines))
        self._board.arrange()
        self.scrolled.verticalScrollBar().setValue(0)

    def offer(self, offered: Offered) -> None:
        self._offered = offered
        self.go.rename(offered.go_name)
        for button, act in ((self.go, offered.go), (self.look_up, offered.look_up), (self.back, offered.back)):
            button.setEnabled(act is not None)
        self.look_up.setVisible(offered.look_up is not None)

    def _do(self, name: str) -> None:
        act: Callable[[], None] | None = getattr(self._offered, name)
        if act is not None:
            act()

    def rescale(self) -> None:
        super().rescale()
        wide = self.width() > 1.2 * self.height()
        self._board.set_columns((("registration",), ("patient",)) if wide else (("registration", "patient"),))
        self._board.arrange()

"""How a patient was received, or why nobody was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from kiosk.check.screens import Line
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.reception import captions
from kiosk.ui.operator.scrolling import scrolling


class ResultPage(Page):
    """While there are no lines something is under way, and nothing can be pressed."""

    def __init__(self, on_next: Callable[[], None], on_leave: Callable[[], None]) -> None:
        super().__init__()
        self.lines = EvidenceLines(0.3)
        self._sheet = Sheet(captions.SECTION_RESULT, self.lines)
        self._board = Board({"result": self._sheet})
        self.scrolled = scrolling(self._board)
        self.next = Button(captions.BUTTON_NEXT, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        for button, key, act in (
            (self.next, Qt.Key.Key_F3, on_next),
            (self.back, Qt.Key.Key_Escape, on_leave),
        ):
            self.foot.addWidget(button)
            button.clicked.connect(lambda _checked=False, act=act: act())
            on_key(self, key, partial(_if_enabled, button, act))
        self.column.addLayout(self.foot)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        self.lines.show_lines(lines)
        self._sheet.setVisible(bool(lines))
        self._board.arrange()
        for button in (self.next, self.back):
            button.setEnabled(bool(lines))

    def rescale(self) -> None:
        super().rescale()
        self._board.arrange()


def _if_enabled(button: Button, act: Callable[[], None]) -> None:
    if button.isEnabled():
        act()

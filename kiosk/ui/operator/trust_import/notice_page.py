"""What is under way, what became of an import, or why a file cannot be used; nothing on it changes anything."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from kiosk.domain.desks.trust_import import Fact
from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.trust_import import captions
from kiosk.ui.operator.trust_import.lines import lines_of


class NoticePage(Page):
    """While ``facts`` are empty something is under way: there is no sheet, and no other file to choose."""

    def __init__(self, on_other: Callable[[], None], on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._on_other = on_other
        self.facts = EvidenceLines(0.3)
        self._sheet = Sheet(captions.SECTION_RESULT, self.facts)
        self._board = Board({"result": self._sheet})
        self.scrolled = scrolling(self._board)
        self.other = Button(captions.BUTTON_OTHER, least_mm=STAFF_TARGET_MM, key="F4")
        self.leave = Button(captions.BUTTON_CLOSE, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        for button in (self.other, self.leave):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.other.clicked.connect(lambda _checked=False: self._choose_other())
        self.leave.clicked.connect(lambda _checked=False: on_leave())
        on_key(self, Qt.Key.Key_F4, self._choose_other)
        on_key(self, Qt.Key.Key_Escape, on_leave)

    def show_facts(self, facts: tuple[Fact, ...], *, may_leave: bool = True) -> None:
        self.facts.show_lines(lines_of(facts))
        self._sheet.setVisible(bool(facts))
        self._board.arrange()
        self.other.setEnabled(bool(facts))
        self.leave.setEnabled(may_leave)

    def _choose_other(self) -> None:
        if self.other.isEnabled():
            self._on_other()

    def rescale(self) -> None:
        super().rescale()
        self._board.arrange()

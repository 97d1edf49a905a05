"""Which sheet of a workbook is the list, where several could be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.list_import import captions
from kiosk.ui.operator.list_import.kept_page import draw_lines
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling

LONGEST_NAME = 80
"""Spreadsheet programs write 31 letters at most; what is longer is cut on the screen."""


class SheetsPage(Page):
    """``on_choose`` takes the name of the sheet."""

    def __init__(self, on_choose: Callable[[str], None], on_back: Callable[[], None]) -> None:
        super().__init__()
        self.rows: ChoiceRows[str] = ChoiceRows(on_choose)
        self.scrolled = scrolling(self.rows)
        self.open = Button(captions.BUTTON_SHEET, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        for button, act in ((self.open, self.rows.open_chosen), (self.back, on_back)):
            self.foot.addWidget(button)
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.column.addLayout(self.foot)
        on_key(self, Qt.Key.Key_F3, self.rows.open_chosen)
        on_key(self, Qt.Key.Key_Escape, on_back)
        for key, rows in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, rows), repeats=True)

    def show_sheets(self, sheets: tuple[str, ...]) -> None:
        self.rows.show_choices(tuple(map(_choice, sheets)))

    def _step(self, rows: int) -> None:
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))

    def rescale(self) -> None:
        super().rescale()
        self.rows.rescale()


def _choice(sheet: str) -> Choice[str]:
    name = sheet[:LONGEST_NAME]
    return Choice(sheet, Text(name, name), captions.ROW_SHEET, draw_lines)

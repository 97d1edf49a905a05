"""Which sheet of a workbook is the list, where several could be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.list_import import captions
from kiosk.ui.operator.list_import.kept_page import draw_lines
from kiosk.ui.operator.rows_page import RowsPage

LONGEST_NAME = 80
"""Spreadsheet programs write 31 letters at most; what is longer is cut on the screen."""


class SheetsPage(RowsPage[str]):
    """``on_choose`` takes the name of the sheet."""

    def __init__(self, on_choose: Callable[[str], None], on_back: Callable[[], None]) -> None:
        super().__init__(ChoiceRows(on_choose))
        self.open = Button(captions.BUTTON_SHEET, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        self.column.addLayout(self.foot)
        self.add_button(self.open, Qt.Key.Key_F3, self.rows.open_chosen)
        self.add_button(self.back, Qt.Key.Key_Escape, on_back)

    def show_sheets(self, sheets: tuple[str, ...]) -> None:
        self.rows.show_choices(tuple(map(_choice, sheets)))


def _choice(sheet: str) -> Choice[str]:
    name = sheet[:LONGEST_NAME]
    return Choice(sheet, Text(name, name), captions.ROW_SHEET, draw_lines)

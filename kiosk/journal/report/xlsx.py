"""The report of a shift as a workbook: a sheet for each table, and one to sign."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kiosk.domain.shift import ShiftReport
from kiosk.domain.text import Text
from kiosk.journal.report.content import SIGNERS, STATEMENT, Cell, Named, Table, closing_lines, tables

LONGEST_CELL = 32_767
"""Characters that a cell of the format holds."""
_WIDTH = 11
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def workbook(report: ShiftReport, named: Named) -> bytes:
    """The XLSX file. Text stays text, whatever it begins with: no cell of it is ever a formula."""
    book = new_book(report.made_at)
    for table in tables(report, named):
        add_sheet(book, table)
    _signatures(book.create_sheet("Ký tên"), report)
    return saved(book)


def add_sheet(book: Workbook, table: Table) -> None:
    """The table as one more sheet, its head in sight however far one scrolls."""
    sheet = book.create_sheet(_title(table.title))
    _row(sheet, 1, [column.title for column in table.columns], _BOLD)
    for number, row in enumerate(table.rows, start=2):
        _row(sheet, number, row)
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width * _WIDTH
    sheet.freeze_panes = "A2"


def new_book(made_at: datetime) -> Workbook:
    """A workbook without a sheet."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "kiosk"
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    return book


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _signatures(sheet: Any, report: ShiftReport) -> None:
    lines: list[tuple[Cell, ...]] = [(STATEMENT,), *closing_lines(report), *((signer, "") for signer in SIGNERS)]
    for number, line in enumerate(lines, start=1):
        _row(sheet, number, line)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 60


def _row(sheet: Any, number: int, cells: Iterable[Cell], font: Font | None = None) -> None:
    for column, value in enumerate(cells, start=1):
        cell = sheet.cell(number, column)
        if isinstance(value, str | Text):
            cell.value = _text(value)
            # A list's «=1+1» is what somebody typed, and nothing to be worked out.
            cell.data_type = "s"
            cell.quotePrefix = True
        else:
            cell.value = value
        cell.alignment = _WRAPPED
        if font:
            cell.font = font


def _text(value: str | Text) -> str:
    text = f"{value.vi} / {value.en}" if isinstance(value, Text) else value
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_CELL]


def _title(title: Text) -> str:
    """What a sheet may be called: 31 characters, without the signs that stand in formulas."""
    return "".join(letter for letter in title.vi if letter not in "[]:*?/\\'")[:31]

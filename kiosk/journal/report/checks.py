"""The checks of a shift or a day as a file for the site: XLSX, CSV or PDF, with the fields that its profile names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiosk.domain.desks.releasing import NEVER_EXPIRES
from kiosk.domain.outbox import DamagedRow, OutboxRow
from kiosk.domain.outputs import WORDS, Fields, OutputField
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.journal.report.content import OUTCOMES, VERDICTS, Column, Named, Table
from kiosk.journal.report.pdf import Fonts, Sheets, draw
from kiosk.journal.report.xlsx import add_sheet, new_book, saved

TITLE = Text("Danh sách lượt kiểm tra", "Checks")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PORTRAIT, LANDSCAPE = 30, 46
"""Shares of columns that a page of A4 holds upright and turned, so that no number and no date is broken."""

_NEVER = "Không thời hạn"
_UNREADABLE = "Không đọc được"
_SEXES = {"M": "Nam", "F": "Nữ"}
_USUAL_WIDTH = 3
_WIDTHS = {
    OutputField.REASONS: 6,
    OutputField.SECONDS: 2,
    OutputField.SOURCE: 2,
    OutputField.AUTHENTICITY: 6,
    OutputField.PLACE: 4,
    OutputField.NUMBER: 4,
    OutputField.NAME: 5,
    OutputField.BIRTH_DATE: 4,
    OutputField.SEX: 2,
    OutputField.ISSUE_DATE: 4,
    OutputField.EXPIRY_DATE: 4,
    OutputField.ORIGIN: 5,
    OutputField.RESIDENCE: 6,
    OutputField.FATHER: 5,
    OutputField.MOTHER: 5,
    OutputField.SPOUSE: 5,
}
_DATES = frozenset({OutputField.BIRTH_DATE, OutputField.ISSUE_DATE, OutputField.EXPIRY_DATE})


class TooWideError(ValueError):
    """A page does not hold so many columns."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a file is about: ``of`` is a shift or a day in words, ``made_at`` knows the zone in which times stand."""

    site: str
    kiosk: str
    of: Text
    made_at: datetime


def checks_table(
    rows: Iterable[OutboxRow | DamagedRow],
    fields: Fields,
    export: Export,
    named: Named,
    decided: Mapping[CheckId, Outcome],
) -> Table:
    """A row a check, a column a field, in Vietnamese; beside the verdict what staff decided, by check.

    What a profile does not name any more goes out no more, whatever was kept. A damaged one has a row that says so.
    """
    shown = [one for one in OutputField if one in fields]
    columns = (
        Column("Lúc", 4),
        Column("Kết quả", 4),
        Column("Cán bộ", 3),
        *(Column(WORDS[one].vi, _WIDTHS.get(one, _USUAL_WIDTH)) for one in shown),
    )
    made = tuple(
        _damaged(row, len(shown), export)
        if isinstance(row, DamagedRow)
        else _row(json.loads(row.message.payload), shown, export, named, decided)
        for row in rows
    )
    title = Text(f"{TITLE.vi} {export.of.vi}", f"{TITLE.en} {export.of.en}")
    return Table("checks", title, columns, made)


def as_csv(table: Table) -> bytes:
    """Semicolons and a byte order mark, as spreadsheet programs of Vietnamese offices take it; no cell is a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow([str(column.title) for column in table.columns])
    writer.writerows([[_safe(str(cell)) for cell in row] for row in table.rows])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_xlsx(table: Table, export: Export) -> bytes:
    """Text cells only: none of them is a formula, whatever it begins with."""
    book = new_book(export.made_at)
    add_sheet(book, table)
    return saved(book)


def as_pdf(table: Table, export: Export, fonts: Fonts) -> bytes:
    """Raises ``TooWideError`` when a page does not hold the columns, ``FileNotFoundError`` for a font file."""
    width = sum(column.width for column in table.columns)
    if width > LANDSCAPE:
        raise TooWideError
    foot = f"{export.site} · {export.kiosk} · {table.title.vi}"
    paper = Sheets(table.title.vi, foot, export.made_at, fonts, wide=width > PORTRAIT)
    try:
        paper.add_page()
        draw(paper, table)
        return bytes(paper.output())
    finally:
        paper.close_fonts()


def _row(
    told: Mapping[str, Any],
    shown: Iterable[OutputField],
    export: Export,
    named: Named,
    decided: Mapping[CheckId, Outcome],
) -> tuple[str, ...]:
    released = told["released"]
    outcome = decided.get(CheckId(told["check"]))
    by_staff = OUTCOMES[outcome].vi if outcome else ""
    cells = [_cell(one, released.get(one.value, ""), named) for one in shown]
    return (_time(datetime.fromisoformat(told["at"]), export), VERDICTS[Verdict(told["verdict"])].vi, by_staff, *cells)


def _damaged(row: DamagedRow, fields: int, export: Export) -> tuple[str, ...]:
    """When it was, as far as that is known, and that it cannot be read."""
    return (_time(row.made_at, export) if row.made_at else "", _UNREADABLE, "", *[""] * fields)


def _time(at: datetime, export: Export) -> str:
    return f"{at.astimezone(export.made_at.tzinfo):%d/%m/%Y %H:%M:%S}"


def _cell(field: OutputField, value: Any, named: Named) -> str:
    if not value:
        return ""
    if field in _DATES:
        return _NEVER if value == NEVER_EXPIRES else f"{date.fromisoformat(value):%d/%m/%Y}"
    return _CELLS[field](value, named) if field in _CELLS else str(value)


_CELLS: Mapping[OutputField, Callable[[Any, Named], str]] = {
    OutputField.REASONS: lambda codes, named: "; ".join(named("reasons", code).vi for code in codes),
    OutputField.SECONDS: lambda value, named: f"{value:.1f}",
    OutputField.FACE: lambda value, named: f"{value['band']} {value['score']}",
    OutputField.PLACE: lambda value, named: str(value["vi"]),
    OutputField.SEX: lambda value, named: _SEXES.get(value, ""),
}


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell

"""The checks of a shift or a day as a file for the site: XLSX, CSV or PDF, with the fields that its profile names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiosk.domain.outbox import OutboxRow
from kiosk.domain.outputs import WORDS, Fields, OutputField
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.releasing import NEVER_EXPIRES
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.journal.report.content import OUTCOMES, VERDICTS, Column, Named, Table
from kiosk.journal.report.pdf import Fonts, Sheets, draw
from kiosk.journal.report.xlsx import add_sheet, new_book, saved

TITLE = Text("Danh sách lượt kiểm tra", "Checks")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDE_FROM = 6
"""Columns from which a page is turned."""

_NEVER = Text("Không thời hạn", "never expires")
_SEXES = {"M": Text("Nam", "male"), "F": Text("Nữ", "female")}
_WIDTHS = {OutputField.NAME: 4, OutputField.RESIDENCE: 5, OutputField.ORIGIN: 4, OutputField.REASONS: 4}
_DATES = frozenset({OutputField.BIRTH_DATE, OutputField.ISSUE_DATE, OutputField.EXPIRY_DATE})


@dataclass(frozen=True, slots=True)
class Export:
    """What a file is about: ``of`` is a shift or a day in words, ``made_at`` knows the zone in which times stand."""

    site: str
    kiosk: str
    of: Text
    made_at: datetime


def checks_table(
    rows: Iterable[OutboxRow], fields: Fields, export: Export, named: Named, decided: Mapping[CheckId, Outcome]
) -> Table:
    """A row a check, a column a field; beside the verdict what staff decided, by check.

    What a profile does not name any more goes out no more, whatever was kept.
    """
    shown = [one for one in OutputField if one in fields]
    columns = (
        Column(Text("Lúc", "At"), 3),
        Column(Text("Kết quả", "Verdict"), 3),
        Column(Text("Cán bộ", "Staff"), 2),
        *(Column(WORDS[one], _WIDTHS.get(one, 3)) for one in shown),
    )
    told = [json.loads(row.message.payload) for row in rows]
    title = Text(f"{TITLE.vi} {export.of.vi}", f"{TITLE.en} {export.of.en}")
    return Table("checks", title, columns, tuple(_row(one, shown, export, named, decided) for one in told))


def as_csv(table: Table) -> bytes:
    """Semicolons and a byte order mark, as spreadsheet programs of Vietnamese offices take it; no cell is a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow([column.title.vi for column in table.columns])
    writer.writerows([[_safe(cell.vi if isinstance(cell, Text) else str(cell)) for cell in row] for row in table.rows])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_xlsx(table: Table, export: Export) -> bytes:
    """Text cells only: none of them is a formula, whatever it begins with."""
    book = new_book(export.made_at)
    add_sheet(book, table)
    return saved(book)


def as_pdf(table: Table, export: Export, fonts: Fonts) -> bytes:
    """Raises ``FileNotFoundError`` when a font file is missing."""
    foot = f"{export.site} · {export.kiosk} · {table.title.vi}"
    paper = Sheets(table.title.vi, foot, export.made_at, fonts, wide=len(table.columns) >= WIDE_FROM)
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
) -> tuple[str | Text, ...]:
    at = datetime.fromisoformat(told["at"]).astimezone(export.made_at.tzinfo)
    released = told["released"]
    cells = [_cell(one, released.get(one.value, ""), named) for one in shown]
    outcome = decided.get(CheckId(told["check"]))
    by_staff = OUTCOMES[outcome] if outcome else ""
    return (f"{at:%d/%m/%Y %H:%M:%S}", VERDICTS[Verdict(told["verdict"])], by_staff, *cells)


def _cell(field: OutputField, value: Any, named: Named) -> str | Text:
    if not value:
        return ""
    if field in _DATES:
        return _NEVER if value == NEVER_EXPIRES else f"{date.fromisoformat(value):%d/%m/%Y}"
    return _CELLS.get(field, _as_it_is)(value, named)


def _as_it_is(value: Any, named: Named) -> str:
    return str(value)


def _reasons(codes: list[str], named: Named) -> Text:
    words = [named("reasons", code) for code in codes]
    return Text("; ".join(one.vi for one in words), "; ".join(one.en for one in words))


_CELLS: Mapping[OutputField, Callable[[Any, Named], str | Text]] = {
    OutputField.REASONS: _reasons,
    OutputField.SECONDS: lambda value, named: f"{value:.1f}",
    OutputField.FACE: lambda value, named: f"{value['band']} {value['score']}",
    OutputField.PLACE: lambda value, named: Text(value["vi"], value["en"]),
    OutputField.SEX: lambda value, named: _SEXES.get(value, value),
}


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell

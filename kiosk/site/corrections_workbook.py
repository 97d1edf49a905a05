"""The corrections file as a workbook: the same rows, in which text stays text whatever it begins with."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.corrections import FORMULA, HEADER, MAX_BYTES

MAX_ROWS = 1_000_000
LONGEST_CELL = 32_767
_WIDTHS = (22, 18, 18, 34, 34, 40)


def corrections_workbook(path: Path) -> bytes | None:
    """The XLSX file with the rows of the CSV; ``None`` while there is none.

    Lines that somebody else wrote into it in another shape are left out. Raises ``Fault(LIST_MALFORMED)`` when it is
    larger than this program lets it grow, and ``OSError``.
    """
    try:
        if path.stat().st_size > MAX_BYTES + LONGEST_CELL:
            raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: too large")
        text = path.read_text("utf-8-sig", errors="replace")
    except FileNotFoundError:
        return None
    book = Workbook(write_only=True)
    book.properties.creator = "kiosk"
    sheet = book.create_sheet("Đề nghị sửa")
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") if len(row) == len(HEADER)]
    except csv.Error as error:
        raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: damaged") from error
    for row in rows[:MAX_ROWS]:
        sheet.append([_text(sheet, cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _text(sheet: object, cell: str) -> WriteOnlyCell:
    """A cell that is no formula; the apostrophe that keeps the CSV's from being one is not needed here."""
    plain = cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
    made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", plain)[:LONGEST_CELL])
    made.data_type = "s"
    return made

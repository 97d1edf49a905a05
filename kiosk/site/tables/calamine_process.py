"""The process that reads an XLS workbook: ``python -m kiosk.site.tables.calamine_process FILE``, JSON lines out."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY_BYTES = 600 << 20
CPU_SECONDS = 60
FIRST_CELL = (0, 0)


def main() -> None:
    """Print the visible sheets; any accident ends the process with another code than 0."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(sys.argv[1])
    for about in book.sheets_metadata:
        if about.typ is SheetTypeEnum.WorkSheet and about.visible is SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_name(about.name)
            left = (sheet.start or FIRST_CELL)[1]
            _say({"sheet": about.name, "merged": list(_merged(sheet.merged_cell_ranges or ()))})
            for row in sheet.iter_rows():
                _say([""] * left + [_text(cell) for cell in row])


def _merged(ranges: Iterable[Any]) -> Iterator[tuple[int, int, int]]:
    for (first, column), (last, _) in ranges:
        yield column, first + 1, last + 1


def _text(value: object) -> str:
    """Dates in ISO 8601, numbers as they would be typed."""
    match value:
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        case time() | timedelta() | bool():
            return str(value)
    return str(value)


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()

"""``kiosk list corrections``: what cards say otherwise than the list, as a workbook beside the CSV."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.app.exits import Exit
from kiosk.app.lists.site_list import corrections_path
from kiosk.app.settings.values import Settings
from kiosk.app.shifts.files import write_privately


def write_corrections(settings: Settings, out: Path | None) -> Exit:
    """Raises ``Fault(LIST_MALFORMED)`` for a file that was damaged, and ``OSError``."""
    files = corrections_as_workbook(settings, out)
    if not files:
        print("kiosk: Chưa có đề nghị sửa nào\n       There are no corrections yet", file=sys.stderr)
        return Exit.OK
    for file in files:
        print(file)
    return Exit.OK


def corrections_as_workbook(settings: Settings, out: Path | None = None) -> tuple[Path, ...]:
    """The workbook beside the CSV, or where ``out`` says; nothing while there are no corrections."""
    from kiosk.site.corrections_workbook import corrections_workbook

    path = corrections_path(settings)
    made = corrections_workbook(path)
    return () if made is None else write_privately({out or path.with_suffix(".xlsx"): made})

"""The sheets of a shift as files for their owner only: attendance to sign, and who did not come."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from kiosk.app.settings.values import Settings
from kiosk.app.shifts.files import FONTS, listed_for, shift_groups, write_privately
from kiosk.domain.shift import ShiftReport
from kiosk.site.columns import ListColumns
from kiosk.site.corrections import safe_cell
from kiosk.site.profile import Site


def write_sheets(settings: Settings, site: Site, report: ShiftReport, folder: Path) -> tuple[Path, ...]:
    """Those that the site's profile names; none where the list that the shift pinned is not at hand.

    Raises ``OSError``.
    """
    data = site.profile.data
    if not data.attendance_sheet and not data.off_load:
        return ()
    listed = listed_for(settings, site, report.shift, report.closing.at if report.closing else report.made_at)
    if listed is None:
        return ()
    from kiosk.journal.report.attendance_sheet import Columns, attendance_sheet, off_load_rows, off_load_sheet
    from kiosk.journal.report.pdf import Fonts

    fonts = Fonts(FONTS / "BeVietnamPro-Regular.ttf", FONTS / "BeVietnamPro-Bold.ttf")
    groups = shift_groups(site, listed, report.shift, report.figures, report.made_at.tzinfo)
    state = f"{report.shift.number}{'' if report.closing else '-open'}"
    made: dict[Path, bytes] = {}
    if data.attendance_sheet:
        columns = Columns(data.attendance_sheet, _titles(site.columns))
        made[folder / f"attendance-{state}.pdf"] = attendance_sheet(report, groups, columns, fonts)
    if data.off_load:
        columns = Columns(data.off_load, _titles(site.columns))
        made[folder / f"off-load-{state}.pdf"] = off_load_sheet(report, groups, columns, fonts)
        made[folder / f"off-load-{state}.csv"] = _csv(off_load_rows(groups, columns, report.made_at.tzinfo))
    return write_privately(made)


def _titles(columns: ListColumns) -> dict[str, str]:
    return {name: headers[0] for name, headers in columns.details}


def _csv(rows: tuple[tuple[str, ...], ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")

"""What ``kiosk shift`` does: who may, the self test and the list at the opening, the report at the closing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kiosk.accounts.accounts import StaffAccounts
from kiosk.app.doctor import examine_kiosk
from kiosk.app.exits import Exit
from kiosk.app.settings import Settings
from kiosk.app.shift_files import REPORTS, pinned_list, shift_report, write_files
from kiosk.app.site_list import open_list
from kiosk.app.staff_acts import asking, known, opened, refused
from kiosk.devices.probe import Health, worst
from kiosk.domain.clock import SystemClock
from kiosk.domain.shift import PartTested, ShiftOpening, ShiftReport
from kiosk.domain.staff import Act
from kiosk.domain.staff_desk import Refused
from kiosk.journal.journal import Journal
from kiosk.site.profile import load_site

Json = dict[str, Any]


def open_shift(settings: Settings, *, by: str, despite_failures: bool, from_stdin: bool, as_json: bool) -> Exit:
    with opened(settings) as (accounts, journal):
        who = known(accounts, by, asking(from_stdin), Act.OPEN_SHIFT)
        if isinstance(who, Refused):
            return refused(who)
        # Whatever list a start would import is imported now, and a missing one is missed now, not at the first person.
        open_list(settings, load_site(settings.site).columns)
        pinned = pinned_list(settings)
        probes = examine_kiosk(settings)
        failures = [probe for probe in probes if probe.status is Health.FAIL]
        for probe in failures:
            print(f"{probe.name}: {probe.detail}\n    {probe.remedy.vi}\n    {probe.remedy.en}", file=sys.stderr)
        if worst(probes) is Health.FAIL and not despite_failures:
            return Exit.DEVICE
        tests = tuple(PartTested(probe.name, probe.status.value) for probe in probes)
        shift = journal.open_shift(ShiftOpening(who.login, pinned, tests))
        if shift is None:
            return _said("Ca đang mở", "A shift is open already")
    opening: Json = {
        "schema": "kiosk.shift-opened/1",
        "number": shift.number,
        "at": shift.at.isoformat(),
        "by": shift.opening.by,
        "list": {"name": pinned.name, "rows": pinned.rows, "sha256": pinned.sha256},
        "tests": {part.name: part.status for part in tests},
    }
    print(_json(opening) if as_json else f"{shift.number}  {pinned.name}, {pinned.rows}")
    return Exit.OK


def close_shift(settings: Settings, out: Path | None, *, by: str, from_stdin: bool, as_json: bool) -> Exit:
    with opened(settings) as (accounts, journal):
        who = known(accounts, by, asking(from_stdin), Act.CLOSE_SHIFT)
        if isinstance(who, Refused):
            return refused(who)
        closing = journal.close_shift(who.login)
        if closing is None:
            return _said("Không có ca nào đang mở", "No shift is open")
        return _reported(settings, journal, None, out, as_json=as_json)


def report_shift(
    settings: Settings, number: int | None, out: Path | None, *, by: str, from_stdin: bool, as_json: bool
) -> Exit:
    with opened(settings) as (accounts, journal):
        refusal = _not_allowed(accounts, by, from_stdin=from_stdin)
        return refused(refusal) if refusal else _reported(settings, journal, number, out, as_json=as_json)


def _not_allowed(accounts: StaffAccounts, by: str, *, from_stdin: bool) -> Refused | None:
    who = known(accounts, by, asking(from_stdin), Act.SEE_REPORT)
    return who if isinstance(who, Refused) else None


def _reported(settings: Settings, journal: Journal, number: int | None, out: Path | None, *, as_json: bool) -> Exit:
    report = shift_report(settings, load_site(settings.site), journal, number, SystemClock().now())
    if report is None:
        return _said("Không có ca này", "There is no such shift")
    try:
        files = write_files(report, out or settings.data / REPORTS)
    except OSError as error:
        # The shift is closed all the same; its report can be written again.
        why = error.strerror or type(error).__name__
        _said(f"Không ghi được biên bản: {why}", f"The report cannot be written: {why}")
        return Exit.DEVICE
    if as_json:
        print(_json(report_json(report, files)))
    else:
        for file in files:
            print(file)
    return Exit.OK


def report_json(report: ShiftReport, files: tuple[Path, ...]) -> Json:
    """The figures without anybody's name; those are in the files only."""
    figures, closing = report.figures, report.closing
    return {
        "schema": "kiosk.shift/1",
        "number": report.shift.number,
        "opened": {"at": report.shift.at.isoformat(), "by": report.shift.opening.by},
        "closed": {"at": closing.at.isoformat(), "by": closing.by, "entry": closing.sequence, "sha256": closing.hash}
        if closing
        else None,
        "journal_broken_at": report.broken_at,
        "expected": report.expected,
        "absent": None if report.absent is None else len(report.absent),
        "admitted": figures.admitted,
        "checks": figures.checks,
        "verdicts": {verdict.value: count for verdict, count in figures.verdicts},
        "reasons": dict(figures.reasons),
        "faults": dict(figures.faults),
        "overrides": len(figures.overrides),
        "overrides_standing": figures.overridden,
        "median_seconds": figures.median_seconds,
        "p95_seconds": figures.p95_seconds,
        "hours": [
            {"begins": hour.begins.isoformat(), "checks": hour.checks, "admitted": hour.admitted}
            for hour in figures.hours
        ],
        "files": [str(file) for file in files],
    }


def _said(vi: str, en: str) -> Exit:
    print(f"kiosk: {vi}\n       {en}", file=sys.stderr)
    return Exit.USAGE


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)

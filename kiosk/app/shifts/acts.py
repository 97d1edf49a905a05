"""What ``kiosk shift`` does: who somebody is, then what the shift desk says of it, as text or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kiosk.app.exits import Exit
from kiosk.app.health.doctor import examine_kiosk
from kiosk.app.settings.values import Settings
from kiosk.app.shifts.desk import KioskShiftDesk
from kiosk.app.staff.acts import JOURNAL, asking, known, opened, refused
from kiosk.app.supervision.desk import OwnFigures
from kiosk.app.supervision.figures_file import figures_json
from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.shifts import ShiftRefusal, ShiftRefused, WrittenReport
from kiosk.domain.desks.staff import Refused
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.shift import OpenShift, ShiftReport
from kiosk.domain.staff import Act, StaffMember
from kiosk.journal.journal import Journal
from kiosk.site.profile import load_site

Json = dict[str, Any]

_DEVICE_REFUSALS = {ShiftRefusal.PART_FAILED, ShiftRefusal.NOT_WRITTEN}


def open_shift(settings: Settings, *, by: str, despite_failures: bool, from_stdin: bool, as_json: bool) -> Exit:
    def act(desk: KioskShiftDesk, who: StaffMember) -> OpenShift | ShiftRefused:
        return desk.open(who, despite_failures=despite_failures)

    answer = _at_the_desk(settings, by, Act.OPEN_SHIFT, act, from_stdin=from_stdin)
    if isinstance(answer, Exit):
        return answer
    pinned = answer.opening.pinned
    print(_json(opening_json(answer)) if as_json else f"{answer.number}  {pinned.name if pinned else ''}")
    return Exit.OK


def close_shift(settings: Settings, out: Path | None, *, by: str, from_stdin: bool, as_json: bool) -> Exit:
    def act(desk: KioskShiftDesk, who: StaffMember) -> WrittenReport | ShiftRefused:
        return desk.close(who, out)

    return _reported(_at_the_desk(settings, by, Act.CLOSE_SHIFT, act, from_stdin=from_stdin), as_json=as_json)


def report_shift(
    settings: Settings, number: int | None, out: Path | None, *, by: str, from_stdin: bool, as_json: bool
) -> Exit:
    def act(desk: KioskShiftDesk, who: StaffMember) -> WrittenReport | ShiftRefused:
        return desk.report(who, number, out)

    return _reported(_at_the_desk(settings, by, Act.SEE_REPORT, act, from_stdin=from_stdin), as_json=as_json)


def show_figures(settings: Settings, *, as_json: bool) -> Exit:
    """What other kiosks are told; needs no login, since nobody stands in it. Raises ``Fault(JOURNAL_FAILED)``."""
    file, site, clock = settings.data / JOURNAL, load_site(settings.site).profile.name, SystemClock()
    if not file.is_file():
        raise Fault(FaultCode.JOURNAL_FAILED, "there is no journal yet")
    with Journal(file, site, clock) as journal:
        shifts = OwnFigures(settings.name, site, journal).newest(clock.now())
    if as_json:
        print(_json(figures_json(settings.name, site, shifts, clock.now())))
        return Exit.OK
    for shift in shifts:
        tally = shift.tally
        print(
            f"{shift.number:>6}  {shift.opened_at.astimezone():%Y-%m-%d %H:%M}  {tally.checks} checks,"
            f" {tally.admitted} admitted, median {tally.seconds_of(0.5):.1f} s, 95 %: {tally.seconds_of(0.95):.1f} s"
        )
    return Exit.OK


Answer = TypeVar("Answer")


def _at_the_desk(
    settings: Settings,
    by: str,
    right: Act,
    act: Callable[[KioskShiftDesk, StaffMember], Answer | ShiftRefused],
    *,
    from_stdin: bool,
) -> Answer | Exit:
    """Do it as somebody who has proven who they are; a refusal is said, and becomes an exit code."""
    with opened(settings) as (accounts, journal):
        who = known(accounts, by, asking(from_stdin), right)
        if isinstance(who, Refused):
            return refused(who)
        site = load_site(settings.site)
        desk = KioskShiftDesk(settings, site, journal, SystemClock(), lambda: examine_kiosk(settings))
        answer = act(desk, who)
    if not isinstance(answer, ShiftRefused):
        return answer
    for part in answer.failed:
        print(f"{part.name}: {part.detail}\n    {part.remedy.vi}\n    {part.remedy.en}", file=sys.stderr)
    detail = f": {answer.detail}" if answer.detail else ""
    print(f"kiosk: {answer.sentence.vi}{detail}\n       {answer.sentence.en}{detail}", file=sys.stderr)
    return Exit.DEVICE if answer.why in _DEVICE_REFUSALS else Exit.USAGE


def _reported(answer: WrittenReport | Exit, *, as_json: bool) -> Exit:
    if isinstance(answer, Exit):
        return answer
    if as_json:
        print(_json(report_json(answer.report, answer.files)))
    else:
        for file in answer.files:
            print(file)
    return Exit.OK


def opening_json(shift: OpenShift) -> Json:
    pinned = shift.opening.pinned
    return {
        "schema": "kiosk.shift-opened/1",
        "number": shift.number,
        "at": shift.at.isoformat(),
        "by": shift.opening.by,
        "list": {"name": pinned.name, "rows": pinned.rows, "sha256": pinned.sha256} if pinned else None,
        "tests": {part.name: part.status for part in shift.opening.tests},
    }


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
        "attention_seen": figures.attention_seen,
        "attention_unseen": figures.attention_unseen,
        "median_seconds": figures.median_seconds,
        "p95_seconds": figures.p95_seconds,
        "hours": [
            {"begins": hour.begins.isoformat(), "checks": hour.checks, "admitted": hour.admitted}
            for hour in figures.hours
        ],
        "files": [str(file) for file in files],
    }


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)

"""What ``kiosk outputs`` does: how full the outbox is, what is parked tried again, and checks exported as a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.app.exits import Exit
from kiosk.app.settings.values import Settings
from kiosk.app.shifts.files import FONTS, words_of, write_privately
from kiosk.app.staff.acts import JOURNAL, asking, known, opened, refused
from kiosk.check.outgoing import EXPORT, WEBHOOK
from kiosk.domain.clock import SystemClock
from kiosk.domain.delivery import trouble_words
from kiosk.domain.desks.shifts import SENTENCES, ShiftRefusal
from kiosk.domain.desks.staff import Refused
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.outbox import DamagedRow, Outbox, OutboxCount
from kiosk.domain.shift import Shift
from kiosk.domain.staff import Act, StaffAct, StaffNote
from kiosk.domain.text import Text
from kiosk.journal.journal import Journal
from kiosk.site.profile import Site, load_site

if TYPE_CHECKING:
    from kiosk.journal.report.checks import Export
    from kiosk.journal.report.content import Table

EXPORTS = "exports"
_UNREADABLE = Text("{n} lượt không đọc được, dữ liệu bị hỏng", "{n} checks cannot be read: their messages are damaged")


@dataclass(frozen=True, slots=True)
class Span:
    """From ``since`` until just before ``until``; ``name`` is for the file, ``words`` for people."""

    name: str
    words: Text
    since: datetime
    until: datetime


def outputs_status(settings: Settings, *, as_json: bool) -> Exit:
    """Print what waits and what is parked, output by output."""
    with _outbox(settings) as outbox:
        counts = {name: outbox.count(name) for name in (WEBHOOK, EXPORT)}
    if as_json:
        told = {"schema": "kiosk.outputs/1", "outputs": {name: _json(count) for name, count in counts.items()}}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return Exit.OK
    for name, count in counts.items():
        print(f"{name:<8} {count.waiting} waiting, {count.parked} parked, {count.expired} wiped undelivered")
        if count.trouble:
            words = trouble_words(count.trouble)
            print(f"         {words.vi}\n         {words.en}")
    return Exit.OK


def retry_parked(settings: Settings, *, by: str, from_stdin: bool) -> Exit:
    """Let the parked messages be tried again; a running kiosk does it within a minute."""
    with opened(settings) as (accounts, journal):
        who = known(accounts, by, asking(from_stdin), Act.CHANGE_SETTINGS)
        if isinstance(who, Refused):
            return refused(who)
        journal.note_staff(StaffNote(StaffAct.PARKED_RELEASED, who.login))
        outbox = journal.open_outbox()
        try:
            print(outbox.release_parked(WEBHOOK))
        finally:
            outbox.close()
    return Exit.OK


def export_checks(
    settings: Settings,
    *,
    by: str,
    shift: int | None,
    day: date | None,
    form: str,
    out: Path | None,
    from_stdin: bool,
    as_json: bool,
) -> Exit:
    """Write the checks of a shift or a day with the fields that the site's profile names for exports.

    Who did it stands in the journal before the file does. A check whose message is damaged has a row that says so, and
    is counted. Raises ``Fault(SETTINGS_MALFORMED)`` where the profile names
    no export.
    """
    from kiosk.journal.report import checks

    site = load_site(settings.site)
    fields = site.profile.data.outputs.export
    if fields is None:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{settings.site.name}: outputs.export names nothing to be exported")
    with opened(settings) as (accounts, journal):
        who = known(accounts, by, asking(from_stdin), Act.SEE_REPORT)
        if isinstance(who, Refused):
            return refused(who)
        now = SystemClock().now().astimezone()
        span = _day(day) if day else _of_shift(journal, shift, now)
        if span is None:
            words = SENTENCES[ShiftRefusal.NO_SUCH_SHIFT]
            print(f"kiosk: {words.vi}\n       {words.en}", file=sys.stderr)
            return Exit.USAGE
        journal.note_staff(StaffNote(StaffAct.CHECKS_EXPORTED, who.login))
        outbox = journal.open_outbox()
        try:
            rows = list(outbox.messages(EXPORT, span.since, span.until))
            decided = journal.decisions(span.since)
        finally:
            outbox.close()
    export = checks.Export(_site_name(site, settings), settings.name, span.words, now)
    table = checks.checks_table(rows, fields, export, words_of(site.profile.overrides), decided)
    path = out or settings.data / EXPORTS / f"checks-{span.name}.{form}"
    try:
        write_privately({path: _file(form, table, export)})
    except checks.TooWideError:
        problem = "--format pdf: a page does not hold so many fields; xlsx does"
        raise Fault(FaultCode.SETTINGS_MALFORMED, problem) from None
    except OSError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"--out: {error.strerror}") from error
    unreadable = sum(isinstance(row, DamagedRow) for row in rows)
    if as_json:
        told = {"schema": "kiosk.checks-exported/1", "file": str(path), "format": form, "checks": len(rows)}
        told |= {"unreadable": unreadable, "fields": sorted(fields)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(path)
        if unreadable:
            words = _UNREADABLE.filled(n=unreadable)
            print(f"{words.vi}\n{words.en}", file=sys.stderr)
    return Exit.OK


@contextmanager
def _outbox(settings: Settings) -> Iterator[Outbox]:
    file = settings.data / JOURNAL
    if not file.is_file():
        raise Fault(FaultCode.JOURNAL_FAILED, "there is no journal yet")
    with Journal(file, load_site(settings.site).profile.name, SystemClock()) as journal:
        outbox = journal.open_outbox()
        try:
            yield outbox
        finally:
            outbox.close()


def _file(form: str, table: Table, export: Export) -> bytes:
    from kiosk.journal.report import checks
    from kiosk.journal.report.pdf import Fonts

    if form == "csv":
        return checks.as_csv(table)
    if form == "pdf":
        fonts = Fonts(FONTS / "BeVietnamPro-Regular.ttf", FONTS / "BeVietnamPro-Bold.ttf")
        return checks.as_pdf(table, export, fonts)
    return checks.as_xlsx(table, export)


def _day(day: date) -> Span:
    """A day by the machine's own zone."""
    since = datetime.combine(day, time()).astimezone()
    until = datetime.combine(day + timedelta(days=1), time()).astimezone()
    return Span(day.isoformat(), Text(f"ngày {day:%d/%m/%Y}", f"of {day:%d/%m/%Y}"), since, until)


def _of_shift(journal: Journal, number: int | None, now: datetime) -> Span | None:
    found: Shift | None = journal.newest_shift() if number is None else journal.shift(number)
    if found is None:
        return None
    of = found.opened.number
    until = found.closing.at if found.closing else now + timedelta(seconds=1)
    return Span(f"shift-{of}", Text(f"ca {of}", f"of shift {of}"), found.opened.at, until)


def _site_name(site: Site, settings: Settings) -> str:
    return " · ".join(filter(None, (site.profile.words.site.vi, *settings.station.rooms, settings.station.session)))


def _json(count: OutboxCount) -> dict[str, Any]:
    return {
        "waiting": count.waiting,
        "parked": count.parked,
        "expired": count.expired,
        "oldest_at": count.oldest_at.isoformat() if count.oldest_at else None,
        "delivered_at": count.delivered_at.isoformat() if count.delivered_at else None,
        "trouble": count.trouble or None,
    }

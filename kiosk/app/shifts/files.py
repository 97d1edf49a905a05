"""The report of a shift, put together from journal and list, and written as files for the owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from kiosk.app.lists.site_list import list_folder
from kiosk.app.settings.values import Settings
from kiosk.check.wording.words import REASONS
from kiosk.domain.arrivals import Group
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.override import USUAL_REASONS, OverrideRules
from kiosk.domain.shift import OpenShift, PinnedList, ReportedJournal, ShiftFigures, ShiftReport
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.journal.report.content import Named
from kiosk.site.attendance import is_expected_in
from kiosk.site.groups import groups_of
from kiosk.site.profile import Site
from kiosk.site.roster import Roster
from kiosk.site.store import database, versions
from kiosk.site.store.installation import kept_versions

FONTS = Path(__file__).parents[2] / "ui" / "fonts"
REPORTS = "reports"


def words_of(rules: OverrideRules) -> Named:
    """The words for the codes that a report counts; a code that nobody knows any more names itself."""
    reasons = (*USUAL_REASONS, *rules.reasons)
    words: Mapping[str, Mapping[str, Text]] = {
        "reasons": {reason.value: text for reason, text in REASONS.items()},
        "faults": {fault.value: entry.sentence for fault, entry in FAULTS.items()},
        "overrides": {reason.code: reason.sentence for reason in reasons},
    }
    return lambda table, code: words[table].get(code, Text(code, code))


def pinned_list(settings: Settings) -> PinnedList:
    """The list that is in force. Raises ``Fault(LIST_MISSING | LIST_MALFORMED)``."""
    for version in kept_versions(list_folder(settings)):
        if version.in_force:
            return PinnedList(version.file[:120], version.people, version.sha256)
    raise Fault(FaultCode.LIST_MISSING, "no list is installed")


def shift_report(
    settings: Settings, site: Site, journal: ReportedJournal, number: int | None, at: datetime
) -> ShiftReport | None:
    """The report of the shift of this number, or of the newest; ``None`` when there is none.

    Raises ``Fault(JOURNAL_FAILED)``. A list that is not kept any more, or is damaged, leaves out who is absent.
    """
    found = journal.newest_shift() if number is None else journal.shift(number)
    if found is None:
        return None
    shift, figures = found.opened, found.figures
    made_at = at.astimezone()
    listed = listed_for(settings, site, shift, found.closing.at if found.closing else at)
    groups = () if listed is None else shift_groups(site, listed, shift, figures, made_at.tzinfo)
    absent = tuple(one.listing for group in groups for one in group.absent)
    return ShiftReport(
        kiosk=settings.name,
        site=" · ".join(filter(None, (site.profile.words.site.vi, *settings.station.rooms, settings.station.session))),
        shift=shift,
        closing=found.closing,
        figures=figures,
        made_at=made_at,
        expected=None if listed is None else sum(len(group.people) for group in groups),
        absent=None if listed is None else absent,
        broken_at=journal.verify(),
        other_list=_other_list(settings, shift.opening.pinned),
        out=None if listed is None else sum(len(group.out) for group in groups),
    )


def write_files(report: ShiftReport, folder: Path, named: Named) -> tuple[Path, ...]:
    """PDF and XLSX in ``folder``, whole or not at all, readable by their owner only: they hold names.

    Raises ``OSError``.
    """
    from kiosk.journal.report.pdf import Fonts, document
    from kiosk.journal.report.xlsx import workbook

    fonts = Fonts(FONTS / "BeVietnamPro-Regular.ttf", FONTS / "BeVietnamPro-Bold.ttf")
    state = "" if report.closing else "-open"
    made = {
        folder / f"shift-{report.shift.number}{state}.pdf": document(report, named, fonts),
        folder / f"shift-{report.shift.number}{state}.xlsx": workbook(report, named),
    }
    return write_privately(made)


def write_privately(made: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Files of one folder, each whole or not at all, for their owner only. Raises ``OSError``."""
    for path, contents in made.items():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, contents)
    return tuple(made)


def _other_list(settings: Settings, pinned: PinnedList | None) -> PinnedList | None:
    """The list in force where it is another one than the shift began with."""
    try:
        current = pinned_list(settings)
    except Fault:
        return None
    return None if pinned is None or current.sha256 == pinned.sha256 else current


def shift_groups(
    site: Site, listed: Sequence[Listing], shift: OpenShift, figures: ShiftFigures, zone: tzinfo | None = None
) -> tuple[Group, ...]:
    """Everybody of these rows, by room or by flight, as the shift counted them; ``zone``: ``None`` is the machine's."""
    day = shift.at.astimezone(zone).date()
    return groups_of(listed, figures.arrivals, site.profile.attendance, day, zone, figures.leavings)


def listed_for(
    settings: Settings, site: Site, shift: OpenShift, until: datetime | None = None
) -> tuple[Listing, ...] | None:
    """Who is expected at this kiosk's rooms in its session, from the opening ``until`` then (``None``: as long as a
    shift can last); ``None`` where the list that the shift pinned is not to be had."""
    pinned = shift.opening.pinned
    if pinned is None:
        return None
    folder, expected = list_folder(settings), expectation(settings, site, shift, until)
    try:
        for version in kept_versions(folder):
            if version.sha256 == pinned.sha256:
                path = versions.path_of(folder, version.number)
                roster = Roster(database.open_for_reading(path), site.columns, path.name)
                try:
                    return tuple(filter(expected, roster.listings()))
                finally:
                    roster.close()
    except Fault:
        return None
    return None


def expectation(settings: Settings, site: Site, shift: OpenShift, until: datetime | None) -> Callable[[Listing], bool]:
    """What says of a row whether it belongs to this kiosk in the shift."""
    rules, station = site.profile.attendance, settings.station
    opened, end = shift.at.astimezone(), until and until.astimezone()
    return lambda row: is_expected_in(row, rules, station, opened, end)


def _replace(path: Path, contents: bytes) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".report-")  # made for its owner only
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise

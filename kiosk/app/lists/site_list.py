"""The site's list of this kiosk: where it is kept, and which one counts when the program starts."""

from __future__ import annotations

import contextlib
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.app.settings.values import Settings
from kiosk.domain.desks.list_search import SearchedRoster
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.queue import QueueRules
from kiosk.domain.ports import QueueNumbers
from kiosk.site.attendance import AttendingRoster
from kiosk.site.columns import ListColumns
from kiosk.site.corrections import CorrectionsFile
from kiosk.site.profile import Site
from kiosk.site.roster import load_roster
from kiosk.site.store import versions
from kiosk.site.store.chosen_columns import chosen_columns
from kiosk.site.store.followed import follow_file, is_followed
from kiosk.site.store.installation import kept_versions
from kiosk.site.store.installed import InstalledRoster
from kiosk.site.store.queue_numbers import KeptQueueNumbers

_log = logging.getLogger(__name__)


def list_folder(settings: Settings) -> Path:
    """Where the versions of the list are kept, beside the journal."""
    return settings.data / "lists"


def open_list(settings: Settings, site: Site) -> SearchedRoster:
    """The list that a running kiosk asks, with the site's rules about day, time and room.

    The file that the settings name is imported when it is another one than at its last import; when it cannot be used,
    the list that was installed before stays in force. A file that only this run was given is read and not installed.
    Raises ``Fault(LIST_MISSING | LIST_MALFORMED)`` when there is no list to ask.
    """
    return AttendingRoster(_opened(settings, site), site.profile.attendance, settings.station)


def _opened(settings: Settings, site: Site) -> SearchedRoster:
    folder, file, columns = list_folder(settings), settings.roster, site.columns
    if file is not None and settings.roster_for_this_run:
        return load_roster(file, columns)
    if file is not None:
        try:
            follow_file(folder, file, columns.remembering(chosen_columns(folder)))
        except Fault as fault:
            if versions.current(folder) is None:
                # A folder that cannot be written is no reason to know nobody; a bad file says so once more.
                roster = load_roster(file, columns.remembering(chosen_columns(folder)))
                _log.warning("the list is not installed: %s", fault)
                return roster
            _log.warning("the list before stays in force: %s", fault)
    installed = InstalledRoster(folder, columns)
    with contextlib.suppress(OSError):
        versions.remove_older(folder, timedelta(days=site.profile.data.list_days))
    return installed


def corrections_file(settings: Settings, site: Site) -> CorrectionsFile | None:
    """Where cards correct the list, for its owner; ``None`` where the site lets no field out."""
    released = site.profile.data.corrections
    return CorrectionsFile(corrections_path(settings), released) if released else None


def corrections_path(settings: Settings) -> Path:
    """The file that grows by what cards say otherwise than the list."""
    return settings.data / "corrections" / "corrections.csv"


def queue_numbers(settings: Settings, rules: QueueRules | None) -> QueueNumbers | None:
    """Where queue numbers are kept; ``None`` where the site gives none out."""
    return KeptQueueNumbers(list_folder(settings), rules) if rules else None


def list_facts(settings: Settings, columns: ListColumns) -> tuple[int, int, datetime]:
    """People, rows with problems, and when the list was written or imported, without importing anything.

    Raises ``Fault(LIST_MISSING | LIST_MALFORMED)`` for the list that a start would find.
    """
    folder, file = list_folder(settings), settings.roster
    if file is not None and not is_followed(folder, file, columns.remembering(chosen_columns(folder))):
        roster = load_roster(file, columns.remembering(chosen_columns(folder)))
        return len(roster), len(roster.problems), datetime.fromtimestamp(file.stat().st_mtime, UTC)
    for version in kept_versions(folder):
        if version.in_force:
            return version.people, version.problems, version.imported_at
    raise Fault(FaultCode.LIST_MISSING, "no list is set and none is installed")

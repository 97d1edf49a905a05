"""The list in force as a running kiosk asks it: another version that is installed counts with the next question."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kiosk.domain.desks.list_search import FoundPerson
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity
from kiosk.domain.site import ListingAnswer
from kiosk.site.columns import ListColumns
from kiosk.site.roster import Roster
from kiosk.site.store import database, versions
from kiosk.site.store.installation import shape_of, told_about
from kiosk.site.store.photos import Photos


class InstalledRoster:
    """The list of a folder; safe from any thread. The file is never read as a whole: a large list opens as fast."""

    def __init__(self, folder: Path, columns: ListColumns) -> None:
        """Raises ``Fault(LIST_MISSING)`` when nothing is installed, ``Fault(LIST_MALFORMED)`` when it is damaged."""
        self._folder = folder
        self._columns = columns
        self._lock = threading.Lock()
        self._identity: versions.Identity | None = None
        self._roster: Roster | None = None
        self._photos = Photos(folder)
        self.current()

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        answer = self.current().find(identity, at)
        photo = self._photos.of(answer.listing.number) if answer.listing else None
        return replace(answer, listing=replace(answer.listing, photo=photo)) if answer.listing and photo else answer

    def search(self, typed: str, most: int) -> tuple[FoundPerson, ...]:
        """Whom staff may mean. A connection of its own: a check's question does not wait for a long search."""
        with closing(open_current(self._folder, self._columns)) as roster:
            return roster.search(typed, most)

    def current(self) -> Roster:
        """The list in force now."""
        with self._lock:
            found = versions.identity(self._folder)
            if found != self._identity or self._roster is None:
                self._roster = open_current(self._folder, self._columns)
                self._identity = found
            return self._roster


def open_current(folder: Path, columns: ListColumns) -> Roster:
    """The list in force. Raises ``Fault(LIST_MISSING | LIST_MALFORMED)``."""
    version = versions.current(folder)
    if version is None:
        raise Fault(FaultCode.LIST_MISSING, "no list is installed")
    path = versions.path_of(folder, version)
    if told_about(path).get("shape") != shape_of(columns):
        raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: imported for another profile; import it again")
    return Roster(database.open_for_reading(path), columns, path.name)

"""The port ``AttendanceDesk`` over list and journal of this kiosk: who has come in, counted up to now."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import datetime

from kiosk.app.lists.site_list import list_folder
from kiosk.app.settings.values import Settings
from kiosk.app.shifts.files import expectation, listed_for, shift_groups
from kiosk.domain.arrivals import Group
from kiosk.domain.clock import Clock, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.shift import AttendanceJournal, OpenShift
from kiosk.domain.site import Listing
from kiosk.domain.verdict import Verdict
from kiosk.site.profile import Site
from kiosk.site.store.installed import open_current


class KioskAttendanceDesk:
    """Safe from any thread. The list that a shift pinned is read once: a large one takes seconds."""

    def __init__(self, settings: Settings, site: Site, journal: AttendanceJournal, clock: Clock | None = None) -> None:
        self._settings = settings
        self._site = site
        self._journal = journal
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._expected: tuple[int, tuple[Listing, ...]] | None = None

    def groups(self) -> tuple[Group, ...] | None:
        shift = self._journal.newest_shift()
        if shift is None:
            return None
        # What a night starts belongs to the shift from the moment on when its doors open.
        until = shift.closing.at if shift.closing else self._clock.now()
        here = expectation(self._settings, self._site, shift.opened, until)
        expected = tuple(filter(here, self._expected_in(shift.opened)))
        return shift_groups(self._site, expected, shift.opened, shift.figures)

    @property
    def re_entry(self) -> Verdict:
        return self._site.profile.policy.within_limits().re_entry

    def note_leaving(self, key: str, by: str) -> datetime | None:
        return self._journal.note_leaving(key, by)

    def _expected_in(self, shift: OpenShift) -> tuple[Listing, ...]:
        with self._lock:
            if self._expected is None or self._expected[0] != shift.number:
                listed = listed_for(self._settings, self._site, shift)
                if listed is None and shift.opening.pinned is not None:
                    raise Fault(FaultCode.LIST_MISSING, "the list of this shift is not kept any more")
                self._expected = (shift.number, self._in_force(shift) if listed is None else listed)
            return self._expected[1]

    def _in_force(self, shift: OpenShift) -> tuple[Listing, ...]:
        """For a shift that was opened without a list."""
        here = expectation(self._settings, self._site, shift, None)
        with closing(open_current(list_folder(self._settings), self._site.columns)) as roster:
            return tuple(filter(here, roster.listings()))

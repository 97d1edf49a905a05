"""The port ``SupervisionDesk`` over this kiosk's journal and list, and the folder that the site's kiosks share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.app.settings.values import Settings
from kiosk.app.shifts.files import listed_for
from kiosk.app.supervision.figures_file import read_folder
from kiosk.domain.clock import Clock
from kiosk.domain.desks.shifts import ShiftRefusal, ShiftRefused
from kiosk.domain.desks.supervision import MOST_SHIFTS, KioskShift, PlaceLine, Supervision, tally_of
from kiosk.domain.shift import OpenShift, Shift, ShiftFigures, ShiftJournal
from kiosk.domain.site import Listing
from kiosk.domain.staff import Act, StaffMember, may
from kiosk.domain.text import Text
from kiosk.site.attendance import ROOM, SESSION
from kiosk.site.profile import Site

SHIFTS_OFFERED = 100
MOST_PLACES = 200
MOST_ROWS = 50_000
"""Of a list that is looked through for its rooms or flights; a longer one has other means (docs/lists.md)."""
_PARTS = re.compile(" [–·] ")
_HOUR = timedelta(hours=1)

Places = tuple[tuple[Text, frozenset[str]], ...]
"""What people go to, and the rows of the list whose people go there."""


class KioskSupervisionDesk:
    """``folder`` is shared with the site's other kiosks; ``None``: this one is alone."""

    def __init__(
        self, settings: Settings, site: Site, journal: ShiftJournal, clock: Clock, folder: Path | None
    ) -> None:
        self._settings = settings
        self._site = site
        self._journal = journal
        self._clock = clock
        self._folder = folder
        self._places: dict[tuple[int, datetime], Places] = {}

    def shifts(self, by: StaffMember) -> tuple[OpenShift, ...]:
        return self._journal.opened_shifts(SHIFTS_OFFERED) if may(by.role, Act.SEE_REPORT) else ()

    def look(self, by: StaffMember, number: int) -> Supervision | ShiftRefused:
        if not may(by.role, Act.SEE_REPORT):
            return ShiftRefused(ShiftRefusal.NOT_ALLOWED)
        shift = _shift(self._journal, number)
        if shift is None:
            return ShiftRefused(ShiftRefusal.NO_SUCH_SHIFT)
        now = self._clock.now()
        own = kiosk_shift(self._settings.name, self._site.profile.name, shift, now)
        told, unreadable = read_folder(self._folder, own.kiosk, own.site) if self._folder is not None else ((), ())
        places = self._places_of(shift, now)
        lines = None if places is None else tuple(_line(name, keys, shift.figures) for name, keys in places)
        return Supervision(shift, (own, *_at_that_time(told, own)), now, lines, unreadable)

    def _places_of(self, shift: Shift, now: datetime) -> Places | None:
        """The list that a shift pinned does not change, so it is looked through once, and once an hour while flights
        of the night may open; rows are kept, no names."""
        pinned = shift.opened.opening.pinned
        if pinned is None or pinned.rows > MOST_ROWS:
            return None
        until = shift.closing.at if shift.closing else now.replace(minute=0, second=0, microsecond=0) + _HOUR
        key = (shift.opened.number, until)
        if key not in self._places:
            listed = listed_for(self._settings, self._site, shift.opened, until)
            if listed is None:
                return None
            self._places = {key: places_of(listed)}
        return self._places[key]


def kiosk_shift(kiosk: str, site: str, shift: Shift, made_at: datetime) -> KioskShift:
    """What of a shift is told to others."""
    closed_at = shift.closing.at if shift.closing else None
    return KioskShift(kiosk, site, shift.opened.number, shift.opened.at, closed_at, made_at, tally_of(shift.figures))


class OwnFigures:
    """The newest shifts of this kiosk for the others; what is closed is counted once."""

    def __init__(self, kiosk: str, site: str, journal: ShiftJournal) -> None:
        self._kiosk = kiosk
        self._site = site
        self._journal = journal
        self._closed: dict[int, Shift] = {}

    def newest(self, at: datetime) -> list[KioskShift]:
        """Newest first. Raises ``Fault(JOURNAL_FAILED)``."""
        found = []
        for opened in self._journal.opened_shifts(MOST_SHIFTS):
            shift = self._closed.get(opened.number) or _shift(self._journal, opened.number)
            if shift is None:
                continue
            if shift.closing is not None:
                self._closed[opened.number] = shift
            found.append(kiosk_shift(self._kiosk, self._site, shift, at))
        return found


def places_of(listed: Sequence[Listing]) -> Places:
    """The rooms or clinics of a list, or its flights, in the list's order; people without one are under no name."""
    detail = ROOM if any(dict(one.details).get(ROOM) for one in listed) else SESSION
    rows: dict[str, list[Listing]] = {}
    for one in listed:
        rows.setdefault(dict(one.details).get(detail, "").strip(), []).append(one)
    return tuple(
        (_named(value, people[0].place), frozenset(one.key for one in people))
        for value, people in list(rows.items())[:MOST_PLACES]
    )


def _line(name: Text, keys: frozenset[str], figures: ShiftFigures) -> PlaceLine:
    return PlaceLine(
        name,
        len(keys),
        len(keys & figures.admitted_keys),
        len(keys & figures.refused_keys),
        len(keys & figures.undecided_keys),
        len(keys & figures.overridden_keys),
    )


def _named(value: str, place: Text) -> Text:
    """«Phòng 101» rather than «101», where the site says so in the first part of the place."""
    vi, en = _PARTS.split(place.vi)[0], _PARTS.split(place.en)[0]
    return Text(vi, en) if value and value in vi and value in en else Text(value, value)


def _shift(journal: ShiftJournal, number: int) -> Shift | None:
    """The newest is counted on from the last look, an older one as a whole."""
    newest = journal.newest_shift()
    return newest if newest is not None and newest.opened.number == number else journal.shift(number)


def _at_that_time(told: Sequence[KioskShift], own: KioskShift) -> tuple[KioskShift, ...]:
    """Of each other kiosk the newest shift that ran at the same time, by name."""
    newest: dict[str, KioskShift] = {}
    for one in sorted(told, key=lambda one: one.opened_at):
        if one.overlaps(own.opened_at, own.closed_at):
            newest[one.kiosk] = one
    return tuple(newest[kiosk] for kiosk in sorted(newest))

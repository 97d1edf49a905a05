"""Whether a person comes on the right day, in time and to the right door: pure rules over one row of the list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from kiosk.domain.desks.attendance import AttendanceRules, Circumstance, Session, Station
from kiosk.domain.desks.list_search import FoundPerson, SearchedRoster
from kiosk.domain.identity import Identity
from kiosk.domain.site import Admission, Listing, ListingAnswer
from kiosk.site.entries import read_date

DAY, SESSION, STARTS, ROOM, CARE, WATCH = "day", "session", "starts", "room", "care", "watch"
"""The names of the list's own columns (``[list.details]``) that the rules know."""

DETAILS = (DAY, SESSION, STARTS, ROOM, CARE, WATCH)

_CLOCK = re.compile(r"([0-9]{1,2})\s*[:hHgG.]\s*([0-9]{2})?(?::[0-9]{2})?")
_ROOM_WORDS = re.compile(r"^(phong thi|phong|room|p)(?![a-z])[ .]*")
_NO = {"", "0", "khong", "k", "no", "false", "-"}

NIGHT = time(6)
"""What starts before this hour of a day may have its doors open on the evening before."""

LONGEST_SHIFT = timedelta(days=1)
"""A shift that nobody closed does not take the next days' rows with it."""


class AttendingRoster:
    """A list that is asked at one door; whoever is expected is also judged by day, time and room."""

    def __init__(
        self, roster: SearchedRoster, rules: AttendanceRules, station: Station, zone: tzinfo | None = None
    ) -> None:
        """``zone`` is the site's time zone, ``None`` the machine's."""
        self._roster = roster
        self._rules = rules
        self._station = station
        self._zone = zone

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        answer = self._roster.find(identity, at)
        if answer.listing is None or answer.admission not in {Admission.EXPECTED, Admission.POSSIBLE}:
            return answer
        here = at.astimezone(self._zone)
        answer = self._for_now(answer, here) if answer.others else answer
        assert answer.listing is not None
        return replace(
            answer,
            circumstances=circumstances(answer.listing, self._rules, self._station, here),
            expected_on=day_served(dict(answer.listing.details), self._rules, here),
        )

    def search(self, typed: str, most: int) -> tuple[FoundPerson, ...]:
        """Whom staff may mean, at whichever door they are expected."""
        return self._roster.search(typed, most)

    def _for_now(self, answer: ListingAnswer, at: datetime) -> ListingAnswer:
        """Of several rows of a person, the one that they come for now."""
        assert answer.listing is not None
        rows = (answer.listing, *answer.others)
        now = row_for_now(rows, self._rules, self._station, at)
        others = tuple(row for row in rows if row is not now)
        photo = answer.listing.photo
        return replace(
            answer,
            listing=replace(now, photo=photo),
            others=others,
            opens_at=opening_of(now, others, self._rules, at),
        )


def circumstances(listing: Listing, rules: AttendanceRules, station: Station, at: datetime) -> tuple[Circumstance, ...]:
    """What is remarkable about this coming, in the order in which it is said. ``at`` is local time.

    On a wrong day nothing else about the time is said, and in a wrong session nothing about early or late: what is
    said first is what helps.
    """
    details = dict(listing.details)
    return tuple(_circumstances(details, rules, station, at))


def _circumstances(
    details: dict[str, str], rules: AttendanceRules, station: Station, at: datetime
) -> Iterator[Circumstance]:
    day = day_served(details, rules, at)
    session = details.get(SESSION, "")
    if day is None and day_of(details) is not None:
        yield Circumstance.WRONG_DAY
    elif session and station.session and not _same_session(session, station.session, rules):
        yield Circumstance.WRONG_SESSION
    else:
        yield from _in_time(start_of(details, rules, day or at.date()), rules, at)
    room = details.get(ROOM, "")
    if room and station.rooms and room_key(room) not in {room_key(one) for one in station.rooms}:
        yield Circumstance.WRONG_ROOM
    if _key(details.get(CARE, "")) not in _NO:
        yield Circumstance.NEEDS_CARE
    if _key(details.get(WATCH, "")) not in _NO:
        yield Circumstance.WATCHED


def row_for_now(rows: Sequence[Listing], rules: AttendanceRules, station: Station, at: datetime) -> Listing:
    """Of several rows of one person: today's before other days', the session that this kiosk serves before others, what
    can still be reached before what is over; then the next one, or the one that was missed last."""

    def rank(row: Listing) -> tuple[tuple[int, int], bool, bool, float]:
        details = dict(row.details)
        served, session = day_served(details, rules, at), details.get(SESSION, "")
        day = None if served else day_of(details)
        away = (day - at.date()).days if day else 0
        elsewhere = bool(session and station.session and not _same_session(session, station.session, rules))
        starts = start_of(details, rules, served or at.date())
        late = starts is not None and Circumstance.TOO_LATE in _in_time(starts, rules, at)
        seconds = (starts - at.replace(tzinfo=None)).total_seconds() if starts else 0.0
        return (int(away < 0), abs(away)), elsewhere, late, -seconds if late else seconds

    return min(rows, key=rank)


def opening_of(row: Listing, others: Sequence[Listing], rules: AttendanceRules, at: datetime) -> datetime | None:
    """When the doors open for this row, where the same person has an earlier one today; else ``None``."""
    starts = start_of(dict(row.details), rules, at.date())
    if starts is None:
        return None
    todays = (dict(one.details) for one in others)
    earlier = any(
        day_of(details) in {None, at.date()}
        and (before := start_of(details, rules, at.date())) is not None
        and before < starts
        for details in todays
    )
    return (starts - timedelta(minutes=rules.opens_minutes)).replace(tzinfo=at.tzinfo) if earlier else None


def is_expected_in(
    listing: Listing, rules: AttendanceRules, station: Station, opened: datetime, until: datetime | None = None
) -> bool:
    """Whether a row belongs to the rooms and the session of a kiosk in a shift; what it leaves open belongs.

    The shift lasts from ``opened`` ``until`` then (local time; ``None``: as long as a shift can last). What a night
    starts belongs to the evening in which its doors open, and not to the day after.
    """
    details = dict(listing.details)
    session, room = details.get(SESSION, ""), details.get(ROOM, "")
    return (
        _is_of_shift(details, rules, opened.replace(tzinfo=None), until and until.replace(tzinfo=None))
        and (not session or not station.session or _same_session(session, station.session, rules))
        and (not room or not station.rooms or room_key(room) in {room_key(one) for one in station.rooms})
    )


def _is_of_shift(details: dict[str, str], rules: AttendanceRules, opened: datetime, until: datetime | None) -> bool:
    """A row of the opening's day, unless it was over by then in the night; of a later day, what people came in for."""
    day = day_of(details)
    if day is None:
        return True
    starts = start_of(details, rules, day)
    if day <= opened.date() or starts is None:
        night_over = starts and starts.time() < NIGHT and starts + timedelta(minutes=rules.closes_minutes) < opened
        return day == opened.date() and not night_over
    earliest = datetime.combine(day, time()) - timedelta(days=starts.time() < NIGHT)
    doors = max(earliest, starts - timedelta(minutes=rules.opens_minutes))
    return doors < min(until or datetime.max, opened + LONGEST_SHIFT)


def day_of(details: dict[str, str]) -> date | None:
    """The day that the list writes; ``None`` where it writes none that is understood."""
    return read_date(details.get(DAY, ""))


def day_served(details: dict[str, str], rules: AttendanceRules, at: datetime) -> date | None:
    """The row's day if people come in for it now: today, or tomorrow where it starts in the night and its doors are
    open already (a flight at 00:40). ``None``: the list names another day, or none.
    """
    day, today = day_of(details), at.date()
    if day != today + timedelta(days=1):
        return day if day == today else None
    starts = start_of(details, rules, day)
    if starts is None or starts.time() >= NIGHT:
        return None
    return day if at.replace(tzinfo=None) >= starts - timedelta(minutes=rules.opens_minutes) else None


def start_of(details: dict[str, str], rules: AttendanceRules, day: date) -> datetime | None:
    """When it starts that day, by the row's own time before its session's; ``None`` where nobody says so."""
    starts = read_clock(details.get(STARTS, ""))
    if starts is None:
        session = _session(details.get(SESSION, ""), rules)
        starts = session.starts if session else None
    return datetime.combine(day, starts) if starts else None


def read_clock(text: str) -> time | None:
    """``07:30``, ``7h30``, ``7g30``, ``7h``: hours and minutes; ``None`` when it is no time of day."""
    match = _CLOCK.fullmatch(text.strip())
    try:
        return time(int(match[1]), int(match[2] or 0)) if match else None
    except ValueError:
        return None


def room_key(room: str) -> str:
    """``Phòng 007``, ``P.7`` and ``7`` are one room."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", _ROOM_WORDS.sub("", _key(room)).replace(" ", ""))


def _in_time(starts: datetime | None, rules: AttendanceRules, at: datetime) -> Iterator[Circumstance]:
    if starts is None:
        return
    local = at.replace(tzinfo=None)
    if local < starts - timedelta(minutes=rules.opens_minutes):
        yield Circumstance.TOO_EARLY
    elif local > starts + timedelta(minutes=rules.closes_minutes):
        yield Circumstance.TOO_LATE


def _session(name: str, rules: AttendanceRules) -> Session | None:
    return next((one for one in rules.sessions if _key(name) in map(_key, one.names)), None)


def _same_session(left: str, right: str, rules: AttendanceRules) -> bool:
    found = _session(left, rules)
    return _key(left) == _key(right) or (found is not None and found is _session(right, rules))


def _key(text: str) -> str:
    """Letters and digits without accents; ``fold`` will not do, since a session may be a number."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(sign if sign.isalnum() or sign == "." else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.split())

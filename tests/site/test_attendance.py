"""A row of the list, a door and a time -> what is remarkable about somebody's coming."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.desks.attendance import AttendanceRules, Circumstance, Session, Station
from kiosk.domain.identity import Identity, Source
from kiosk.domain.site import Admission, Listing, ListingAnswer
from kiosk.site.attendance import AttendingRoster, circumstances, is_expected_in, read_clock, room_key

VIETNAM = timezone(timedelta(hours=7))
RULES = AttendanceRules(60, 15, (Session(("Sáng", "Ca 1", "1"), time(7, 30)), Session(("Chiều", "Ca 2"), time(13, 30))))
DAY, EARLY, LATE = Circumstance.WRONG_DAY, Circumstance.TOO_EARLY, Circumstance.TOO_LATE
SESSION, ROOM, CARE = Circumstance.WRONG_SESSION, Circumstance.WRONG_ROOM, Circumstance.NEEDS_CARE
ROW = {"day": "22/11/2026", "session": "Sáng", "room": "101"}


def at(clock: str, day: int = 22) -> datetime:
    return datetime.combine(datetime(2026, 11, day), time.fromisoformat(clock), VIETNAM)


def said(row: dict[str, str], station: Station, clock: str, day: int = 22) -> tuple[Circumstance, ...]:
    return circumstances(Listing("01", details=tuple(row.items())), RULES, station, at(clock, day))


@pytest.mark.parametrize(
    ("row", "station", "clock", "found"),
    [
        # Time
        pytest.param({}, Station(), "07:00", (), id="in time"),
        pytest.param({}, Station(), "06:30", (), id="when the doors open"),
        pytest.param({}, Station(), "06:29", (EARLY,), id="a minute too early"),
        pytest.param({}, Station(), "07:45", (), id="when the doors close"),
        pytest.param({}, Station(), "07:46", (LATE,), id="a minute too late"),
        pytest.param({"starts": "09:00"}, Station(), "08:30", (), id="the row's own time comes before its session's"),
        pytest.param({"starts": "9h"}, Station(), "07:30", (EARLY,), id="too early by the row's own time"),
        pytest.param({"session": "Tối"}, Station(), "23:00", (), id="a session of unknown time"),
        pytest.param({"session": "", "starts": ""}, Station(), "23:00", (), id="no time at all"),
        # Day
        pytest.param({"day": "23/11/2026"}, Station(), "07:00", (DAY,), id="tomorrow"),
        pytest.param({"day": "2026-11-21"}, Station(), "07:00", (DAY,), id="yesterday"),
        pytest.param({"day": "23/11/2026"}, Station(), "23:00", (DAY,), id="on a wrong day nothing is late"),
        pytest.param({"day": ""}, Station(), "07:00", (), id="no day"),
        pytest.param({"day": "Chủ nhật"}, Station(), "07:00", (), id="a day that is no date"),
        # Session
        pytest.param({}, Station(session="sang"), "07:00", (), id="the session that is served"),
        pytest.param({"session": "1"}, Station(session="Sáng"), "07:00", (), id="the same by another name"),
        pytest.param({"session": "Chiều"}, Station(session="Sáng"), "07:00", (SESSION,), id="another session"),
        pytest.param({"session": "Ca 3"}, Station(session="Ca 1"), "07:00", (SESSION,), id="sessions told by digits"),
        pytest.param({"session": "Ca 3"}, Station(session="ca 3"), "07:00", (), id="a session that no profile names"),
        pytest.param({"session": "Chiều"}, Station(), "07:00", (EARLY,), id="a kiosk that serves all: too early"),
        # Room
        pytest.param({}, Station(rooms=("101",)), "07:00", (), id="the room"),
        pytest.param({}, Station(rooms=("99", "Phòng 101")), "07:00", (), id="one of the rooms, written otherwise"),
        pytest.param({}, Station(rooms=("102",)), "07:00", (ROOM,), id="another room"),
        pytest.param({"room": ""}, Station(rooms=("102",)), "07:00", (), id="no room"),
        # Together
        pytest.param({"care": "x"}, Station(), "07:00", (CARE,), id="special needs"),
        pytest.param({"watch": "x"}, Station(), "07:00", (Circumstance.WATCHED,), id="on a watch list"),
        pytest.param({"care": "Không"}, Station(), "07:00", (), id="no special needs"),
        pytest.param({"care": "Khiếm thị"}, Station(rooms=("9",)), "06:00", (EARLY, ROOM, CARE), id="all at once"),
        pytest.param({"day": "23/11/2026"}, Station(("9",), "Chiều"), "06:00", (DAY, ROOM), id="wrong day and room"),
    ],
)
def test_what_is_remarkable(row: dict[str, str], station: Station, clock: str, found: tuple[Circumstance, ...]) -> None:
    assert said({**ROW, **row}, station, clock) == found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("07:30", time(7, 30)),
        ("7h30", time(7, 30)),
        ("7g30", time(7, 30)),
        ("7 giờ", None),
        ("7h", time(7)),
        ("13H30", time(13, 30)),
        ("7.30", time(7, 30)),
        ("07:30:00", time(7, 30)),
        ("24:00", None),
        ("7:60", None),
        ("730", None),
        ("", None),
    ],
)
def test_times_of_day(written: str, meant: time | None) -> None:
    assert read_clock(written) == meant


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("101", "Phòng 101", True),
        ("Phòng thi số 7", "P.007", False),
        ("007", "7", True),
        ("P.7", "phong 07", True),
        ("A101", "a 101", True),
        ("A101", "B101", False),
        ("10", "100", False),
        ("Phố Huế", "hố Huế", False),
    ],
)
def test_rooms_as_they_are_written(left: str, right: str, same: bool) -> None:
    assert (room_key(left) == room_key(right)) is same


class _OneListing:
    def __init__(self, admission: Admission, row: dict[str, str] = ROW) -> None:
        self._admission = admission
        self._row = row

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        listing = (
            Listing("01", details=tuple(self._row.items())) if self._admission is not Admission.NOT_LISTED else None
        )
        return ListingAnswer(self._admission, listing)


def asked(row: dict[str, str], when: datetime) -> ListingAnswer:
    roster = AttendingRoster(_OneListing(Admission.EXPECTED, row), RULES, Station(), VIETNAM)
    return roster.find(Identity(Source.CHIP), when.astimezone(UTC))


@pytest.mark.parametrize(
    ("admission", "found"),
    [(Admission.EXPECTED, (LATE,)), (Admission.POSSIBLE, (LATE,)), (Admission.NOT_LISTED, ())],
)
def test_only_who_is_on_the_list_can_be_late(admission: Admission, found: tuple[Circumstance, ...]) -> None:
    roster = AttendingRoster(_OneListing(admission), RULES, Station(), VIETNAM)
    assert roster.find(Identity(Source.CHIP), datetime(2026, 11, 22, 0, 50, tzinfo=UTC)).circumstances == found


NEXT_DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("starts", "clock", "expected_on", "found"),
    [
        pytest.param("00:40", "23:39", None, (DAY,), id="a minute before the doors open"),
        pytest.param("00:40", "23:40", NEXT_DAY, (), id="when the doors open"),
        pytest.param("00:00", "23:59", NEXT_DAY, (), id="at midnight itself"),
        pytest.param("00:40", "10:00", None, (DAY,), id="in the morning before"),
        pytest.param("", "23:59", None, (DAY,), id="no time: nobody knows that it is in the night"),
    ],
)
def test_a_row_of_tomorrow_whose_doors_are_open_before_midnight(
    starts: str, clock: str, expected_on: date | None, found: tuple[Circumstance, ...]
) -> None:
    answer = asked({"day": "23/11/2026", "starts": starts}, at(clock))
    assert (answer.expected_on, answer.circumstances) == (expected_on, found)


@pytest.mark.parametrize(
    ("starts", "found"), [("05:59", ()), ("06:00", (DAY,))], ids=["in the night", "in the morning"]
)
def test_long_opening_hours_open_no_morning_on_the_day_before(starts: str, found: tuple[Circumstance, ...]) -> None:
    row = Listing("01", details=(("day", "23/11/2026"), ("starts", starts)))
    assert circumstances(row, AttendanceRules(opens_minutes=1440), Station(), at("23:00")) == found


@pytest.mark.parametrize(
    ("day", "expected_on"),
    [("22/11/2026", date(2026, 11, 22)), ("21/11/2026", None), ("", None)],
    ids=["today", "another day", "no day"],
)
def test_the_day_for_which_somebody_comes_in(day: str, expected_on: date | None) -> None:
    assert asked({"day": day}, at("07:00")).expected_on == expected_on


FLIGHTS = AttendanceRules(180, 0, grouped_by="session")


@pytest.mark.parametrize(
    ("day", "starts", "shift", "belongs"),
    [
        # Of the opening's day
        pytest.param("22/11/2026", "18:00", ("14:00", "23:00"), True, id="of the day"),
        pytest.param("22/11/2026", "09:00", ("14:00", "23:00"), True, id="of the day, over before the shift"),
        pytest.param("22/11/2026", "", ("14:00", "23:00"), True, id="of the day, without a time"),
        pytest.param("", "00:40", ("14:00", "23:00"), True, id="of no day"),
        pytest.param("21/11/2026", "18:00", ("14:00", "23:00"), False, id="of yesterday"),
        pytest.param("22/11/2026", "00:40", ("06:00", "14:00"), False, id="this night's, gone before the shift"),
        pytest.param("22/11/2026", "00:40", ("00:10", "06:00"), True, id="this night's, which still waits"),
        # Of the next day
        pytest.param("23/11/2026", "00:40", ("14:00", "23:00"), True, id="the coming night's, open at 21:40"),
        pytest.param("23/11/2026", "00:40", ("14:00", "21:40"), False, id="which opens when the shift ends"),
        pytest.param("23/11/2026", "00:40", ("06:00", "14:00"), False, id="and is not the morning's"),
        pytest.param("23/11/2026", "00:40", ("20:00", "00:50+1"), True, id="a shift over midnight"),
        pytest.param("23/11/2026", "06:30", ("20:00", "04:00+1"), True, id="the morning's, open before its end"),
        pytest.param("23/11/2026", "06:30", ("20:00", "03:00+1"), False, id="the morning's, still closed then"),
        pytest.param("23/11/2026", "06:30", ("14:00", "23:00"), False, id="the morning's is not the evening's"),
        pytest.param("23/11/2026", "", ("20:00", "04:00+1"), False, id="tomorrow's without a time"),
        pytest.param("24/11/2026", "00:40", ("20:00", "04:00+1"), False, id="the night after"),
        # A shift that nobody closed
        pytest.param("23/11/2026", "00:40", ("14:00", None), True, id="open: the coming night"),
        pytest.param("23/11/2026", "18:00", ("14:00", None), False, id="open: not the next afternoon"),
        pytest.param("23/11/2026", "18:00", ("14:00", "20:00+1"), False, id="closed a day late: neither"),
    ],
)
def test_which_shift_a_row_belongs_to(day: str, starts: str, shift: tuple[str, str | None], belongs: bool) -> None:
    row = Listing("01", details=(("day", day), ("starts", starts)))
    opened, until = at(shift[0]), shift[1]
    end = at(until.removesuffix("+1"), 23 if until.endswith("+1") else 22) if until else None
    assert is_expected_in(row, FLIGHTS, Station(), opened, end) is belongs


@pytest.mark.parametrize(
    ("station", "belongs"),
    [
        (Station(("P.101",)), True),
        (Station(("102",)), False),
        (Station((), "1"), True),
        (Station((), "Chiều"), False),
    ],
    ids=["its room", "another room", "its session", "another session"],
)
def test_which_door_a_row_belongs_to(station: Station, belongs: bool) -> None:
    assert is_expected_in(Listing("01", details=tuple(ROW.items())), RULES, station, at("07:00")) is belongs


cells = st.dictionaries(st.sampled_from(["day", "session", "starts", "room", "care"]), st.text(max_size=20))


@given(cells, st.lists(st.text(max_size=5), max_size=2), st.text(max_size=5))
def test_any_cells_can_be_judged(row: dict[str, str], rooms: list[str], session: str) -> None:
    found = said(row, Station(tuple(rooms), session), "07:00")
    assert len(found) == len(set(found))

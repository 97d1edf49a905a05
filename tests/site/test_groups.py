"""Rows of a list and the comings of a shift -> who is there and who is awaited, room by room."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest

from kiosk.domain.arrivals import Arrival, Group, Leaving
from kiosk.domain.desks.attendance import AttendanceRules, Session
from kiosk.domain.site import Listing
from kiosk.site.groups import groups_of

VIETNAM = timezone(timedelta(hours=7))
DAY = date(2026, 6, 26)
RULES = AttendanceRules(60, 15, (Session(("Sáng",), time(7, 30)), Session(("Chiều",), time(13, 30))))
FLIGHTS = AttendanceRules(180, 0, grouped_by="session")


def at(clock: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock), VIETNAM)


def row(key: str, **details: str) -> Listing:
    return Listing(key, name=f"Người {key}", details=tuple(details.items()))


def told(groups: tuple[Group, ...]) -> dict[str, dict[str, str]]:
    """The time of each coming by group and key; empty: awaited."""
    return {
        group.name: {
            one.listing.key: f"{one.arrival.at:%H:%M}{'*' * one.arrival.by_staff}" if one.arrival else ""
            for one in group.people
        }
        for group in groups
    }


LIST = (row("01", room="101"), row("02", room="102"), row("03", room="101"), row("04"))


@pytest.mark.parametrize(
    ("arrivals", "found"),
    [
        pytest.param((), {"101": {"01": "", "03": ""}, "102": {"02": ""}, "": {"04": ""}}, id="nobody yet"),
        pytest.param(
            (Arrival(at("07:01"), "03"), Arrival(at("07:02"), "04", by_staff=True), Arrival(at("07:03"), "99")),
            {"101": {"01": "", "03": "07:01"}, "102": {"02": ""}, "": {"04": "07:02*"}},
            id="some, one by staff, and somebody of another list",
        ),
        pytest.param(
            (Arrival(at("07:20"), "01"), Arrival(at("07:01"), "01", by_staff=True)),
            {"101": {"01": "07:01*", "03": ""}, "102": {"02": ""}, "": {"04": ""}},
            id="whoever came twice came first",
        ),
    ],
)
def test_rooms(arrivals: tuple[Arrival, ...], found: dict[str, dict[str, str]]) -> None:
    assert told(groups_of(LIST, arrivals, RULES, DAY, VIETNAM)) == found


SUBJECTS = (row("01", room="101", session="Sáng"), row("01", room="205", session="Chiều"))


@pytest.mark.parametrize(
    ("comings", "found"),
    [
        pytest.param((), {"101": {"01": ""}, "205": {"01": ""}}, id="never"),
        pytest.param(("07:00",), {"101": {"01": "07:00"}, "205": {"01": ""}}, id="to the first"),
        pytest.param(("13:00",), {"101": {"01": ""}, "205": {"01": "13:00"}}, id="to the second"),
        pytest.param(("07:00", "13:00"), {"101": {"01": "07:00"}, "205": {"01": "13:00"}}, id="to both"),
        pytest.param(("05:00",), {"101": {"01": "05:00"}, "205": {"01": ""}}, id="before any door: the first"),
    ],
)
def test_somebody_with_several_rows(comings: tuple[str, ...], found: dict[str, dict[str, str]]) -> None:
    arrivals = [Arrival(at(clock), "01") for clock in comings]
    assert told(groups_of(SUBJECTS, arrivals, RULES, DAY, VIETNAM)) == found


@pytest.mark.parametrize(
    ("comings", "goings", "out"),
    [
        pytest.param(("07:00",), (), {}, id="nobody left"),
        pytest.param(("07:00",), ("08:10",), {"101": "08:10"}, id="out"),
        pytest.param(("07:00", "08:20"), ("08:10",), {}, id="came back"),
        pytest.param(("07:00", "08:20"), ("08:10", "09:00"), {"101": "09:00"}, id="left again"),
        pytest.param(("07:00",), ("08:10", "08:11"), {"101": "08:11"}, id="noted twice: the last"),
        pytest.param((), ("08:10",), {}, id="whoever did not come in this shift is awaited, not out"),
        pytest.param(("07:00",), ("12:40",), {"101": "12:40"}, id="seen after the next door opened, left the first"),
        pytest.param(("07:00", "13:00"), ("10:00",), {"101": "10:00"}, id="left the first, came to the second"),
        pytest.param(("07:00", "13:00"), ("10:00", "14:00"), {"101": "10:00", "205": "14:00"}, id="left both"),
    ],
)
def test_who_is_out(comings: tuple[str, ...], goings: tuple[str, ...], out: dict[str, str]) -> None:
    arrivals, leavings = [Arrival(at(one), "01") for one in comings], [Leaving(at(one), "01") for one in goings]
    groups = groups_of(SUBJECTS, arrivals, RULES, DAY, VIETNAM, leavings)
    assert {group.name: f"{one.left_at:%H:%M}" for group in groups for one in group.out} == out
    assert all(one.arrival is not None for group in groups for one in group.out), "they are among those who came"


ONE_ROOM = (row("01", room="101", session="Chiều"), row("01", room="101", session="Sáng"))


@pytest.mark.parametrize(
    ("comings", "goings", "left_at"),
    [
        pytest.param(("07:00", "13:00"), ("10:00",), None, id="came back for the second"),
        pytest.param(("07:00", "13:00"), ("14:00",), "14:00", id="left the second"),
        pytest.param(("07:00",), ("10:00",), "10:00", id="left the first and did not come to the second"),
    ],
)
def test_two_rows_in_one_room_are_out_once(
    comings: tuple[str, ...], goings: tuple[str, ...], left_at: str | None
) -> None:
    arrivals, leavings = [Arrival(at(one), "01") for one in comings], [Leaving(at(one), "01") for one in goings]
    (group,) = groups_of(ONE_ROOM, arrivals, RULES, DAY, VIETNAM, leavings)
    assert [f"{one.left_at:%H:%M}" for one in group.out] == ([left_at] if left_at else [])


def test_two_rows_in_one_group_are_one_person() -> None:
    rows = (row("01", room="101", subject="Toán"), row("01", room="101", subject="Lý"))
    (group,) = groups_of(rows, [Arrival(at("07:00"), "01")], RULES, DAY, VIETNAM)
    assert (len(group.people), group.came, group.absent) == (1, 1, ())


def test_flights() -> None:
    rows = (row("A-1", session="VN 1371", starts="09:00"), row("B-1", session="VJ 301", starts="10:00"))
    groups = groups_of(rows, [Arrival(at("08:00"), "A-1")], FLIGHTS, DAY, VIETNAM)
    assert [(group.name, group.came, [one.listing.key for one in group.absent]) for group in groups] == [
        ("VN 1371", 1, []),
        ("VJ 301", 0, ["B-1"]),
    ]


def test_a_flight_of_the_night_after_has_its_doors_open_in_the_evening() -> None:
    rows = (
        row("A-1", session="VN 1371", day="26/06/2026", starts="20:00"),
        row("A-1", session="VJ 301", day="27/06/2026", starts="00:40"),
    )
    groups = groups_of(rows, [Arrival(at("22:00"), "A-1")], FLIGHTS, DAY, VIETNAM)
    assert [(group.name, group.came) for group in groups] == [("VN 1371", 0), ("VJ 301", 1)]

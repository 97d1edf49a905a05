"""A queue number at the citizen's screen: only while nobody else is served there, and not for longer than it takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.check import events as ev
from kiosk.check.limits import RESULT_LONGEST_SECONDS, RESULT_SECONDS
from kiosk.check.screens import CitizenScreen, ScreenKind, citizen_screen
from kiosk.check.states import Idle, ShowingResult
from kiosk.check.told_numbers import has_room_for
from kiosk.domain.faults import FaultCode
from kiosk.domain.record import CheckId
from tests.fakes.findings import AN_BY_HAND
from tests.fakes.stations import CARD, CODE, GONE, NUMBER, STATIONS, TICK
from tests.fakes.walk import Walk

OTHER = CheckId("somebody else")


def screen(walk: Walk) -> CitizenScreen:
    return citizen_screen(walk.kiosk, walk.now.monotonic)


def tells(walk: Walk) -> bool:
    return screen(walk).place == NUMBER


def test_it_is_shown_large_with_what_comes_next() -> None:
    shown = screen(Walk().send(ev.NumberGiven(None, NUMBER)))
    assert (shown.kind, shown.place, shown.seconds_left) == (ScreenKind.RESULT, NUMBER, RESULT_SECONDS)
    assert (shown.title.en, shown.detail and shown.detail.en) == (
        "You are registered",
        "Please wait until your number is called",
    )


@pytest.mark.parametrize(
    ("station", "about", "told"),
    [
        ("idle", OTHER, True),
        ("showing", None, False),
        ("showing", OTHER, False),
        ("showing what staff must decide", None, False),
        ("awaiting card", None, False),
        ("awaiting consent", None, False),
        ("awaiting key", None, False),
        ("checking by hand", None, False),
        ("reading", None, False),
        ("completing", None, False),
        ("recording", None, False),
        ("taken over", None, False),
        ("out of service", None, False),
        ("starting", None, False),
    ],
)
def test_who_is_served_sees_no_number_of_somebody_else(station: str, about: CheckId | None, told: bool) -> None:
    walk = STATIONS[station]()
    before = screen(walk)
    assert has_room_for(walk.kiosk, about) is told
    walk.send(ev.NumberGiven(about, NUMBER))
    assert tells(walk) is told
    assert told or screen(walk) == before


def test_in_the_persons_own_result_it_takes_the_place_of_the_lists() -> None:
    walk = Walk().shown()
    assert has_room_for(walk.kiosk, walk.id)
    walk.send(TICK, after=RESULT_SECONDS - 1).send(ev.NumberGiven(walk.id, NUMBER))
    assert tells(walk)
    walk.send(TICK, after=RESULT_SECONDS - 1)
    assert isinstance(walk.phase, ShowingResult) and tells(walk)


def test_what_staff_must_still_decide_has_no_number() -> None:
    walk = Walk().checked_by_hand()
    assert not has_room_for(walk.kiosk, walk.id)


def test_a_forgotten_card_comes_first_and_the_number_after_it() -> None:
    walk = STATIONS["removing"]().send(ev.NumberGiven(None, NUMBER))
    assert screen(walk).kind is ScreenKind.REMOVE_CARD
    assert tells(walk.send(GONE))


ENDS: dict[str, Callable[[Walk], Walk]] = {
    "its time is over": lambda walk: walk.send(TICK, after=RESULT_SECONDS),
    "somebody closes it": lambda walk: walk.send(ev.Dismissed()),
    "the next card": lambda walk: walk.send(CARD),
    "the next code": lambda walk: walk.send(CODE),
    "something else is scanned": lambda walk: walk.send(ev.CodeRejected(FaultCode.CODE_NOT_A_CARD)),
    "somebody is looked after by hand": lambda walk: walk.send(ev.HandCheckBegun(AN_BY_HAND)),
    "staff take the screen over": lambda walk: walk.send(ev.ScreenTakenOver("binh")),
    "a device fails": lambda walk: walk.send(ev.DeviceFailed(FaultCode.NO_READER)),
}


@pytest.mark.parametrize("end", ENDS)
def test_how_it_ends(end: str) -> None:
    walk = Walk().send(ev.NumberGiven(None, NUMBER))
    assert not tells(ENDS[end](walk))
    walk.send(TICK, after=0.1)
    assert walk.kiosk.told is None


def test_a_touch_holds_it_but_not_for_ever() -> None:
    walk = Walk().send(ev.NumberGiven(None, NUMBER))
    for _ in range(4):
        walk.send(ev.MoreTimeAsked(), after=RESULT_SECONDS - 1)
    assert tells(walk)
    walk.send(*[ev.MoreTimeAsked(), TICK], after=RESULT_LONGEST_SECONDS - 4 * (RESULT_SECONDS - 1))
    assert isinstance(walk.phase, Idle) and not tells(walk)


def test_the_newest_number_counts() -> None:
    walk = Walk().send(ev.NumberGiven(None, NUMBER.filled()), ev.NumberGiven(OTHER, NUMBER))
    assert walk.kiosk.told is not None and walk.kiosk.told.about == OTHER


def test_it_stands_in_no_repr() -> None:
    walk = Walk().send(ev.NumberGiven(None, NUMBER))
    assert "42" not in repr(walk.kiosk.told) + repr(ev.NumberGiven(None, NUMBER))

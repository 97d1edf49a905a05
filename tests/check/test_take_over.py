"""Taking the citizen's screen over: it is blank, what is under way goes on for staff, and nothing else begins."""

from __future__ import annotations

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import TAKE_OVER_SECONDS, TAKE_OVER_WARNING_SECONDS
from kiosk.check.screens import ScreenKind, citizen_screen, operator_screen
from kiosk.check.states import AwaitingCard, AwaitingKey, Idle, Reading, ShowingResult
from kiosk.domain.staff import StaffAct, StaffNote
from kiosk.domain.verdict import Verdict
from tests.fakes.findings import AN_BY_HAND, AN_BY_QR, AN_CAN, READER
from tests.fakes.stations import STATIONS
from tests.fakes.walk import Walk

TAKE, GIVE = ev.ScreenTakenOver("binh"), ev.ScreenReleased("lan")
CODE, CARD, TICK = ev.CardCodeRead(AN_BY_QR, (AN_CAN,)), ev.CardPresented(READER), ev.Tick()
TOOK = fx.NoteStaff(StaffNote(StaffAct.TOOK_OVER, "binh"))


def shown(walk: Walk) -> ScreenKind:
    return citizen_screen(walk.kiosk, walk.now.monotonic).kind


@pytest.mark.parametrize("station", STATIONS)
def test_whatever_goes_on_the_person_is_asked_to_wait_and_staff_are_told(station: str) -> None:
    walk = STATIONS[station]().send(TAKE)
    screen = citizen_screen(walk.kiosk, walk.now.monotonic)
    assert screen.kind is ScreenKind.WAIT_FOR_STAFF
    assert (screen.place, screen.preview, screen.consent) == (None, False, None)
    assert "Shift+F9" in operator_screen(walk.kiosk, walk.now.monotonic).trouble[0].value.vi


@pytest.mark.parametrize("station", STATIONS)
def test_who_gives_it_back_leaves_it_as_it_was(station: str) -> None:
    before = STATIONS[station]()
    forgotten = isinstance(before.phase, AwaitingCard)
    walk = STATIONS[station]().send(TAKE, GIVE)
    assert walk.kiosk.taken_over is None
    assert type(walk.phase) is (Idle if forgotten else type(before.phase))


def test_both_acts_are_in_the_journal() -> None:
    walk = Walk().send(TAKE, GIVE)
    assert walk.effects == [TOOK, fx.NoteStaff(StaffNote(StaffAct.RELEASED, "lan"))]


def test_a_check_under_way_goes_on_for_staff_to_see() -> None:
    walk = Walk().code_then_card().send(TAKE)
    assert isinstance(walk.phase, Reading)
    walk = Walk().completed().send(TAKE)
    walk.send(ev.Recorded(walk.id))
    assert isinstance(walk.phase, ShowingResult)
    assert walk.decision.verdict is Verdict.ADMIT
    assert shown(walk) is ScreenKind.WAIT_FOR_STAFF
    assert operator_screen(walk.kiosk, walk.now.monotonic).headline.en == "ADMIT"


@pytest.mark.parametrize(
    "walk", [Walk(), Walk().shown().send(ev.CardRemoved(READER))], ids=["nobody is here", "a result is shown"]
)
def test_no_check_begins_meanwhile(walk: Walk) -> None:
    before = walk.send(TAKE).kiosk
    walk.send(CODE, CARD)
    assert walk.phase == before.phase
    assert not walk.all(fx.Wipe)


def test_a_code_whose_card_is_not_there_is_forgotten() -> None:
    assert Walk().send(CODE, TAKE).phase == Idle()


def test_a_card_that_was_laid_down_meanwhile_is_read_afterwards() -> None:
    walk = Walk().send(TAKE, CARD)
    assert walk.phase == Idle()
    assert isinstance(walk.send(GIVE).phase, AwaitingKey)


def test_somebody_is_looked_after_by_hand_meanwhile() -> None:
    walk = Walk().send(TAKE, ev.HandCheckBegun(AN_BY_HAND))
    assert operator_screen(walk.kiosk, walk.now.monotonic).by_hand


def test_a_screen_that_was_forgotten_comes_back_after_a_warning() -> None:
    walk = Walk().send(TAKE)
    late = walk.now.monotonic + TAKE_OVER_SECONDS - TAKE_OVER_WARNING_SECONDS
    assert "Keep it" in operator_screen(walk.kiosk, late).trouble[0].value.en
    walk.send(TICK, after=TAKE_OVER_SECONDS)
    assert shown(walk) is ScreenKind.IDLE
    assert walk.effects[-1] == fx.NoteStaff(StaffNote(StaffAct.RELEASED))


def test_whoever_takes_it_again_holds_it_longer_without_another_entry() -> None:
    walk = Walk().send(TAKE).send(TAKE, after=TAKE_OVER_SECONDS - 1).send(TICK, after=TAKE_OVER_SECONDS - 1)
    assert shown(walk) is ScreenKind.WAIT_FOR_STAFF
    assert walk.all(fx.NoteStaff) == [TOOK]


def test_giving_back_what_nobody_took_is_nothing() -> None:
    assert Walk().send(GIVE).effects == []

"""Looking people up and taking them up with a running kiosk: what list and journal say goes with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.app.staff.hand_desk import RunningHandDesk, RunningTakeOverDesk
from kiosk.check import events as ev
from kiosk.check.runner import CheckRunner
from kiosk.check.states import Idle, Kiosk, TakenOver
from kiosk.domain.desks.by_hand import Hindrance
from kiosk.domain.desks.list_search import MOST_FOUND, FoundPerson
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Identity
from kiosk.domain.shift import Shift
from kiosk.domain.site import Admission, ListingAnswer
from tests.fakes.findings import AN_IN_THE_LIST, LISTED, NOT_LISTED, PROFILE
from tests.fakes.ports import FakeJournal, FakeRoster
from tests.fakes.staff import MovableClock
from tests.fakes.walk import Walk

assert LISTED.listing is not None
AN_FOUND = FoundPerson(AN_IN_THE_LIST, LISTED.listing)


class Records(FakeRoster, FakeJournal):
    """A list in which everybody is An, and a journal that may know him."""

    def __init__(self, answer: ListingAnswer = LISTED, rows: int = 1, before: datetime | None = None) -> None:
        FakeRoster.__init__(self, lambda: answer)
        FakeJournal.__init__(self)
        self.rows = rows
        self.before = before
        self.shift: Shift | None = None

    def search(self, typed: str, most: int) -> tuple[FoundPerson, ...]:
        return (AN_FOUND,) * min(self.rows, most)

    def newest_shift(self) -> Shift | None:
        return self.shift

    def last_admission(self, identity: Identity) -> datetime | None:
        return self.before


class Posted(CheckRunner):
    """A runner that only remembers."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self.events: list[ev.Event] = []

    def post(self, event: ev.Event) -> None:
        self.events.append(event)


def taken_up(records: Records) -> ListingAnswer:
    runner = Posted(Kiosk(PROFILE, Idle()))
    assert RunningHandDesk(records, runner, MovableClock()).begin(AN_FOUND, "binh") is None
    (event,) = runner.events
    assert isinstance(event, ev.HandCheckBegun)
    assert (event.person.identity, event.person.by) == (AN_IN_THE_LIST, "binh")
    return event.person.answer


@pytest.mark.parametrize(
    ("rows", "shown", "more"), [(0, 0, False), (MOST_FOUND, MOST_FOUND, False), (MOST_FOUND + 5, MOST_FOUND, True)]
)
def test_so_many_rows_are_shown(rows: int, shown: int, more: bool) -> None:
    found = RunningHandDesk(Records(rows=rows), Posted(Kiosk(PROFILE)), MovableClock()).find("an")
    assert (len(found.people), found.more) == (shown, more)


def test_the_lists_answer_goes_with_the_person() -> None:
    assert taken_up(Records()) == LISTED


def test_whoever_came_in_before_is_known_again() -> None:
    before = MovableClock().now() - timedelta(hours=1)
    answer = taken_up(Records(before=before))
    assert (answer.admission, answer.admitted_at) == (Admission.ALREADY_ADMITTED, before)


@pytest.mark.parametrize(
    "answer",
    [NOT_LISTED, ListingAnswer(Admission.POSSIBLE), replace(LISTED, listing=replace(AN_FOUND.listing, key="other"))],
    ids=["nobody", "several", "somebody else"],
)
def test_a_row_that_the_list_does_not_find_again_is_possible(answer: ListingAnswer) -> None:
    assert taken_up(Records(answer)) == ListingAnswer(Admission.POSSIBLE, AN_FOUND.listing)


@pytest.mark.parametrize(
    ("kiosk", "why"),
    [
        (lambda: Walk().code_then_card().kiosk, Hindrance.BUSY),
        (lambda: Kiosk(PROFILE, Idle(), faults=frozenset({FaultCode.JOURNAL_FAILED})), Hindrance.NO_JOURNAL),
    ],
    ids=["somebody is checked", "no journal"],
)
def test_nobody_is_taken_up_then(kiosk: Callable[[], Kiosk], why: Hindrance) -> None:
    runner = Posted(kiosk())
    desk = RunningHandDesk(Records(), runner, MovableClock())
    assert desk.hindrance() is desk.begin(AN_FOUND, "binh") is why
    assert runner.events == []


def test_the_screen_is_taken_and_given_back() -> None:
    clock = MovableClock()
    runner = Posted(Kiosk(PROFILE, Idle(), taken_over=TakenOver("binh", clock.monotonic() + 30.0)))
    desk = RunningTakeOverDesk(runner, clock)
    assert desk.held() == 30.0
    clock.pass_by(40.0)
    assert desk.held() == 0.0
    desk.take("binh")
    desk.release("lan")
    assert runner.events == [ev.ScreenTakenOver("binh"), ev.ScreenReleased("lan")]


def test_a_screen_that_nobody_took_is_not_held() -> None:
    assert RunningTakeOverDesk(Posted(Kiosk(PROFILE)), MovableClock()).held() is None

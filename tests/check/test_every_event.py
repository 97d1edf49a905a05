"""Every state before every event: a screen, an end, and nothing that words about another check could change."""

from __future__ import annotations

import pytest

from kiosk.check import events as ev
from kiosk.check.machine import advance
from kiosk.check.screens import citizen_screen, operator_screen
from kiosk.check.states import Completing, Idle, OutOfService, Recording, RemovingCard, Starting
from kiosk.domain.record import CheckId
from tests.fakes.findings import LISTED
from tests.fakes.stations import GONE, STATIONS, TICK, every_event


def test_every_event_is_among_them() -> None:
    assert {type(event) for event in every_event(CheckId("x"), 1)} == set(ev.Event.__args__)


@pytest.mark.parametrize("station", STATIONS)
def test_every_state_answers_every_event_with_a_screen(station: str) -> None:
    walk = STATIONS[station]()
    check = walk.kiosk.check
    for event in every_event(check.id if check else CheckId("none"), check.attempt if check else 0):
        kiosk, _ = advance(walk.kiosk, event, walk.now)
        for later in (0.0, 3.0, 25.0):
            moment = walk.now.monotonic + later
            assert citizen_screen(kiosk, moment).title.vi
            assert operator_screen(kiosk, moment).headline.vi


@pytest.mark.parametrize("station", STATIONS)
def test_no_state_waits_for_ever(station: str) -> None:
    """With the clock running and the card taken, every way leads to rest or to a named trouble."""
    walk = STATIONS[station]()
    for _ in range(200):
        walk.send(TICK, after=1.0)
        if isinstance(walk.phase, Recording):
            walk.send(ev.Recorded(walk.id))
        if isinstance(walk.phase, Completing) and walk.check.list_asked and walk.check.evidence.listing is None:
            walk.send(ev.ListAnswered(walk.id, LISTED))
        if isinstance(walk.phase, RemovingCard):
            walk.send(GONE)
    assert isinstance(walk.phase, Idle | OutOfService | Starting)


@pytest.mark.parametrize("station", STATIONS)
def test_words_about_another_check_change_nothing(station: str) -> None:
    walk = STATIONS[station]()
    other = CheckId("another check")
    for event in every_event(other, 1):
        if getattr(event, "check_id", None) is not None:
            assert advance(walk.kiosk, event, walk.now) == (walk.kiosk, ())

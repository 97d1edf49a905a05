"""Whoever needs more time gets it where somebody waits for them, and nobody holds a kiosk for ever."""

from __future__ import annotations

import pytest

from kiosk.check import events as ev
from kiosk.check.limits import CARD_WAIT_SECONDS, KEY_WAIT_SECONDS, RESULT_SECONDS, WARNING_SECONDS
from kiosk.check.screens import citizen_screen
from kiosk.check.states import RemovingCard, ShowingResult
from kiosk.domain.verdict import Verdict
from tests.fakes.stations import CARD, CODE, TICK
from tests.fakes.walk import Walk


class TestMoreTime:
    @pytest.mark.parametrize(
        ("start", "seconds"), [(CARD, KEY_WAIT_SECONDS), (CODE, CARD_WAIT_SECONDS)], ids=["for the key", "for the card"]
    )
    def test_whoever_asks_waits_as_long_again(self, start: ev.Event, seconds: float) -> None:
        walk = Walk().send(start).send(ev.MoreTimeAsked(), after=seconds - 1)
        before = type(walk.phase)
        assert type(walk.send(TICK, after=seconds - 1).phase) is before
        assert type(walk.send(TICK, after=1).phase) is not before

    def test_a_screen_that_presses_itself_keeps_no_card_for_ever(self) -> None:
        walk = Walk().send(CARD)
        for _ in range(40):
            walk.send(ev.MoreTimeAsked(), TICK, after=5.0)
        assert walk.decision.verdict is Verdict.REFER

    def test_a_result_is_held_by_touching_it(self) -> None:
        walk = Walk().shown().send(ev.MoreTimeAsked(), after=RESULT_SECONDS - 1)
        assert isinstance(walk.send(TICK, after=RESULT_SECONDS - 1).phase, ShowingResult)
        assert isinstance(walk.send(TICK, after=1).phase, RemovingCard)

    def test_a_touch_never_shortens_what_staff_must_see(self) -> None:
        walk = Walk().send(CARD).send(TICK, after=KEY_WAIT_SECONDS)
        walk.send(ev.Recorded(walk.id))
        assert isinstance(walk.phase, ShowingResult)
        until = walk.phase.until
        assert isinstance(walk.send(ev.MoreTimeAsked()).phase, ShowingResult)
        assert walk.phase.until == until

    def test_a_result_is_not_held_for_ever(self) -> None:
        walk = Walk().shown()
        for _ in range(30):
            walk.send(ev.MoreTimeAsked(), TICK, after=4.0)
        assert not isinstance(walk.phase, ShowingResult)

    @pytest.mark.parametrize("start", [CARD, CODE], ids=["for the key", "for the card"])
    def test_the_button_comes_with_the_warning(self, start: ev.Event) -> None:
        walk = Walk().send(start)
        wait = KEY_WAIT_SECONDS if start is CARD else CARD_WAIT_SECONDS
        assert not citizen_screen(walk.kiosk, walk.now.monotonic).more_time
        assert citizen_screen(walk.kiosk, walk.now.monotonic + wait - WARNING_SECONDS).more_time

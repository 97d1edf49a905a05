"""Whatever ends by itself before a person is done: staff may put it off by key as the person can by touch."""

from __future__ import annotations

import pytest

from kiosk.check.events import MoreTimeAsked
from kiosk.check.machine import advance
from kiosk.check.screens import operator_screen
from kiosk.check.states import Instant, Kiosk
from tests.ui.situations import NOW, SITUATIONS, WALL

OFFERED = {
    *("card-wanted", "card-ending", "consent", "consent-ending", "key-wanted", "key-wrong", "key-ending", "by-hand"),
    *("admit", "attention", "insured", "infant", "infant-other-pass", "refer", "refer-device", "refer-dead-chip"),
    *("refuse", "refuse-all-wrong", "by-hand-admitted", "by-hand-turned-away"),
}


def ends(kiosk: Kiosk) -> float:
    until = getattr(kiosk.phase, "until", 0.0)
    assert isinstance(until, float)
    return until


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_may_be_put_off(name: str) -> None:
    kiosk = SITUATIONS[name]()
    late = ends(kiosk) - 1.0 or NOW
    assert operator_screen(kiosk, NOW).more_time is (name in OFFERED)
    after, _ = advance(kiosk, MoreTimeAsked(), Instant(late, WALL))
    if name in OFFERED:
        assert ends(after) > ends(kiosk)
    else:
        assert after.phase == kiosk.phase

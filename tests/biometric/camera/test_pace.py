"""Played frames come at their rate."""

from __future__ import annotations

import pytest

from kiosk.biometric.camera.pace import Pace
from tests.fakes.camera import SleptClock


def test_waits_only_for_what_is_left() -> None:
    clock = SleptClock()
    pace = Pace(clock, clock.sleep, rate=10.0)
    pace.wait()
    assert clock.slept == []
    clock.at += 0.03
    pace.wait()
    assert clock.slept == [pytest.approx(0.07)]


def test_a_late_reader_gets_no_burst() -> None:
    clock = SleptClock()
    pace = Pace(clock, clock.sleep, rate=10.0)
    pace.wait()
    clock.at += 5.0
    pace.wait()
    pace.wait()
    assert clock.slept == [pytest.approx(0.1)]


def test_keeps_the_rate_over_many_frames() -> None:
    clock = SleptClock()
    pace = Pace(clock, clock.sleep, rate=25.0)
    for _ in range(26):
        pace.wait()
    assert clock.at == pytest.approx(101.0)

"""Deadlines on a clock that the test moves."""

from __future__ import annotations

from datetime import UTC

import pytest

from kiosk.domain.clock import Clock, Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.staff import MovableClock


@pytest.mark.parametrize(
    ("passed", "remaining"), [(0.0, 20.0), (19.5, 0.5), (20.0, 0.0), (50.0, 0.0)], ids=["start", "late", "over", "long"]
)
def test_what_is_left(passed: float, remaining: float) -> None:
    clock = MovableClock()
    deadline = Deadline(clock, 20.0)
    clock.pass_by(passed)
    assert deadline.remaining() == remaining


def code_of(deadline: Deadline) -> FaultCode | None:
    try:
        deadline.require()
    except Fault as fault:
        return fault.code
    return None


def test_time_that_is_over_is_a_fault() -> None:
    clock = MovableClock()
    deadline = Deadline(clock, 20.0)
    assert code_of(deadline) is None
    clock.pass_by(20.0)
    assert code_of(deadline) is FaultCode.OUT_OF_TIME


def test_a_cancelled_deadline_stays_cancelled_and_says_so_before_the_time() -> None:
    clock = MovableClock()
    deadline = Deadline(clock, 20.0)
    for _ in range(2):
        deadline.cancel()
        assert deadline.cancelled
        assert deadline.remaining() == 0.0
        assert code_of(deadline) is FaultCode.CANCELLED
        clock.pass_by(30.0)


def test_the_machines_own_clocks() -> None:
    clock: Clock = SystemClock()
    assert clock.monotonic() <= clock.monotonic()
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("seconds", "passed", "remaining"),
    [(3.0, 0.0, 3.0), (3.0, 2.0, 1.0), (3.0, 3.0, 0.0), (50.0, 0.0, 20.0), (50.0, 20.0, 0.0)],
    ids=["its own", "some passed", "over", "not beyond the whole", "over with the whole"],
)
def test_a_part_of_the_time(seconds: float, passed: float, remaining: float) -> None:
    clock = MovableClock()
    part = Deadline(clock, 20.0).within(seconds)
    clock.pass_by(passed)
    assert part.remaining() == remaining


def test_a_part_is_cancelled_with_the_whole() -> None:
    whole = Deadline(MovableClock(), 20.0)
    part = whole.within(3.0)
    whole.cancel()
    assert part.cancelled
    assert part.remaining() == 0.0

"""Work stays within its share, whatever it costs; the clock is the test's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.scan.duty import INSTALMENT, LONGEST_PAUSE, MOST_OWED, DutyCycle


class Processor:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def paused(share: float, worked: float, shortest: float = 0.0) -> float:
    processor = Processor()
    duty = DutyCycle(share, shortest, processor)
    duty.begin()
    processor.now += worked
    return duty.pause()


@pytest.mark.parametrize(
    ("share", "worked", "shortest", "pause"),
    [
        (0.5, 0.04, 0.0, 0.04),
        (0.25, 0.04, 0.0, 0.12),
        (1.0, 0.04, 0.0, 0.0),
        (1.0, 0.04, 0.03, 0.03),
        (0.5, 0.001, 0.03, 0.03),
        (0.05, 5.0, 0.0, LONGEST_PAUSE),
    ],
    ids=["half", "a quarter", "all", "never at once", "cheap work", "very slow work"],
)
def test_pause(share: float, worked: float, shortest: float, pause: float) -> None:
    assert paused(share, worked, shortest) == pytest.approx(pause)


def test_without_work_only_the_shortest_pause() -> None:
    processor = Processor()
    duty = DutyCycle(0.1, 0.03, processor)
    assert duty.pause() == 0.03
    duty.begin()
    processor.now += 0.02
    assert duty.pause() == pytest.approx(0.18)
    processor.now += 7.0
    assert duty.pause() == 0.03, "time between two looks is nobody's work"


def test_urgent_work_puts_its_rest_off_and_pays_it_back_by_instalments() -> None:
    processor = Processor()
    duty = DutyCycle(0.5, 0.03, processor)

    def after(worked: float, *, urgent: bool) -> float:
        duty.begin()
        processor.now += worked
        return duty.pause(urgent=urgent)

    assert [after(0.23, urgent=True) for _ in range(3)] == [0.03] * 3
    owed = 3 * (0.23 - 0.03)
    assert after(0.23, urgent=True) == pytest.approx(0.23 + INSTALMENT), "no more than so much is put off"
    owed -= INSTALMENT
    assert after(0.05, urgent=False) == pytest.approx(0.05 + INSTALMENT)
    owed -= INSTALMENT
    # While nothing is wanted there is nothing to do, and the pauses pay.
    pauses = 0
    while owed > 1e-9:
        owed -= duty.pause()
        pauses += 1
    assert pauses < 6
    assert duty.pause() == 0.03


@given(st.floats(0.05, 1.0), st.lists(st.tuples(st.floats(0.0, 0.2), st.booleans()), min_size=1, max_size=50))
def test_no_more_is_owed_than_so_much(share: float, work: list[tuple[float, bool]]) -> None:
    processor = Processor()
    duty = DutyCycle(share, 0.0, processor)
    rested = worked = forgiven = 0.0
    for one, urgent in work:
        duty.begin()
        processor.now += one
        rested += duty.pause(urgent=urgent)
        worked += one
        forgiven += max(0.0, one * (1 / share - 1) - LONGEST_PAUSE)
    assert worked * (1 / share - 1) <= rested + forgiven + MOST_OWED + 1e-6


@given(st.floats(0.05, 1.0), st.lists(st.floats(0.0, 0.05), min_size=1, max_size=50))
def test_over_time_the_share_is_kept(share: float, work: list[float]) -> None:
    rested = sum(paused(share, one) for one in work)
    assert sum(work) <= share * (sum(work) + rested) + 1e-9


@pytest.mark.parametrize("share", [0.0, -1.0, 1.1, float("nan")])
def test_a_share_that_is_none(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        DutyCycle(share)

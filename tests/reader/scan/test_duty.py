"""Work stays within its share, whatever it costs; the clock is the test's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.scan.duty import LONGEST_PAUSE, DutyCycle


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


@given(st.floats(0.05, 1.0), st.lists(st.floats(0.0, 0.05), min_size=1, max_size=50))
def test_over_time_the_share_is_kept(share: float, work: list[float]) -> None:
    rested = sum(paused(share, one) for one in work)
    assert sum(work) <= share * (sum(work) + rested) + 1e-9


@pytest.mark.parametrize("share", [0.0, -1.0, 1.1, float("nan")])
def test_a_share_that_is_none(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        DutyCycle(share)

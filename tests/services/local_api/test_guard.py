"""How often somebody may ask: so many a second, some at once, and what was not used is not saved up without end."""

from __future__ import annotations

import pytest

from kiosk.services.local_api.guard import Bucket


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds


@pytest.mark.parametrize(
    ("waits", "taken"),
    [
        ([0.0] * 4, [True, True, True, False]),
        ([0.0, 0.0, 0.0, 0.5], [True, True, True, True]),
        ([0.0, 0.0, 0.0, 0.4], [True, True, True, False]),
        ([1000.0, 0.0, 0.0, 0.0], [True, True, True, False]),
        ([0.5] * 6, [True] * 6),
    ],
    ids=["at once", "after half a second", "too early", "after a long rest", "steadily"],
)
def test_two_a_second_and_three_at_once(waits: list[float], taken: list[bool]) -> None:
    clock = Clock()
    bucket = Bucket(clock.now, per_second=2.0, burst=3.0)
    found = []
    for wait in waits:
        clock.seconds += wait
        found.append(bucket.take())
    assert found == taken

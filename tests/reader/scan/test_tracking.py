"""Where the next look begins, and when the whole frame is looked at again."""

from __future__ import annotations

import pytest

from kiosk.reader.scan.region import Region
from kiosk.reader.scan.tracking import FULL_LOOK_EVERY, KEEP_FRAMES, RegionTracker

HERE = Region((100.0, 80.0), 40.0)
THERE = Region((300.0, 80.0), 40.0)


def test_nothing_seen_means_a_full_look() -> None:
    tracker = RegionTracker()
    assert tracker.regions == ()
    assert tracker.wants_full_look()


def test_of_some_frames_in_a_row_one_is_looked_at_as_a_whole() -> None:
    tracker = RegionTracker()
    tracker.saw([HERE], full=True)
    looks = []
    for _ in range(2 * FULL_LOOK_EVERY):
        looks.append(tracker.wants_full_look())
        tracker.saw([HERE], full=looks[-1])
    assert looks == [*[False] * (FULL_LOOK_EVERY - 1), True] * 2


def test_a_region_is_followed_and_forgotten_after_some_frames() -> None:
    tracker = RegionTracker()
    tracker.saw([HERE], full=True)
    tracker.saw([THERE], full=True)
    assert tracker.regions == (THERE,)
    for _ in range(KEEP_FRAMES - 1):
        tracker.saw([], full=True)
    assert tracker.regions == (THERE,)
    tracker.saw([], full=True)
    assert tracker.regions == ()


def test_forgetting() -> None:
    tracker = RegionTracker()
    tracker.saw([HERE, THERE], full=True)
    tracker.forget()
    assert tracker.regions == ()
    assert tracker.wants_full_look()


@pytest.mark.parametrize(
    ("corners", "region"),
    [
        (((0, 0), (10, 0), (10, 10), (0, 10)), Region((5, 5), 10)),
        (((5, 0), (10, 5), (5, 10), (0, 5)), Region((5, 5), 10)),
        (((10, 0), (0, 0), (0, 10), (10, 10)), Region((5, 5), 10)),
        (((3, 3), (3, 3), (3, 3), (3, 3)), Region((3, 3), 1)),
    ],
    ids=["upright", "on its corner", "mirrored", "a point"],
)
def test_the_region_of_a_code(
    corners: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]], region: Region
) -> None:
    assert Region.around(corners) == region
    assert region.holds(region.middle)
    assert not region.holds((region.middle[0] + region.side, 0))

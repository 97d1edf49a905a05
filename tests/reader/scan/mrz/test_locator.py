"""Where the zone is, in a whole frame and near the place where it was a moment ago."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.reader.scan.mrz.following import SEARCHES
from kiosk.reader.scan.mrz.locator import ROOM, Locator, Zone
from kiosk.reader.scan.mrz.networks import LOCATOR, Network
from kiosk.reader.scan.pixels import Grey, grey_of
from tests.fakes.mrz_frames import Held, frame

WIDE = 30 * 12.0


@pytest.fixture(scope="module")
def locator() -> Locator:
    return Locator(Network(LOCATOR))


def grey(held: Held) -> Grey:
    return grey_of(frame(held))


def found(zones: tuple[Zone, ...]) -> Zone:
    assert zones
    return zones[0]


@pytest.mark.parametrize(
    ("wide", "pitch"),
    [
        pytest.param(SEARCHES[0], 12.0, id="at the first width"),
        pytest.param(SEARCHES[1], 8.0, id="a small one at the second"),
        pytest.param(SEARCHES[2], 30.0, id="one that fills the frame at the third"),
    ],
)
def test_each_search_finds_its_size(locator: Locator, wide: int, pitch: float) -> None:
    zone = found(locator.zones(grey(Held(pitch=pitch)), wide))
    assert zone.length == pytest.approx(30 * pitch, rel=0.12)
    assert zone.pitch == pytest.approx(pitch, rel=0.25)


@pytest.mark.parametrize(
    ("moved", "there"),
    [
        pytest.param(Held(pitch=12), True, id="where it was"),
        pytest.param(Held(pitch=12, middle=(0.5 + 0.8 * ROOM * WIDE / 1280, 0.5)), True, id="moved aside"),
        pytest.param(Held(pitch=12, middle=(0.5, 0.5 - 0.8 * ROOM * WIDE / 720)), True, id="moved up"),
        pytest.param(Held(pitch=12, turn=12), True, id="turned"),
        pytest.param(Held(pitch=15), True, id="brought nearer"),
        pytest.param(Held(pitch=12, covered=True), False, id="gone"),
    ],
)
def test_a_zone_is_found_again_near_its_place(locator: Locator, moved: Held, there: bool) -> None:
    before = found(locator.zones(grey(Held(pitch=12)), SEARCHES[0]))
    picture = grey(moved)
    near = [one for one in locator.near(picture, before) if one.score > 0.8]
    assert bool(near) is there
    if there:
        whole = found(locator.zones(picture, SEARCHES[1]))
        assert np.linalg.norm(np.subtract(near[0].middle, whole.middle)) < before.pitch


@pytest.mark.parametrize("middle", [(-500.0, -500.0), (5000.0, 300.0), (1278.0, 718.0)], ids=str)
def test_a_place_beyond_the_frame_has_none(locator: Locator, middle: tuple[float, float]) -> None:
    lost = Zone(middle, (1.0, 0.0), 60.0, 12.0, 4.0, 0.9)
    assert locator.near(grey(Held(covered=True)), lost) == ()

"""One look at a place: what it shows, how clear it is, and that a second look along the grid is no worse."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.reader.scan.mrz.layout import read_lines
from kiosk.reader.scan.mrz.locator import Locator, Zone
from kiosk.reader.scan.mrz.looking import likely_columns, look_again, look_at, tall, worth
from kiosk.reader.scan.mrz.networks import LOCATOR, RECOGNISER, Network
from kiosk.reader.scan.mrz.recogniser import Recogniser
from kiosk.reader.scan.pixels import grey_of
from tests.fakes.lds_files import MRZ_A
from tests.fakes.mrz_frames import Held, frame
from tests.fakes.mrz_seen import confused, seen


@pytest.fixture(scope="module")
def networks() -> tuple[Locator, Recogniser]:
    return Locator(Network(LOCATOR)), Recogniser(Network(RECOGNISER))


def look(networks: tuple[Locator, Recogniser], held: Held) -> tuple[object, float]:
    locator, recogniser = networks
    grey = grey_of(frame(held))
    zone = locator.zones(grey)[0]
    return look_at(recogniser, grey, zone.corners, 30, zone.height / zone.length * 30)


def test_clearness_falls_with_the_blur(networks: tuple[Locator, Recogniser]) -> None:
    clear = [look(networks, Held(pitch=18, blur=blur))[1] for blur in (0.6, 3.0, 4.5, 6.0)]
    assert clear == sorted(clear, reverse=True)
    assert clear[0] > 0.75
    assert clear[-1] < 0.5


def test_a_second_look_along_the_grid_stays_at_its_place(networks: tuple[Locator, Recogniser]) -> None:
    locator, recogniser = networks
    grey = grey_of(frame(Held(pitch=14, tilt=25)))
    zone = locator.zones(grey)[0]
    first, _ = look_at(recogniser, grey, zone.corners, 30, zone.height / zone.length * 30)
    assert first is not None
    second = look_again(recogniser, grey, first)
    assert second is not None
    assert np.abs(second.corners - first.corners).max() < first.pitch
    reading = read_lines(second.lines.likelihoods)
    assert reading is not None
    assert reading.text[:60] == MRZ_A[:60]


@pytest.mark.parametrize(
    ("length", "height", "pitch", "columns"),
    [
        pytest.param(360.0, 60.0, 12.0, [30, 36], id="as long as a TD1, but slender"),
        pytest.param(360.0, 100.0, 12.0, [30], id="as high as a TD1"),
        pytest.param(528.0, 40.0, 12.0, [44, 36], id="a passport's"),
        pytest.param(432.0, 42.0, 12.0, [36, 30], id="a TD2's"),
        pytest.param(360.0, 100.0, 0.0, [30], id="of no pitch"),
    ],
)
def test_which_formats_may_be_so_long(length: float, height: float, pitch: float, columns: list[int]) -> None:
    assert likely_columns(Zone((500, 300), (1, 0), length, height, pitch, 0.9)) == columns


def test_height_in_pitches() -> None:
    assert tall(np.array([[0, 0], [300, 0], [300, 43], [0, 43]], float), 30) == pytest.approx(4.3)


def test_a_reading_that_may_be_relied_on_is_worth_more() -> None:
    sure, unsure = read_lines(seen(MRZ_A)), read_lines(seen(MRZ_A, {(1, 7): {"F": -1.0}}))
    repaired = read_lines(confused(MRZ_A, (1, 4, "I", 2.0)))
    ranked = sorted([sure, None, unsure], key=worth)
    assert ranked == [None, unsure, sure]
    assert worth(repaired) >= worth(unsure)

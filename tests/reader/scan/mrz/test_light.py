from __future__ import annotations

import numpy as np
import pytest

from kiosk.reader.scan.mrz.light import MOST, evened


def stripes(low: int, high: int) -> np.ndarray:
    picture = np.full((60, 80), low, np.uint8)
    picture[:, ::4] = high
    return picture


def test_a_dark_hall_looks_like_a_bright_one() -> None:
    bright, dark = evened(stripes(80, 240)), evened(stripes(20, 60))
    assert np.corrcoef(bright.ravel(), dark.ravel())[0, 1] > 0.999


def test_a_slope_of_light_vanishes() -> None:
    slope = np.linspace(0, 120, 80)[None, :]
    picture = np.clip(stripes(20, 100).astype(np.float64) + slope, 0, 255).astype(np.uint8)
    even = evened(picture)
    assert abs(float(even[:, 20:30].mean() - even[:, 50:60].mean())) < 0.3


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_empty_field_stays_empty(value: int) -> None:
    assert (evened(np.full((50, 50), value, np.uint8)) == 0).all()


def test_nothing_is_beyond_the_bounds() -> None:
    picture = np.zeros((90, 90), np.uint8)
    picture[45, 45] = 255
    assert np.abs(evened(picture)).max() <= MOST

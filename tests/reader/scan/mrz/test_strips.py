from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk.reader.scan.mrz.strips import HEIGHT, MARGIN, PITCH, cut, width_of

COLUMNS, TALL = 30, 4.3


def marked(corners: np.ndarray, size: tuple[int, int] = (900, 700)) -> np.ndarray:
    """A dark picture with the zone's area white."""
    picture = np.zeros((size[1], size[0]), np.uint8)
    return np.asarray(cv2.fillConvexPoly(picture, np.round(corners).astype(np.int32), 255), np.uint8)


def rectangle(length: float, turn: float, middle: tuple[float, float] = (450, 350)) -> np.ndarray:
    high = length / COLUMNS * TALL
    corners = np.array([[-length, -high], [length, -high], [length, high], [-length, high]]) / 2
    angle = np.radians(turn)
    return corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + np.array(middle)


@pytest.mark.parametrize("turn", [0, 33, 90, 180, 271])
@pytest.mark.parametrize("length", [180, 360, 620])
def test_the_zone_lies_level_in_the_strip_whatever_it_was(length: float, turn: float) -> None:
    strip = cut(marked(rectangle(length, turn)), rectangle(length, turn), COLUMNS, TALL)
    assert strip.pixels.shape == (HEIGHT, width_of(COLUMNS))
    inside = strip.pixels > 127
    rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    assert columns[0] == pytest.approx(MARGIN, abs=2.5)
    assert columns[-1] == pytest.approx(MARGIN + COLUMNS * PITCH, abs=2.5)
    assert rows[-1] - rows[0] == pytest.approx(TALL * PITCH, abs=5)


def test_points_go_back_to_the_frame() -> None:
    corners = rectangle(400, 20)
    strip = cut(marked(corners), corners, COLUMNS, TALL)
    top = (HEIGHT - TALL * PITCH) / 2
    here = np.array([[[MARGIN, top], [MARGIN + COLUMNS * PITCH, top]]])
    assert cv2.perspectiveTransform(here, strip.to_frame)[0] == pytest.approx(corners[:2], abs=1e-3)


@pytest.mark.parametrize(
    "middle", [(-3000, -3000), (0, 0), (900, 700), (5000, 350)], ids=["far out", "corner", "other corner", "beside"]
)
def test_a_zone_that_lies_out_of_the_frame_gives_a_strip_of_edges(middle: tuple[float, float]) -> None:
    corners = rectangle(400, 0, middle)
    assert cut(np.full((700, 900), 77, np.uint8), corners, COLUMNS, TALL).pixels.shape == (HEIGHT, width_of(COLUMNS))


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30, 0.0])
def test_corners_that_are_nowhere_give_a_strip_all_the_same(value: float) -> None:
    corners = np.full((4, 2), value)
    strip = cut(np.full((700, 900), 77, np.uint8), corners, COLUMNS, TALL)
    assert strip.pixels.shape == (HEIGHT, width_of(COLUMNS))

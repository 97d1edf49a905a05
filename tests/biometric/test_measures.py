"""What is measured on a face: geometry on drawn points, light on drawn faces."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.measures import measure, roll_of, yaw_of
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.manifest import Points

UPRIGHT: Points = ((100.0, 100.0), (160.0, 100.0), (130.0, 135.0), (108.0, 170.0), (152.0, 170.0))
FACE = FaceFound(80.0, 60.0, 100.0, 140.0, UPRIGHT, 0.93)


def turned(degrees: float) -> Points:
    """The upright points turned clockwise about the middle of the eyes, as they appear in the picture."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return tuple((130 + c * (x - 130) - s * (y - 100), 100 + s * (x - 130) + c * (y - 100)) for x, y in UPRIGHT)


@pytest.mark.parametrize("degrees", [-40.0, -10.0, 0.0, 4.0, 25.0])
def test_roll_is_the_tilt_of_the_head(degrees: float) -> None:
    assert roll_of(turned(degrees)) == pytest.approx(degrees)


def test_roll_does_not_ask_the_line_of_the_eyes() -> None:
    level_eyes = (*UPRIGHT[:2], *turned(20.0)[2:])
    assert roll_of(level_eyes) == pytest.approx(20.0)


@pytest.mark.parametrize("degrees", [-30.0, 0.0, 30.0])
@pytest.mark.parametrize("share", [-0.2, 0.0, 0.15])
def test_yaw_is_the_noses_way_along_the_eyes(degrees: float, share: float) -> None:
    left, right, nose, *mouth = turned(degrees)
    off = (nose[0] + share * (right[0] - left[0]), nose[1] + share * (right[1] - left[1]))
    assert yaw_of((left, right, off, *mouth)) == pytest.approx(share, abs=1e-9)


def test_eyes_in_one_place_have_no_yaw() -> None:
    assert yaw_of((UPRIGHT[0], UPRIGHT[0], *UPRIGHT[2:])) == 0.0


def grey_face(level: int) -> Pixels:
    return np.full((112, 112, 3), level, np.uint8)


@pytest.mark.parametrize(
    ("level", "dark", "bright"), [(0, 1.0, 0.0), (29, 1.0, 0.0), (30, 0.0, 0.0), (240, 0.0, 0.0), (241, 0.0, 1.0)]
)
def test_light_of_an_even_face(level: int, dark: float, bright: float) -> None:
    quality = measure(FACE, grey_face(level))
    assert (quality.luma, quality.dark, quality.bright) == (float(level), dark, bright)
    assert quality.sharpness == 0.0
    assert quality.asymmetry == 0.0


@pytest.mark.parametrize(("left", "right", "asymmetry"), [(100, 100, 0.0), (50, 100, 0.5), (120, 90, 0.25)])
def test_asymmetry_is_how_much_darker_one_half_is(left: int, right: int, asymmetry: float) -> None:
    pixels = grey_face(left)
    pixels[:, 56:] = right
    assert measure(FACE, pixels).asymmetry == pytest.approx(asymmetry)


def test_light_is_measured_inside_the_face() -> None:
    pixels = grey_face(255)
    rows, columns = np.ogrid[:112, :112]
    pixels[((columns - 56) / 40) ** 2 + ((rows - 66) / 52) ** 2 <= 1.0] = 90
    quality = measure(FACE, pixels)
    assert (quality.luma, quality.bright) == (90.0, 0.0)


def test_geometry_comes_from_the_points() -> None:
    quality = measure(FACE, grey_face(100))
    assert (quality.eye_distance, quality.roll, quality.yaw, quality.detection) == (60.0, 0.0, 0.0, 0.93)

"""The blur of a square is told by its spectrum, and taking it out makes an unreadable code readable."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.reader.scan import zxing
from kiosk.reader.scan.deblurring import MARGIN, NOISE, SIDE, Blur, Blurred
from kiosk.reader.scan.pixels import scaled, square_around
from kiosk.reader.scan.sighting import CodeKind
from tests.fakes.code_pictures import CARD_2021, Grey, grey_pixels, scene, symbol_without_eci

QUIET, _, DARK = NOISE


def square(motion: tuple[float, float] = (0.0, 0.0), defocus: float = 0.0, noise: float = 2.0) -> tuple[Grey, float]:
    """A card's code at 4 pixels a module under this blur, cut out as a detector would; and the square's scale."""
    code = symbol_without_eci(CARD_2021, 4.0)
    frame = scene(code, motion=motion, defocus=defocus, noise=noise)
    side = code.shape[0] * (1 + 2 * MARGIN) * 45 / 53
    middle = (120 + code.shape[1] / 2, 200 + code.shape[0] / 2)
    return square_around(grey_pixels(frame), middle, side, SIDE), SIDE / side


def contents(grey: Grey) -> list[bytes]:
    return [one.content for one in zxing.decode(grey, (CodeKind.QR,))]


@pytest.mark.parametrize("length", [8.0, 10.0, 12.0])
@pytest.mark.parametrize("angle", [0.0, 20.0, 70.0, 100.0, 160.0])
def test_motion_is_told_and_taken_out(length: float, angle: float) -> None:
    picture, factor = square(motion=(length, angle))
    assert contents(picture) == []
    blurred = Blurred(picture, factor)
    blur = blurred.likeliest()
    assert blur is not None and blur.angle is not None
    assert blur.size == pytest.approx(length * factor, rel=0.2)
    assert math.cos(math.radians(2 * (blur.angle - angle))) > math.cos(math.radians(2 * 8))
    assert contents(scaled(blurred.without(blur, QUIET), 1.5)) == [CARD_2021.encode()]


@pytest.mark.parametrize("radius", [3.5, 4.5, 5.5])
def test_a_lens_out_of_focus_is_told_and_its_blur_taken_out(radius: float) -> None:
    picture, factor = square(defocus=radius, noise=1.0)
    assert contents(picture) == []
    blurred = Blurred(picture, factor)
    blur = blurred.likeliest()
    assert blur is not None and blur.angle is None
    assert blur.size == pytest.approx(radius * factor, rel=0.15)
    assert contents(scaled(blurred.without(blur, QUIET), 1.5)) == [CARD_2021.encode()]


def test_a_sharp_picture_has_hardly_any() -> None:
    picture, factor = square()
    blur = Blurred(picture, factor).likeliest()
    assert blur is None or blur.size < 2.0 * factor


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((SIDE, SIDE), np.uint8),
        np.full((SIDE, SIDE), 255, np.uint8),
        np.random.default_rng(1).integers(0, 256, (SIDE, SIDE), np.uint8),
        np.tile(np.array([0, 255], np.uint8), (SIDE, SIDE // 2)),
    ],
    ids=["black", "white", "noise", "stripes"],
)
@pytest.mark.parametrize("factor", [1e-6, 0.1, 1.0, 500.0])
def test_any_square_gives_a_picture(picture: Grey, factor: float) -> None:
    blurred = Blurred(picture, factor)
    out = blurred.without(blurred.likeliest() or Blur(1.0), DARK)
    assert out.shape == (SIDE, SIDE)
    assert out.dtype == np.uint8


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(3.0, 17.0), st.floats(0.0, 180.0))
def test_nothing_is_read_out_of_noise(seed: int, length: float, angle: float) -> None:
    """Whatever the filter makes of noise, the code's own error correction refuses it."""
    noise = np.random.default_rng(seed).integers(0, 256, (SIDE, SIDE), np.uint8)
    blurred = Blurred(cv2.blur(noise, (3, 3)), 1.0)
    for level in NOISE:
        assert contents(blurred.without(Blur(length, angle), level)) == []

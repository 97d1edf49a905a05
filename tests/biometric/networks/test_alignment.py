"""Turning a face to a recogniser's template."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.camera.pixels import pixels_of
from kiosk.biometric.networks.alignment import ARCFACE_POINTS, aligned_face, brightened, similarity
from kiosk.biometric.networks.manifest import OnnxModel, Points
from kiosk.biometric.networks.manifest_file import load_manifest
from kiosk.biometric.networks.opencv import cv2
from tests.fakes.camera import picture
from tests.fakes.models import yunet

TEMPLATE = ARCFACE_POINTS


def moved(points: Points, angle: float, scale: float, right: float, down: float) -> Points:
    """The points turned, scaled and shifted."""
    c, s = scale * math.cos(angle), scale * math.sin(angle)
    return tuple((c * x - s * y + right, s * x + c * y + down) for x, y in points)


@given(
    angle=st.floats(-math.pi, math.pi),
    scale=st.floats(0.1, 20),
    right=st.floats(-2000, 2000),
    down=st.floats(-2000, 2000),
)
def test_every_similarity_is_undone(angle: float, scale: float, right: float, down: float) -> None:
    source = moved(TEMPLATE, angle, scale, right, down)
    undo = similarity(source, TEMPLATE)
    back = [undo @ np.array([x, y, 1.0]) for x, y in source]
    assert np.allclose(back, TEMPLATE, atol=1e-6)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=5, max_size=5))
def test_no_similarity_mirrors_or_shears(points: list[tuple[float, float]]) -> None:
    try:
        turn = similarity(tuple(points), TEMPLATE)[:, :2]
    except ValueError:
        return
    assert turn[0, 0] == turn[1, 1]
    assert turn[0, 1] == -turn[1, 0]


def test_points_in_one_place_have_no_direction() -> None:
    with pytest.raises(ValueError, match="coincide"):
        similarity(((3.0, 4.0),) * 5, TEMPLATE)


@pytest.mark.parametrize("name", ["obama_2012_frame.jpg", "collins_astronaut_frame.jpg", "biden_2010_chip_480x640.jp2"])
def test_agrees_with_opencvs_own_alignment(name: str) -> None:
    shipped = load_manifest()
    sface = shipped.recognisers["sface"]
    assert isinstance(sface, OnnxModel)
    pixels = pixels_of(picture(name))
    face = yunet().faces(pixels)[0]
    weights = shipped.folder / sface.weights.file
    row = np.array([[0, 0, 0, 0, *(axis for point in face.points for axis in point), face.score]], np.float32)
    theirs = cv2.FaceRecognizerSF.create(str(weights), "").alignCrop(pixels, row)
    ours = aligned_face(pixels, face.points, TEMPLATE, 112)
    assert int(np.abs(ours.astype(int) - theirs.astype(int)).max()) <= 4


@pytest.mark.parametrize(
    ("luma", "after"),
    [(20, 81), (40, 111), (51, 118), (69, 118), (70, 70), (118, 118), (240, 240)],
    ids=["limited", "limited a little", "backlit", "just dark", "just not dark", "good", "bright"],
)
def test_only_dark_faces_are_brightened(luma: int, after: int) -> None:
    face = np.full((8, 8, 3), luma, np.uint8)
    assert abs(int(brightened(face, float(luma))[0, 0, 0]) - after) <= 1


def test_brightening_keeps_black_and_white_and_the_order() -> None:
    ramp = np.arange(256, dtype=np.uint8)
    after = brightened(ramp, 30.0)
    assert (after[0], after[255]) == (0, 255)
    assert np.all(np.diff(after.astype(int)) >= 0)

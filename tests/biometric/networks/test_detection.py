"""YuNet on the fixtures and on what no camera should deliver."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import Pixels, pixels_of
from kiosk.biometric.networks.detection import FaceDetector
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.camera import picture
from tests.fakes.models import yunet


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return yunet()


@pytest.mark.parametrize(
    ("name", "faces"),
    [
        ("obama_2009_frame.jpg", 1),
        ("biden_2010_chip_240x320.j2k", 1),
        ("collins_gray_240x320.j2k", 1),
        ("q_dark.jpg", 1),
        ("q_too_far.jpg", 1),
        ("q_two_faces.jpg", 2),
        ("q_no_face.jpg", 0),
    ],
)
def test_counts_faces(detector: FaceDetector, name: str, faces: int) -> None:
    assert len(detector.faces(pixels_of(picture(name)))) == faces


@pytest.mark.parametrize("larger", [1, 2, 3])
def test_points_are_in_pixels_of_the_whole_picture(detector: FaceDetector, larger: int) -> None:
    small = pixels_of(picture("obama_2012_frame.jpg"))
    once = detector.faces(small)[0]
    again = detector.faces(cv2.resize(small, None, fx=larger, fy=larger))[0]  # type: ignore[arg-type]
    for (x, y), (x_again, y_again) in zip(once.points, again.points, strict=True):
        assert abs(x * larger - x_again) < 3.0 * larger
        assert abs(y * larger - y_again) < 3.0 * larger
    eyes, nose, mouth = again.points[:2], again.points[2], again.points[3:]
    assert eyes[0][0] < nose[0] < eyes[1][0]
    assert mouth[0][0] < mouth[1][0]
    assert eyes[0][1] < nose[1] < mouth[0][1]


NOISE: Pixels = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((1, 2000, 3), np.uint8),
        np.zeros((2000, 1, 3), np.uint8),
        np.zeros((32, 32, 3), np.uint8),
        np.zeros((64, 64, 3), np.uint8),
        np.zeros((480, 640, 3), np.uint8),
        np.full((480, 640, 3), 255, np.uint8),
        NOISE,
        np.zeros((5000, 5000, 3), np.uint8),
    ],
    ids=["one pixel", "one row", "one column", "32 x 32", "64 x 64", "black", "white", "noise", "huge"],
)
def test_nothing_is_found_in_nothing(detector: FaceDetector, pixels: Pixels) -> None:
    for _ in range(4):
        detector.faces(NOISE)  # leaves something behind in memory that the network should not read
        assert detector.faces(pixels) == ()


def test_the_same_picture_gives_the_same_faces(detector: FaceDetector) -> None:
    pixels = pixels_of(picture("q_two_faces.jpg"))
    first = detector.faces(pixels)
    for other in (NOISE, np.zeros((720, 1280, 3), np.uint8), pixels):
        detector.faces(other)
        assert detector.faces(pixels) == first


class FakeYuNet:
    """Answers with rows that the test made, or fails."""

    def __init__(self, rows: list[list[float]] | None, fails: bool = False) -> None:
        self._rows = rows
        self._fails = fails

    def setInputSize(self, size: tuple[int, int]) -> None:
        pass

    def detect(self, _: Pixels) -> tuple[int, np.ndarray | None]:
        if self._fails:
            raise cv2.error("assertion failed")
        return 1, None if self._rows is None else np.array(self._rows, np.float32)


ROW = [10.0, 10.0, 40.0, 50.0, 20.0, 25.0, 40.0, 25.0, 30.0, 35.0, 22.0, 45.0, 38.0, 45.0, 0.9]


@pytest.mark.parametrize(
    ("rows", "faces"),
    [
        (None, 0),
        ([ROW], 1),
        ([[*ROW[:6], float("nan"), *ROW[7:]]], 0),
        ([[*ROW[:6], float("inf"), *ROW[7:]]], 0),
        ([ROW[:4] + [20.0, 25.0] * 5 + [0.9]], 0),
        ([[-500.0, *ROW[1:]]], 0),
        ([[*ROW[:4], -1e23, *ROW[5:]]], 0),
    ],
    ids=["no rows", "a face", "not a number", "infinite", "all points in one place", "outside", "of impossible size"],
)
def test_rows_that_are_no_face_are_dropped(
    monkeypatch: pytest.MonkeyPatch, rows: list[list[float]] | None, faces: int
) -> None:
    monkeypatch.setattr(cv2.FaceDetectorYN, "create", lambda *_: FakeYuNet(rows))
    assert len(yunet().faces(np.zeros((100, 100, 3), np.uint8))) == faces


def test_a_network_that_fails_is_a_broken_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2.FaceDetectorYN, "create", lambda *_: FakeYuNet(None, fails=True))
    with pytest.raises(Fault) as caught:
        yunet().faces(np.zeros((100, 100, 3), np.uint8))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN

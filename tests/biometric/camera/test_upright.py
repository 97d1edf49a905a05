"""A camera on its head or side: what is found in the picture and in its turns, second after second."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import Pixels, pixels_of, turned
from kiosk.biometric.camera.upright import TRY_SECONDS, UprightWatch, quarters_wanted
from kiosk.biometric.networks.detection import FaceDetector, FaceFound
from tests.fakes.camera import picture
from tests.fakes.models import yunet

GREY = np.full((480, 640, 3), 128, np.uint8)


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return yunet()


def watched(detector: FaceDetector, frames: list[Pixels], seconds: float = TRY_SECONDS) -> UprightWatch:
    watch = UprightWatch()
    for number, pixels in enumerate(frames):
        watch.look(pixels, detector.faces(pixels), number * seconds, detector.faces)
    return watch


@pytest.mark.parametrize(
    ("quarters", "seconds", "believed"),
    [(0, 9, False), (2, 2, False), (2, 3, True), (1, 5, True), (3, 4, True)],
    ids=["upright", "on its head for two seconds", "on its head", "on one side", "on the other side"],
)
def test_a_turned_camera_is_noticed(detector: FaceDetector, quarters: int, seconds: int, believed: bool) -> None:
    frame = turned(pixels_of(picture("obama_2012_frame.jpg")), quarters)
    watch = watched(detector, [frame] * seconds)
    assert watch.turned is believed
    assert watch.quarters == (-quarters % 4 if believed else 0), "what turns the picture back"


@pytest.mark.parametrize("name", ["q_no_face.jpg", "q_roll25.jpg", "q_mask_occluded.jpg", "q_blur.jpg", "q_dark.jpg"])
def test_other_pictures_are_not_taken_for_it(detector: FaceDetector, name: str) -> None:
    assert not watched(detector, [pixels_of(picture(name))] * 9).turned


def test_a_turned_face_is_suspected_at_once(detector: FaceDetector) -> None:
    watch = UprightWatch()
    frame = turned(pixels_of(picture("obama_2012_frame.jpg")), 2)
    watch.look(frame, detector.faces(frame), 10.0, detector.faces)
    assert (watch.suspected, watch.turned) == (True, False)


@pytest.mark.parametrize("quarters", range(4))
def test_one_picture_tells_how_it_must_be_turned(detector: FaceDetector, quarters: int) -> None:
    frame = turned(pixels_of(picture("obama_2012_frame.jpg")), quarters)
    assert quarters_wanted(frame, detector.faces) == -quarters % 4


@pytest.mark.parametrize("pixels", [GREY, pixels_of(picture("q_no_face.jpg"))], ids=["grey", "no face"])
def test_a_picture_without_a_face_tells_nothing(detector: FaceDetector, pixels: Pixels) -> None:
    assert quarters_wanted(pixels, detector.faces) == 0


def test_an_upright_face_ends_it(detector: FaceDetector) -> None:
    upright = pixels_of(picture("obama_2012_frame.jpg"))
    assert not watched(detector, [turned(upright, 2)] * 4 + [upright]).turned


def test_one_look_a_second() -> None:
    looks: list[float] = []

    def find(pixels: Pixels) -> tuple[FaceFound, ...]:
        looks.append(1)
        return ()

    watch = UprightWatch()
    for frame in range(60):
        watch.look(GREY, (), frame / 30, find)
    assert len(looks) == 2

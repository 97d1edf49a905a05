"""What one picture shows of whoever stands there: the hints that a check would give, and which way the camera hangs."""

from __future__ import annotations

import pytest

from kiosk.biometric.camera.sources import turned_frame
from kiosk.biometric.still_look import Look, StillLook
from kiosk.domain.face import FaceHint
from tests.fakes.camera import picture, plain_frame


@pytest.fixture(scope="module")
def looking() -> StillLook:
    return StillLook()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("obama_2012_frame.jpg", FaceHint.GOOD),
        ("q_no_face.jpg", FaceHint.NO_FACE),
        ("q_two_faces.jpg", FaceHint.SEVERAL_FACES),
        ("q_too_far.jpg", FaceHint.CLOSER),
        ("q_roll25.jpg", FaceHint.LOOK_STRAIGHT),
        ("q_dark.jpg", FaceHint.MORE_LIGHT),
        ("q_bright.jpg", FaceHint.LESS_LIGHT),
        ("q_blur.jpg", FaceHint.HOLD_STILL),
    ],
)
def test_a_picture_and_its_hint(looking: StillLook, name: str, hint: FaceHint) -> None:
    assert looking.look(picture(name)) == Look(hint)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_camera_that_hangs_turned(looking: StillLook, quarters: int) -> None:
    assert looking.look(turned_frame(picture("obama_2012_frame.jpg"), quarters)).quarters == 4 - quarters


def test_a_covered_lens_wants_light(looking: StillLook) -> None:
    assert looking.look(plain_frame(0)) == Look(FaceHint.MORE_LIGHT)

"""The best live face of a check."""

from __future__ import annotations

from dataclasses import replace

from kiosk.biometric.best_face import BestFace
from kiosk.domain.face import FaceQuality, LiveFace
from tests.fakes.camera import plain_frame

QUALITY = FaceQuality(eye_distance=90.0, luma=125.0, sharpness=300.0, roll=0.0, yaw=0.0, detection=0.95)
FACE = LiveFace(plain_frame(), (1.0, 0.0), QUALITY)
SHARPER = replace(FACE, quality=replace(QUALITY, sharpness=390.0))
BLURRED = replace(FACE, quality=replace(QUALITY, sharpness=160.0))


def test_keeps_the_best_in_any_order() -> None:
    for faces in ((BLURRED, FACE, SHARPER), (SHARPER, FACE, BLURRED), (FACE, SHARPER, BLURRED)):
        best = BestFace()
        taken = [best.offer(face) for face in faces]
        assert best.best is SHARPER
        assert taken[0]


def test_the_first_of_equals_stays() -> None:
    best = BestFace()
    assert best.offer(FACE)
    assert not best.offer(replace(FACE))
    assert best.best is FACE


def test_forgets() -> None:
    best = BestFace()
    best.offer(FACE)
    best.forget()
    assert best.best is None
    assert best.offer(BLURRED)

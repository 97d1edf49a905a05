"""The face of the chip's portrait: upright, alone, large enough, and good enough to be compared."""

from __future__ import annotations

from typing import Protocol

from kiosk.biometric.camera.pixels import Pixels, turned
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.quality import first_fault
from kiosk.domain.face import FaceQuality
from kiosk.domain.faults import Fault, FaultCode

CHIP_EYE_DISTANCE = 40.0
"""Pixels: a smaller face on the chip's portrait is not compared (docs/biometrics.md, quality)."""

UPRIGHT_SCORE = 0.90
"""Of YuNet: the fixtures' faces have at least 0.91 upright, at most 0.88 on their head or side."""


class Faces(Protocol):
    """What finds and measures faces: an engine's ``FaceTemplates``."""

    def faces(self, pixels: Pixels) -> tuple[FaceFound, ...]: ...

    def quality(self, pixels: Pixels, face: FaceFound) -> FaceQuality: ...


def upright_face(faces: Faces, portrait: Pixels) -> tuple[Pixels, FaceFound]:
    """The portrait as it is, or turned when it lies on its side or on its head, and its only face.

    DG2 says nothing of a picture's orientation; ISO/IEC 19794-5 wants it upright. YuNet also finds faces that stand on
    their head, with points of no use and a score below ``UPRIGHT_SCORE``, so the turn with the best score is taken.
    Raises ``Fault(CHIP_PHOTO_UNUSABLE)``.
    """
    best, found = portrait, faces.faces(portrait)
    if not found or found[0].score < UPRIGHT_SCORE:
        for quarters in (1, 2, 3):
            picture = turned(portrait, quarters)
            there = faces.faces(picture)
            if there and (not found or there[0].score > found[0].score):
                best, found = picture, there
    if not found:
        raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, "no face in the portrait")
    return best, _only_face(found)


def check_quality(quality: FaceQuality) -> None:
    """Raise ``Fault(CHIP_PHOTO_POOR)``, naming the measure, for a face that would make any comparison a lottery."""
    fault = first_fault(quality)
    if fault is not None:
        raise Fault(FaultCode.CHIP_PHOTO_POOR, f"{fault} of the portrait's face")


def _only_face(faces: tuple[FaceFound, ...]) -> FaceFound:
    """The face of a portrait, of those that are large enough; raises ``Fault(CHIP_PHOTO_UNUSABLE)``."""
    large = [face for face in faces if face.eye_distance >= CHIP_EYE_DISTANCE]
    if len(large) != 1:
        what = "several faces" if large else "face too small"
        raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, f"{what} in the portrait")
    return large[0]

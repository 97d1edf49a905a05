"""What one picture shows of whoever stands there, without a comparison: for trying a camera out. Imports OpenCV."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kiosk.biometric.camera.pixels import pixels_of
from kiosk.biometric.camera.upright import quarters_wanted
from kiosk.biometric.framing import Zone, frame_person
from kiosk.biometric.measures import measure
from kiosk.biometric.networks.alignment import ARCFACE_POINTS, ARCFACE_SIDE, aligned_face
from kiosk.biometric.networks.detection import FaceDetector
from kiosk.biometric.networks.engine_choice import built_in_engines
from kiosk.biometric.quality import hint_for
from kiosk.biometric.session import BLACK_LUMA
from kiosk.domain.face import FaceHint, Frame


@dataclass(frozen=True, slots=True)
class Look:
    """The hint that a check would give, but for coverings and expressions; ``quarters`` as ``quarters_wanted``."""

    hint: FaceHint
    quarters: int = 0


class StillLook:
    """The detector that ships; one thread at a time. A look takes some 20 ms, without an upright face up to 80."""

    def __init__(self) -> None:
        """Raises ``Fault(FACE_ENGINE_BROKEN)``."""
        self._detector = FaceDetector(*built_in_engines().plan("sface").detector)
        self._zone = Zone()

    def look(self, frame: Frame) -> Look:
        pixels = pixels_of(frame)
        if np.median(pixels[::8, ::8]) < BLACK_LUMA:
            return Look(FaceHint.MORE_LIGHT)
        framing = frame_person(self._detector.faces(pixels), self._zone, frame.width, frame.height)
        turn = quarters_wanted(pixels, self._detector.faces)
        if turn or framing.person is None:
            return Look(FaceHint.NO_FACE if framing.person is None else framing.hint, turn)
        quality = measure(framing.person, aligned_face(pixels, framing.person.points, ARCFACE_POINTS, ARCFACE_SIDE))
        return Look(min(framing.hint, hint_for(quality), key=list(FaceHint).index))

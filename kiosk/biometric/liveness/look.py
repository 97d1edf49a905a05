"""What the liveness check is given of each frame: the person's face, its quality, and its template when it is good."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.recognition import Template
from kiosk.domain.face import FaceQuality


@dataclass(frozen=True, slots=True)
class Look:
    """The person's face in one frame. ``at``: monotonic seconds at which the frame was taken.

    ``template`` is ``None`` where the face is not good enough to compare, as it is while the head is turned.
    """

    pixels: Pixels = field(repr=False)
    face: FaceFound = field(repr=False)
    quality: FaceQuality
    template: Template | None = field(repr=False)
    at: float

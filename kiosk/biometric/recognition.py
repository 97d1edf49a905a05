"""Face templates and their similarity, by the recogniser of the manifest (SFace)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kiosk.biometric.alignment import aligned_face
from kiosk.biometric.manifest import Manifest, Points, load_weights
from kiosk.biometric.opencv import cv2
from kiosk.biometric.pixels import Pixels
from kiosk.domain.faults import Fault, FaultCode

Template = tuple[float, ...]
"""A face as a vector of length one."""


class FaceRecogniser:
    """The network that makes templates, through ``cv2.dnn``; one thread at a time."""

    def __init__(self, manifest: Manifest) -> None:
        """Load the weights; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        self._model = manifest.recogniser
        weights = load_weights(manifest.folder, self._model.weights)
        try:
            self._network = cv2.dnn.readNetFromONNX(np.frombuffer(weights, np.uint8))
        except cv2.error as error:
            raise self._broken(str(error.code)) from error

    def align(self, pixels: Pixels, points: Points) -> Pixels:
        """The face as this recogniser wants it."""
        return aligned_face(pixels, points, self._model.points, self._model.side)

    def template(self, face: Pixels) -> Template:
        """The template of an aligned face; raises ``Fault(FACE_ENGINE_BROKEN)`` when the answer is no vector."""
        model = self._model
        size = (model.side, model.side)
        mean = (model.mean, model.mean, model.mean, 0.0)
        blob = cv2.dnn.blobFromImage(face, model.scale, size, mean, swapRB=model.colour == "RGB", crop=False)
        try:
            self._network.setInput(blob)
            answer = self._network.forward()
        except cv2.error as error:
            raise self._broken(str(error.code)) from error
        vector = [float(value) for value in np.asarray(answer).ravel()]
        if len(vector) != model.dimensions:
            raise self._broken(f"{len(vector)} dimensions")
        try:
            return unit(vector)
        except ValueError as error:
            raise self._broken(str(error)) from error

    def _broken(self, what: str) -> Fault:
        return Fault(FaultCode.FACE_ENGINE_BROKEN, f"{self._model.weights.file}: {what}")


def unit(vector: Sequence[float]) -> Template:
    """The vector scaled to length one; raises ``ValueError`` for one without a direction (zero, NaN, infinite)."""
    length = math.hypot(*vector)
    if not math.isfinite(length) or length < 1e-6:
        raise ValueError("a template without a direction")
    return tuple(value / length for value in vector)


def cosine(one: Template, other: Template) -> float:
    """The cosine between two templates, −1 to 1; raises ``ValueError`` when they are not of one kind."""
    if len(one) != len(other):
        raise ValueError("templates of different lengths")
    one, other = unit(one), unit(other)
    return max(-1.0, min(1.0, math.fsum(a * b for a, b in zip(one, other, strict=True))))

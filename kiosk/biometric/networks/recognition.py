"""Face templates and their similarity, by a network that OpenCV runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.networks.alignment import aligned_face, brightened
from kiosk.biometric.networks.dense_layer import DenseLayer, without_last_layer
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.manifest import Layout, OnnxModel
from kiosk.biometric.networks.model_files import load_weights
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.faults import Fault, FaultCode

Template = tuple[float, ...]
"""What one recogniser makes of a face: a vector of its ``dimensions``."""


class FaceRecogniser(Protocol):
    """Turns a face into a template and compares two of them; one thread at a time."""

    @property
    def dimensions(self) -> int: ...

    def template(self, pixels: Pixels, face: FaceFound, luma: float) -> Template | None:
        """The template of a face whose median luma is this; ``None`` where this recogniser finds none there.

        Raises ``Fault(FACE_ENGINE_BROKEN)``.
        """
        ...

    def similarity(self, one: Template, other: Template) -> float:
        """The greater, the more alike; raises ``ValueError`` for what is no template of this recogniser."""
        ...

    def average(self, templates: Sequence[Template]) -> Template:
        """One template for several of one person; raises ``ValueError`` for what are no templates of this one."""
        ...


class OnnxRecogniser:
    """A network of the ArcFace kind through ``cv2.dnn``: aligned square in, direction out, compared by the cosine."""

    def __init__(self, folder: Path, model: OnnxModel) -> None:
        """Load the weights; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        self._model = model
        weights = load_weights(folder, model.weights)
        self._last_layer: DenseLayer | None = None
        if not model.twice and (split := without_last_layer(weights)) is not None:
            weights, self._last_layer = split
        try:
            self._network = cv2.dnn.readNetFromONNX(np.frombuffer(weights, np.uint8))
        except cv2.error as error:
            raise self._broken(str(error.code)) from error

    @property
    def dimensions(self) -> int:
        return self._model.dimensions

    def template(self, pixels: Pixels, face: FaceFound, luma: float) -> Template:
        """Raises ``Fault(FACE_ENGINE_BROKEN)`` when the network's answer is no direction."""
        return self.embed(self.aligned(pixels, face, luma))

    def aligned(self, pixels: Pixels, face: FaceFound, luma: float) -> Pixels:
        """The square that the network is shown of a face whose median luma is this."""
        return brightened(aligned_face(pixels, face.points, self._model.points, self._model.side), luma)

    def similarity(self, one: Template, other: Template) -> float:
        return cosine(one, other)

    def average(self, templates: Sequence[Template]) -> Template:
        return unit(mean(templates))

    def embed(self, face: Pixels) -> Template:
        """The template of an aligned square; raises ``Fault(FACE_ENGINE_BROKEN)`` when the answer is no direction."""
        try:
            self._network.setInput(self._input(face))
            answer = np.asarray(self._network.forward(), np.float32)
        except cv2.error as error:
            raise self._broken(str(error.code)) from error
        if self._last_layer is not None:
            answer = self._after_last_layer(self._last_layer, answer)
        wanted = self._model.dimensions * (2 if self._model.twice else 1)
        if answer.size != wanted:
            raise self._broken(f"{answer.size} dimensions")
        try:
            return unit([float(value) for value in answer.ravel()[: self._model.dimensions]])
        except ValueError as error:
            raise self._broken(str(error)) from error

    def _after_last_layer(self, layer: DenseLayer, features: np.ndarray) -> np.ndarray:
        """The layer adds an offset: features of zero would make one and the same template of everybody."""
        if not np.isfinite(features).all() or not features.any():
            raise self._broken("features without a direction")
        try:
            return layer.of(features)
        except ValueError as error:
            raise self._broken(f"{features.size} features") from error

    def _input(self, face: Pixels) -> np.ndarray:
        model = self._model
        size = (model.side, model.side)
        mean = (model.mean, model.mean, model.mean, 0.0)
        blob = cv2.dnn.blobFromImage(face, model.scale, size, mean, swapRB=model.colour == "RGB", crop=False)
        if model.layout is Layout.NHWC:
            blob = np.ascontiguousarray(blob.transpose(0, 2, 3, 1))
        return np.concatenate([blob, blob]) if model.twice else blob

    def _broken(self, what: str) -> Fault:
        return Fault(FaultCode.FACE_ENGINE_BROKEN, f"{self._model.weights.file}: {what}")


def mean(templates: Sequence[Template]) -> Template:
    """The mean of templates, number by number; raises ``ValueError`` for none and for different lengths."""
    if not templates:
        raise ValueError("no templates")
    return tuple(math.fsum(numbers) / len(templates) for numbers in zip(*templates, strict=True))


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

"""Faces and their five points in a picture, by YuNet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.networks.manifest import DetectorModel, Points
from kiosk.biometric.networks.model_files import load_weights
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.faults import Fault, FaultCode

MAX_FACES = 32

MIN_SIDE = 64
"""Smaller pictures hold no face that could be compared, and OpenCV 4.14 must not see them: for a picture of up to 32
rows YuNet's output there is uninitialised memory, now and then with a certain face of impossible size in it."""

Rows = npt.NDArray[np.float32]
"""One row of fifteen numbers for each face."""


@dataclass(frozen=True, slots=True)
class FaceFound:
    """One face: its box and five points in pixels of the picture, and the detector's score (0–1)."""

    left: float
    top: float
    width: float
    height: float
    points: Points
    score: float

    @property
    def center(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    @property
    def eye_distance(self) -> float:
        return math.dist(self.points[0], self.points[1])


class FaceDetector:
    """YuNet through OpenCV; one thread at a time.

    The picture is shrunk until its shorter side has ``shorter_side`` pixels: that finds every face a kiosk can use
    and costs a quarter of the full picture. The points are rough for tilted heads at that size, which is why roll
    is measured on the whole face (``kiosk.biometric.measures``).
    """

    def __init__(self, folder: Path, model: DetectorModel) -> None:
        """Load the weights; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        weights = load_weights(folder, model.weights)
        self._file = model.weights.file
        self._shorter_side = model.shorter_side
        try:
            self._network = cv2.FaceDetectorYN.create(
                "onnx",
                np.frombuffer(weights, np.uint8),
                np.empty(0, np.uint8),
                (model.shorter_side, model.shorter_side),
                model.score_at,
                model.overlap_at,
                MAX_FACES,
            )
        except cv2.error as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{self._file}: {error.code}") from error

    def faces(self, pixels: Pixels) -> tuple[FaceFound, ...]:
        """The faces in the picture, largest first; raises ``Fault(FACE_ENGINE_BROKEN)`` when the network fails."""
        height, width = pixels.shape[:2]
        if min(width, height) < MIN_SIDE:
            return ()
        shrink = min(1.0, self._shorter_side / min(width, height))
        size = max(1, round(width * shrink)), max(1, round(height * shrink))
        try:
            small = _shrunk(pixels, size) if shrink < 1.0 else pixels
            self._network.setInputSize(size)
            rows = cast("Rows | None", self._network.detect(small)[1])
        except cv2.error as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{self._file}: {error.code}") from error
        if rows is None:
            return ()
        across, down = width / size[0], height / size[1]
        found = (_face([float(value) for value in row], across, down) for row in rows if np.isfinite(row).all())
        inside = [face for face in found if _lies_in(face, width, height)]
        return tuple(sorted(inside, key=lambda face: -face.eye_distance))


def _shrunk(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """The picture in this smaller size: halved while that leaves enough, since OpenCV halves ten times as fast as it
    shrinks to any other size by areas (1920 × 1080: 1 ms instead of 10).
    """
    while pixels.shape[1] >= 2 * size[0] and pixels.shape[0] >= 2 * size[1]:
        half = pixels.shape[1] // 2, pixels.shape[0] // 2
        pixels = cv2.resize(pixels, half, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)


def _face(row: list[float], across: float, down: float) -> FaceFound:
    """A row of YuNet (x, y, width, height, five points, score) back in pixels of the whole picture."""
    points = tuple((row[at] * across, row[at + 1] * down) for at in range(4, 14, 2))
    return FaceFound(row[0] * across, row[1] * down, row[2] * across, row[3] * down, points, row[14])


def _lies_in(face: FaceFound, width: int, height: int) -> bool:
    """Whether the face has its middle in the picture and two eyes; anything else is no answer of a sound network."""
    across, down = face.center
    return 0.0 <= across <= width and 0.0 <= down <= height and 1.0 <= face.eye_distance <= width + height

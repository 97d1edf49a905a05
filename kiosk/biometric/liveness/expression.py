"""Eyes shut and mouth open, read by MediaPipe's landmark and blendshape networks of the model pack."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.liveness.names import BLENDSHAPES, LANDMARKS
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.manifest import OtherNetwork
from kiosk.biometric.networks.model_files import load_weights
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.faults import Fault, FaultCode

SIDE = 256
MARGIN = 1.5
POINTS = 478
SHAPES = 52

_EYE_LEFT, _EYE_RIGHT, _JAW_OPEN = 9, 10, 25

_SUBSET = (
    *(0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80),
    *(81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153),
    *(154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249),
    *(251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314),
    *(317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382),
    *(384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473),
    *(474, 475, 476, 477),
)
"""The 146 landmarks that the blendshape network wants (MediaPipe, face_blendshapes_graph.cc)."""


Places = npt.NDArray[np.float32]
"""Rows (x, y) in pixels of the picture, one a landmark."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Blendshape scores, 0 to 1: the eyes shut (mean of both), and the open jaw."""

    eyes_shut: float
    mouth_open: float


class ExpressionNetworks:
    """Both networks through OpenCV, 13 ms a face; one thread at a time."""

    def __init__(self, networks: Mapping[str, tuple[Path, OtherNetwork]]) -> None:
        """Load the weights; raises ``Fault(FACE_ENGINE_BROKEN)``, and ``KeyError`` where a network is missing."""
        self._landmarks = _loaded(*networks[LANDMARKS])
        self._shapes = _loaded(*networks[BLENDSHAPES])

    def read(self, pixels: Pixels, face: FaceFound) -> Expression:
        """The expression of this face; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        places = self.places(pixels, face)
        try:
            self._shapes.setInput(places[list(_SUBSET)][None])
            scores = np.asarray(self._shapes.forward()).ravel()
        except cv2.error as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{BLENDSHAPES}: {type(error).__name__}") from error
        if scores.size != SHAPES or not np.isfinite(scores).all():
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{BLENDSHAPES}: no answer of {SHAPES} scores")
        return Expression(float(scores[_EYE_LEFT] + scores[_EYE_RIGHT]) / 2, float(scores[_JAW_OPEN]))

    def places(self, pixels: Pixels, face: FaceFound) -> Places:
        """The landmarks of this face; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        turn = _to_crop(face)
        crop = cv2.warpAffine(pixels, turn, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        try:
            self._landmarks.setInput(cv2.cvtColor(crop, cv2.COLOR_BGR2RGB).astype(np.float32)[None] / 255.0)
            answers = self._landmarks.forward(self._landmarks.getUnconnectedOutLayersNames())
            mesh = next(np.asarray(one, np.float32) for one in answers if np.asarray(one).size == POINTS * 3)
        except (cv2.error, StopIteration) as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{LANDMARKS}: {type(error).__name__}") from error
        return _in_picture(mesh.reshape(POINTS, 3)[:, :2], turn)


def _to_crop(face: FaceFound) -> npt.NDArray[np.float64]:
    """The map from the picture to a square around the face, in which the eyes are level."""
    (left_x, left_y), (right_x, right_y) = face.points[0], face.points[1]
    degrees = math.degrees(math.atan2(right_y - left_y, right_x - left_x))
    across, down = face.center
    scale = SIDE / (MARGIN * max(face.width, face.height, 1.0))
    turn = np.asarray(cv2.getRotationMatrix2D((across, down), degrees, scale), np.float64)
    turn[:, 2] += np.array([SIDE / 2 - across, SIDE / 2 - down])
    return turn


def _in_picture(places: Places, turn: npt.NDArray[np.float64]) -> Places:
    """Places in the square, back in pixels of the picture."""
    back = cv2.invertAffineTransform(turn)
    return np.asarray(places @ back[:, :2].T + back[:, 2], np.float32)


def _loaded(folder: Path, network: OtherNetwork) -> cv2.dnn.Net:
    weights = load_weights(folder, network.weights)
    try:
        return cv2.dnn.readNetFromONNX(np.frombuffer(weights, np.uint8))
    except cv2.error as error:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{network.weights.file}: {error.code}") from error

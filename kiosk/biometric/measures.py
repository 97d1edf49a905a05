"""What can be measured on one face: the numbers of ``FaceQuality`` from pixels and points."""

from __future__ import annotations

import math

import numpy as np

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.manifest import Points
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.face import FaceQuality

DARK = 30
BRIGHT = 240


def measure(face: FaceFound, aligned: Pixels) -> FaceQuality:
    """Quality of a face from its points in the picture and its aligned square.

    Light is measured inside the oval of the face, sharpness (variance of the Laplacian) on the whole square.
    """
    grey = cv2.cvtColor(aligned, cv2.COLOR_BGR2GRAY)
    oval = _oval(grey.shape[0])
    skin = grey[oval]
    return FaceQuality(
        eye_distance=face.eye_distance,
        luma=float(np.median(skin)),
        sharpness=float(cv2.Laplacian(grey, cv2.CV_64F).var()),
        roll=roll_of(face.points),
        yaw=yaw_of(face.points),
        detection=face.score,
        dark=float(np.mean(skin < DARK)),
        bright=float(np.mean(skin > BRIGHT)),
        asymmetry=_asymmetry(grey, oval),
    )


def roll_of(points: Points) -> float:
    """Degrees by which the head is tilted in the picture, positive clockwise.

    Measured from between the eyes to between the corners of the mouth: on a shrunk picture YuNet draws the line of
    the eyes nearly level even for a head that is tilted by 20 degrees, but not this axis.
    """
    eyes, mouth = _between(points[0], points[1]), _between(points[3], points[4])
    return math.degrees(math.atan2(eyes[0] - mouth[0], mouth[1] - eyes[1]))


def yaw_of(points: Points) -> float:
    """How far the nose lies off the middle of the eyes, in eye distances along their line; positive to image right.

    A nose tip stands about 0.55 eye distances before the eyes (MediaPipe's canonical face), so 0.12 is near 12 degrees.
    """
    left, right, nose = points[0], points[1], points[2]
    distance = math.dist(left, right)
    if distance == 0.0:
        return 0.0
    middle = _between(left, right)
    along = (nose[0] - middle[0]) * (right[0] - left[0]) + (nose[1] - middle[1]) * (right[1] - left[1])
    return along / distance**2


def _between(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _oval(side: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """The face's oval inside the aligned square: ArcFace's template has the eyes at 46 %, the mouth at 82 % of it."""
    rows, columns = np.ogrid[:side, :side]
    down, across = rows / side - 0.59, columns / side - 0.5
    inside: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = (across / 0.32) ** 2 + (down / 0.43) ** 2 <= 1.0
    return inside


def _asymmetry(grey: np.ndarray, oval: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> float:
    """1 − darker half / brighter half; 0 for a face lit alike from both sides."""
    half = grey.shape[1] // 2
    left = float(grey[:, :half][oval[:, :half]].mean())
    right = float(grey[:, half:][oval[:, half:]].mean())
    brighter = max(left, right)
    return 1.0 - min(left, right) / brighter if brighter > 0.0 else 0.0

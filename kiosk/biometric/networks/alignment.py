"""A face turned, scaled and cut to the square that a recogniser was trained on."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.networks.manifest import Points
from kiosk.biometric.networks.opencv import cv2

Affine = npt.NDArray[np.float64]
"""2 × 3: what multiplies ``(x, y, 1)``."""

ARCFACE_SIDE = 112
ARCFACE_POINTS: Points = (
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
)
"""Where ArcFace and most since want the five points (insightface, arcface_dst); quality is measured there."""

DARK_LUMA = 70.0
"""Below this a face is brightened before it is embedded; above it, that cost accuracy where it was measured."""

WANTED_LUMA = 118.0
GAMMA_LIMITS = (0.45, 1.6)


def similarity(source: Points, target: Points) -> Affine:
    """The rotation, scale and shift that bring ``source`` closest to ``target`` in the least-squares sense.

    Without reflection, which in the plane leaves a closed form (Umeyama, PAMI 13(4), 1991). Raises ``ValueError``
    when the source points coincide.
    """
    src, dst = np.asarray(source, np.float64), np.asarray(target, np.float64)
    src_middle, dst_middle = src.mean(axis=0), dst.mean(axis=0)
    s, d = src - src_middle, dst - dst_middle
    spread = float((s * s).sum())
    if not math.isfinite(spread) or spread < 1e-6:
        raise ValueError("the points coincide")
    cosine = float((s * d).sum()) / spread
    sine = float((s[:, 0] * d[:, 1] - s[:, 1] * d[:, 0]).sum()) / spread
    turn = np.array([[cosine, -sine], [sine, cosine]])
    return np.hstack([turn, (dst_middle - turn @ src_middle)[:, None]])


def aligned_face(pixels: Pixels, points: Points, template: Points, side: int) -> Pixels:
    """The face as a square of ``side`` pixels, its points where the template has them; black outside the picture."""
    crop = cv2.warpAffine(pixels, similarity(points, template), (side, side), flags=cv2.INTER_LINEAR)
    return crop.astype(np.uint8, copy=False)


def brightened(face: Pixels, luma: float) -> Pixels:
    """A dark face under a gamma that brings its median luma near 118; any other face as it is.

    The gamma and its limits are those under which NUAA's backlit session gained (docs/biometrics.md).
    """
    if luma >= DARK_LUMA:
        return face
    low, high = GAMMA_LIMITS
    gamma = math.log(WANTED_LUMA / 255.0) / math.log(max(luma, 1.0) / 255.0)
    steps = 255.0 * (np.arange(256) / 255.0) ** min(max(gamma, low), high)
    table: Pixels = np.round(steps).astype(np.uint8)
    return table[face]

"""A zone cut out of the frame and laid level: twelve pixels a character, whatever the camera saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.reader.scan.mrz.light import Grey

PITCH = 12.0
"""Pixels a character; the recogniser was trained at it."""

HEIGHT = 112
MARGIN = 28
"""Pixels left and right of the zone: over two characters, since the locator may miss by one."""

Matrix = npt.NDArray[np.float64]
"""A homography, 3 × 3."""

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strip:
    """``pixels`` is ``HEIGHT`` rows; ``to_frame`` takes its points to those of the frame."""

    pixels: Grey
    to_frame: Matrix


def width_of(columns: int) -> int:
    return 2 * MARGIN + round(columns * PITCH)


def cut(grey: Grey, corners: Points, columns: int, tall: float) -> Strip:
    """The zone whose four corners these are, with its margins; ``tall`` is its height in characters' pitches.

    A frame with more pixels than the strip is shrunk first, or dots between would be skipped and noise kept.
    """
    # A grid that was laid through noise may lie anywhere, and nowhere.
    corners = np.nan_to_num(corners, posinf=0.0, neginf=0.0)
    width, high = width_of(columns), tall * PITCH
    left, right = float(MARGIN), float(width - MARGIN)
    top, bottom = (HEIGHT - high) / 2, (HEIGHT + high) / 2
    wanted = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    to_frame = cv2.getPerspectiveTransform(wanted, corners.astype(np.float32))
    outline = np.array([[[0, 0], [width, 0], [width, HEIGHT], [0, HEIGHT]]], np.float32)
    seen = cv2.perspectiveTransform(outline, to_frame)[0]
    part, offset = _part(grey, seen)
    lengths = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3])
    shrink = columns * PITCH / max(float(max(lengths)), 1.0)
    if shrink < 0.75:
        small = cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        scale = small.shape[1] / part.shape[1], small.shape[0] / part.shape[0]
    else:
        small, scale = part, (1.0, 1.0)
    to_part = np.array([[scale[0], 0, -offset[0] * scale[0]], [0, scale[1], -offset[1] * scale[1]], [0, 0, 1.0]])
    pixels = cv2.warpPerspective(
        small,
        to_part @ to_frame,
        (width, HEIGHT),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Strip(np.asarray(pixels, np.uint8), cast("Matrix", np.asarray(to_frame, np.float64)))


def _part(grey: Grey, seen: Points) -> tuple[Grey, tuple[int, int]]:
    """The piece of the frame that these points span, at least one pixel, and where it begins."""
    height, width = grey.shape
    seen = np.nan_to_num(seen, posinf=0.0, neginf=0.0)
    left, top = (int(value) - 2 for value in np.floor(seen.min(0)))
    right, bottom = (int(value) + 3 for value in np.ceil(seen.max(0)))
    left, top = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
    right, bottom = min(max(right, left + 1), width), min(max(bottom, top + 1), height)
    return grey[top:bottom, left:right], (left, top)

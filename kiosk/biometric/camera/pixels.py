"""Frames as numpy arrays and back, without copying the pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kiosk.domain.face import Frame

Pixels = npt.NDArray[np.uint8]
"""``height`` × ``width`` × 3, blue-green-red; or ``height`` × ``width`` where a name says grey."""


def pixels_of(frame: Frame) -> Pixels:
    """The frame's pixels as a read-only view; it keeps the frame's memory alive."""
    pixels = np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)
    pixels.flags.writeable = False
    return pixels


def turned(pixels: Pixels, quarters: int) -> Pixels:
    """The picture turned clockwise by this many quarters, in memory of its own.

    OpenCV takes 0.1 to 3 ms for 1280 × 720, numpy 15.
    """
    from kiosk.biometric.networks.opencv import cv2

    turns = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return pixels.copy() if quarters % 4 == 0 else cv2.rotate(pixels, turns[quarters % 4]).astype(np.uint8, copy=False)


def frame_of(pixels: Pixels, captured_at: float = 0.0, sequence: int = 0) -> Frame:
    """A frame over these pixels; whoever calls must not write to them afterwards."""
    height, width, _ = pixels.shape
    return Frame(width, height, np.ascontiguousarray(pixels).reshape(-1).data, captured_at, sequence)

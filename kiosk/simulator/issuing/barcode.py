"""The card's QR code as a camera sees it: the symbol, a frame with the card held close, and that frame as a file."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""``height`` × ``width`` × 3 bytes, blue-green-red."""

QUIET_ZONE = 4
"""Modules of white around a symbol (ISO/IEC 18004 §9.1)."""

FRAME = (640, 480)
MODULE_PIXELS = 4
TILT_DEGREES = 4.0

_CARD_COLOUR = (214, 226, 222)
_NOISE = 4.0


def symbol(text: str) -> NDArray[np.uint8]:
    """The QR symbol of a text, one pixel a module with its quiet zone, 0 black and 255 white.

    The text goes in as UTF-8 bytes without an ECI, as on cards in the field; error correction level M. Raises
    ``ValueError`` for a text that no symbol holds.
    """
    parameters = cv2.QRCodeEncoder.Params()
    parameters.mode = cv2.QRCODE_ENCODER_MODE_BYTE
    parameters.correction_level = cv2.QRCODE_ENCODER_CORRECT_LEVEL_M
    try:
        modules = cv2.QRCodeEncoder.create(parameters).encode(text)
    except cv2.error as error:
        raise ValueError("the text does not fit into a QR code") from error
    # OpenCV draws a border of its own; the symbol itself begins at its finder patterns.
    rows, columns = np.nonzero(modules == 0)
    if not rows.size:
        raise ValueError("the text does not fit into a QR code")
    bare = modules[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return np.pad(bare, QUIET_ZONE, constant_values=255).astype(np.uint8)


def code_frame(
    text: str, *, size: tuple[int, int] = FRAME, module: int = MODULE_PIXELS, tilt: float = TILT_DEGREES
) -> Picture:
    """A frame of ``size`` (width, height) with the card so close that a module is ``module`` pixels wide.

    The card is tilted by ``tilt`` degrees and the sensor is a little noisy, the same way each time. Raises
    ``ValueError`` when the tilted code would not fit into the frame.
    """
    code = cv2.resize(symbol(text), None, fx=module, fy=module, interpolation=cv2.INTER_NEAREST)
    width, height = size
    side = code.shape[0]
    if side * (abs(np.cos(np.radians(tilt))) + abs(np.sin(np.radians(tilt)))) > min(size):
        raise ValueError(f"a code of {side} pixels does not fit into a frame of {width} × {height}")
    frame = np.full((height, width, 3), _CARD_COLOUR, np.uint8)
    top, left = (height - side) // 2, (width - side) // 2
    frame[top : top + side, left : left + side] = code[:, :, np.newaxis]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    seen = cv2.warpAffine(frame, turn, size, flags=cv2.INTER_AREA, borderValue=_CARD_COLOUR)
    noise = np.random.default_rng(0).normal(0.0, _NOISE, seen.shape)
    noisy: Picture = np.clip(seen + noise, 0, 255).astype(np.uint8)
    return noisy


def code_picture(text: str) -> bytes:
    """The frame of ``code_frame`` as a PNG file."""
    encoded, data = cv2.imencode(".png", code_frame(text))
    if not encoded:
        raise ValueError("the picture cannot be encoded")
    return data.tobytes()

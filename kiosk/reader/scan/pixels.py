"""Grey pictures of frames and parts of them, and the few filters that help a decoder."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.domain.face import Frame

Grey = npt.NDArray[np.uint8]
"""``height`` × ``width``, 0 is black."""

# More threads make these small pictures no faster and would take the screens' core.
cv2.setNumThreads(1)
# Its warnings, one a code with an ECI, go past the program's log, straight to the terminal.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def grey_of(frame: Frame) -> Grey:
    pixels = np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)
    return cast(Grey, cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))


def scaled(grey: Grey, factor: float) -> Grey:
    return cast(Grey, cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))


def sharpened(grey: Grey, sigma: float, amount: float) -> Grey:
    """Unsharp mask: ``amount`` times what a Gauss of ``sigma`` pixels takes away is added."""
    soft = cv2.GaussianBlur(grey, (0, 0), sigma)
    return cast(Grey, cv2.addWeighted(grey, 1.0 + amount, soft, -amount, 0.0))


def square_around(grey: Grey, middle: tuple[float, float], side: float, out: int) -> Grey:
    """The square of ``side`` pixels around a point as ``out`` × ``out`` pixels; beyond the picture its edge goes on."""
    if side > 2 * out:
        # Halved by averages first: sampling would skip whole modules.
        half = cast(Grey, cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
        return square_around(half, (middle[0] / 2, middle[1] / 2), side / 2, out)
    factor = out / side
    shift = (out - 1) / 2
    matrix = np.array([[factor, 0.0, shift - factor * middle[0]], [0.0, factor, shift - factor * middle[1]]])
    square = cv2.warpAffine(grey, matrix, (out, out), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return cast(Grey, square)

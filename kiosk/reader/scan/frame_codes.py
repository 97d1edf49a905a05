"""QR codes out of camera frames, by zxing-cpp. The decoder and OpenCV are imported at the first frame."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kiosk.domain.face import Frame

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Grey = npt.NDArray[np.uint8]

DEFAULT_SECONDS = 0.15
"""Time for one frame, so that a cluttered picture does not hold up the next one."""

MAX_DOUBLED_PIXELS = 1920 * 1080
"""Larger frames have pixels enough; doubling them would cost more than the next frame."""

MIN_SIDE = 21
"""The smallest QR code has this many modules."""

SHARPEN_SIGMA = 2.0
SHARPEN_AMOUNT = 1.5


def read_codes(
    frame: Frame, seconds: float = DEFAULT_SECONDS, monotonic: Callable[[], float] = time.monotonic
) -> tuple[str, ...]:
    """The texts of the QR codes in a frame, each once; empty when there is none, or none that is UTF-8.

    The frame is tried as it is, then doubled, then doubled and sharpened: on synthetic card frames each look found
    codes that the one before had missed, and none was ever read wrong, because Reed-Solomon gives a code whole or
    not at all. No contrast stretching or thresholding: the decoder's own does better. A look that would begin after
    ``seconds`` is left out. Only QR codes are looked for, because one-dimensional codes appear out of noise.
    """
    if min(frame.width, frame.height) < MIN_SIDE:
        return ()
    end = monotonic() + seconds
    for look in _looks(frame):
        texts = _decode(look)
        if texts or monotonic() >= end:
            return texts
    return ()


def _looks(frame: Frame) -> Iterator[Grey]:
    import cv2
    import numpy as np

    pixels = np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    yield grey
    if grey.size > MAX_DOUBLED_PIXELS:
        return
    doubled = np.asarray(cv2.resize(grey, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_CUBIC), np.uint8)
    yield doubled
    soft = cv2.GaussianBlur(doubled, (0, 0), SHARPEN_SIGMA)
    yield np.asarray(cv2.addWeighted(doubled, 1.0 + SHARPEN_AMOUNT, soft, -SHARPEN_AMOUNT, 0.0), np.uint8)


def _decode(grey: Grey) -> tuple[str, ...]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2), try_rotate=False, try_invert=False
    )
    texts = (_text(code.bytes) for code in found)
    return tuple(dict.fromkeys(text for text in texts if text))


def _text(content: bytes) -> str:
    """The content as UTF-8; empty when it is not, rather than text with wrong letters."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return ""

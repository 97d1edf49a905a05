"""Light evened out: what the networks of this room see of a picture."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
"""Rows × columns of brightness."""

Evened = npt.NDArray[np.float32]

WINDOW = 41
"""Pixels of the square whose mean and spread a pixel is measured by: three to four characters of a strip."""

FLOOR = 5.0
"""Added to the spread, so that the noise of an empty field does not become a picture."""

MOST = 3.0


def evened(grey: Grey) -> Evened:
    """Each pixel's distance from the mean around it in spreads around it, within ±``MOST``.

    A shadow, a dark hall and the slope beside a glare spot vanish; what is burnt out stays empty.
    """
    pixels = grey.astype(np.float32)
    mean = cv2.boxFilter(pixels, cv2.CV_32F, (WINDOW, WINDOW), borderType=cv2.BORDER_REPLICATE)
    square = cv2.boxFilter(pixels * pixels, cv2.CV_32F, (WINDOW, WINDOW), borderType=cv2.BORDER_REPLICATE)
    spread = np.sqrt(np.maximum(square - mean * mean, 0.0)) + FLOOR
    return cast("Evened", np.clip((pixels - mean) / spread, -MOST, MOST))

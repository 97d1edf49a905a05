"""Where on a frame QR codes may be: WeChat's detector, a network of 1 MB that OpenCV runs (``models/README.md``)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scan.pixels import Grey
from kiosk.reader.scan.region import Region

MODELS = Path(__file__).parent / "models"
MAX_MODEL_BYTES = 4 * 1024 * 1024

SHA_256 = {
    "detect.prototxt": "e8acfc395caf443a47f15686a9b9207b36cb8f7e6ceb8fbaf6466665e68a9466",
    "detect.caffemodel": "cc49b8c9babaf45f3037610fe499df38c8819ebda29e90ca9f2e33270f6ef809",
}

INPUT_PIXELS = 400 * 400
"""What the network is shown of a frame, at the frame's shape; it was trained on pictures of about this size."""

MAX_REGIONS = 3

MIN_SIDE = 32
"""Pixels: a card's code of 41 modules or more is not read from less."""


class CodeDetector:
    """The loaded network; for one thread. Some 10 ms of processor time a frame, whatever its size."""

    def __init__(self, folder: Path = MODELS) -> None:
        """Load it, 10 ms. Raises ``Fault(CODE_DETECTOR_BROKEN)`` for a file that is missing or not the one shipped."""
        layers, weights = (_checked(folder / name, digest) for name, digest in SHA_256.items())
        try:
            self._net = cv2.dnn.readNetFromCaffe(layers, weights)
        except (cv2.error, AttributeError) as error:
            # OpenCV 5 has no importer for Caffe's format any more.
            raise Fault(FaultCode.CODE_DETECTOR_BROKEN, "OpenCV cannot load it") from error

    def regions(self, grey: Grey) -> tuple[Region, ...]:
        """At most ``MAX_REGIONS``, the likeliest first."""
        height, width = grey.shape
        shrink = (INPUT_PIXELS / (width * height)) ** 0.5
        shown = cv2.resize(grey, (max(1, round(width * shrink)), max(1, round(height * shrink))))
        self._net.setInput(cv2.dnn.blobFromImage(shown, 1 / 255.0), "data")
        # Rows of image, label, confidence, left, top, right, bottom; places as shares of the picture.
        rows = np.asarray(self._net.forward("detection_output")).reshape(-1, 7)
        boxes = [row for row in rows if row[1] == 1 and np.isfinite(row).all()]
        likeliest = sorted(boxes, key=lambda row: -float(row[2]))[:MAX_REGIONS]
        scale = np.array([width, height, width, height])
        regions = (_region(np.clip(row[3:], 0.0, 1.0) * scale) for row in likeliest)
        return tuple(region for region in regions if region.side >= MIN_SIDE)


def _region(box: np.ndarray) -> Region:
    left, top, right, bottom = (float(one) for one in box)
    return Region(((left + right) / 2, (top + bottom) / 2), max(right - left, bottom - top, 1.0))


def _checked(path: Path, digest: str) -> npt.NDArray[np.uint8]:
    try:
        if path.stat().st_size > MAX_MODEL_BYTES:
            raise Fault(FaultCode.CODE_DETECTOR_BROKEN, f"{path.name}: larger than {MAX_MODEL_BYTES} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise Fault(FaultCode.CODE_DETECTOR_BROKEN, f"{path.name}: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise Fault(FaultCode.CODE_DETECTOR_BROKEN, f"{path.name}: SHA-256 is not the shipped file's")
    # As an array: OpenCV takes bytes for the name of a file.
    return np.frombuffer(content, np.uint8)

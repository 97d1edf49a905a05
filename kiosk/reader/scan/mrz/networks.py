"""The two networks of this room: found beside the code, held to their hashes, run by OpenCV on one thread."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.reader.scan.mrz.light import Evened

WEIGHTS = Path(__file__).with_name("weights")

MAX_BYTES = 4 * 1024 * 1024
"""Both files together have less than a quarter of it."""

Cells = npt.NDArray[np.float32]
"""Channels × rows × columns: what a network says of each cell of a picture."""


class NetworkMissingError(Exception):
    """A file of weights is not there or not the one that was shipped; the message names the file."""


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A file of weights as it was shipped. ``stride`` is the side of its cells in pixels."""

    name: str
    sha256: str
    stride: int
    channels: int

    def read(self, folder: Path = WEIGHTS) -> bytes:
        """Its bytes; raises ``NetworkMissingError`` unless the hash is the shipped one."""
        path = folder / self.name
        try:
            if path.stat().st_size > MAX_BYTES:
                raise NetworkMissingError(f"{self.name}: larger than {MAX_BYTES} bytes")
            content = path.read_bytes()
        except OSError as error:
            raise NetworkMissingError(f"{self.name}: {error.strerror}") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise NetworkMissingError(f"{self.name}: SHA-256 is not the shipped one")
        return content


LOCATOR = WeightFile(
    "locator.onnx", "41714ff0d74d34709f735164595be3d219931a807b783e875b74354784eea424", stride=8, channels=4
)
RECOGNISER = WeightFile(
    "recogniser.onnx", "c2e18f96c25715d04de929d2945562f6a792d5f6cf7285aba13f1473c2857b2a", stride=4, channels=40
)


class Network:
    """One network; one thread at a time."""

    def __init__(self, file: WeightFile, folder: Path = WEIGHTS) -> None:
        """Raises ``NetworkMissingError``."""
        self._file = file
        try:
            self._net = cv2.dnn.readNetFromONNX(np.frombuffer(file.read(folder), np.uint8))
        except cv2.error as error:
            raise NetworkMissingError(f"{file.name}: {error.code}") from error
        # Two threads make networks this small no faster and would take the screens' core.
        cv2.setNumThreads(1)

    def cells(self, picture: Evened) -> Cells:
        """What it says of a picture whose sides are multiples of the stride."""
        self._net.setInput(picture[None, None])
        return cast("Cells", np.asarray(self._net.forward(), np.float32)[0])

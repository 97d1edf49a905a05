"""Whether what is beside the head stays where it is while the face moves: before a camera that stands still it does,
on a print or a screen that fills the picture and is held in a hand it moves along.

A doubt and no more: somebody may knock against the kiosk, and what stands on a stand does not move.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.liveness.shape import middle_of
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessReason

WIDTH = 320
"""Pixels across to which pictures are shrunk: a quarter of a pixel can still be told there."""

APART_SECONDS = (0.35, 0.8)
"""Between two frames that are compared: a swaying head has moved by then."""

REMEMBERED = 32

MOVED, MOVED_PIXELS = 0.05, 1.5
"""Of a face that has moved: in eye distances (3 mm), and in pixels of the shrunk picture."""

HEAD = 0.95
"""Half widths of what is left out around the middle of the face, in widths of its box."""

SHOULDERS = 0.9
"""What lies below this share of the face's box is left out: shoulders move along with the head."""

NARROWEST = 24
PLAIN = 6.0
"""Grey levels of standard deviation below which a wall shows too little to follow."""

CERTAIN = 0.15
"""Of OpenCV's phase correlation: below, the strip does not look like itself any more."""

ALONG = 0.4
"""Share of the face's way that the strips go too, on average. Beside the faces of three video clips it was 0.14 at most
in 99 of 100 movements (docs/biometrics.md), on a print that is also tilted while it moves it varies about 1."""

LOOKS = 4
"""Movements of the face after which something is said."""

MOSTLY = 0.75
"""Share of them with which the surroundings must have moved along, to be a doubt."""

_Grey = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Seen:
    at: float
    grey: _Grey = field(repr=False)
    middle: tuple[float, float]
    unit: float
    strips: tuple[tuple[slice, slice], ...]


class Surroundings:
    """Compares frames of one person with those half a second before."""

    def __init__(self) -> None:
        self._seen: deque[_Seen] = deque(maxlen=REMEMBERED)
        self._along = self._apart = 0

    def look(self, pixels: Pixels, face: FaceFound, at: float) -> None:
        """Take note of a frame in which the person's face was found."""
        now = _seen(pixels, face, at)
        least, most = APART_SECONDS
        while self._seen and at - self._seen[0].at > most:
            self._seen.popleft()
        if self._seen and at - self._seen[0].at >= least:
            along = _moved_along(self._seen[0], now)
            self._along += along is True
            self._apart += along is False
        self._seen.append(now)

    def forget(self) -> None:
        """The person was lost from sight: frames before and after are not compared."""
        self._seen.clear()

    @property
    def finding(self) -> LivenessFinding:
        looks = self._along + self._apart
        if looks < LOOKS:
            return LivenessFinding(LivenessPart.SURROUNDINGS, CheckStatus.NOT_DONE, LivenessReason.NOTHING_TO_COMPARE)
        if self._along >= MOSTLY * looks:
            return LivenessFinding(LivenessPart.SURROUNDINGS, CheckStatus.NOT_DONE, LivenessReason.MOVES_ALONG)
        return LivenessFinding(LivenessPart.SURROUNDINGS, CheckStatus.PASSED)


def _seen(pixels: Pixels, face: FaceFound, at: float) -> _Seen:
    shrink = WIDTH / pixels.shape[1]
    size = WIDTH, max(1, round(pixels.shape[0] * shrink))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    across, down = middle_of(face.points)
    middle, half = (face.left + face.width / 2) * shrink, HEAD * face.width * shrink
    bottom = min(size[1], int((face.top + SHOULDERS * face.height) * shrink))
    sides = (0, int(middle - half)), (int(middle + half), WIDTH)
    strips = tuple(
        (slice(0, bottom), slice(max(0, left), right))
        for left, right in sides
        if min(right - max(0, left), bottom) >= NARROWEST
    )
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return _Seen(at, grey, (across * shrink, down * shrink), face.eye_distance * shrink, strips)


def _moved_along(before: _Seen, now: _Seen) -> bool | None:
    """Whether the surroundings went where the face went; ``None`` where it did not move, or nothing can be told."""
    way = np.subtract(now.middle, before.middle)
    far = float(np.hypot(*way))
    if far < max(MOVED_PIXELS, MOVED * before.unit):
        return None
    went = [float(one @ way) / far**2 for one in _ways(before, now)]
    return sum(went) / len(went) >= ALONG if went else None


def _ways(before: _Seen, now: _Seen) -> Iterator[npt.NDArray[np.float64]]:
    """Where each strip beside the head has gone, in pixels of the shrunk picture."""
    for rows, columns in before.strips:
        one, other = before.grey[rows, columns], now.grey[rows, columns]
        if one.shape != other.shape or float(one.std()) < PLAIN:
            continue
        window = cv2.createHanningWindow((one.shape[1], one.shape[0]), cv2.CV_32F)
        shift, response = cv2.phaseCorrelate(one, other, window)
        if response >= CERTAIN:
            yield np.asarray(shift, np.float64)

"""Hints that the pictures do not come from a camera: its name, repeated frames, times that no camera keeps.

They are for staff. Whoever can inject pictures well leaves none of these marks; that they are absent proves nothing.
"""

from __future__ import annotations

import hashlib
from collections import deque
from itertools import pairwise
from statistics import pstdev

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.liveness.origin import PictureOrigin
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessReason

REMEMBERED = 90
"""Frames: three to nine seconds."""

REPEATS = 5
"""Frames that came before, bit by bit, among those remembered. A sensor's noise never repeats itself; a driver may
hand out one frame twice."""

BLACK = 16
"""Pictures no brighter than this are a covered lens: they repeat themselves without anybody's doing."""

FASTEST_SECONDS = 1 / 400
TOO_FAST = 5

REGULAR_FRAMES = 30
REGULAR_SECONDS = 20e-6
"""Standard deviation of the time between frames: a thread that waits for a real camera wakes up less evenly."""


class InjectionHints:
    """Takes note of every frame of one check, with or without a face."""

    def __init__(self, origin: PictureOrigin) -> None:
        self._origin = origin
        self._times: deque[float] = deque(maxlen=REMEMBERED)
        self._prints: deque[bytes] = deque(maxlen=REMEMBERED)
        self._repeats = 0
        self._backwards = False

    def see(self, pixels: Pixels, at: float) -> None:
        """Take note of a frame that was taken at this monotonic time."""
        self._backwards = self._backwards or (bool(self._times) and at <= self._times[-1])
        self._times.append(at)
        sample = pixels[::8, ::8]
        if sample.max(initial=0) > BLACK:
            mark = hashlib.blake2b(sample.tobytes(), digest_size=16).digest()
            self._repeats += mark in self._prints
            self._prints.append(mark)

    @property
    def finding(self) -> LivenessFinding:
        if not self._origin.device:
            return LivenessFinding(LivenessPart.INJECTION, CheckStatus.NOT_DONE, LivenessReason.NO_DEVICE)
        reason = self._reason()
        if reason is not None:
            return LivenessFinding(LivenessPart.INJECTION, CheckStatus.FAILED, reason)
        return LivenessFinding(LivenessPart.INJECTION, CheckStatus.PASSED)

    def _reason(self) -> LivenessReason | None:
        if self._origin.virtual:
            return LivenessReason.VIRTUAL_CAMERA
        if self._repeats >= REPEATS:
            return LivenessReason.REPEATED_FRAMES
        gaps = [after - before for before, after in pairwise(self._times)]
        too_fast = sum(gap < FASTEST_SECONDS for gap in gaps) >= TOO_FAST
        too_even = len(gaps) >= REGULAR_FRAMES and pstdev(gaps) < REGULAR_SECONDS
        return LivenessReason.IMPOSSIBLE_TIMING if self._backwards or too_fast or too_even else None

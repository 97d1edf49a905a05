"""Depth from motion: a head that turns shows parallax, a picture that is turned only becomes narrower."""

from __future__ import annotations

from collections import deque
from statistics import median

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessReason

SMOOTHED_OVER = 3

DEEP = 0.20
"""Range of the smoothed parallax that no flat or bent picture of our synthetic ones reached (docs/biometrics.md)."""

TURNED_TO = 0.78
"""A face this much narrower than straight on was turned, or its picture was."""

FLAT = 0.06
FLAT_FRAMES = 4


class Depth:
    """Gathers the parallax of one person's face."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=SMOOTHED_OVER)
        self._low = self._high = 0.0
        self._narrow: list[float] = []

    def look(self, parallax: float, narrowed: float) -> None:
        """Take note of one frame."""
        self._recent.append(parallax)
        smooth = median(self._recent)
        if len(self._recent) == SMOOTHED_OVER:
            self._low, self._high = min(self._low, smooth), max(self._high, smooth)
        if narrowed <= TURNED_TO:
            self._narrow.append(abs(parallax))

    @property
    def finding(self) -> LivenessFinding:
        if self._high - self._low >= DEEP:
            return LivenessFinding(LivenessPart.DEPTH, CheckStatus.PASSED)
        if len(self._narrow) >= FLAT_FRAMES and median(self._narrow) <= FLAT:
            return LivenessFinding(LivenessPart.DEPTH, CheckStatus.FAILED, LivenessReason.FLAT)
        return LivenessFinding(LivenessPart.DEPTH, CheckStatus.NOT_DONE, LivenessReason.NO_TURN_SEEN)

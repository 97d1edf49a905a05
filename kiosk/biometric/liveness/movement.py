"""Two things that every living head does: it is never quite still, and it does not leap across the picture."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.biometric.liveness.shape import middle_of
from kiosk.biometric.networks.detection import FaceFound
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessReason

STILL = 0.02
"""In eye distances, 1.3 mm: the points of a face on a picture that does not move waver by half of that and less
(docs/biometrics.md), a standing person sways by several millimetres."""

STILL_SECONDS = 3.0
MIN_FRAMES = 4

LEAP = 1.5
"""In eye distances from one frame to the next: a head that moves at 0.5 m/s needs 0.2 s for it."""

LEAP_SECONDS = 0.3
"""Frames further apart say nothing about leaps: a camera of two frames a second is no proof of anything."""

GROWN = 1.6
"""A face whose size changes by this between such frames is another one, or another picture."""


class Movement:
    """Whether the face has moved at all since it was seen first."""

    def __init__(self) -> None:
        self._first_at: float | None = None
        self._last_at = 0.0
        self._frames = 0
        self._low = self._high = (0.0, 0.0)
        self._moved = False

    def look(self, face: FaceFound, at: float) -> None:
        """Take note of the face in a frame taken at this monotonic time."""
        unit = max(face.eye_distance, 1.0)
        across, down = middle_of(face.points)
        if self._first_at is None:
            self._first_at, self._low, self._high = at, (across, down), (across, down)
        self._low = min(self._low[0], across), min(self._low[1], down)
        self._high = max(self._high[0], across), max(self._high[1], down)
        way = max(self._high[0] - self._low[0], self._high[1] - self._low[1])
        self._moved = self._moved or way >= STILL * unit
        self._frames += 1
        self._last_at = at

    @property
    def finding(self) -> LivenessFinding:
        if self._moved:
            return LivenessFinding(LivenessPart.MOVEMENT, CheckStatus.PASSED)
        long = self._first_at is not None and self._last_at - self._first_at >= STILL_SECONDS
        if long and self._frames >= MIN_FRAMES:
            return LivenessFinding(LivenessPart.MOVEMENT, CheckStatus.FAILED, LivenessReason.STILL_PICTURE)
        return LivenessFinding(LivenessPart.MOVEMENT, CheckStatus.NOT_DONE, LivenessReason.TOO_FEW_FRAMES)


@dataclass(frozen=True, slots=True)
class _Place:
    across: float
    down: float
    unit: float
    at: float


class Continuity:
    """Whether the face went from frame to frame without a leap."""

    def __init__(self) -> None:
        self._last: _Place | None = None

    def leapt(self, face: FaceFound, at: float) -> bool:
        """Take note of the face; whether it cannot have come here from where it was in the frame before."""
        across, down = face.center
        # The height of the box: the distance between the eyes shrinks when a head turns away.
        place = _Place(across, down, max(face.height / 3.0, 1.0), at)
        last, self._last = self._last, place
        if last is None or not 0.0 <= at - last.at <= LEAP_SECONDS:
            return False
        way = max(abs(place.across - last.across), abs(place.down - last.down))
        sizes = place.unit / last.unit
        return way > LEAP * last.unit or not 1.0 / GROWN <= sizes <= GROWN

    def forget(self) -> None:
        """Nobody was seen: the next face may be anywhere."""
        self._last = None

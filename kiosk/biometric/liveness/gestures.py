"""How much of each movement one frame shows: turns by the parallax, expressions over the person's own rest."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median_low

from kiosk.biometric.liveness.shape import TURNED
from kiosk.domain.liveness import Challenge

STRAIGHT = 0.05
"""Parallax of a head that looks straight again."""

EYES_SHUT, MOUTH_OPEN = 0.30, 0.30
"""By how much the blendshape score must rise above this person's own. Of 78 blinks in three video clips of two people
who speak, 94 % rose by that or more, half of them by 0.50; their mouths by up to 0.68 (docs/biometrics.md)."""

EXPRESSION_SECONDS = 0.4
"""For how long eyes are shut or a mouth is open that somebody shuts or opens on request: in those clips 58 of 62 times
the eyes were open again sooner."""

RELAXED = 0.5
"""Share of that rise below which the expression is over."""

HELD_FRAMES = 2
"""Frames in a row that must show a movement: one alone may be the detector's mistake."""

RESTS = 5
"""Readings of a face that looks straight whose median is the person's rest: one alone may be a blink."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one frame says: the parallax, and where networks read the face, how far eyes are shut and the mouth is open.

    ``at``: monotonic seconds. ``frontal``: the face is good enough to be compared, and known well enough for a turn to
    be measured. ``same_face``: whether it is the face of before; ``None`` in frames in which it was not compared.
    """

    at: float
    parallax: float
    frontal: bool
    same_face: bool | None = None
    eyes_shut: float | None = None
    mouth_open: float | None = None


class Held:
    """For how many frames in a row, and since when, something has been shown."""

    def __init__(self) -> None:
        self._frames = 0
        self._since = 0.0

    def look(self, shown: bool, at: float, seconds: float = 0.0) -> bool:
        """Take note of a frame; whether it has been shown for ``HELD_FRAMES`` and for so many seconds."""
        if shown and not self._frames:
            self._since = at
        self._frames = self._frames + 1 if shown else 0
        return self._frames >= HELD_FRAMES and at - self._since >= seconds


class Rest:
    """The expression of a person of whom nothing is asked: what their eyes and mouth read while they look straight."""

    def __init__(self) -> None:
        self._eyes: deque[float] = deque(maxlen=RESTS)
        self._mouth: deque[float] = deque(maxlen=RESTS)

    def look(self, measured: Measured) -> None:
        """Take note of a face that looks straight."""
        if measured.eyes_shut is not None and measured.mouth_open is not None:
            self._eyes.append(measured.eyes_shut)
            self._mouth.append(measured.mouth_open)

    def shut(self, measured: Measured) -> float:
        """The share of shut eyes; 0 where nothing was read."""
        return _risen(measured.eyes_shut, self._eyes) / EYES_SHUT

    def opened(self, measured: Measured) -> float:
        """The share of an opened mouth; 0 where nothing was read."""
        return _risen(measured.mouth_open, self._mouth) / MOUTH_OPEN


def looks_straight(measured: Measured, rest: Rest) -> bool:
    """Whether the face looks straight at the camera and shows no expression that was asked for."""
    straight = measured.frontal and abs(measured.parallax) <= STRAIGHT
    return straight and max(rest.shut(measured), rest.opened(measured)) < RELAXED


def shown(asked: Challenge, measured: Measured, rest: Rest) -> float:
    """The share of the movement that is asked for: 1 and more is all of it, below 0 a turn to the other side.

    A head that turns to the person's own left shows its nose further to the image's right.
    """
    match asked:
        case Challenge.TURN_LEFT:
            return measured.parallax / TURNED
        case Challenge.TURN_RIGHT:
            return -measured.parallax / TURNED
        case Challenge.BLINK:
            return rest.shut(measured)
        case Challenge.OPEN_MOUTH:
            return rest.opened(measured)
        case Challenge.LOOK_STRAIGHT:
            return float(looks_straight(measured, rest))


def turned_instead(asked: Challenge, measured: Measured) -> float:
    """The share of a turn that is *not* asked for."""
    turned = measured.parallax / TURNED
    match asked:
        case Challenge.TURN_LEFT:
            return -turned
        case Challenge.TURN_RIGHT:
            return turned
        case _:
            return abs(turned)


def expressed_instead(asked: Challenge, measured: Measured, rest: Rest) -> float:
    """The share of an expression that is *not* asked for; of a turned face none is told."""
    if abs(measured.parallax) > STRAIGHT:
        return 0.0
    shares = {Challenge.BLINK: rest.shut(measured), Challenge.OPEN_MOUTH: rest.opened(measured)}
    return max(share for expression, share in shares.items() if expression is not asked)


def _risen(now: float | None, before: deque[float]) -> float:
    """How far a score lies above the person's own."""
    return max(0.0, now - median_low(before)) if now is not None and before else 0.0

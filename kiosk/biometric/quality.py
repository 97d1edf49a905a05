"""When a face is good enough: the gates on its quality, the hint for the person, and a rank among frames."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import attrgetter

from kiosk.domain.face import Covering, FaceHint, FaceQuality


@dataclass(frozen=True, slots=True)
class Gate:
    """Bounds of one measure.

    Outside ``good`` the person gets ``hint``; outside ``usable`` the face is not compared at all. ``good`` lies
    between the good and the bad pictures of the measurements in docs/biometrics.md. ``usable`` is wider and our own
    choice: the thresholds were measured on unposed photographs, so a face that is merely not ideal may be compared.
    """

    measure: str
    good: tuple[float, float]
    usable: tuple[float, float]
    hint: FaceHint

    def value_of(self, quality: FaceQuality) -> float:
        return abs(float(attrgetter(self.measure)(quality)))


NO_LIMIT = math.inf

GATES = (
    Gate("eye_distance", (60, NO_LIMIT), (40, NO_LIMIT), FaceHint.CLOSER),
    Gate("yaw", (0, 0.12), (0, 0.25), FaceHint.LOOK_STRAIGHT),
    Gate("roll", (0, 10), (0, 25), FaceHint.LOOK_STRAIGHT),
    Gate("luma", (70, NO_LIMIT), (40, NO_LIMIT), FaceHint.MORE_LIGHT),
    Gate("dark", (0, 0.15), (0, 0.40), FaceHint.MORE_LIGHT),
    Gate("asymmetry", (0, 0.40), (0, 0.60), FaceHint.MORE_LIGHT),
    Gate("luma", (0, 200), (0, 230), FaceHint.LESS_LIGHT),
    Gate("bright", (0, 0.15), (0, 0.40), FaceHint.LESS_LIGHT),
    Gate("sharpness", (150, NO_LIMIT), (60, NO_LIMIT), FaceHint.HOLD_STILL),
    Gate("eyes_shut", (0, 0.55), (0, 1), FaceHint.OPEN_EYES),
    Gate("mouth_open", (0, 0.25), (0, 1), FaceHint.CLOSE_MOUTH),
)
"""In the order of ``FaceHint``: the first gate that is not passed gives the hint."""


LIGHT_HINTS = frozenset({FaceHint.MORE_LIGHT, FaceHint.LESS_LIGHT})

COVERING_HINTS = {
    Covering.MASK: FaceHint.REMOVE_MASK,
    Covering.SUNGLASSES: FaceHint.REMOVE_SUNGLASSES,
    Covering.HAT: FaceHint.REMOVE_HAT,
}

COVERED_WORTH = 0.2
"""Of a covered face's rank: any bare one comes before it, and it is compared when there is no other."""

CHIP_GATES = (
    ("sharpness", 12.0, 5000.0),
    ("luma", 20.0, 240.0),
    ("bright", 0.0, 0.70),
    ("yaw", 0.0, 0.35),
)
"""Bounds of the chip portrait's face, where genuine scores of the fixtures begin to fall towards the threshold
(docs/biometrics.md): a portrait can only be taken as it is, so they are wider than those of a live face."""


def hint_for(quality: FaceQuality) -> FaceHint:
    """The most helpful hint for a face of this quality; ``GOOD`` when every gate is passed and nothing covers it."""
    failed = [gate.hint for gate in GATES if not _within(gate.value_of(quality), gate.good)]
    worn = [COVERING_HINTS[covering] for covering in quality.coverings]
    return min([*failed, *worn, FaceHint.GOOD], key=list(FaceHint).index)


def first_fault(quality: FaceQuality) -> str | None:
    """The first measure of a chip portrait's face that lies outside ``CHIP_GATES``."""
    return next((name for name, low, high in CHIP_GATES if not low <= abs(float(getattr(quality, name))) <= high), None)


def is_usable(quality: FaceQuality) -> bool:
    """Whether the face may be compared."""
    return all(_within(gate.value_of(quality), gate.usable) for gate in GATES)


def is_badly_lit(quality: FaceQuality) -> bool:
    """Whether only its light keeps the face from being compared."""
    failed = [gate for gate in GATES if not _within(gate.value_of(quality), gate.usable)]
    return bool(failed) and all(gate.hint in LIGHT_HINTS for gate in failed)


def rank(quality: FaceQuality) -> float:
    """A number that is greater for the better of two frames of one person, 0 to 1. It orders frames, predicts nothing.

    Sharpness counts most, by its logarithm: among simulated frames of one person it went along with the score, while
    pose and light within what is usable hardly did (docs/biometrics.md, best frames).
    """
    factors = (
        _share(math.log(max(quality.sharpness, 1.0) / 30.0), math.log(1500.0 / 30.0)),
        math.sqrt(_share(quality.eye_distance, 90.0)),
        _least(0.7, _share(abs(quality.yaw), 0.25)),
        _least(0.7, _share(abs(quality.roll), 25.0)),
        _least(0.7, _share(abs(quality.luma - 125.0), 125.0)),
        _least(0.7, _share(max(quality.dark, quality.bright), 0.40)),
        _least(0.7, _share(quality.asymmetry, 0.60)),
        _share(quality.detection, 1.0),
        _least(0.5, _share(quality.eyes_shut, 1.0)),
        _least(0.7, _share(quality.mouth_open, 1.0)),
        COVERED_WORTH if quality.coverings else 1.0,
    )
    return math.prod(factors)


def _least(least: float, share: float) -> float:
    """From 1 where ``share`` is 0 down to ``least`` where it is 1."""
    return 1.0 - (1.0 - least) * share


def _within(value: float, bounds: tuple[float, float]) -> bool:
    low, high = bounds
    return low <= value <= high


def _share(value: float, whole: float) -> float:
    return min(max(value / whole, 0.0), 1.0)

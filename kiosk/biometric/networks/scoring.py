"""From similarities to a score, and from a score to what its calibration says of it; pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from kiosk.biometric.networks.manifest import Calibration, EngineModel, OperatingPoint, Scale
from kiosk.domain.face import Bound, FalseMatchEstimate
from kiosk.domain.faults import Fault, FaultCode


def score_of(engine: EngineModel, similarities: Sequence[float]) -> float:
    """One score of the similarities of the engine's parts, in their order."""
    offset, slopes = straight_line(engine)
    return offset + math.fsum(slope * one for slope, one in zip(slopes, similarities, strict=True))


def straight_line(engine: EngineModel) -> tuple[float, tuple[float, ...]]:
    """A score as ``offset + Σ slope · similarity``, with a slope for each part.

    On the scale z it is ``Σ weight · (similarity − impostor mean) / impostor sd``, so that each recogniser counts in
    units of what strangers scatter by.
    """
    if engine.scale is Scale.SIMILARITY:
        return 0.0, (1.0,)
    slopes = tuple(part.weight / part.impostor_sd for part in engine.parts)
    offset = -math.fsum(slope * part.impostor_mean for slope, part in zip(slopes, engine.parts, strict=True))
    return offset, slopes


def operating_point(calibration: Calibration, false_match_rate: float) -> OperatingPoint:
    """The threshold for this rate; raises ``Fault(SETTINGS_MALFORMED)`` when it was not measured, naming those."""
    for point in calibration.operating_points:
        if math.isclose(point.false_match_rate, false_match_rate, rel_tol=1e-6):
            return point
    offered = ", ".join(f"{point.false_match_rate:g}" for point in calibration.operating_points)
    raise Fault(
        FaultCode.SETTINGS_MALFORMED, f"no threshold for a false-match rate of {false_match_rate:g}, only {offered}"
    )


def false_matches_at(calibration: Calibration, score: float) -> FalseMatchEstimate:
    """How often strangers of the calibration data scored at least this.

    Between two measured points the logarithm of the rate is read off a straight line; beyond the first and the last
    nothing is claimed but that the rate is greater or smaller than theirs.
    """
    points = calibration.measured
    (least, greatest_rate), (most, smallest_rate) = points[0], points[-1]
    if score < least:
        return FalseMatchEstimate(greatest_rate, Bound.AT_LEAST)
    if score >= most:
        return FalseMatchEstimate(smallest_rate, Bound.AT_MOST)
    for (low, low_rate), (high, high_rate) in pairwise(points):
        if score < high:
            share = (score - low) / (high - low)
            return FalseMatchEstimate(low_rate ** (1.0 - share) * high_rate**share, Bound.ABOUT)
    raise AssertionError("the measured points rise with the score")

"""Scores with labels become a calibration, or a refusal that says how many pairs are lacking; pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kiosk.biometric.evaluation.statistics import (
    Rate,
    Scores,
    Threshold,
    equal_error_rate,
    share_at_least,
    threshold_at,
)
from kiosk.biometric.networks.manifest import Calibration, OperatingPoint
from kiosk.domain.faults import Fault, FaultCode

FALSE_MATCH_RATES = (1e-2, 1e-3, 1e-4)

NEEDED_RATES = (1e-2, 1e-3)
"""Without these an engine can neither accept nor hand over to a person."""

LEAST_FALSE_MATCHES = 10
"""A threshold that rests on fewer impostor pairs is not given: its rate would be known to a factor of two at best."""

TRUSTED_FALSE_MATCHES = 30
"""From here a rate is known to about 30 % (the "rule of 30", ISO/IEC 19795-1, annex B); below, the report warns."""

MOST_NOT_ACQUIRED = 0.2
"""Of impostor pairs: where more pictures have no face, the scores are those of a lucky rest."""


@dataclass(frozen=True, slots=True)
class LabelledScores:
    """Scores of pairs of one person and of two. −∞ stands for a pair of which a face was not found."""

    genuine: Scores = field(repr=False)
    impostors: Scores = field(repr=False)


@dataclass(frozen=True, slots=True)
class MeasuredCalibration:
    """A calibration with what a reader needs to judge it.

    ``lacking`` are the false-match rates without a threshold, each with the impostor pairs that it would take;
    ``genuine_accepted`` the true-match rate at each threshold.
    """

    calibration: Calibration
    thresholds: tuple[Threshold, ...]
    lacking: Mapping[float, int]
    impostor_mean: float
    impostor_sd: float
    impostor_pairs: int
    genuine_pairs: int
    equal_error_rate: float
    genuine_accepted: Mapping[float, Rate]


def pairs_needed(rate: float) -> int:
    """Impostor pairs without which there is no threshold for this rate."""
    return math.ceil(LEAST_FALSE_MATCHES / rate - 1e-6)


def calibrate(scores: LabelledScores, data: str) -> MeasuredCalibration:
    """Thresholds from impostor scores; ``data`` says in words what was measured.

    Raises ``Fault(CALIBRATION_REFUSED)`` when there are too few impostor pairs for 1e-3, too many of them without a
    face, or when impostors all score alike.
    """
    impostors = scores.impostors
    needed = max(pairs_needed(rate) for rate in NEEDED_RATES)
    if impostors.size < needed:
        raise _refused(f"{impostors.size} impostor pairs; {min(NEEDED_RATES):g} needs {needed}")
    found = impostors[np.isfinite(impostors)]
    if found.size < (1 - MOST_NOT_ACQUIRED) * impostors.size:
        raise _refused(f"no face in {1 - found.size / impostors.size:.0%} of the impostor pairs")
    mean, sd = float(found.mean(dtype=np.float64)), float(found.std(dtype=np.float64))
    if not sd > 1e-6:
        raise _refused("the impostor scores are all alike")
    possible = [rate for rate in FALSE_MATCH_RATES if found.size >= pairs_needed(rate)]
    # Only pairs with both faces: whoever is not found cannot be accepted and would make the thresholds look better.
    thresholds = tuple(threshold_at(found, rate) for rate in possible)
    if len({threshold.accept_at for threshold in thresholds}) != len(thresholds):
        raise _refused("two false-match rates have one threshold: the impostor scores are too coarse")
    points = tuple(OperatingPoint(one.false_match_rate, one.accept_at, (one.low, one.high)) for one in thresholds)
    review = thresholds[0]
    return MeasuredCalibration(
        calibration=Calibration(
            data=data,
            operating_points=points,
            measured=tuple(sorted((one.accept_at, one.false_match_rate) for one in thresholds)),
            review_at=review.accept_at,
            review_basis=f"measured: a false-match rate of {review.false_match_rate:g}",
        ),
        thresholds=thresholds,
        lacking={rate: pairs_needed(rate) for rate in FALSE_MATCH_RATES if rate not in possible},
        impostor_mean=mean,
        impostor_sd=sd,
        impostor_pairs=int(impostors.size),
        genuine_pairs=int(scores.genuine.size),
        equal_error_rate=equal_error_rate(scores.genuine, impostors),
        genuine_accepted={one.false_match_rate: share_at_least(scores.genuine, one.accept_at) for one in thresholds},
    )


def _refused(why: str) -> Fault:
    return Fault(FaultCode.CALIBRATION_REFUSED, why)

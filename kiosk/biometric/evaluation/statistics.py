"""From scores of genuine and impostor pairs to error rates and thresholds, with their uncertainty; pure numpy.

A pair is accepted when its score is at least the threshold. A pair of which a face was not found scores −∞: it is
rejected at every threshold and counts in every rate (ISO/IEC 19795-1 calls that a generalised rate).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

Z95 = 1.959964
"""Of the normal distribution, for intervals of 95 %."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of ``count`` trials with its 95 % interval (Wilson): trials are taken as independent, which pairs that
    share people are not, so that the true interval is wider."""

    value: float
    count: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least score at which no more than ``false_match_rate`` of the impostor pairs are accepted.

    ``low`` and ``high`` are its 95 % interval, from the order of the scores alone; ``false_matches`` are the impostor
    pairs that it rests on.
    """

    false_match_rate: float
    accept_at: float
    low: float
    high: float
    false_matches: int


def threshold_at(impostors: Scores, rate: float) -> Threshold:
    """The threshold for this false-match rate; raises ``ValueError`` when not one impostor pair falls to it."""
    allowed = math.floor(rate * impostors.size + 1e-9)
    if allowed < 1:
        raise ValueError(f"{impostors.size} impostor pairs are too few for a false-match rate of {rate:g}")
    fewest, most = poisson_interval(allowed)
    deepest = min(most, impostors.size - 1)
    top = np.sort(np.partition(impostors, impostors.size - 1 - deepest)[impostors.size - 1 - deepest :])[::-1]
    return Threshold(
        false_match_rate=rate,
        accept_at=_above(top[allowed]),
        low=_above(top[deepest]),
        high=_above(top[min(fewest, allowed)]),
        false_matches=allowed,
    )


def poisson_interval(mean: float) -> tuple[int, int]:
    """The 2.5 % and 97.5 % quantiles of a Poisson count, which a binomial one of small rate is."""
    if mean > 500:  # e^−745 is no number any more
        half = Z95 * math.sqrt(mean)
        return math.floor(mean - half), math.ceil(mean + half)
    chance, total, count, low = math.exp(-mean), 0.0, 0, -1
    while True:
        total += chance
        if low < 0 and total >= 0.025:
            low = count
        if total >= 0.975:
            return low, count
        count += 1
        chance *= mean / count


def share_at_least(scores: Scores, threshold: float) -> Rate:
    """The share of scores that a threshold accepts."""
    return wilson(int(np.count_nonzero(scores >= np.float32(threshold))), scores.size)


def wilson(hits: int, count: int) -> Rate:
    """A share with its 95 % interval; of no trials it is unknown between 0 and 1."""
    if count == 0:
        return Rate(math.nan, 0, 0.0, 1.0)
    share, square = hits / count, Z95**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z95 * math.sqrt(share * (1 - share) / count + square / (4 * count**2)) / (1 + square / count)
    return Rate(share, count, max(0.0, middle - half), min(1.0, middle + half))


def equal_error_rate(genuine: Scores, impostors: Scores) -> float:
    """Where as many impostors are accepted as genuine pairs are rejected."""
    points = np.unique(genuine[np.isfinite(genuine)])
    if points.size == 0 or impostors.size == 0:
        return math.nan
    accepted, missed = _rates_at(points, genuine, impostors)
    nearest = int(np.argmin(np.abs(accepted - missed)))
    return float(accepted[nearest] + missed[nearest]) / 2


@dataclass(frozen=True, slots=True)
class Curve:
    """A receiver operating characteristic: true-match rates at false-match rates, both rising."""

    false_match_rates: tuple[float, ...]
    true_match_rates: tuple[float, ...]


def roc(genuine: Scores, impostors: Scores, points: int = 120) -> Curve:
    """The curve from one impostor pair to all of them, at rates that are even on a logarithmic scale."""
    ordered = np.sort(impostors)[::-1]
    ranks = np.unique(np.geomspace(1, ordered.size, points).astype(np.int64))
    known = np.sort(genuine)
    # Just above the score of the impostor who would be one too many; at the last rank nobody is.
    over = np.nextafter(ordered[np.minimum(ranks, ordered.size - 1)], np.float32(np.inf))
    missed = np.searchsorted(known, over, side="left") / max(known.size, 1)
    return Curve(tuple(float(rank) / ordered.size for rank in ranks), tuple(float(1 - miss) for miss in missed))


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of pairs told right over the folds, and the standard error of that mean."""

    mean: float
    standard_error: float


def accuracy_over_folds(scores: Scores, same: npt.NDArray[np.bool_], folds: Sequence[int]) -> Accuracy:
    """LFW's figure: in each fold the share told right by the threshold that was best on all the others."""
    parts = np.asarray(folds)
    names = np.unique(parts)
    if names.size < 2:
        threshold = _best_threshold(scores, same)
        return Accuracy(float(np.mean((scores >= threshold) == same)), math.nan)
    shares = []
    for name in names:
        here = parts == name
        threshold = _best_threshold(scores[~here], same[~here])
        shares.append(float(np.mean((scores[here] >= threshold) == same[here])))
    return Accuracy(float(np.mean(shares)), float(np.std(shares, ddof=1) / math.sqrt(len(shares))))


def _best_threshold(scores: Scores, same: npt.NDArray[np.bool_]) -> float:
    """The threshold that tells most pairs right; never one at which a pair without a face is accepted."""
    found = np.isfinite(scores)
    scores, same = scores[found], same[found]
    if not scores.size:
        return math.inf
    order = np.argsort(-scores, kind="stable")
    right: npt.NDArray[np.int64] = np.cumsum(same[order]) - np.cumsum(~same[order])
    best = int(np.argmax(right))
    if right[best] < 0:
        return math.inf
    above = float(scores[order[best]])
    below = float(scores[order[best + 1]]) if best + 1 < scores.size else above
    return (above + below) / 2


def _rates_at(points: Scores, genuine: Scores, impostors: Scores) -> tuple[npt.NDArray[np.float64], ...]:
    accepted = 1.0 - np.searchsorted(np.sort(impostors), points, side="left") / impostors.size
    missed = np.searchsorted(np.sort(genuine), points, side="left") / genuine.size
    return accepted, missed


def _above(score: np.float32) -> float:
    """The next score: what equals the impostor who would be one too many is not accepted."""
    return float(np.nextafter(score, np.float32(np.inf)))

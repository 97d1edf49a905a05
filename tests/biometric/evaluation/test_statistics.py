"""Error rates and thresholds on scores whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.evaluation.statistics import (
    accuracy_over_folds,
    equal_error_rate,
    poisson_interval,
    roc,
    share_at_least,
    threshold_at,
    wilson,
)

HUNDRED = np.arange(100, dtype=np.float32)


@pytest.mark.parametrize(("rate", "accepted"), [(0.01, 1), (0.05, 5), (0.055, 5), (0.5, 50)])
def test_a_threshold_accepts_no_more_impostors_than_its_rate(rate: float, accepted: int) -> None:
    threshold = threshold_at(HUNDRED, rate)
    assert np.count_nonzero(threshold.accept_at <= HUNDRED) == threshold.false_matches == accepted


def test_impostors_of_equal_scores_are_rejected_together() -> None:
    scores = np.array([0.1] * 98 + [0.5, 0.5], np.float32)
    assert np.count_nonzero(scores >= threshold_at(scores, 0.01).accept_at) == 0


@given(st.lists(st.floats(-1, 1, width=32), min_size=10, max_size=200), st.floats(0.01, 0.5))
def test_the_false_match_rate_is_held_on_the_data_it_was_set_on(scores: list[float], rate: float) -> None:
    values = np.array(scores, np.float32)
    try:
        threshold = threshold_at(values, rate)
    except ValueError:
        assert math.floor(rate * values.size + 1e-9) < 1
        return
    assert np.count_nonzero(values >= threshold.accept_at) <= rate * values.size + 1e-6
    assert threshold.low <= threshold.accept_at <= threshold.high


def test_too_few_impostors_for_a_rate_are_refused() -> None:
    with pytest.raises(ValueError, match=r"100 impostor pairs are too few for a false-match rate of 0\.001"):
        threshold_at(HUNDRED, 1e-3)


def test_the_interval_of_a_threshold_holds_the_true_one_about_19_times_in_20() -> None:
    draw = np.random.default_rng(7)
    true = 2.326348  # where a standard normal variable is exceeded once in a hundred times
    held = 0
    for _ in range(300):
        threshold = threshold_at(draw.standard_normal(5000, np.float32), 0.01)
        held += threshold.low <= true <= threshold.high
    assert 275 <= held <= 298


@pytest.mark.parametrize(
    ("mean", "interval"), [(1, (0, 3)), (10, (4, 17)), (30, (20, 41)), (100, (81, 120)), (10_000, (9804, 10196))]
)
def test_poisson_interval(mean: float, interval: tuple[int, int]) -> None:
    low, high = poisson_interval(mean)
    assert abs(low - interval[0]) <= 1
    assert abs(high - interval[1]) <= 1


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(0, 100, 0.0, 0.0370), (50, 100, 0.4038, 0.5962), (100, 100, 0.9630, 1.0), (0, 0, 0.0, 1.0)],
)
def test_wilson_interval(hits: int, count: int, low: float, high: float) -> None:
    rate = wilson(hits, count)
    assert (rate.low, rate.high) == pytest.approx((low, high), abs=1e-4)


def test_whoever_was_not_found_is_never_accepted() -> None:
    scores = np.array([-np.inf, 0.2, 0.9], np.float32)
    assert share_at_least(scores, 0.5).value == pytest.approx(1 / 3)
    assert share_at_least(scores, -1e30).value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("genuine", "impostors", "rate"),
    [
        ([0.8, 0.9], [0.1, 0.2], 0.0),
        ([0.1, 0.6, 0.7, 0.8], [0.0, 0.2, 0.3, 0.65], 0.25),
        ([0.3, 0.6, -math.inf, 0.8], [0.0, 0.1, 0.2, 0.65], 0.25),
    ],
)
def test_equal_error_rate(genuine: list[float], impostors: list[float], rate: float) -> None:
    found = equal_error_rate(np.array(genuine, np.float32), np.array(impostors, np.float32))
    assert found == pytest.approx(rate)


def test_equal_error_rate_of_two_normal_crowds() -> None:
    draw = np.random.default_rng(3)
    genuine, impostors = draw.normal(2, 1, 40_000).astype(np.float32), draw.normal(0, 1, 40_000).astype(np.float32)
    assert equal_error_rate(genuine, impostors) == pytest.approx(0.1587, abs=0.004)


def test_without_genuine_pairs_the_equal_error_rate_is_unknown() -> None:
    assert math.isnan(equal_error_rate(np.empty(0, np.float32), HUNDRED))


def test_roc_rises_and_ends_where_all_are_accepted() -> None:
    draw = np.random.default_rng(5)
    curve = roc(draw.normal(1, 1, 500).astype(np.float32), draw.normal(0, 1, 2000).astype(np.float32))
    assert list(curve.false_match_rates) == sorted(curve.false_match_rates)
    assert list(curve.true_match_rates) == sorted(curve.true_match_rates)
    assert curve.false_match_rates[0] == pytest.approx(1 / 2000)


def test_accuracy_takes_each_folds_threshold_from_the_others() -> None:
    # In fold 1 everything lies 0.5 higher: the other folds' threshold tells its impostors for genuine pairs.
    scores = np.array([0.2, 0.8, 0.7, 1.3, 0.2, 0.8], np.float32)
    same = np.array([False, True, False, True, False, True])
    accuracy = accuracy_over_folds(scores, same, [0, 0, 1, 1, 2, 2])
    assert accuracy.mean == pytest.approx(5 / 6)
    assert accuracy.standard_error == pytest.approx(1 / 6)


@pytest.mark.parametrize("folds", [[0, 0, 0, 0], [0, 0, 1, 1]])
def test_a_pair_without_a_face_is_never_told_to_be_one_person(folds: list[int]) -> None:
    missed = np.full(4, -np.inf, np.float32)
    assert accuracy_over_folds(missed, np.array([True, True, True, False]), folds).mean == 0.25
    scores = np.array([0.9, -np.inf, 0.9, -np.inf], np.float32)
    assert accuracy_over_folds(scores, np.array([True] * 4), folds).mean == 0.5


def test_accuracy_of_one_fold_has_no_standard_error() -> None:
    accuracy = accuracy_over_folds(np.array([0.1, 0.9], np.float32), np.array([False, True]), [0, 0])
    assert accuracy.mean == 1.0
    assert math.isnan(accuracy.standard_error)

"""What the staff's screen says of a face comparison: score, threshold with its rate, what the score means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.check.screens import operator_screen
from kiosk.domain.face import Bound, FalseMatchEstimate
from tests.ui.situations import comparison, evidence, result


def told(estimate: FalseMatchEstimate | None) -> dict[str, str]:
    screen = operator_screen(result(evidence(face=replace(comparison(), estimate=estimate))), 0.0)
    return {line.label.vi: line.value.vi for line in screen.face}


@pytest.mark.parametrize(
    ("estimate", "said"),
    [
        (FalseMatchEstimate(1e-4, Bound.AT_MOST), "0,71 (≥ 0,42) – người lạ đạt: không quá 1/10.000"),
        (FalseMatchEstimate(3e-4, Bound.ABOUT), "0,71 (≥ 0,42) – người lạ đạt: khoảng 1/3.300"),
        (FalseMatchEstimate(1e-2, Bound.AT_LEAST), "0,71 (≥ 0,42) – người lạ đạt: hơn 1/100"),
        (None, "0,71 (≥ 0,42)"),
    ],
    ids=["beyond what was measured", "measured", "below what was measured", "an engine that says nothing"],
)
def test_what_the_score_means(estimate: FalseMatchEstimate | None, said: str) -> None:
    assert told(estimate)["Điểm"] == said


def test_the_threshold_is_told_with_the_rate_it_was_calibrated_for() -> None:
    assert told(None)["Ngưỡng"] == "Nhận nhầm khoảng 1/10.000 trên bộ đo"

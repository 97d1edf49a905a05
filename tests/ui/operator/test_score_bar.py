"""The score stands in the zone that its band names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from kiosk.domain.face import FaceBand
from kiosk.ui.operator.score_bar import Score, ScoreBar
from tests.ui.lettered import clipped, says
from tests.ui.situations import comparison

ZONES = {FaceBand.NO_MATCH: (0.0, 0.33), FaceBand.UNSURE: (0.33, 0.66), FaceBand.MATCH: (0.66, 1.0)}


@given(value=st.floats(-1.0, 1.0), review=st.floats(-0.5, 0.8), width=st.floats(0.01, 0.15))
def test_the_marker_stands_in_the_zone_of_the_band(value: float, review: float, width: float) -> None:
    accept = review + width
    place = Score(value, review, accept).place
    band = FaceBand.MATCH if value >= accept else FaceBand.UNSURE if value >= review else FaceBand.NO_MATCH
    low, high = ZONES[band]
    assert low - 1e-9 <= place <= high + 1e-9


@given(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))
def test_a_better_score_stands_further_right(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert Score(low, 0.36, 0.42).place <= Score(high, 0.36, 0.42).place


@pytest.mark.parametrize(("one", "other"), [(0.7, 0.95), (4.0, 6.5)], ids=["cosines", "fused scores"])
def test_good_scores_of_every_engine_are_told_apart(one: float, other: float) -> None:
    review, accept = (0.31, 0.388) if one < 1 else (2.22, 2.93)
    assert Score(one, review, accept).place < Score(other, review, accept).place < 0.95


@pytest.mark.parametrize("score", [-3.0, 0.39, 7.5], ids=["far below", "between", "far above"])
def test_score_thresholds_and_zones_are_named(qtbot: QtBot, score: float) -> None:
    bar = ScoreBar()
    qtbot.addWidget(bar)
    bar.resize(320, 90)
    bar.show()
    qtbot.waitExposed(bar)
    found = comparison(score)
    bar.show_score(Score(found.score, found.review_at, found.accept_at))
    for text in (
        f"{score:.2f}".replace(".", ","),
        "0,36",
        "0,42",
        "Không giống",
        "Cần người xem",
        "Giống",
        "No match",
        "Unsure",
        "Match",
    ):
        assert says(bar, text)
    assert clipped(bar) == []
    assert bar.accessibleName() == f"Điểm {score:.2f}".replace(".", ",") + ", ngưỡng 0,42"


def test_without_a_score_there_are_only_zones(qtbot: QtBot) -> None:
    bar = ScoreBar()
    qtbot.addWidget(bar)
    bar.resize(320, 90)
    bar.show_score(Score(0.7, 0.36, 0.42))
    bar.show_score(None)
    assert [line.text for _, lines in bar.letters for line in lines if any(sign.isdigit() for sign in line.text)] == []
    assert bar.accessibleName() == ""

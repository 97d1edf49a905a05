"""Frames of the stated size, and the band of a score."""

from __future__ import annotations

import pytest

from kiosk.domain.face import (
    Bound,
    ChipFace,
    FaceBand,
    FaceComparison,
    FaceQuality,
    FaceRules,
    FalseMatchEstimate,
    Frame,
)

QUALITY = FaceQuality(eye_distance=90.0, luma=120.0, sharpness=200.0, roll=0.0, yaw=0.0, detection=0.95)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0.9, FaceBand.MATCH),
        (0.5, FaceBand.MATCH),
        (0.49, FaceBand.UNSURE),
        (0.4, FaceBand.UNSURE),
        (0.39, FaceBand.NO_MATCH),
        (-1.0, FaceBand.NO_MATCH),
        (float("nan"), FaceBand.NO_MATCH),
    ],
)
def test_band(score: float, band: FaceBand) -> None:
    assert FaceComparison(score, 0.5, 0.4, 1e-3, "sface", QUALITY).band is band


@pytest.mark.parametrize("size", [0, 17, 19])
def test_a_frame_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="width"):
        Frame(3, 2, bytes(size))


def test_pictures_stay_out_of_repr() -> None:
    assert "bgr" not in repr(Frame(3, 2, b"B" * 18))
    assert "BBBB" not in repr(ChipFace(b"BBBB", "jpeg"))


@pytest.mark.parametrize(
    ("rate", "bound", "vi", "en"),
    [
        (1e-3, Bound.ABOUT, "người lạ đạt: khoảng 1/1.000", "strangers reach it: about 1/1,000"),
        (10**-2.5, Bound.ABOUT, "người lạ đạt: khoảng 1/320", "strangers reach it: about 1/320"),
        (1e-4, Bound.AT_MOST, "người lạ đạt: không quá 1/10.000", "strangers reach it: at most 1/10,000"),
        (2.6e-3, Bound.AT_LEAST, "người lạ đạt: hơn 1/380", "strangers reach it: more than 1/380"),
        (0.354, Bound.ABOUT, "người lạ đạt: khoảng 1/3", "strangers reach it: about 1/3"),
    ],
)
def test_false_matches_in_words(rate: float, bound: Bound, vi: str, en: str) -> None:
    text = FalseMatchEstimate(rate, bound).text
    assert (text.vi, text.en) == (vi, en)


@pytest.mark.parametrize(("asked", "held"), [(0.5, 1e-2), (1e-2, 1e-2), (1e-3, 1e-3), (1e-4, 1e-4), (0.0, 1e-6)])
def test_no_site_is_laxer_than_one_in_a_hundred(asked: float, held: float) -> None:
    assert FaceRules(asked).within_limits() == FaceRules(held)

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
        (1e-3, Bound.ABOUT, "Khoảng 1/1.000 người lạ trong bộ đo", "About 1/1,000 of strangers in the measured set"),
        (10**-2.5, Bound.ABOUT, "Khoảng 1/320 người lạ", "About 1/320 of strangers"),
        (1e-4, Bound.AT_MOST, "Không quá 1/10.000 người lạ", "At most 1/10,000 of strangers"),
        (2.6e-3, Bound.AT_LEAST, "Hơn 1/380 người lạ", "More than 1/380 of strangers"),
        (0.354, Bound.ABOUT, "Khoảng 1/3 người lạ", "About 1/3 of strangers"),
    ],
)
def test_false_matches_in_words(rate: float, bound: Bound, vi: str, en: str) -> None:
    text = FalseMatchEstimate(rate, bound).text
    assert text.vi.startswith(vi)
    assert text.en.startswith(en)


@pytest.mark.parametrize(("asked", "held"), [(0.5, 1e-2), (1e-2, 1e-2), (1e-3, 1e-3), (1e-4, 1e-4), (0.0, 1e-6)])
def test_no_site_is_laxer_than_one_in_a_hundred(asked: float, held: float) -> None:
    assert FaceRules(asked).within_limits() == FaceRules(held)

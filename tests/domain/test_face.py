"""Frames of the stated size, and the band of a score."""

from __future__ import annotations

import pytest

from kiosk.domain.face import ChipFace, FaceBand, FaceComparison, FaceQuality, Frame

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

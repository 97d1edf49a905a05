"""The passive part: how the networks' crops are cut, and what the median of their scores amounts to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.liveness.passive import CERTAIN_AT, LIVE_AT, MAX_FRAMES, SIDE, PassiveCheck, cropped
from kiosk.biometric.networks.detection import FaceFound
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessReason

POINTS = ((0.0, 0.0),) * 5
FACE = FaceFound(40, 40, 20, 20, POINTS, 0.9)
PICTURE: Pixels = np.zeros((100, 100, 3), np.uint8)


class Scores:
    """Networks that say what the test wants."""

    def __init__(self, scores: Sequence[float]) -> None:
        self._scores = iter(scores)

    def living(self, pixels: Pixels, face: FaceFound) -> float:
        return next(self._scores)


def after(scores: Sequence[float], live_at: float) -> tuple[CheckStatus, LivenessReason | None]:
    check = PassiveCheck(Scores(scores), live_at)  # type: ignore[arg-type]
    for _ in scores:
        check.look(PICTURE, FACE)
    return check.finding.status, check.finding.reason


@pytest.mark.parametrize(
    ("scores", "live_at", "status", "reason"),
    [
        ([0.9] * 4, LIVE_AT, CheckStatus.NOT_DONE, LivenessReason.TOO_FEW_FRAMES),
        ([0.9] * 5, LIVE_AT, CheckStatus.PASSED, None),
        ([0.1] * 5, LIVE_AT, CheckStatus.FAILED, LivenessReason.LIKE_A_PICTURE),
        ([0.1, 0.1, 0.9, 0.9, 0.9], LIVE_AT, CheckStatus.PASSED, None),
        ([0.1, 0.1, 0.1, 0.9, 0.9], LIVE_AT, CheckStatus.FAILED, LivenessReason.LIKE_A_PICTURE),
        ([0.6] * 5, LIVE_AT, CheckStatus.PASSED, None),
        ([0.6] * 5, CERTAIN_AT, CheckStatus.NOT_DONE, LivenessReason.IN_DOUBT),
        ([0.65] * 5, CERTAIN_AT, CheckStatus.PASSED, None),
        ([0.4] * 5 + [0.9] * 6, CERTAIN_AT, CheckStatus.PASSED, None),
    ],
)
def test_the_median_decides(
    scores: list[float], live_at: float, status: CheckStatus, reason: LivenessReason | None
) -> None:
    assert after(scores, live_at) == (status, reason)


def test_a_check_looks_at_no_more_frames_than_it_needs() -> None:
    check = PassiveCheck(Scores([0.9] * MAX_FRAMES), LIVE_AT)  # type: ignore[arg-type]
    for _ in range(MAX_FRAMES + 10):
        check.look(PICTURE, FACE)
    assert check.finding.status is CheckStatus.PASSED


def test_without_networks_it_is_not_done() -> None:
    check = PassiveCheck(None, LIVE_AT)
    check.look(PICTURE, FACE)
    assert (check.finding.status, check.finding.reason) == (CheckStatus.NOT_DONE, LivenessReason.NO_MODELS)


def ramp(width: int = 100, height: int = 100) -> Pixels:
    """A picture whose blue tells the column and whose green tells the row."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[..., 0] = np.arange(width, dtype=np.uint8)[None, :]
    picture[..., 1] = np.arange(height, dtype=np.uint8)[:, None]
    return picture


@pytest.mark.parametrize(
    ("face", "left", "right"),
    [
        (FaceFound(40, 40, 20, 20, POINTS, 0.9), 23, 77),
        (FaceFound(0, 40, 20, 20, POINTS, 0.9), 0, 54),
        (FaceFound(80, 40, 20, 20, POINTS, 0.9), 45, 99),
        (FaceFound(20, 40, 60, 20, POINTS, 0.9), 0, 99),
    ],
    ids=["in the middle", "at the left edge", "at the right edge", "wider than the picture allows"],
)
def test_a_crop_stays_in_the_picture(face: FaceFound, left: int, right: int) -> None:
    crop = cropped(ramp(), face, 2.7)
    assert crop.shape == (SIDE, SIDE, 3)
    assert int(crop[0, 0, 0]) == pytest.approx(left, abs=2)
    assert int(crop[0, -1, 0]) == pytest.approx(right, abs=2)


@given(
    left=st.floats(-200, 400),
    top=st.floats(-200, 400),
    width=st.floats(0, 500),
    height=st.floats(0, 500),
    size=st.tuples(st.integers(64, 200), st.integers(64, 200)),
    margin=st.sampled_from([2.7, 4.0]),
)
def test_every_box_gives_a_crop(
    left: float, top: float, width: float, height: float, size: tuple[int, int], margin: float
) -> None:
    face = FaceFound(left, top, width, height, POINTS, 0.9)
    assert cropped(ramp(*size), face, margin).shape == (SIDE, SIDE, 3)

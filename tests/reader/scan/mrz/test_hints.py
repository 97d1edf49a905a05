"""What is wrong with a zone that cannot be read, by its outline and its light: a table."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.reader.scan.mrz.hints import hint_for
from kiosk.reader.scan.mrz.sighting import MrzHint


def zone(
    left: float, top: float, pitch: float, *, columns: int = 30, tall: float = 4.4, right: float = 1.0
) -> np.ndarray:
    """Corners of an upright zone; ``right`` is its right side's height as a share of the left one's."""
    width, height = columns * pitch, tall * pitch
    less = height * (1 - right) / 2
    return np.array(
        [[left, top], [left + width, top + less], [left + width, top + height - less], [left, top + height]]
    )


@pytest.mark.parametrize(
    ("corners", "pitch", "columns", "hint"),
    [
        pytest.param(zone(400, 300, 12), 12, 30, MrzHint.HOLD_STILL, id="all is well but for the sharpness"),
        pytest.param(zone(400, 300, 5), 5, 30, MrzHint.CLOSER, id="small"),
        pytest.param(zone(1, 300, 12), 12, 30, MrzHint.WHOLE, id="at the left edge"),
        pytest.param(zone(400, 680, 12), 12, 30, MrzHint.WHOLE, id="below the lower edge"),
        pytest.param(zone(1, 300, 5), 5, 30, MrzHint.WHOLE, id="cut off and small: first into view"),
        pytest.param(zone(400, 300, 12, tall=2.5), 12, 30, MrzHint.FLAT, id="leant back"),
        pytest.param(zone(400, 300, 12, right=0.5), 12, 30, MrzHint.FLAT, id="turned away"),
        pytest.param(zone(300, 300, 12, columns=44, tall=2.7), 12, 44, MrzHint.HOLD_STILL, id="a passport's two lines"),
        pytest.param(zone(300, 300, 12, columns=44, tall=1.5), 12, 44, MrzHint.FLAT, id="a passport leant back"),
    ],
)
def test_what_helps(corners: np.ndarray, pitch: float, columns: int, hint: MrzHint) -> None:
    assert hint_for(np.full((720, 1280), 128, np.uint8), corners, pitch, columns) is hint


def test_a_lamp_is_named_before_the_angle() -> None:
    grey = np.full((720, 1280), 128, np.uint8)
    grey[300:360, 500:620] = 255
    assert hint_for(grey, zone(400, 300, 12), 12, 30) is MrzHint.GLARE

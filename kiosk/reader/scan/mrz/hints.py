"""What the person could do for a zone that was found and not read, told by its place, its size and its light."""

from __future__ import annotations

import numpy as np

from kiosk.reader.scan.mrz.light import Grey
from kiosk.reader.scan.mrz.looking import tall
from kiosk.reader.scan.mrz.sighting import MrzHint
from kiosk.reader.scan.mrz.strips import MARGIN, Points, cut

NEAR_ENOUGH = 7.0
"""Pixels a character from which on a sharp picture is read nearly always (docs/optical-mrz.md)."""

BURNT = 250
BURNT_SHARE = 0.08

EDGE = 0.4
"""Nearer to the frame's edge than so many characters, a zone goes on beyond it."""

LOWEST = {30: 4.3, 36: 2.7, 44: 2.7}
"""Pitches that the lines of each format are high at least: 4.23 mm from one line to the next, which some print 6.35."""

LEANING = 0.65
"""Less high than this share of that, or one side this much shorter than the other: seen aslant."""


def hint_for(grey: Grey, corners: Points, pitch: float, columns: int) -> MrzHint:
    """Of what may be wrong with a zone within these corners (4 × 2) the first that the person can see and change."""
    height, width = grey.shape
    low, high = corners.min(0), corners.max(0)
    if min(low[0], low[1], width - high[0], height - high[1]) < EDGE * pitch:
        return MrzHint.WHOLE
    if pitch < NEAR_ENOUGH:
        return MrzHint.CLOSER
    strip = cut(grey, corners, columns, tall(corners, columns))
    if float((strip.pixels[MARGIN:-MARGIN, MARGIN:-MARGIN] >= BURNT).mean()) > BURNT_SHARE:
        return MrzHint.GLARE
    return MrzHint.FLAT if _leans(corners, columns) else MrzHint.HOLD_STILL


def _leans(corners: Points, columns: int) -> bool:
    left, right = (float(np.linalg.norm(corners[at] - corners[3 - at])) for at in (0, 1))
    return min(left, right) < LEANING * max(left, right) or tall(corners, columns) < LEANING * LOWEST[columns]

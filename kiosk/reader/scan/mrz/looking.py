"""One look at a place of a frame: cut out, what stands where in it, the grid of its lines, and its outline again."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np

from kiosk.reader.scan.mrz.grid import FORMATS, Lines, lines_in
from kiosk.reader.scan.mrz.layout import Reading
from kiosk.reader.scan.mrz.light import Grey
from kiosk.reader.scan.mrz.locator import Zone
from kiosk.reader.scan.mrz.recogniser import Recogniser
from kiosk.reader.scan.mrz.strips import PITCH, Points, Strip, cut

WELL_FILLED = 0.8
"""So well filled is the grid of the right format; another's lacks its ends or stands beside the zone."""

SLENDER = 5.0
"""A zone of two lines is longer than so many heights: 9 at TD2's 6.35 mm a line."""

BETTER = 0.015
"""So much better filled is a grid that fits where the one before did not."""

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A grid, its outline in the frame (4 × 2), and how clear its characters are, 0 to 1."""

    lines: Lines = field(repr=False)
    corners: Points
    clearness: float

    @property
    def pitch(self) -> float:
        """Pixels of the frame a character has."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0])) / self.lines.columns


def look_at(
    recogniser: Recogniser, grey: Grey, corners: Points, columns: int, tall: float
) -> tuple[Seen | None, float]:
    """What is seen within these corners (``tall`` is their height in pitches), and how clear it is, 0 to 1.

    There is a clearness without a grid: of a smeared zone, in which no grid can be laid.
    """
    strip = cut(grey, corners, columns, tall)
    cells = recogniser.cells(strip.pixels)
    clear = cells.clearness()
    lines = lines_in(cells)
    return (None if lines is None else Seen(lines, outline(strip, lines), clear)), clear


def look_again(recogniser: Recogniser, grey: Grey, before: Seen) -> Seen | None:
    """Cut out along the grid, now that it is known, and see once more.

    Where the grid fits much better now, what was seen before was between the lines and is forgotten.
    """
    lines, corners = before.lines, before.corners
    if not np.isfinite(corners).all():
        return None
    seen, _ = look_at(recogniser, grey, corners, lines.columns, tall(corners, lines.columns))
    if seen is None or seen.lines.filled > lines.filled + BETTER:
        return seen
    second = seen.lines
    if second.likelihoods.shape != lines.likelihoods.shape:
        return None
    both = (lines.likelihoods + second.likelihoods) / 2
    named = both - np.log(np.exp(both).sum(axis=2, keepdims=True))
    return Seen(Lines(named, second.ends, max(lines.filled, second.filled)), seen.corners, seen.clearness)


def likely_columns(zone: Zone) -> list[int]:
    """The formats whose line may be as long as this zone, the likeliest first; two at most."""
    seen = zone.length / max(zone.pitch, 1.0)
    lengths = [columns for rows, columns in FORMATS if rows == 3 or zone.length > SLENDER * zone.height]
    return sorted(lengths, key=lambda columns: abs(math.log(seen / columns)))[:2]


def tall(corners: Points, columns: int) -> float:
    """The height within these corners in pitches."""
    return float(np.linalg.norm(corners[3] - corners[0]) / np.linalg.norm(corners[1] - corners[0])) * columns


def outline(strip: Strip, lines: Lines) -> Points:
    """The corners around the outermost characters, in the frame."""
    left_top, right_top, right_bottom, left_bottom = lines.ends
    half = (right_top - left_top) / (lines.columns - 1) / 2
    low = (right_bottom - left_bottom) / (lines.columns - 1) / 2
    cap = np.array([0.0, PITCH * 0.5])
    ends = np.stack([left_top - half - cap, right_top + half - cap, right_bottom + low + cap, left_bottom - low + cap])
    return cast("Points", cv2.perspectiveTransform(ends[None], strip.to_frame)[0])


def pairs(corners: Points) -> Corners:
    return tuple((float(x), float(y)) for x, y in corners)


def worth(reading: Reading | None) -> tuple[bool, bool, float]:
    """What makes one reading of a zone better than another: that it may be relied on, then its least sure letter."""
    if reading is None:
        return False, False, 0.0
    return True, reading.holds, reading.name_margin if reading.holds else reading.margin

"""One frame in, its machine-readable zone out: find, cut, read, hold to the check digits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from kiosk.domain.face import Frame
from kiosk.reader.scan.mrz.grid import FORMATS, Lines, lines_in
from kiosk.reader.scan.mrz.layout import Reading, read_lines
from kiosk.reader.scan.mrz.light import Grey
from kiosk.reader.scan.mrz.locator import Locator, Zone
from kiosk.reader.scan.mrz.networks import LOCATOR, RECOGNISER, WEIGHTS, Network
from kiosk.reader.scan.mrz.recogniser import Recogniser
from kiosk.reader.scan.mrz.strips import PITCH, Points, Strip, cut

MIN_SIDE = 24
"""Narrower pictures hold no zone that could be read."""

MAX_PIXELS = 8192 * 8192
"""Larger ones come from no camera."""

MOST_LOOKS = 3
"""At one zone: the first along the locator's rectangle, the others along the grid that was found."""

BETTER = 0.015
"""So much better filled is a grid that fits where the one before did not."""

DEFAULT_SECONDS = 0.25
"""Time for one frame; a step that would begin later is left out."""


STILL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class MrzSighting:
    """What one frame shows of a zone. Everything is empty where there is none.

    ``corners`` are four points (x, y) of the frame from the top left as one reads, clockwise. ``pitch`` is the pixels a
    character has in the frame, ``milliseconds`` what the look took. ``reading`` is there where check digits hold;
    whether it may be relied on says ``accepted``.
    """

    reading: Reading | None = field(default=None, repr=False)
    likelihoods: Lines | None = field(default=None, repr=False)
    corners: tuple[tuple[float, float], ...] = ()
    pitch: float = 0.0
    milliseconds: float = 0.0

    @property
    def accepted(self) -> bool:
        """Whether number, dates, sex and states are certain; the name is so only when two frames agree."""
        return self.reading is not None and self.reading.holds

    @property
    def lines(self) -> tuple[str, ...]:
        return self.reading.lines if self.reading else ()

    @property
    def confidence(self) -> tuple[float, ...]:
        """Of each line, 0 to 1."""
        return self.reading.certainty if self.reading else ()


class MrzReader:
    """Reads zones; one thread at a time."""

    def __init__(self, weights: Path = WEIGHTS, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Load both networks; raises ``NetworkMissingError``."""
        self._locator = Locator(Network(LOCATOR, weights))
        self._recogniser = Recogniser(Network(RECOGNISER, weights))
        self._monotonic = monotonic

    def read(self, frame: Frame, seconds: float = DEFAULT_SECONDS) -> MrzSighting:
        """The best zone of a frame: one whose check digits hold before any that has none."""
        begun = self._monotonic()
        best = MrzSighting()
        if min(frame.width, frame.height) < MIN_SIDE or frame.width * frame.height > MAX_PIXELS:
            return best
        grey = _grey(frame)
        for zone in self._locator.zones(grey):
            if self._monotonic() - begun > seconds:
                break
            seen = self._look(grey, zone)
            if seen.accepted:
                best = seen
                break
            if best.reading is None and (seen.reading or not best.corners):
                best = seen
        took = (self._monotonic() - begun) * 1000
        return MrzSighting(best.reading, best.likelihoods, best.corners, best.pitch, took)

    def _look(self, grey: Grey, zone: Zone) -> MrzSighting:
        columns = _columns(zone)
        corners, tall = zone.corners, zone.height / zone.length * columns
        strip = cut(grey, corners, columns, tall)
        lines = lines_in(self._recogniser.cells(strip.pixels))
        if lines is None:
            return MrzSighting(corners=_pairs(corners), pitch=zone.pitch)
        reading = read_lines(lines.likelihoods)
        corners = _outline(strip, lines)
        for _ in range(MOST_LOOKS - 1):
            if reading is not None and reading.holds:
                break
            again = self._again(grey, corners, lines)
            if again is None:
                break
            lines, corners = again
            reading = read_lines(lines.likelihoods)
        pitch = float(np.linalg.norm(corners[1] - corners[0])) / lines.columns
        return MrzSighting(reading, lines, _pairs(corners), pitch)

    def _again(self, grey: Grey, corners: Points, lines: Lines) -> tuple[Lines, Points] | None:
        """Cut out along the grid, now that it is known, and read once more; with the corners then known.

        Where the grid fits much better now, what was seen before was between the lines and is forgotten.
        """
        tall = float(np.linalg.norm(corners[3] - corners[0]) / np.linalg.norm(corners[1] - corners[0])) * lines.columns
        strip = cut(grey, corners, lines.columns, tall)
        second = lines_in(self._recogniser.cells(strip.pixels))
        if second is None:
            return None
        better = second.filled > lines.filled + BETTER
        same = second.likelihoods.shape == lines.likelihoods.shape
        if not better and not same:
            return None
        if not better:
            both = (lines.likelihoods + second.likelihoods) / 2
            named = both - np.log(np.exp(both).sum(axis=2, keepdims=True))
            second = Lines(named, second.ends, max(lines.filled, second.filled))
        return second, _outline(strip, second)


def read_mrz_image(frame: Frame, reader: MrzReader | None = None) -> MrzSighting:
    """The zone of one still picture, with all the time that takes; a picture of nothing but a zone is good as well.

    One picture alone makes no name certain. Raises ``NetworkMissingError`` where ``reader`` has to be made and cannot.
    """
    reader = reader or MrzReader()
    seen = reader.read(frame, STILL_SECONDS)
    if seen.accepted:
        return seen
    framed = reader.read(_framed(frame), STILL_SECONDS)
    if framed.reading is None or (seen.reading is not None and not framed.accepted):
        return seen
    side = _border(frame)
    corners = tuple((x - side, y - side) for x, y in framed.corners)
    took = seen.milliseconds + framed.milliseconds
    return MrzSighting(framed.reading, framed.likelihoods, corners, framed.pitch, took)


def _border(frame: Frame) -> int:
    return max(frame.width, frame.height) // 3


def _framed(frame: Frame) -> Frame:
    """The picture on a grey ground: a zone that fills it is then as far from the edges as on a document."""
    pixels = np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)
    side = _border(frame)
    framed = cv2.copyMakeBorder(pixels, side, side, side, side, cv2.BORDER_CONSTANT, value=(128, 128, 128))
    return Frame(framed.shape[1], framed.shape[0], framed.tobytes(), frame.captured_at, frame.sequence)


def _grey(frame: Frame) -> Grey:
    pixels = np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def _columns(zone: Zone) -> int:
    """Of the three formats the one whose line is about as long as this zone."""
    seen = zone.length / max(zone.pitch, 1.0)
    slender = zone.length / zone.height
    fitting = [columns for rows, columns in FORMATS if (rows == 3) is (slender < 9.0)]
    return min(fitting, key=lambda columns: abs(columns - seen))


def _outline(strip: Strip, lines: Lines) -> Points:
    """The corners around the outermost characters, in the frame."""
    left_top, right_top, right_bottom, left_bottom = lines.ends
    half = (right_top - left_top) / (lines.columns - 1) / 2
    low = (right_bottom - left_bottom) / (lines.columns - 1) / 2
    cap = np.array([0.0, PITCH * 0.5])
    ends = np.stack([left_top - half - cap, right_top + half - cap, right_bottom + low + cap, left_bottom - low + cap])
    return cast("Points", cv2.perspectiveTransform(ends[None], strip.to_frame)[0])


def _pairs(corners: Points) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in corners)

"""One frame in, its machine-readable zone out: find, cut, read, hold to the check digits."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from kiosk.domain.face import Frame
from kiosk.reader.scan.mrz.grid import FORMATS, Lines, lines_in
from kiosk.reader.scan.mrz.layout import Reading, read_lines
from kiosk.reader.scan.mrz.light import Grey
from kiosk.reader.scan.mrz.locator import WIDTHS, Locator, Zone
from kiosk.reader.scan.mrz.networks import LOCATOR, RECOGNISER, WEIGHTS, Network
from kiosk.reader.scan.mrz.recogniser import Recogniser
from kiosk.reader.scan.mrz.sighting import SURE_LETTER, MrzHint, MrzSighting
from kiosk.reader.scan.mrz.strips import MARGIN, PITCH, Points, Strip, cut

MIN_SIDE = 24
"""Narrower pictures hold no zone that could be read."""

MAX_PIXELS = 36_000_000
"""Larger ones come from no camera: 8K has 33 million."""

WELL_FILLED = 0.8
"""So well filled is the grid of the right format; another's lacks its ends or stands beside the zone."""

SLENDER = 5.0
"""A zone of two lines is longer than so many heights: 9 at TD2's 6.35 mm a line."""

MOST_LOOKS = 3
"""At one zone: the first along the locator's rectangle, the others along the grid that was found."""

BETTER = 0.015
"""So much better filled is a grid that fits where the one before did not."""

DEFAULT_SECONDS = 0.25
"""Time for one frame; a step that would begin later is left out."""


STILL_SECONDS = 5.0

MAX_FRAMED_PIXELS = 12_000_000
"""A larger still picture is not laid on a ground of its own: nobody cuts out a zone at that size."""

NEAR_ENOUGH = 7.0
"""Pixels a character from which on a sharp picture is read nearly always (docs/optical-mrz.md)."""

BURNT = 250
BURNT_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class _Seen:
    """A grid and its outline in the frame."""

    lines: Lines = field(repr=False)
    corners: Points


@dataclass(frozen=True, slots=True)
class _Tracked:
    """What the last frame showed, and its size."""

    sighting: MrzSighting
    width: int
    height: int


class MrzReader:
    """Reads zones; one thread at a time."""

    def __init__(self, weights: Path = WEIGHTS, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Load both networks; raises ``NetworkMissingError``."""
        self._locator = Locator(Network(LOCATOR, weights))
        self._recogniser = Recogniser(Network(RECOGNISER, weights))
        self._monotonic = monotonic
        self._tracked: _Tracked | None = None

    def forget(self) -> None:
        """The next frame is another camera's or another person's."""
        self._tracked = None

    def read(self, frame: Frame, seconds: float = DEFAULT_SECONDS) -> MrzSighting:
        """The best zone of a frame: one whose check digits hold before any that has none.

        Where the last frame had one, it is looked for there first, without the search through the whole frame.
        """
        begun = self._monotonic()
        if min(frame.width, frame.height) < MIN_SIDE or frame.width * frame.height > MAX_PIXELS:
            return MrzSighting()
        grey = _grey(frame)
        best = self._tracked_look(grey)
        for zone in () if best.accepted else self._zones(grey):
            if self._monotonic() - begun > seconds:
                break
            seen = self._look(grey, zone)
            if _worth(seen.reading) > _worth(best.reading) or not best.corners:
                best = seen
            if best.accepted:
                break
        self._tracked = _Tracked(best, frame.width, frame.height) if best.accepted else None
        return replace(best, milliseconds=(self._monotonic() - begun) * 1000)

    def _zones(self, grey: Grey) -> Iterator[Zone]:
        """One search after the other, each when it is wanted."""
        for wide in WIDTHS:
            yield from self._locator.zones(grey, wide)

    def _tracked_look(self, grey: Grey) -> MrzSighting:
        """At the place of the last frame's zone; nothing where there was none, or where it is no more."""
        before = self._tracked
        if before is None or grey.shape != (before.height, before.width) or before.sighting.likelihoods is None:
            return MrzSighting()
        lines, corners = before.sighting.likelihoods, np.array(before.sighting.corners)
        strip = cut(grey, corners, lines.columns, _tall(corners, lines.columns))
        found = lines_in(self._recogniser.cells(strip.pixels))
        if found is None or found.filled < WELL_FILLED:
            return MrzSighting()
        return self._settle(grey, _Seen(found, _outline(strip, found)))

    def _look(self, grey: Grey, zone: Zone) -> MrzSighting:
        seen: list[_Seen] = []
        for columns in _likely_columns(zone):
            strip = cut(grey, zone.corners, columns, zone.height / zone.length * columns)
            lines = lines_in(self._recogniser.cells(strip.pixels))
            if lines is not None:
                seen.append(_Seen(lines, _outline(strip, lines)))
                if lines.filled > WELL_FILLED:
                    break
        if not seen:
            return MrzSighting(corners=_pairs(zone.corners), pitch=zone.pitch)
        return self._settle(grey, max(seen, key=lambda one: one.lines.filled))

    def _settle(self, grey: Grey, last: _Seen) -> MrzSighting:
        """Look again along the grid until what was read is settled."""
        best, reading = last, read_lines(last.lines.likelihoods)
        for _ in range(MOST_LOOKS - 1):
            again = None if _settled(reading) else self._again(grey, last)
            if again is None:
                break
            last, once_more = again, read_lines(again.lines.likelihoods)
            if _worth(once_more) >= _worth(reading):
                best, reading = last, once_more
        pitch = float(np.linalg.norm(best.corners[1] - best.corners[0])) / best.lines.columns
        return MrzSighting(reading, best.lines, _pairs(best.corners), pitch, _hint(grey, best, reading, pitch))

    def _again(self, grey: Grey, before: _Seen) -> _Seen | None:
        """Cut out along the grid, now that it is known, and read once more.

        Where the grid fits much better now, what was seen before was between the lines and is forgotten.
        """
        lines, corners = before.lines, before.corners
        if not np.isfinite(corners).all():
            return None
        strip = cut(grey, corners, lines.columns, _tall(corners, lines.columns))
        second = lines_in(self._recogniser.cells(strip.pixels))
        if second is None:
            return None
        if second.filled <= lines.filled + BETTER:
            if second.likelihoods.shape != lines.likelihoods.shape:
                return None
            both = (lines.likelihoods + second.likelihoods) / 2
            named = both - np.log(np.exp(both).sum(axis=2, keepdims=True))
            second = Lines(named, second.ends, max(lines.filled, second.filled))
        return _Seen(second, _outline(strip, second))


def _worth(reading: Reading | None) -> tuple[bool, bool, float]:
    """What makes one reading of a zone better than another: that it may be relied on, then its least sure letter."""
    if reading is None:
        return False, False, 0.0
    return True, reading.holds, reading.name_margin if reading.holds else reading.margin


def _settled(reading: Reading | None) -> bool:
    return reading is not None and reading.holds and reading.name_margin >= SURE_LETTER


def read_mrz_image(frame: Frame, reader: MrzReader | None = None, seconds: float = STILL_SECONDS) -> MrzSighting:
    """The zone of one still picture, with up to twice ``seconds``; a picture of nothing but a zone is good as well.

    One picture alone makes no name certain. Raises ``NetworkMissingError`` where ``reader`` has to be made and cannot.
    """
    reader = reader or MrzReader()
    reader.forget()
    seen = reader.read(frame, seconds)
    if seen.accepted or frame.width * frame.height > MAX_FRAMED_PIXELS or min(frame.width, frame.height) < MIN_SIDE:
        return seen
    reader.forget()
    framed = reader.read(_framed(frame), seconds)
    reader.forget()
    if framed.reading is None or (seen.reading is not None and not framed.accepted):
        return seen
    side = _border(frame)
    corners = tuple((x - side, y - side) for x, y in framed.corners)
    return replace(framed, corners=corners, milliseconds=seen.milliseconds + framed.milliseconds)


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


def _likely_columns(zone: Zone) -> list[int]:
    """The formats whose line may be as long as this zone, the likeliest first; two at most."""
    seen = zone.length / max(zone.pitch, 1.0)
    lengths = [columns for rows, columns in FORMATS if rows == 3 or zone.length > SLENDER * zone.height]
    return sorted(lengths, key=lambda columns: abs(math.log(seen / columns)))[:2]


def _tall(corners: Points, columns: int) -> float:
    """The zone's height in pitches."""
    return float(np.linalg.norm(corners[3] - corners[0]) / np.linalg.norm(corners[1] - corners[0])) * columns


def _hint(grey: Grey, seen: _Seen, reading: Reading | None, pitch: float) -> MrzHint | None:
    """What would help, where the zone was found and not read."""
    if reading is not None and reading.holds:
        return None
    if pitch < NEAR_ENOUGH:
        return MrzHint.CLOSER
    strip = cut(grey, seen.corners, seen.lines.columns, _tall(seen.corners, seen.lines.columns))
    inside = strip.pixels[MARGIN:-MARGIN, MARGIN:-MARGIN]
    if float((inside >= BURNT).mean()) > BURNT_SHARE:
        return MrzHint.GLARE
    return MrzHint.HOLD_STILL


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

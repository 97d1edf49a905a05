"""One picture in, its machine-readable zone out: find, cut, read, hold to the check digits, as long as it takes.

Frames that follow one another are read by ``following``, which spends less on each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from kiosk.domain.face import Frame
from kiosk.reader.scan.mrz.hints import hint_for
from kiosk.reader.scan.mrz.layout import Reading, read_lines
from kiosk.reader.scan.mrz.light import Grey
from kiosk.reader.scan.mrz.locator import WIDTHS, Locator, Zone
from kiosk.reader.scan.mrz.looking import (
    WELL_FILLED,
    Seen,
    likely_columns,
    look_again,
    look_at,
    pairs,
    worth,
)
from kiosk.reader.scan.mrz.networks import LOCATOR, RECOGNISER, WEIGHTS, Network
from kiosk.reader.scan.mrz.recogniser import Recogniser
from kiosk.reader.scan.mrz.sighting import SURE_LETTER, MrzSighting
from kiosk.reader.scan.pixels import grey_of

MIN_SIDE = 24
"""Narrower pictures hold no zone that could be read."""

MAX_PIXELS = 36_000_000
"""Larger ones come from no camera: 8K has 33 million."""

MOST_LOOKS = 3
"""At one zone: the first along the locator's rectangle, the others along the grid that was found."""

STILL_SECONDS = 5.0
"""Time for one picture; a step that would begin later is left out."""

MAX_FRAMED_PIXELS = 12_000_000
"""A larger still picture is not laid on a ground of its own: nobody cuts out a zone at that size."""


class MrzReader:
    """Reads the zones of pictures, each alone; one thread at a time."""

    def __init__(self, weights: Path = WEIGHTS, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Load both networks; raises ``NetworkMissingError``."""
        self._locator = Locator(Network(LOCATOR, weights))
        self._recogniser = Recogniser(Network(RECOGNISER, weights))
        self._monotonic = monotonic

    def read(self, frame: Frame, seconds: float = STILL_SECONDS) -> MrzSighting:
        """The best zone of a picture: one whose check digits hold before any that has none."""
        begun = self._monotonic()
        if min(frame.width, frame.height) < MIN_SIDE or frame.width * frame.height > MAX_PIXELS:
            return MrzSighting()
        grey = grey_of(frame)
        best = MrzSighting()
        for zone in self._zones(grey):
            if self._monotonic() - begun > seconds:
                break
            seen = self._look(grey, zone)
            if worth(seen.reading) > worth(best.reading) or not best.corners:
                best = seen
            if best.accepted:
                break
        return replace(best, milliseconds=(self._monotonic() - begun) * 1000)

    def _zones(self, grey: Grey) -> Iterator[Zone]:
        """One search after the other, each when it is wanted."""
        for wide in WIDTHS:
            yield from self._locator.zones(grey, wide)

    def _look(self, grey: Grey, zone: Zone) -> MrzSighting:
        found: list[Seen] = []
        for columns in likely_columns(zone):
            seen, _ = look_at(self._recogniser, grey, zone.corners, columns, zone.height / zone.length * columns)
            if seen is not None:
                found.append(seen)
                if seen.lines.filled > WELL_FILLED:
                    break
        if not found:
            return MrzSighting(corners=pairs(zone.corners), pitch=zone.pitch)
        return self._settle(grey, max(found, key=lambda one: one.lines.filled))

    def _settle(self, grey: Grey, last: Seen) -> MrzSighting:
        """Look again along the grid until what was read is settled."""
        best, reading = last, read_lines(last.lines.likelihoods)
        for _ in range(MOST_LOOKS - 1):
            again = None if _settled(reading) else look_again(self._recogniser, grey, last)
            if again is None:
                break
            last, once_more = again, read_lines(again.lines.likelihoods)
            if worth(once_more) >= worth(reading):
                best, reading = last, once_more
        read = reading is not None and reading.holds
        hint = None if read else hint_for(grey, best.corners, best.pitch, best.lines.columns)
        return MrzSighting(reading, best.lines, pairs(best.corners), best.pitch, hint)


def _settled(reading: Reading | None) -> bool:
    return reading is not None and reading.holds and reading.name_margin >= SURE_LETTER


def read_mrz_image(frame: Frame, reader: MrzReader | None = None, seconds: float = STILL_SECONDS) -> MrzSighting:
    """The zone of one still picture, with up to twice ``seconds``; a picture of nothing but a zone is good as well.

    One picture alone makes no name certain. Raises ``NetworkMissingError`` where ``reader`` has to be made and cannot.
    """
    reader = reader or MrzReader()
    seen = reader.read(frame, seconds)
    if seen.accepted or frame.width * frame.height > MAX_FRAMED_PIXELS or min(frame.width, frame.height) < MIN_SIDE:
        return seen
    framed = reader.read(_framed(frame), seconds)
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

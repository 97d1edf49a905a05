"""The zone in one frame after another: found once, then followed, and read in the first frame that is sharp.

A camera's next frame is 33 ms away and hands shake: what one frame does not show at once is not worth what it costs
to find out. So nothing is searched twice in one frame, a blurred zone is not read, and a frame that is read is read
once, and once more only where the grid stood aslant.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from kiosk.domain.face import Frame
from kiosk.reader.scan.mrz.hints import hint_for
from kiosk.reader.scan.mrz.layout import Reading, read_lines
from kiosk.reader.scan.mrz.light import Grey
from kiosk.reader.scan.mrz.locator import Locator, Zone
from kiosk.reader.scan.mrz.looking import WELL_FILLED, Seen, likely_columns, look_again, look_at, pairs, worth
from kiosk.reader.scan.mrz.networks import LOCATOR, RECOGNISER, WEIGHTS, Network
from kiosk.reader.scan.mrz.reading import MAX_PIXELS, MIN_SIDE
from kiosk.reader.scan.mrz.recogniser import Recogniser
from kiosk.reader.scan.mrz.sighting import MrzSighting
from kiosk.reader.scan.pixels import grey_of

SEARCHES = (560, 800, 448)
"""Widths to which frames without a zone are scaled for the search, by turns: 15, 28 and 10 ms. The first finds cards
from a third of the frame's width on, the second from a fifth on, the third those that fill it."""

MOST_ZONES = 2
"""Zones of one frame that are looked at."""

BLURRED = 0.6
"""A zone less clear is not read: of such frames one in twenty could have been (docs/optical-mrz.md)."""

EVIDENT = 0.6
"""So well filled is a grid that is a zone's, if only a part of it is in view; other print has none."""

SEARCH_ANEW = 8
"""After so many frames in which a zone was followed and not read, the whole frame is searched: there may be another."""

FRAME_SECONDS = 0.12
"""Processor time for one frame; a look that would begin later is left out."""


class ZoneFollower:
    """Reads the frames of one camera; one thread at a time."""

    def __init__(self, weights: Path = WEIGHTS, cpu_time: Callable[[], float] = time.thread_time) -> None:
        """Load both networks; raises ``NetworkMissingError``."""
        self._locator = Locator(Network(LOCATOR, weights))
        self._recogniser = Recogniser(Network(RECOGNISER, weights))
        self._cpu_time = cpu_time
        self._ends = 0.0
        self.forget()

    def forget(self) -> None:
        """The next frame is another camera's or another person's."""
        self._before: Zone | None = None
        self._size = (0, 0)
        self._searches = 0
        self._unread = 0

    def read(self, frame: Frame) -> MrzSighting:
        """What this frame shows of a zone; ``milliseconds`` are the processor's."""
        begun = self._cpu_time()
        self._ends = begun + FRAME_SECONDS
        if min(frame.width, frame.height) < MIN_SIDE or frame.width * frame.height > MAX_PIXELS:
            return MrzSighting()
        if (frame.width, frame.height) != self._size:
            self.forget()
            self._size = (frame.width, frame.height)
        grey = grey_of(frame)
        best, followed = MrzSighting(), None
        for number, zone in enumerate(self._zones(grey)):
            if number and self._late():
                break
            seen = self._look(grey, zone)
            if seen.corners and (followed is None or worth(seen.reading) > worth(best.reading)):
                best, followed = seen, zone
            if best.accepted:
                break
        self._before = followed
        self._unread = 0 if best.accepted else self._unread + 1
        return replace(best, milliseconds=(self._cpu_time() - begun) * 1000)

    def _zones(self, grey: Grey) -> tuple[Zone, ...]:
        """Around the last frame's zone, and where it is no more in the whole frame, each time at another width."""
        if self._before is not None and self._unread % SEARCH_ANEW != SEARCH_ANEW - 1:
            near = self._locator.near(grey, self._before)
            if near:
                return near[:MOST_ZONES]
        wide = SEARCHES[self._searches % len(SEARCHES)]
        self._searches += 1
        return self._locator.zones(grey, wide)[:MOST_ZONES]

    def _look(self, grey: Grey, zone: Zone) -> MrzSighting:
        columns = likely_columns(zone)
        clearest, best = 0.0, None
        for count in columns:
            seen, clear = look_at(self._recogniser, grey, zone.corners, count, zone.height / zone.length * count)
            clearest = max(clearest, clear)
            if seen is not None and (best is None or seen.lines.filled > best.lines.filled):
                best = seen
            if (best is not None and best.lines.filled > WELL_FILLED) or self._late():
                break
        if best is None or best.lines.filled < EVIDENT or not np.isfinite(best.corners).all():
            return MrzSighting()
        if clearest < BLURRED:
            return _unread(grey, best)
        return self._read(grey, best)

    def _read(self, grey: Grey, seen: Seen) -> MrzSighting:
        reading = read_lines(seen.lines.likelihoods)
        if not _holds(reading) and not self._late():
            again = look_again(self._recogniser, grey, seen)
            once_more = None if again is None else read_lines(again.lines.likelihoods)
            if again is not None and worth(once_more) >= worth(reading) and np.isfinite(again.corners).all():
                seen, reading = again, once_more
        if not _holds(reading):
            return replace(_unread(grey, seen), reading=reading, likelihoods=seen.lines)
        return MrzSighting(reading, seen.lines, pairs(seen.corners), seen.pitch)

    def _late(self) -> bool:
        return self._cpu_time() > self._ends


def _unread(grey: Grey, seen: Seen) -> MrzSighting:
    """Where a zone is of which nothing can be relied on, and what would help."""
    hint = hint_for(grey, seen.corners, seen.pitch, seen.lines.columns)
    return MrzSighting(corners=pairs(seen.corners), pitch=seen.pitch, hint=hint)


def _holds(reading: Reading | None) -> bool:
    return reading is not None and reading.holds

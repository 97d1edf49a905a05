"""Where the code was in the last frames, so that the next look begins there."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.reader.scan.region import Region

KEEP_FRAMES = 6
"""A region is forgotten after so many frames in which nothing was seen there."""

FULL_LOOK_EVERY = 4
"""Of so many frames in a row one is looked at as a whole, or a second card would never be noticed."""

MARGIN = 0.4
"""How far a hand moves a card between two frames, as a share of the code's side."""


class RegionTracker:
    """Regions of the newest frame that had any, and how long ago that was; pure."""

    def __init__(self) -> None:
        self._regions: tuple[Region, ...] = ()
        self._age = 0
        self._since_full = 0

    @property
    def regions(self) -> tuple[Region, ...]:
        return self._regions

    def wants_full_look(self) -> bool:
        """Whether this frame is to be looked at as a whole even if a tracked region gives a code."""
        return not self._regions or self._since_full + 1 >= FULL_LOOK_EVERY

    def saw(self, regions: Sequence[Region], *, full: bool) -> None:
        """After each frame: where a code was read or supposed, and whether the whole frame was looked at."""
        self._since_full = 0 if full else self._since_full + 1
        if regions:
            self._regions, self._age = tuple(regions), 0
            return
        self._age += 1
        if self._age >= KEEP_FRAMES:
            self.forget()

    def forget(self) -> None:
        self._regions, self._age, self._since_full = (), 0, 0

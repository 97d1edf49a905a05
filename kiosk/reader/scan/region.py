"""A square of a frame in which a code is, or may be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kiosk.reader.scan.sighting import Point, Quad


@dataclass(frozen=True, slots=True)
class Region:
    """``middle`` and ``side`` in pixels of the frame; the side is that of the code's upright box, without a margin."""

    middle: Point
    side: float

    @classmethod
    def around(cls, corners: Quad) -> Region:
        columns, rows = [x for x, _ in corners], [y for _, y in corners]
        side = max(max(columns) - min(columns), max(rows) - min(rows), 1.0)
        return cls(((max(columns) + min(columns)) / 2, (max(rows) + min(rows)) / 2), side)

    def holds(self, point: Point) -> bool:
        return math.dist(self.middle, point) <= self.side / 2

"""Where in a frame a machine-readable zone lies, which way it is read, and about how large its characters are."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.reader.scan.mrz.light import Grey, evened
from kiosk.reader.scan.mrz.networks import LOCATOR, Network

WIDTHS = (800, 448)
"""Frames are scaled to the first width for the search: a card over a fifth of it has five pixels a character there. One
that fills it has more than the network knows, and is found at the second."""

MOST_SLENDER_FRAME = 16 / 9
"""Higher by width than any camera's frame held upright; what is more slender is scaled down further."""

MAX_ZONES = 3

NEAR_PITCH = 7.0
"""Pixels a character has where a zone is looked for again: the network knows 5 to 14."""

ROOM = 0.35
"""How far a hand may have moved a zone meanwhile, as a share of its length."""

SURE = 0.5
FINER = 4
"""The map of cells is enlarged so many times before its islands are outlined."""

MIN_SIDES = (60.0, 8.0)
"""Length and height in pixels of the small frame; below it nobody could read the characters."""

MIN_SLENDER = 2.2
"""Length by height of the least slender zone: three lines 6.35 mm apart, half of them hidden or out of view."""

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle in pixels of the frame: middle, reading direction (unit vector), sides, and the pitch in pixels.

    ``score`` is 0 to 1.
    """

    middle: tuple[float, float]
    direction: tuple[float, float]
    length: float
    height: float
    pitch: float
    score: float

    @property
    def corners(self) -> Points:
        """4 × 2, from the top left as one reads it, clockwise."""
        along = np.array(self.direction) * self.length / 2
        down = np.array((-self.direction[1], self.direction[0])) * self.height / 2
        return cast(
            "Points", np.array(self.middle) + np.array([-along - down, along - down, along + down, down - along])
        )


class Locator:
    """Finds zones by a network; one thread at a time."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def zones(self, grey: Grey, wide: int = WIDTHS[0]) -> tuple[Zone, ...]:
        """At most ``MAX_ZONES``, the likeliest first, in the frame scaled to ``wide`` pixels."""
        height, width = grey.shape
        return self._found(grey, min(wide / width, wide * MOST_SLENDER_FRAME / height))

    def near(self, grey: Grey, before: Zone) -> tuple[Zone, ...]:
        """As ``zones``, around the place of a zone that was seen a moment ago: a sixth of the time."""
        corners, room = before.corners, before.length * ROOM
        left, top = np.clip(corners.min(0) - room, 0, None).astype(int)
        right, bottom = (corners.max(0) + room).astype(int)
        part = grey[top:bottom, left:right]
        if min(part.shape) < MIN_SIDES[1]:
            return ()
        found = self._found(part, min(1.0, NEAR_PITCH / before.pitch))
        return tuple(replace(zone, middle=(zone.middle[0] + left, zone.middle[1] + top)) for zone in found)

    def _found(self, grey: Grey, shrink: float) -> tuple[Zone, ...]:
        height, width = grey.shape
        size = max(1, round(width * shrink)), max(1, round(height * shrink))
        small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if shrink < 1 else cv2.INTER_LINEAR)
        # Whole cells only: the few pixels that lack are the edge's again.
        below, right = -size[1] % LOCATOR.stride, -size[0] % LOCATOR.stride
        small = cv2.copyMakeBorder(small, 0, below, 0, right, cv2.BORDER_REPLICATE)
        cells = self._network.cells(evened(np.asarray(small, np.uint8)))
        likely = 1 / (1 + np.exp(-cells[0]))
        fine = cv2.resize(likely, None, fx=FINER, fy=FINER, interpolation=cv2.INTER_LINEAR)
        islands = cv2.findContours((fine > SURE).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
        found = (self._zone(np.asarray(island), fine, cells, 1 / shrink) for island in islands)
        zones = [zone for zone in found if zone is not None]
        return tuple(sorted(zones, key=lambda zone: -zone.score * zone.length)[:MAX_ZONES])

    def _zone(
        self, island: Points, fine: npt.NDArray[np.float32], cells: npt.NDArray[np.float32], grow: float
    ) -> Zone | None:
        side = LOCATOR.stride / FINER
        middle, sides, turn = cv2.minAreaRect(island)
        length, height = (value * side + side for value in sides)
        if length < height:
            length, height, turn = height, length, turn + 90
        if length < MIN_SIDES[0] or height < MIN_SIDES[1] or length < MIN_SLENDER * height:
            return None
        mask = cv2.drawContours(np.zeros(fine.shape, np.uint8), [island], 0, 1, -1)
        inside = cv2.resize(mask, cells.shape[:0:-1], interpolation=cv2.INTER_AREA) > 0
        weight = inside * (1 / (1 + np.exp(-cells[0])))
        if not weight.sum() > 0:
            return None
        across, down, pitch = (float((cells[at] * weight).sum() / weight.sum()) for at in (1, 2, 3))
        along = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        if along[0] * across + along[1] * down < 0:
            along = -along[0], -along[1]
        at = tuple((value + 0.5) * side * grow for value in middle)
        score = float((fine * mask).sum() / mask.sum())
        return Zone((at[0], at[1]), along, length * grow, height * grow, 8 * 2**pitch * grow, score)

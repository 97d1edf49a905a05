"""What drawing a person is made of: places on the picture, soft edges, grain that is the same each time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.float64]
"""A number for each pixel."""

Paint = npt.NDArray[np.float64]
"""Red, green, blue for each pixel, linear, 0 to 1."""

Colour = tuple[float, float, float]
"""Red, green, blue, linear, 0 to 1."""


@dataclass(frozen=True, slots=True)
class View:
    """How a person is looked at. ``unit``: the distance between the eyes in pixels; ``middle``: between the eyes.

    ``light`` points at the lamp: image right, down, towards the camera. ``roll`` in radians, clockwise.
    """

    size: tuple[int, int]
    unit: float
    middle: tuple[float, float]
    light: tuple[float, float, float]
    strength: float
    ambient: float
    wall: tuple[Colour, Colour]
    shirt: Colour
    tint: Colour = (1.0, 1.0, 1.0)
    roll: float = 0.0
    blur: float = 0.7
    noise: float = 0.006


class Canvas:
    """The places of a view in distances between the eyes, and the grain of one person. Not thread-safe.

    ``x`` grows to image right and ``y`` down, both from between the eyes; ``aside`` is the distance from the middle.
    """

    def __init__(self, view: View, seed: int) -> None:
        width, height = view.size
        down, across = np.mgrid[0:height, 0:width].astype(np.float64)
        right, below = (across - view.middle[0]) / view.unit, (down - view.middle[1]) / view.unit
        self.view = view
        self.x: Plane = math.cos(view.roll) * right + math.sin(view.roll) * below
        self.y: Plane = math.cos(view.roll) * below - math.sin(view.roll) * right
        self.aside: Plane = np.abs(self.x)
        self.pixel = 1.0 / view.unit
        self._chance = np.random.default_rng(seed)

    def grain(self, cell: float) -> Plane:
        """Smooth chance whose spots are this large, in eye distances; about a standard deviation of one."""
        return self.streaks(cell, cell)

    def streaks(self, across: float, down: float) -> Plane:
        """The same with spots of this width and height, in eye distances, and never smaller than a pixel."""
        height, width = self.x.shape
        rows = max(2, round(height / max(1.3, down * self.view.unit)) + 2)
        columns = max(2, round(width / max(1.3, across * self.view.unit)) + 2)
        drawn = self._chance.normal(size=(rows, columns))
        return np.asarray(cv2.resize(drawn, (width, height), interpolation=cv2.INTER_CUBIC), np.float64)


def rise(low: float, high: float, value: Plane) -> Plane:
    """From 0 at ``low`` softly to 1 at ``high``."""
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share), np.float64)


def bump(x: Plane, y: Plane, at: tuple[float, float], spread: tuple[float, float]) -> Plane:
    """A soft spot: 1 in its middle, 1/e at its spread."""
    return np.asarray(np.exp(-(((x - at[0]) / spread[0]) ** 2) - ((y - at[1]) / spread[1]) ** 2), np.float64)


def line(distance: Plane, width: float) -> Plane:
    """A soft line where ``distance`` is nought."""
    return np.asarray(np.exp(-((distance / width) ** 2)), np.float64)


def over(ground: Paint, paint: npt.ArrayLike, share: Plane) -> Paint:
    """``paint`` over ``ground`` by these shares (0 to 1)."""
    part = share[..., None]
    return np.asarray(ground * (1.0 - part) + np.asarray(paint) * part, np.float64)

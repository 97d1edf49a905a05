"""A photograph of a face as a rough head in three dimensions, that turns and sways, shuts its eyes, opens its mouth.

The head is an ellipsoid with a nose on it, measured in distances between the eyes (a person's 63 mm). It is no
likeness: it gives a camera's picture the parallax that a head has and a print has not. Needs NumPy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.simulator.person.features import Features, with_expression
from kiosk.simulator.person.picture import Picture

Grid = npt.NDArray[np.float32]

HALF_WIDTH, HALF_HEIGHT, HALF_DEPTH = 1.2, 1.8, 1.5
"""Of the head, in eye distances: 150 × 227 × 190 mm."""

MIDDLE = 0.35
"""The middle of the head lies this far below the eyes."""

NOSE_TIP, NOSE_HEIGHT, NOSE_WIDTH = 0.7, 0.35, 0.2
"""How far below the eyes the tip is, how far it stands out of the ellipsoid, and how broad the nose is."""

_SAMPLES = 3
"""Of the photograph for each pixel across, so that a stretched cheek has no holes."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the head looks and stands. ``yaw`` in degrees, positive to the person's own left (image right).

    ``across`` and ``down`` shift the picture, in eye distances; ``shut`` and ``opened``: eyes and mouth, 0 to 1.
    """

    yaw: float = 0.0
    across: float = 0.0
    down: float = 0.0
    shut: float = 0.0
    opened: float = 0.0


@dataclass(frozen=True, slots=True)
class Head:
    """A photograph with the places of both eyes in it: ``left`` is the one on the image's left.

    Without ``features``, which the model pack's landmark network finds, eyes and mouth stay as they are.
    """

    picture: Picture = field(repr=False)
    left: tuple[float, float]
    right: tuple[float, float]
    features: Features | None = field(default=None, repr=False, compare=False)
    _drawn: dict[tuple[int, int, int], Picture] = field(default_factory=dict, repr=False, compare=False)

    @property
    def unit(self) -> float:
        """The distance between the eyes, in pixels."""
        return math.dist(self.left, self.right)

    def posed(self, pose: Pose) -> Picture:
        """The photograph with its head in this pose; what was drawn is kept, for each degree and each tenth."""
        degrees, shut, opened = round(pose.yaw), round(10 * pose.shut), round(10 * pose.opened)
        picture = self._still(degrees, shut if self.features else 0, opened if self.features else 0)
        if pose.across or pose.down:
            shift = np.array([[1.0, 0.0, pose.across * self.unit], [0.0, 1.0, pose.down * self.unit]])
            size = (picture.shape[1], picture.shape[0])
            picture = cv2.warpAffine(picture, shift, size, borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)
        return picture

    def _still(self, degrees: int, shut: int, opened: int) -> Picture:
        """The head where it stood when it was photographed; eyes and mouth in tenths."""
        if not (degrees or shut or opened):
            return self.picture
        which = degrees, shut, opened
        if which not in self._drawn:
            picture = self.picture
            if self.features is not None and (shut or opened):
                picture = with_expression(picture, self.features, self.unit, shut / 10, opened / 10)
            self._drawn[which] = self._turned(picture, math.radians(degrees)) if degrees else picture
        return self._drawn[which]

    def _turned(self, picture: Picture, yaw: float) -> Picture:
        """The head turned about its own upright axis, far from the camera; what comes into sight stays as it was."""
        height, width = picture.shape[:2]
        middle_x, middle_y = (self.left[0] + self.right[0]) / 2, (self.left[1] + self.right[1]) / 2
        top = max(0, math.floor(middle_y + (MIDDLE - HALF_HEIGHT) * self.unit))
        bottom = min(height, math.ceil(middle_y + (MIDDLE + HALF_HEIGHT) * self.unit))
        down, across = np.mgrid[top:bottom, 0 : width * _SAMPLES].astype(np.float32)
        across /= _SAMPLES
        x, y = (across - middle_x) / self.unit, (down - middle_y) / self.unit
        head = (x / HALF_WIDTH) ** 2 + ((y - MIDDLE) / HALF_HEIGHT) ** 2 < 1.0
        x, y, rows, columns = x[head], y[head], down[head].astype(int), across[head].astype(int)
        relief = _relief(x, y)
        there = np.rint((x * math.cos(yaw) + relief * math.sin(yaw)) * self.unit + middle_x).astype(int)
        # The nearest is drawn last.
        order = np.argsort(relief * math.cos(yaw) - x * math.sin(yaw))
        order = order[(there[order] >= 0) & (there[order] < width)]
        drawn = picture.copy()
        drawn[rows[order], there[order]] = picture[rows[order], columns[order]]
        return drawn


def _relief(x: Grid, y: Grid) -> Grid:
    """How far before the axis of the head each point of the face lies."""
    skull = HALF_DEPTH * np.sqrt(np.clip(1.0 - (x / HALF_WIDTH) ** 2 - ((y - MIDDLE) / HALF_HEIGHT) ** 2, 0.0, None))
    ridge = np.clip(y / NOSE_TIP, 0.0, 1.0) * np.clip((NOSE_TIP + 0.2 - y) / 0.2, 0.0, 1.0)
    return np.asarray(skull + NOSE_HEIGHT * ridge * np.exp(-((x / NOSE_WIDTH) ** 2)), np.float32)

"""How a head has turned, from five points: what no turning of a flat picture does to them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kiosk.biometric.networks.manifest import Points

_Shape = npt.NDArray[np.float64]
"""Five rows (x, y)."""

_PLANE = [0, 1, 3, 4]
_NOSE = 2

TURNED = 0.12
"""Parallax of a head turned by 20 to 25 degrees, on rough heads made of five photographs (docs/biometrics.md)."""


def parallax(straight: Points, seen: Points) -> float:
    """How far the nose has left the plane of eyes and mouth, in eye distances; positive to image right.

    The eyes and the corners of the mouth say which affine map takes the face from ``straight`` to ``seen``. On a print
    or a screen the nose goes where that map takes it, however the thing is held, but for a little perspective; a head's
    nose stands before the plane and goes further. Raises ``ValueError`` for points of which no map can be told.
    """
    before, now = _shape(straight), _shape(seen)
    plane = np.column_stack([before[_PLANE], np.ones(4)])
    solution, _, rank, _ = np.linalg.lstsq(plane, now[_PLANE], rcond=None)
    unit = math.dist(straight[0], straight[1])
    height = _height(before)
    if rank < 3 or unit < 1.0 or height < 1.0:
        raise ValueError("the points lie on a line")
    carried = np.append(before[_NOSE], 1.0) @ solution
    # Along the line between the eyes; the axis from eyes to mouth keeps its length when a head turns sideways.
    axis = (now[1] - now[0]) / max(math.dist(seen[0], seen[1]), 1e-6)
    scale = unit * _height(now) / height
    if scale < 1.0:
        raise ValueError("the face has no height")
    return float((now[_NOSE] - carried) @ axis / scale)


def narrowed(straight: Points, seen: Points) -> float:
    """The face's width over its height, as a share of what it was: 1 straight on, less when anything was turned."""
    before, now = _shape(straight), _shape(seen)
    wide = math.dist(straight[0], straight[1]) / max(_height(before), 1e-6)
    return math.dist(seen[0], seen[1]) / max(_height(now), 1e-6) / max(wide, 1e-6)


def middle_of(points: Points) -> tuple[float, float]:
    """The middle of the five points."""
    across, down = _shape(points).mean(axis=0)
    return float(across), float(down)


def mean_points(looks: Sequence[Points]) -> Points:
    """The points of several looks at one face that may have moved meanwhile: their mean, about a common middle."""
    shapes = np.stack([_shape(points) for points in looks])
    middles = shapes.mean(axis=1, keepdims=True)
    scale = np.array([_height(shape) for shape in shapes])
    sized = (shapes - middles) * (scale.mean() / np.maximum(scale, 1e-6))[:, None, None]
    mean = sized.mean(axis=0) + middles.mean(axis=0)
    return tuple((float(across), float(down)) for across, down in mean)


def _shape(points: Points) -> _Shape:
    return np.asarray(points, np.float64)


def _height(shape: _Shape) -> float:
    """From between the eyes to between the corners of the mouth."""
    return float(np.linalg.norm((shape[3] + shape[4] - shape[0] - shape[1]) / 2))

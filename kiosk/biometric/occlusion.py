"""What covers a face: how much its template owes to each part of it, and what the covered skin looks like.

Detectors and the usual gates let a mask pass. A recogniser does not: paint over the mouth of a bare face, and its
template turns away; paint over a mask, and hardly anything changes, while the eyes then carry all the more. So each of
three parts is painted over in turn, and the cosine between the template before and after says what the part was worth.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter

import numpy as np

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.networks.opencv import cv2
from kiosk.biometric.networks.recognition import Template, cosine
from kiosk.domain.face import Covering

SIDE = 112
"""Rows and columns below are those of ArcFace's square, the one of the recogniser that the signs were fitted to."""


class Part(Enum):
    """The rows of the square that are painted over in their mean colour."""

    LOWER = (72, 112)
    EYES = (40, 62)
    FOREHEAD = (0, 36)


@dataclass(frozen=True, slots=True)
class CoveringSigns:
    """What is measured on one face, as the signs are weighed.

    ``lower``, ``eyes`` and ``forehead``: 1 − cosine between the templates of the whole face and of the face without
    that part. ``jaw_colour``: how far the colour of the jaws lies from that of the nose's bridge (CIELAB a*b*);
    ``eye_luma``: the brighter eye region's lightness as a share of the skin's; ``eye_contrast``: standard deviation of
    the lightness around the eye that has less; ``brow_colour``: how far the forehead's colour lies from that of the
    cheeks. ``forehead_seen``: the forehead lies in the picture.
    """

    lower: float
    eyes: float
    forehead: float
    jaw_colour: float
    eye_luma: float
    eye_contrast: float
    brow_colour: float
    forehead_seen: bool

    @property
    def mouth_against_eyes(self) -> float:
        """The logarithm of what the mouth is worth against the eyes; low under a mask, high behind sunglasses."""
        return math.log(max(self.lower, LEAST) / max(self.eyes, LEAST))


LEAST = 1e-4
"""Of a part's worth: below, its logarithm says more about rounding than about the face."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A covering, and the weights with which measures speak for it: worn where their sum with ``bias`` is above 0."""

    covering: Covering
    weights: tuple[tuple[str, float], ...]
    bias: float

    def score(self, signs: CoveringSigns) -> float:
        return self.bias + math.fsum(weight * float(attrgetter(name)(signs)) for name, weight in self.weights)


SIGNS = (
    Sign(Covering.MASK, (("mouth_against_eyes", -4.33), ("jaw_colour", 0.101)), -10.0),
    Sign(Covering.SUNGLASSES, (("mouth_against_eyes", 4.50), ("eye_luma", -9.78), ("eye_contrast", -0.151)), 10.9),
    Sign(Covering.HAT, (("forehead", -40.0), ("eyes", 11.3), ("brow_colour", 0.171)), -6.0),
)
"""Logistic regression on photographs of some thirty people with things drawn on them (``benchmarks/face_occlusion.py
--fit``); each bias leaves 0.5 % of the faces that do not wear the thing above 0, the hat's fewer, because a fringe is
much like a woollen hat. What came out on people left out: docs/biometrics.md."""


def coverings_of(signs: CoveringSigns) -> frozenset[Covering]:
    """What speaks for itself. A hat is seen only on a face that is bare otherwise and whose forehead is in the picture:
    over a mask the eyes count for so much that nothing can be said of it.
    """
    worn = frozenset(sign.covering for sign in SIGNS if sign.score(signs) > 0.0)
    return worn if signs.forehead_seen and worn == {Covering.HAT} else worn - {Covering.HAT}


class CoveringLook:
    """One aligned face, looked at part by part, so that the work may be spread over frames.

    ``embed`` is the recogniser's, ``whole`` its template of ``face``, a square of ``SIDE`` pixels.
    """

    def __init__(self, embed: Callable[[Pixels], Template], face: Pixels, whole: Template) -> None:
        self._embed = embed
        self._face = face
        self._whole = whole
        self._worth: dict[Part, float] = {}

    def step(self) -> CoveringSigns | None:
        """Look at one part more, one run of the network; the signs when that was the last one."""
        part = next(part for part in Part if part not in self._worth)
        first, last = part.value
        painted = self._face.copy()
        painted[first:last] = painted[first:last].reshape(-1, 3).mean(axis=0).astype(np.uint8)
        self._worth[part] = 1.0 - cosine(self._whole, self._embed(painted))
        return _signs(self._face, self._worth) if len(self._worth) == len(Part) else None


def _signs(face: Pixels, worth: dict[Part, float]) -> CoveringSigns:
    lab = cv2.cvtColor(face, cv2.COLOR_BGR2LAB).astype(np.float64)

    def colour(*places: tuple[int, int, int, int]) -> np.ndarray:
        """The median of these places, each as first row, last row, first column, last column."""
        return np.median(np.vstack([lab[a:b, c:d].reshape(-1, 3) for a, b, c, d in places]), axis=0)

    bridge = colour((52, 64, 51, 61))
    cheeks = colour((62, 74, 30, 44), (62, 74, 68, 82), (56, 66, 50, 62))
    jaws = colour((82, 100, 28, 40), (82, 100, 72, 84))
    brow = colour((14, 30, 38, 74))
    eyes = [colour((48, 57, 30, 46)), colour((48, 57, 66, 82))]
    around = [lab[46:60, 28:48, 0], lab[46:60, 64:84, 0]]
    return CoveringSigns(
        lower=worth[Part.LOWER],
        eyes=worth[Part.EYES],
        forehead=worth[Part.FOREHEAD],
        jaw_colour=_colour_distance(jaws, bridge),
        eye_luma=float(max(eye[0] for eye in eyes) / max(cheeks[0], 1.0)),
        eye_contrast=float(min(region.std() for region in around)),
        brow_colour=_colour_distance(brow, cheeks),
        forehead_seen=bool((face[: Part.FOREHEAD.value[1]].max(axis=2) == 0).mean() < 0.05),
    )


def _colour_distance(one: np.ndarray, other: np.ndarray) -> float:
    return math.hypot(*(one - other)[1:])

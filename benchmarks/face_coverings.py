"""Masks, sunglasses and hats drawn on photographs, and what must not be taken for them: seeded, drawn on five points.

Drawn things are flat: they stand in for real ones, of which no licensed photographs were at hand.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from kiosk.biometric.networks.alignment import ARCFACE_POINTS, similarity
from kiosk.biometric.networks.manifest import Points

SCALE = 4
"""Pixels of the drawing for each unit of ArcFace's square of 112."""

MARGIN = 64
"""Units around that square: hats stand out of it."""

SIDE = (112 + 2 * MARGIN) * SCALE

Pixels = np.ndarray
Drawing = Callable[[Pixels, np.random.Generator, "Skin"], tuple[Pixels, Pixels]]
"""What is drawn (blue-green-red, 0–255) and how opaque it is (0–1), both on the drawing's square."""

Skin = tuple[float, float, float]
"""The face's median colour, blue-green-red."""

FABRICS = {
    "white": (235, 235, 232),
    "light blue": (215, 180, 140),
    "black": (28, 26, 26),
    "grey": (150, 150, 150),
    "pink": (190, 170, 225),
    "green": (120, 150, 90),
    "red": (50, 45, 170),
    "navy": (90, 50, 35),
}


def cover(what: str, pixels: Pixels, points: Points, seed: int) -> Pixels:
    """The photograph with this on its face; the same for the same seed."""
    draw = np.random.default_rng(seed)
    to_face = similarity(points, ARCFACE_POINTS)
    to_face[:, 2] += MARGIN
    to_drawing = to_face * SCALE
    ground = cv2.warpAffine(pixels, to_drawing, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cheeks = ground[_rows(62, 78), _rows(26, 86)]
    skin = tuple(float(value) for value in np.median(cheeks.reshape(-1, 3), axis=0))
    layer, alpha = DRAWINGS[what](ground, draw, skin)
    soft = cv2.GaussianBlur(alpha.astype(np.float32), (0, 0), SCALE * 0.5)[..., None]
    size = pixels.shape[1], pixels.shape[0]
    back = cv2.invertAffineTransform(to_drawing)
    over = cv2.warpAffine(np.clip(layer, 0, 255).astype(np.float32), back, size, flags=cv2.INTER_AREA)
    opaque = cv2.warpAffine(soft, back, size, flags=cv2.INTER_AREA)[..., None]
    return np.clip(pixels * (1 - opaque) + over * opaque, 0, 255).astype(np.uint8)


def _rows(start: float, end: float) -> slice:
    return slice(round((start + MARGIN) * SCALE), round((end + MARGIN) * SCALE))


def _polygon(*corners: tuple[float, float]) -> Pixels:
    """Opacity of a polygon with corners in units of the square."""
    alpha = np.zeros((SIDE, SIDE), np.float32)
    cv2.fillPoly(alpha, [np.round((np.array(corners) + MARGIN) * SCALE).astype(np.int32)], 1.0)
    return alpha


def _ellipse(alpha: Pixels, middle: tuple[float, float], radii: tuple[float, float], line: float = -1) -> None:
    center = tuple(round((value + MARGIN) * SCALE) for value in middle)
    axes = tuple(round(value * SCALE) for value in radii)
    cv2.ellipse(alpha, center, axes, 0, 0, 360, 1.0, -1 if line < 0 else max(1, round(line * SCALE)))


def _light_of(ground: Pixels, share: float) -> Pixels:
    """How brightly the face is lit from place to place, 1 in the mean; ``share`` of it falls on what is drawn."""
    luma = cv2.GaussianBlur(cv2.cvtColor(ground, cv2.COLOR_BGR2GRAY).astype(np.float32), (0, 0), 12 * SCALE)
    middle = float(np.median(luma[_rows(20, 100), _rows(20, 92)])) or 1.0
    return (1 - share + share * np.clip(luma / middle, 0.3, 1.7))[..., None]


def _cloth(ground: Pixels, draw: np.random.Generator, colour: Skin | tuple[int, int, int]) -> Pixels:
    """Cloth of this colour in the face's light, with weave and creases."""
    base = np.ones((SIDE, SIDE, 3), np.float32) * np.array(colour, np.float32) * draw.uniform(0.85, 1.1)
    weave = cv2.resize(draw.normal(0, 1, (SIDE // SCALE, SIDE // SCALE)).astype(np.float32), (SIDE, SIDE))
    creases = cv2.GaussianBlur(draw.normal(0, 1, (SIDE, SIDE)).astype(np.float32), (0, 0), 5 * SCALE)
    creases /= float(np.abs(creases).max()) or 1.0
    shade = 1 + draw.uniform(0.0, 0.05) * weave + draw.uniform(0.05, 0.25) * creases
    return base * shade[..., None] * _light_of(ground, draw.uniform(0.3, 1.0))


def _fabric(draw: np.random.Generator, skin: Skin, name: str | None = None) -> Skin | tuple[int, int, int]:
    names = [*FABRICS, "skin"]
    name = name or names[int(draw.integers(len(names)))]
    if name == "skin":
        return tuple(value * draw.uniform(0.9, 1.1) for value in skin)
    return FABRICS[name]


def mask(
    ground: Pixels, draw: np.random.Generator, skin: Skin, fabric: str | None = None, top: float | None = None
) -> tuple[Pixels, Pixels]:
    """Over nose, mouth and chin; pleats as surgical masks have them, or a fold down the middle."""
    top = draw.uniform(58, 68) if top is None else top
    side = draw.uniform(13, 20)
    middle = 56 + draw.uniform(-1.5, 1.5)
    alpha = _polygon(
        (middle, top),
        (112 - side - 18, top + draw.uniform(2, 7)),
        (112 - side, top + draw.uniform(8, 16)),
        (112 - side - 8, draw.uniform(98, 108)),
        (middle + 16, draw.uniform(114, 122)),
        (middle - 16, draw.uniform(114, 122)),
        (side + 8, draw.uniform(98, 108)),
        (side, top + draw.uniform(8, 16)),
        (side + 18, top + draw.uniform(2, 7)),
    )
    layer = _cloth(ground, draw, _fabric(draw, skin, fabric))
    pleats = np.zeros((SIDE, SIDE), np.float32)
    if draw.random() < 0.6:
        for down in np.linspace(top + 12, top + 34, int(draw.integers(2, 5))):
            row = round((down + draw.uniform(-1, 1) + MARGIN) * SCALE)
            cv2.line(pleats, (0, row), (SIDE, row), 1.0, round(draw.uniform(0.5, 1.4) * SCALE))
    else:
        column = round((middle + MARGIN) * SCALE)
        cv2.line(pleats, (column, 0), (column, SIDE), 1.0, round(draw.uniform(0.8, 2.0) * SCALE))
    pleats = cv2.GaussianBlur(pleats, (0, 0), draw.uniform(0.4, 1.2) * SCALE)
    return layer * (1 - draw.uniform(0.05, 0.3) * pleats[..., None]), alpha


def sunglasses(ground: Pixels, draw: np.random.Generator, skin: Skin) -> tuple[Pixels, Pixels]:
    """Two dark, tinted or mirroring lenses with a bridge and temples."""
    lenses, frame = np.zeros((SIDE, SIDE), np.float32), np.zeros((SIDE, SIDE), np.float32)
    wide, high = draw.uniform(13, 17), draw.uniform(9, 13)
    for eye in (38.3, 73.5):
        _ellipse(lenses, (eye + (eye - 56) * draw.uniform(0, 0.12), 53), (wide, high))
        _ellipse(frame, (eye, 53), (wide, high), draw.uniform(0.8, 2))
    row = round((50 + MARGIN) * SCALE)
    cv2.line(frame, (round((15 + MARGIN) * SCALE), row), (round((97 + MARGIN) * SCALE), row), 1.0, 2 * SCALE)
    tint = [(20, 18, 18), (25, 35, 60), (30, 50, 30), (70, 50, 40)][int(draw.integers(4))]
    shine = cv2.GaussianBlur(draw.normal(0, 1, (SIDE, SIDE)).astype(np.float32), (0, 0), 6 * SCALE)
    shine /= float(np.abs(shine).max()) or 1.0
    layer = np.ones((SIDE, SIDE, 3), np.float32) * np.array(tint, np.float32)
    layer += np.clip(shine, 0, 1)[..., None] * draw.uniform(0, 130)
    layer[frame > 0.5] = draw.uniform(5, 90)
    return layer, np.maximum(lenses * draw.uniform(0.82, 1.0), frame)


def hat(ground: Pixels, draw: np.random.Generator, skin: Skin) -> tuple[Pixels, Pixels]:
    """A cap, woollen hat or helmet down to the brows, some with a peak that hangs before them."""
    brow = draw.uniform(30, 38)
    bend = draw.uniform(-6, 4)
    alpha = _polygon(
        (2, brow + bend), (30, brow + bend / 3), (56, brow), (82, brow + bend / 3), (110, brow + bend),
        (116, 0), (96, -40), (56, -50), (16, -40), (-4, 0),
    )  # fmt: skip
    layer = _cloth(ground, draw, _fabric(draw, skin))
    if draw.random() < 0.5:
        edge = _rows(brow - draw.uniform(5, 10), brow + 4)
        layer[edge] *= draw.uniform(0.4, 0.8)
    return layer, alpha


def clear_glasses(ground: Pixels, draw: np.random.Generator, skin: Skin) -> tuple[Pixels, Pixels]:
    """Frames, thin or thick, around lenses that show the eyes, with a reflection."""
    frame = np.zeros((SIDE, SIDE), np.float32)
    wide, high, line = draw.uniform(13, 17), draw.uniform(9, 13), draw.uniform(0.7, 3.0)
    for eye in (38.3, 73.5):
        _ellipse(frame, (eye, 54), (wide, high), line)
    row = round((51 + MARGIN) * SCALE)
    for start, end in ((52, 60), (12, 24), (88, 100)):
        ends = [(round((value + MARGIN) * SCALE), row) for value in (start, end)]
        cv2.line(frame, ends[0], ends[1], 1.0, max(1, round(line * SCALE)))
    shine = np.zeros((SIDE, SIDE), np.float32)
    for eye in (38.3, 73.5):
        _ellipse(shine, (eye + draw.uniform(-6, 6), 51 + draw.uniform(-4, 4)), (draw.uniform(2, 6), draw.uniform(1, 4)))
    layer = np.ones((SIDE, SIDE, 3), np.float32) * draw.uniform(10, 110)
    layer[shine > 0.5] = 235
    return layer, np.maximum(frame * draw.uniform(0.8, 1), shine * draw.uniform(0, 0.35) * (frame < 0.5))


def beard(ground: Pixels, draw: np.random.Generator, skin: Skin) -> tuple[Pixels, Pixels]:
    """Hair on chin, cheeks and upper lip, stubble to full; the lips stay free."""
    alpha = _polygon((20, 78), (36, 84), (56, 78), (76, 84), (92, 78), (86, 106), (66, 118), (46, 118), (26, 106))
    lips = np.zeros((SIDE, SIDE), np.float32)
    _ellipse(lips, (56, 92.5), (15, 4.5))
    hair = draw.normal(0, 1, (SIDE // 2, SIDE // 2)).astype(np.float32)
    hair = cv2.resize(cv2.GaussianBlur(hair, (0, 0), 0.8, sigmaY=2.4), (SIDE, SIDE))
    hair /= float(np.abs(hair).max()) or 1.0
    tone = [(25, 25, 30), (45, 60, 80), (150, 150, 150), (60, 90, 140)][int(draw.integers(4))]
    layer = np.ones((SIDE, SIDE, 3), np.float32) * np.array(tone, np.float32) * (1 + hair[..., None])
    soft = cv2.GaussianBlur(alpha * (1 - lips), (0, 0), 2.5 * SCALE)
    return layer * _light_of(ground, 0.7), soft * draw.uniform(0.35, 0.9) * (0.7 + 0.3 * np.clip(hair, -1, 1))


def tone(ground: Pixels, draw: np.random.Generator, skin: Skin) -> tuple[Pixels, Pixels]:
    """The whole picture's light and colour changed: darker and lighter skin, another white balance."""
    gains = draw.uniform(0.45, 1.25) * draw.uniform(0.88, 1.12, 3)
    return ground.astype(np.float32) * gains, np.ones((SIDE, SIDE), np.float32)


def nothing(ground: Pixels, draw: np.random.Generator, skin: Skin) -> tuple[Pixels, Pixels]:
    return ground.astype(np.float32), np.zeros((SIDE, SIDE), np.float32)


def _mask_of(fabric: str) -> Drawing:
    return lambda ground, draw, skin: mask(ground, draw, skin, fabric)


DRAWINGS: dict[str, Drawing] = {
    "nothing": nothing,
    "clear glasses": clear_glasses,
    "beard": beard,
    "tone": tone,
    **{f"mask, {fabric}": _mask_of(fabric) for fabric in (*FABRICS, "skin")},
    "sunglasses": sunglasses,
    "hat": hat,
}

"""Eyelids and lips of a photograph: where they are, and the photograph with its eyes shut and its mouth open.

Drawn to be read by MediaPipe's landmark networks as shut and open, not to deceive people. Needs NumPy and OpenCV.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.simulator.person.picture import Picture

Line = npt.NDArray[np.float64]
"""Rows (x, y) in pixels of the photograph, from image left to image right."""

_UPPER_LIDS = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (362, 398, 384, 385, 386, 387, 388, 466, 263))
_LOWER_LIDS = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (362, 382, 381, 380, 374, 373, 390, 249, 263))
_LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
_CHIN = 152
"""Of MediaPipe's 478 landmarks: the edges of the lids, the inner edge of the lower lip, the tip of the chin."""

LID_RISE, LID_EDGE = 0.12, 0.09
"""Lids are painted up to this far above the open eye, where its crease was, and this far beyond its edge: all lengths
here are in distances between the eyes."""

LASHES_BELOW = 0.06
"""A shut lid hangs this far below the open eye's lower edge in the middle."""

LASH_WIDTH, LASH_STRENGTH, LASH_DARK = 0.025, 0.9, 0.25

GAPE = 0.5
"""How far the lower lip of a mouth that is wide open hangs below where it was: 32 mm."""

JAW_WIDTH = 2.4
"""The jaw goes along to this far from the middle, in half widths of the mouth."""

INSIDE = (38, 28, 48)
"""Of a mouth, blue-green-red."""

_FINE = 4
"""Bits of a pixel that OpenCV's drawing takes."""


@dataclass(frozen=True, slots=True)
class Features:
    """Edges of both eyes' lids (image-left eye first), the inner edge of the lower lip, and the chin's height."""

    upper_lids: tuple[Line, Line]
    lower_lids: tuple[Line, Line]
    lip: Line
    chin: float


def features_of(mesh: npt.NDArray[np.float32]) -> Features:
    """The features among MediaPipe's landmarks, 478 rows (x, y) in pixels of the photograph."""
    places = mesh.astype(np.float64)
    upper, lower = (tuple(places[list(lid)] for lid in lids) for lids in (_UPPER_LIDS, _LOWER_LIDS))
    return Features((upper[0], upper[1]), (lower[0], lower[1]), places[list(_LOWER_LIP)], float(places[_CHIN, 1]))


def with_expression(picture: Picture, features: Features, unit: float, shut: float, opened: float) -> Picture:
    """The photograph with its eyes ``shut`` and its mouth ``opened`` by these shares (0–1).

    ``unit``: the distance between the eyes in pixels.
    """
    if opened > 0.0:
        picture = _mouth_opened(picture, features, unit, opened)
    if shut > 0.0:
        picture = picture.copy()
        for upper, lower in zip(features.upper_lids, features.lower_lids, strict=True):
            _shut(picture, upper, lower, unit, shut)
    return picture


def _shut(picture: Picture, upper: Line, lower: Line, unit: float, share: float) -> None:
    """Draw one lid down by this share: skin without an eye in it, and lashes along the lid's edge."""
    bow = np.column_stack([np.zeros(len(upper)), np.sin(np.linspace(0.0, np.pi, len(upper)))]) * unit
    raised, edge = upper - LID_RISE * bow, upper + share * (lower + LASHES_BELOW * bow - upper)
    room = round(0.4 * unit)
    left, top = np.maximum(np.floor(raised.min(axis=0)).astype(int) - room, 0)
    right, bottom = np.ceil(lower.max(axis=0)).astype(int) + room
    part = picture[top:bottom, left:right]
    if min(part.shape[:2]) < 3:
        return
    raised, edge, lower = (line - (left, top) for line in (raised, edge, lower))
    eye = cv2.dilate(_filled(part, raised, lower), _disc(2 * LID_EDGE * unit))
    below = _filled(part, lower, _lowered(lower, 0.16 * unit))
    below[eye > 0] = 0
    tone = np.median(part[below > 0], axis=0) if below.any() else np.median(part.reshape(-1, 3), axis=0)
    skin = (cv2.inpaint(part, eye, 0.05 * unit, cv2.INPAINT_TELEA) + tone) / 2
    lid = eye.copy()
    lid[_filled(part, edge, _lowered(lower, unit)) > 0] = 0
    drawn = _over(part, skin, _soft(lid, 0.02 * unit))
    lashes = np.zeros_like(eye)
    wide = max(1, round(LASH_WIDTH * unit))
    cv2.polylines(lashes, [_fine(edge)], False, 255, wide, cv2.LINE_AA, _FINE)
    part[:] = _over(drawn, LASH_DARK * tone, LASH_STRENGTH * _soft(lashes, 0.006 * unit))


def _mouth_opened(picture: Picture, features: Features, unit: float, share: float) -> Picture:
    """Move what lies below the lips down, most in the middle, and darken what comes into sight between them."""
    height, width = picture.shape[:2]
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    lip = features.lip
    middle, half = (lip[0, 0] + lip[-1, 0]) / 2, max(1.0, (lip[-1, 0] - lip[0, 0]) / 2)
    aside = (across[0] - middle) / half
    line = np.interp(across[0], lip[:, 0], lip[:, 1]).astype(np.float32)
    gap = GAPE * unit * share
    bow = gap * np.sqrt(np.clip(1.0 - aside**2, 0.0, None))
    jaw = gap * np.cos(np.clip(aside / JAW_WIDTH, -1.0, 1.0) * np.pi / 2) ** 2
    chin = max(features.chin - float(line.mean()), 0.3 * unit)
    source = down
    for _ in range(6):
        # What is seen here lay higher by what that place goes down: found by going back and forth.
        below = np.maximum(source - line, 0.0)
        near = np.clip(below / (0.4 * unit), 0.0, 1.0)
        fading = np.clip((1.1 * chin + unit - below) / unit, 0.0, 1.0)
        source = down - (bow + (jaw - bow) * near**2 * (3.0 - 2.0 * near)) * fading
    source = np.where(down < line, down, np.maximum(source, line)).astype(np.float32)
    moved = cv2.remap(picture, across, source, cv2.INTER_LINEAR)
    columns = np.linspace(lip[0, 0], lip[-1, 0], 24)
    upper = np.column_stack([columns, np.interp(columns, lip[:, 0], lip[:, 1])])
    hanging = np.sqrt(np.clip(1.0 - ((columns - middle) / half) ** 2, 0.0, None))
    inside = _filled(picture, upper, upper + np.column_stack([np.zeros(24), gap * hanging]))
    return _over(moved, np.array(INSIDE, np.float64), _soft(inside, 0.012 * unit))


def _over(ground: npt.ArrayLike, paint: npt.NDArray[np.float64], mask: npt.NDArray[np.float64]) -> Picture:
    """``paint`` over ``ground`` where the mask (0–1) is."""
    return np.clip(np.asarray(ground) * (1.0 - mask) + paint * mask, 0, 255).astype(np.uint8)


def _lowered(line: Line, by: float) -> Line:
    return np.asarray(line + np.array([0.0, by]), np.float64)


def _filled(picture: Picture, upper: Line, lower: Line) -> Picture:
    """A mask (255) of what lies between two lines."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [_fine(np.vstack([upper, lower[::-1]]))], 255, cv2.LINE_8, _FINE)
    return mask


def _fine(line: Line) -> npt.NDArray[np.int32]:
    return np.rint(line * (1 << _FINE)).astype(np.int32)


def _soft(mask: npt.ArrayLike, spread: float) -> npt.NDArray[np.float64]:
    """A mask (255) as shares whose edge fades."""
    return (
        np.asarray(cv2.GaussianBlur(np.asarray(mask, np.uint8), (0, 0), max(0.5, spread)), np.float64)[..., None]
        / 255.0
    )


def _disc(across: float) -> Picture:
    odd = max(3, round(across)) | 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (odd, odd)), np.uint8)

"""The 37 characters of the MRZ as pictures, drawn from OCR-B font files with random weight and slant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
CELL = 48
"""Pixels of one pitch (2.54 mm) in the atlas; a glyph's picture is ``2 * CELL`` high."""

Grey = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.float32]


class Glyphs:
    """One atlas a font: ink between 0 and 1, ``2 * CELL`` × ``CELL``, the capitals' middle in the middle."""

    def __init__(self, fonts: Sequence[Path]) -> None:
        self._atlases = [_atlas(font) for font in fonts]

    def sheet(self, lines: Sequence[str], spacing: float, scale: int, rng: np.random.Generator) -> Ink:
        """Lines of one length in one pitch, ``scale`` pixels a character, line centres ``spacing`` pitches apart.

        The picture begins half a pitch above the first line's middle less one line, so that line ``n`` has its middle
        at ``(n + 1) * spacing * scale``.
        """
        atlas = self._atlases[int(rng.integers(len(self._atlases)))]
        atlas = _reweighted(atlas, rng)
        height = round((len(lines) + 1) * spacing * CELL)
        ink = np.zeros((height + 2 * CELL, len(lines[0]) * CELL), np.float32)
        for row, line in enumerate(lines):
            top = round((row + 1) * spacing * CELL)
            strip = np.concatenate([atlas[CHARACTERS.index(char)] for char in line], axis=1)
            view = ink[top : top + 2 * CELL]
            np.maximum(view, strip, out=view)
        ink = ink[CELL : CELL + height]
        size = len(lines[0]) * scale, round(height * scale / CELL)
        return cv2.resize(ink, size, interpolation=cv2.INTER_AREA)


def _atlas(font: Path) -> list[Ink]:
    size = CELL / ImageFont.truetype(str(font), 1000).getlength("0") * 1000
    face = ImageFont.truetype(str(font), size, layout_engine=ImageFont.Layout.BASIC)
    _, top, _, bottom = face.getbbox("H")
    glyphs = []
    for char in CHARACTERS:
        picture = Image.new("L", (CELL, 2 * CELL), 0)
        ImageDraw.Draw(picture).text((0, CELL - (top + bottom) / 2), char, font=face, fill=255)
        glyphs.append(np.asarray(picture, np.float32) / 255)
    return glyphs


def _reweighted(atlas: list[Ink], rng: np.random.Generator) -> list[Ink]:
    """Thicker or thinner strokes, wider or narrower and slanted letters: other printers, other drawings of OCR-B."""
    soft = float(rng.uniform(1.0, 2.5))
    level = float(rng.uniform(0.22, 0.72))
    wide, high = rng.uniform(0.88, 1.06), rng.uniform(0.86, 1.06)
    slant = rng.normal(0, 0.03)
    middle = np.array([CELL / 2, CELL])
    matrix = np.array([[wide, slant], [0.0, high]])
    affine = np.hstack([matrix, (middle - matrix @ middle)[:, None]])
    out = []
    for glyph in atlas:
        warped = cv2.warpAffine(glyph, affine, (CELL, 2 * CELL))
        blurred = cv2.GaussianBlur(warped, (0, 0), soft)
        out.append(np.clip((blurred - level) * 4 + 0.5, 0, 1).astype(np.float32))
    return out

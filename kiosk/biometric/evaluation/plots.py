"""ROC curve and score histograms as PNG, drawn with Pillow (why: docs/decisions/0008-face-engines.md)."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kiosk.biometric.evaluation.statistics import Curve, Scores

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 900, 560
LEFT, TOP, RIGHT, BOTTOM = 80, 40, 30, 70
INK, GRID, PAPER = "#1c1c1c", "#d9d9d9", "#ffffff"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999")
"""Okabe and Ito's colours, told apart by colour-blind eyes too; after eight they begin anew."""

BINS = 80
LETTER = 15

_D = str.maketrans("Đđ", "Dd")


@dataclass(frozen=True, slots=True)
class Axis:
    """From values to pixels, straight; ``marks`` are the values that get a line and a number."""

    low: float
    high: float
    start: float
    end: float
    marks: tuple[tuple[float, str], ...]

    def at(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def roc_png(curves: Mapping[str, Curve], title: str) -> bytes:
    """True-match rate against the false-match rate on a logarithmic axis, one line for each name."""
    least = min((curve.false_match_rates[0] for curve in curves.values()), default=1e-3)
    decades = range(math.floor(math.log10(least)), 1)
    across = _across(decades[0], 0, tuple((float(power), f"1e{power}") for power in decades))
    floor = min((min(curve.true_match_rates) for curve in curves.values()), default=0.0)
    bottom = min(0.9, math.floor(floor * 10) / 10)
    down = _down(bottom, 1.0, tuple((mark, f"{mark:.2f}") for mark in np.linspace(bottom, 1.0, 6)))
    with _Canvas(title, across, down, "false-match rate", "true-match rate") as canvas:
        for index, (name, curve) in enumerate(curves.items()):
            points = [
                (across.at(math.log10(false)), down.at(true))
                for false, true in zip(curve.false_match_rates, curve.true_match_rates, strict=True)
            ]
            canvas.line(points, COLOURS[index % len(COLOURS)])
            canvas.name(index, name, COLOURS[index % len(COLOURS)])
        return canvas.png()


def histogram_png(genuine: Scores, impostors: Scores, thresholds: Sequence[float], title: str) -> bytes:
    """Both kinds of scores, each as the share of its own, with the thresholds as upright lines."""
    kinds = {"impostors": impostors[np.isfinite(impostors)], "genuine": genuine[np.isfinite(genuine)]}
    every = [float(edge) for scores in kinds.values() if scores.size for edge in (scores.min(), scores.max())]
    low, high = min([*every, *thresholds], default=0.0), max([*every, *thresholds], default=1.0)
    high = high if high > low else low + 1.0
    across = _across(low, high, tuple((mark, f"{mark:.2f}") for mark in np.linspace(low, high, 7)))
    shares = {
        name: np.histogram(scores, BINS, (low, high))[0] / scores.size for name, scores in kinds.items() if scores.size
    }
    top = max((float(share.max()) for share in shares.values()), default=1.0)
    down = _down(0.0, top, tuple((mark, f"{mark:.2f}") for mark in np.linspace(0.0, top, 5)))
    edges = np.linspace(low, high, BINS + 1)
    with _Canvas(title, across, down, "score", "share of pairs") as canvas:
        for index, (name, share) in enumerate(shares.items()):
            steps = [
                (across.at(float(edge)), down.at(float(value)))
                for start, end, value in zip(edges, edges[1:], share, strict=False)
                for edge in (start, end)
            ]
            canvas.line(steps, COLOURS[index])
            canvas.name(index, f"{name} ({kinds[name].size:,})", COLOURS[index])
        for threshold in thresholds:
            canvas.line([(across.at(threshold), down.start), (across.at(threshold), down.end)], INK)
        return canvas.png()


def plain_letters(text: str) -> str:
    """The text in letters that Pillow's own font has: it has no Vietnamese ones, and no other font is sure to be."""
    bare = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(char for char in bare if not unicodedata.combining(char))


def _across(low: float, high: float, marks: tuple[tuple[float, str], ...]) -> Axis:
    return Axis(low, high, LEFT, WIDTH - RIGHT, marks)


def _down(low: float, high: float, marks: tuple[tuple[float, str], ...]) -> Axis:
    return Axis(low, high, HEIGHT - BOTTOM, TOP, marks)


class _Canvas:
    """An empty diagram with its axes; Pillow is imported only when something is drawn."""

    def __init__(self, title: str, across: Axis, down: Axis, x_name: str, y_name: str) -> None:
        from PIL import Image, ImageFont
        from PIL.ImageDraw import Draw

        self._image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self._draw: ImageDraw = Draw(self._image)
        self._font = ImageFont.load_default(LETTER)
        for value, said in across.marks:
            x = across.at(value)
            self._draw.line([(x, down.start), (x, down.end)], GRID)
            self._draw.text((x, down.start + 6), said, INK, self._font, anchor="ma")
        for value, said in down.marks:
            y = down.at(value)
            self._draw.line([(across.start, y), (across.end, y)], GRID)
            self._draw.text((across.start - 8, y), said, INK, self._font, anchor="rm")
        self._draw.rectangle([(across.start, down.end), (across.end, down.start)], outline=INK)
        self._draw.text((WIDTH / 2, 12), plain_letters(title), INK, self._font, anchor="ma")
        self._draw.text((WIDTH / 2, HEIGHT - 28), x_name, INK, self._font, anchor="ma")
        self._draw.text((8, 12), y_name, INK, self._font)

    def __enter__(self) -> _Canvas:
        return self

    def __exit__(self, *_: object) -> None:
        self._image.close()

    def line(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        if len(points) > 1:
            self._draw.line(list(points), colour, width=2)

    def name(self, index: int, name: str, colour: str) -> None:
        """A line's name beside its colour, in the corner where such curves leave room."""
        y = HEIGHT - BOTTOM - 30 - 20 * index
        self._draw.line([(WIDTH - RIGHT - 330, y), (WIDTH - RIGHT - 305, y)], colour, width=3)
        self._draw.text((WIDTH - RIGHT - 298, y), plain_letters(name), INK, self._font, anchor="lm")

    def png(self) -> bytes:
        out = io.BytesIO()
        self._image.save(out, "PNG", optimize=True)
        return out.getvalue()

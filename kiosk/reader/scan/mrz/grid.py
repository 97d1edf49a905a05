"""The characters' grid: rows and columns of one pitch laid through what the recogniser saw.

A zone is full: every place has a character, be it a filler. So the places that have ink, a dozen pixels from each
other, tell rows, pitch, beginning and end, also where a lamp's image hides some of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from kiosk.reader.scan.mrz.networks import RECOGNISER
from kiosk.reader.scan.mrz.recogniser import INKED, Cells
from kiosk.reader.scan.mrz.strips import PITCH

Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]

STRIDE = RECOGNISER.stride
SLOPES = np.linspace(-0.06, 0.06, 13)
PITCHES = np.arange(0.84, 1.19, 0.02) * PITCH
SPACINGS = np.arange(16.0, 36.0, 0.5)
"""Pixels between two lines: 3.4 to 7.6 mm; documents have 4.23 or 6.35."""

FORMATS = ((3, 30), (2, 36), (2, 44))
"""Rows and columns of TD1, TD2 and TD3 (ICAO Doc 9303-5, -6, -4)."""

MIN_INKED_CELLS = 60
MIN_FILLED = 0.55
"""Share of the grid's places that must have ink; half of a zone in glare cannot be read anyway."""

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Lines:
    """One zone as read: ``rows`` × ``columns`` × 37 logarithms of likelihoods, and the grid's ends in the strip.

    ``ends`` are the middles of the four outermost characters, from the top left, clockwise, 4 × 2. ``filled`` is the
    share of places that have ink, less that of the places beside the grid.
    """

    likelihoods: Floats
    ends: Points
    filled: float

    @property
    def rows(self) -> int:
        return int(self.likelihoods.shape[0])

    @property
    def columns(self) -> int:
        return int(self.likelihoods.shape[1])


@dataclass(frozen=True, slots=True)
class _Dots:
    """Where inked cells say that their character's middle is, and how sure they are that there is one."""

    across: Points
    down: Points
    weight: Points


def lines_in(cells: Cells) -> Lines | None:
    """The grid that fits best, of one of the three formats; ``None`` where none does."""
    inked = cells.ink > INKED
    if int(inked.sum()) < MIN_INKED_CELLS:
        return None
    dots = _Dots(*(part[inked].astype(np.float64) for part in (cells.across, cells.down, cells.ink)))
    level = _row_model(dots)
    if level is None:
        return None
    slope, first, spacing, count = level
    pitch, phase = _column_model(dots)
    model = _refined(dots, slope, first, spacing, pitch, phase)
    found = (
        _placed(cells, model, start_row, rows, columns)
        for rows, columns in FORMATS
        for start_row in range(min(0, count - rows), max(0, count - rows) + 1)
    )
    best = max((one for one in found if one is not None), key=lambda one: one.filled, default=None)
    if best is None:
        return None
    named = _sampled(cells.characters, best.places)
    named = named - np.log(np.exp(named).sum(0))
    ends = best.places[[0, 0, -1, -1], [0, -1, -1, 0]]
    return Lines(cast("Floats", named.transpose(1, 2, 0).astype(np.float32)), ends, best.filled)


def _row_model(dots: _Dots) -> tuple[float, float, float, int] | None:
    """Slope of the lines, middle of the first at x = 0, pixels between two, and how many there are."""
    best: tuple[float, float, npt.NDArray[np.float64]] | None = None
    for slope in SLOPES:
        level = dots.down - slope * dots.across
        low = float(level.min())
        histogram = np.bincount(np.round(level - low).astype(int), dots.weight)
        smooth = np.convolve(histogram, (0.25, 0.5, 0.25), "same")
        sharp = float((smooth**2).sum())
        if best is None or sharp > best[0]:
            best = (sharp, float(slope), level)
    assert best is not None
    slope, level = best[1], best[2]
    # A wave of half the true spacing fits as well: the longest that fits about as well is the true one.
    spacing, phase = _best_wave(level, dots.weight, SPACINGS, 0.004)
    at = np.round((level - phase) / spacing).astype(int)
    counts = {int(row): float(dots.weight[at == row].sum()) for row in np.unique(at)}
    most = max(counts.values())
    rows = sorted(row for row, weight in counts.items() if weight > 0.25 * most)
    if not 2 <= len(rows) <= 5:
        return None
    return slope, phase + rows[0] * spacing, spacing, rows[-1] - rows[0] + 1


def _column_model(dots: _Dots) -> tuple[float, float]:
    """Pitch, and the middle of some column, by the wave that the dots follow best."""
    return _best_wave(dots.across, dots.weight, PITCHES, 0.0)


def _best_wave(at: Points, weight: Points, lengths: Points, favour: float) -> tuple[float, float]:
    """Of waves of these lengths the one that the dots follow best, and where one of its crests is.

    A longer wave is favoured by ``favour`` a pixel. Dots are counted by quarters of a pixel: there are fewer of those.
    """
    low = float(at.min())
    counts = np.bincount(np.round((at - low) * 4).astype(int), weight)
    turns = (2 * np.pi * (np.arange(len(counts)) / 4 + low)).astype(np.float32) / lengths[:, None].astype(np.float32)
    across, along = (np.cos(turns) * counts).sum(1), (np.sin(turns) * counts).sum(1)
    best = int((np.hypot(across, along) * (1 + favour * lengths)).argmax())
    return float(lengths[best]), float(math.atan2(along[best], across[best]) / (2 * np.pi) * lengths[best])


@dataclass(frozen=True, slots=True)
class _Model:
    """Where the character of column ``k`` in row ``r`` is: a bilinear surface with a bend along the line, 6 × 2."""

    factors: Points
    low: int
    high: int

    def at(self, rows: Points, columns: Points) -> Points:
        return _basis(rows, columns) @ self.factors


def _basis(rows: Points, columns: Points) -> Points:
    one = np.ones_like(rows)
    return np.stack([one, columns, rows, rows * columns, columns**2, columns**2 * rows], axis=-1)


def _refined(dots: _Dots, slope: float, first: float, spacing: float, pitch: float, phase: float) -> _Model:
    columns = np.round((dots.across - phase) / pitch)
    rows = np.round((dots.down - slope * dots.across - first) / spacing)
    seen = np.stack([dots.across, dots.down], axis=1)
    base = columns.mean()
    start = np.zeros((6, 2))
    start[0] = phase + base * pitch, first + slope * (phase + base * pitch)
    start[1], start[2] = (pitch, slope * pitch), (0.0, spacing)
    factors = start
    centred = columns - base
    scale = np.array([1, 1, 3, 30, 300, 900], np.float64)
    for _ in range(ROUNDS):
        basis = _basis(rows, centred)
        # A little pull towards the plain grid keeps what few dots do not determine.
        off = seen - basis @ factors
        near = (np.abs(off) < (0.4 * pitch, 0.35 * spacing)).all(1) & (rows >= -1) & (rows <= 4)
        weight = dots.weight * near
        weighted = basis * weight[:, None]
        pull = np.diag(scale**2 * 0.5)
        factors = factors + np.linalg.solve(weighted.T @ basis + pull, weighted.T @ off)
        # Each dot goes to the place it is nearest to now.
        guess = _basis(rows, centred) @ factors
        centred = centred + np.round((seen[:, 0] - guess[:, 0]) / pitch)
        rows = rows + np.round((seen[:, 1] - guess[:, 1]) / spacing)
    shift = np.round(base)
    # Columns counted from a whole number again, so that places are whole.
    moved = _moved(factors, float(base - shift))
    return _Model(moved, int((centred + base - shift).min()), int((centred + base - shift).max()))


def _moved(factors: Points, by: float) -> Points:
    """The same surface with its columns counted ``by`` further: k' = k + by."""
    a, b, c, d, e, f = factors
    return np.stack([a - b * by + e * by**2, b - 2 * e * by, c - d * by + f * by**2, d - 2 * f * by, e, f])


@dataclass(frozen=True, slots=True)
class _Placed:
    """The characters' middles in the strip, rows × columns × 2, and how much better filled they are than around."""

    places: Points
    filled: float


def _placed(cells: Cells, model: _Model, start_row: int, rows: int, columns: int) -> _Placed | None:
    """The stretch of so many columns that has most ink, and least beside it."""
    low, high = model.low - 2, model.high + 3
    count = high - low
    if count < columns:
        low, high, count = low - (columns - count), high, columns
    at_row, at_column = np.mgrid[start_row - 1 : start_row + rows + 1, low:high].astype(np.float64)
    places = model.at(at_row, at_column)
    ink = _sampled(cells.ink[None], places)[0]
    inside = ink[1:-1].mean(0)
    total = np.concatenate([[0.0], np.cumsum(inside)])
    begins = range(count - columns + 1)
    sums = np.array([total[begin + columns] - total[begin] for begin in begins])
    begin = int(sums.argmax())
    filled = float(sums[begin]) / columns
    beside = np.concatenate([inside[max(0, begin - 2) : begin], inside[begin + columns : begin + columns + 2]])
    around = float(np.concatenate([ink[[0, -1], begin : begin + columns].mean(1), beside]).max(initial=0.0))
    if filled < MIN_FILLED:
        return None
    return _Placed(places[1:-1, begin : begin + columns], filled - 0.5 * around)


def _sampled(channels: Floats, places: Points) -> Floats:
    """Channels × rows × columns read at points of the strip, between cells by the four around."""
    height, width = channels.shape[1:]
    cells = (places - (STRIDE - 1) / 2) / STRIDE
    across = np.clip(cells[..., 0], 0, width - 1.001)
    down = np.clip(cells[..., 1], 0, height - 1.001)
    left, top = across.astype(int), down.astype(int)
    x, y = (across - left).astype(np.float32), (down - top).astype(np.float32)
    above = channels[:, top, left] * (1 - x) + channels[:, top, left + 1] * x
    below = channels[:, top + 1, left] * (1 - x) + channels[:, top + 1, left + 1] * x
    return cast("Floats", above * (1 - y) + below * y)

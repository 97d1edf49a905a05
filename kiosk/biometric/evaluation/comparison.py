"""Many templates against many: an engine's score as a matrix product; pure numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kiosk.biometric.evaluation.statistics import Scores
from kiosk.biometric.networks.engine_choice import EnginePlan
from kiosk.biometric.networks.manifest import DlibModel, Recogniser
from kiosk.biometric.networks.scoring import straight_line

Templates = npt.NDArray[np.float32]
"""One template a row; a row that is not finite stands for a picture without a template."""

BLOCK = 512
"""Rows at a time: 512 rows against 7,701 templates are 16 MB of scores."""

DLIB_DIMENSIONS = 128


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of a template that one recogniser made, and how much their similarity counts.

    The similarity is the cosine of vectors of length one, or 1 − Euclidean distance.
    """

    dimensions: int
    by_distance: bool = False
    slope: float = 1.0


class TemplateComparison:
    """The scores that ``FaceTemplates.score`` gives, for whole sets; equal to them within 1e-5 of the scale."""

    def __init__(self, parts: Sequence[Part], offset: float = 0.0) -> None:
        starts = np.cumsum([0, *(part.dimensions for part in parts)])
        self._offset = offset
        self.parts = [
            (slice(int(start), int(end)), part) for start, end, part in zip(starts, starts[1:], parts, strict=False)
        ]
        self.dimensions = int(starts[-1])

    @classmethod
    def of(cls, plan: EnginePlan) -> TemplateComparison:
        """The comparison that an engine makes."""
        offset, slopes = straight_line(plan.engine)
        models = [model for _, model in plan.recognisers]
        return cls(
            [
                Part(_dimensions(model), isinstance(model, DlibModel), slope)
                for model, slope in zip(models, slopes, strict=True)
            ],
            offset,
        )

    def matrix(self, one: Templates, other: Templates) -> Scores:
        """Scores of every row of one against every row of the other; −∞ where either is no template."""
        scores = np.full((len(one), len(other)), self._offset, np.float32)
        for columns, part in self.parts:
            scores += np.float32(part.slope) * _similarities(one[:, columns], other[:, columns], part.by_distance)
        scores[~np.isfinite(scores)] = -np.inf
        return scores

    def pairs(self, one: Templates, other: Templates) -> Scores:
        """Scores of each row of one against the same row of the other."""
        blocks = (
            np.diagonal(self.matrix(one[at : at + BLOCK], other[at : at + BLOCK])) for at in range(0, len(one), BLOCK)
        )
        return np.concatenate([np.empty(0, np.float32), *blocks])

    def strangers_between(
        self, one: Templates, people: Sequence[str], other: Templates, other_people: Sequence[str]
    ) -> Scores:
        """Scores of every row of one against every row of the other that is somebody else's; both must be known."""
        ours, theirs = np.isfinite(one).all(axis=1), np.isfinite(other).all(axis=1)
        numbers = {name: number for number, name in enumerate(sorted({*people, *other_people}))}
        names = np.array([numbers[name] for name in people], np.int64)[ours]
        other_names = np.array([numbers[name] for name in other_people], np.int64)[theirs]
        rows, columns = one[ours], other[theirs]
        same = int(sum(np.count_nonzero(other_names == name) for name in names))
        scores = np.empty(len(rows) * len(columns) - same, np.float32)
        at = 0
        for start in range(0, len(rows), BLOCK):
            block = self.matrix(rows[start : start + BLOCK], columns)
            chosen = block[names[start : start + BLOCK, None] != other_names[None, :]]
            scores[at : at + chosen.size] = chosen
            at += chosen.size
        return scores

    def strangers(self, templates: Templates, people: Sequence[str]) -> Scores:
        """Scores of all pairs of two people, each pair once, of those rows that are templates."""
        known = np.isfinite(templates).all(axis=1)
        rows = templates[known]
        names = np.unique(np.asarray(people, dtype=object)[known].astype(str), return_inverse=True)[1]
        counts = np.bincount(names) if names.size else np.empty(0, np.int64)
        total = (len(rows) ** 2 - int((counts.astype(np.int64) ** 2).sum())) // 2
        scores = np.empty(total, np.float32)
        at = 0
        for block in self._blocks_of_strangers(rows, names):
            scores[at : at + block.size] = block
            at += block.size
        return scores

    def _blocks_of_strangers(self, rows: Templates, names: npt.NDArray[np.int64]) -> Iterator[Scores]:
        for start in range(0, len(rows), BLOCK):
            end = min(start + BLOCK, len(rows))
            scores = self.matrix(rows[start:end], rows[start:])
            # Columns begin at this block's first row, so that a pair is met where its column lies to the right.
            later = np.arange(len(rows) - start)[None, :] > np.arange(end - start)[:, None]
            yield scores[later & (names[start:end, None] != names[None, start:])]


def _similarities(one: Templates, other: Templates, by_distance: bool) -> Scores:
    with np.errstate(invalid="ignore", over="ignore"):
        products: Scores = one @ other.T
        if not by_distance:
            return np.clip(products, -1.0, 1.0)
        squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :] - 2 * products
        similarities: Scores = np.float32(1.0) - np.sqrt(np.maximum(squares, 0.0))
        return similarities


def _dimensions(model: Recogniser) -> int:
    return DLIB_DIMENSIONS if isinstance(model, DlibModel) else model.dimensions

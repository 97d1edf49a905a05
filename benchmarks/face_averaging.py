"""Of several frames of one person: one, the best, or the average of the best, as a check takes it."""

from __future__ import annotations

import numpy as np

from kiosk.biometric.evaluation.comparison import TemplateComparison
from kiosk.biometric.selection import BEST_OF

FRAMES = 8
"""Frames of each person; at five templates a second, what a second and a half gives."""


def choices(comparison: TemplateComparison, templates: np.ndarray, ranks: np.ndarray) -> dict[str, list[np.ndarray]]:
    """A template for each person by each way of choosing; a list of them, since each single frame counts by itself.

    ``templates``: people × frames × numbers, not a number where no face was found.
    """
    ranks = np.where(np.isfinite(templates).all(axis=2), ranks, -1.0)
    order = np.argsort(-ranks, axis=1)
    people = np.arange(len(templates))
    return {
        "one_frame": [templates[:, number] for number in range(templates.shape[1])],
        "best_frame": [templates[people, order[:, 0]]],
        "average": [
            np.stack(
                [
                    average(comparison, frames[at[: min(BEST_OF, max(1, int((worth >= 0).sum())))]])
                    for frames, at, worth in zip(templates, order, ranks, strict=True)
                ]
            )
        ],
    }


def average(comparison: TemplateComparison, frames: np.ndarray) -> np.ndarray:
    """What ``FaceTemplates.average`` makes of them: each recogniser's mean, of length one where the cosine counts."""
    mean = frames.mean(axis=0)
    for columns, part in comparison.parts:
        if not part.by_distance:
            mean[columns] /= np.linalg.norm(mean[columns])
    return mean

"""What a recogniser saw of a zone: likelihoods made from a text, with doubts and noise as a test wants them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kiosk.reader.scan.mrz.recogniser import CHARACTERS

ELSE = -9.0
"""What every other character is worth where there is no doubt."""

Place = tuple[int, int]


def seen(text: str, doubts: Mapping[Place, Mapping[str, float]] | None = None) -> npt.NDArray[np.float32]:
    """Rows × columns × 37. A doubt gives other characters of a place their likelihood; the text's own has 0."""
    columns = {90: 30, 72: 36, 88: 44}[len(text)]
    likely = np.full((len(text) // columns, columns, len(CHARACTERS)), ELSE, np.float32)
    for at, char in enumerate(text):
        likely[at // columns, at % columns, CHARACTERS.index(char)] = 0.0
    for (row, column), others in (doubts or {}).items():
        for char, value in others.items():
            likely[row, column, CHARACTERS.index(char)] = value
    return likely


def confused(text: str, *misread: tuple[int, int, str, float]) -> npt.NDArray[np.float32]:
    """At (row, column) another character looks likelier, by so much."""
    return seen(text, {(row, column): {char: value} for row, column, char, value in misread})

"""Text out of hostile files in one form of Unicode, in time that grows with its length and not with its square."""

from __future__ import annotations

import unicodedata
from typing import Literal

MAX_MARKS = 30
"""Combining characters in a row; UAX #15 §13 (Stream-Safe Text Format) allows so many, and no language needs them."""


_MARKS_IN_DISGUISE = frozenset("\uff9e\uff9f")
"""The sound marks of half-width katakana: letters of their own, which NFKC turns into combining characters."""


class TextError(ValueError):
    """A row of combining characters that no text has."""


def composed(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> str:
    """The text in that form; raises ``TextError`` for more than ``MAX_MARKS`` combining characters in a row.

    Normalizing puts the marks on one letter in order, and Python does so in quadratic time: half a minute for what fits
    into one file of a chip.
    """
    marks = 0
    for char in text:
        mark = unicodedata.category(char).startswith("M") or char in _MARKS_IN_DISGUISE
        marks = marks + 1 if mark else 0
        if marks > MAX_MARKS:
            raise TextError("too many combining characters in a row")
    return unicodedata.normalize(form, text)

"""What a Vietnamese input method, or the Caps Lock key, leaves of a text that a scanner types as a keyboard.

A scanner in keyboard mode sends each letter as key strokes. An input method (Telex, VNI) that is switched on takes them
for its own and shows every step towards an accented letter: «Đặng» arrives as «DĐaăặng».
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

LEAST_STEPS = 3
"""Steps that make it certain: spellings like «Soóc» have one of them by right."""

_MARK_IN_WORD = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")

_STROKE = str.maketrans({"đ": "d\u0335", "Đ": "D\u0335"})


def shows_steps(text: str) -> bool:
    """Whether a text holds letters followed by the same letter with more marks, again and again."""
    letters = [unicodedata.normalize("NFD", char.translate(_STROKE)) for char in unicodedata.normalize("NFC", text)]
    steps = sum(
        before[0] == after[0] and before[0].isalpha() and set(before[1:]) < set(after[1:])
        for before, after in pairwise(letters)
    )
    return steps >= LEAST_STEPS


def lost_to_question_marks(text: str) -> bool:
    """Whether a question mark stands within a word, in the place of a letter that a code page does not have."""
    return _MARK_IN_WORD.search(text) is not None


def with_case_put_right(text: str, sex: str) -> str:
    """The text in its own case where Caps Lock has turned it round, which the field of the sex gives away."""
    return text.swapcase() if sex in ("nAM", "nỮ", "nU") else text

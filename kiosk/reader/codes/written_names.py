"""Which signs people's names are written with; a text that has others is no name."""

from __future__ import annotations

import unicodedata

_SIGNS = frozenset("'’‘ʼ`´-‐‑.,·")
"""Beside letters, marks and spaces: names of ethnic minorities and of people born abroad have them."""


def is_written_name(text: str) -> bool:
    """Whether only letters of any script, their marks, spaces and the signs of names stand here."""
    return all(char.isspace() or char in _SIGNS or unicodedata.category(char)[0] in "LM" for char in text)

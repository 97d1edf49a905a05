"""Texts of cards and lists as files of the health system hold them: one line, in NFC, of bounded length."""

from __future__ import annotations

import unicodedata
from datetime import date

MAX_TEXT = 255


def one_line(text: str, limit: int = MAX_TEXT) -> str:
    """The text without what no line holds (controls, half surrogates, direction marks), cut at ``limit``."""
    kept = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in unicodedata.normalize("NFC", text)
        if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(kept.split())[:limit].rstrip()


def digits_of(day: date | None) -> str:
    """``yyyymmdd``; empty where there is no day."""
    return day.isoformat().replace("-", "") if day else ""

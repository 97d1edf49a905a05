"""One sheet of a list as rows of clean, bounded cells, whatever kind of file it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.faults import Fault, FaultCode

MAX_ROWS = 2_000_000
MAX_COLUMNS = 100
MAX_CELL = 400

EPOCH_1900 = date(1899, 12, 30)
"""Day 0 of a spreadsheet that counts from 1900, right from 01/03/1900 on: before it, day 60 is a day that never was."""
EPOCH_1904 = date(1904, 1, 1)

_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]")
"""Control characters, marks that turn the direction of text, and the sign for a letter that was lost."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""What copying from web pages leaves behind, and nobody sees."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts it, from 1, and its cells, trimmed and in NFC."""

    number: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """One visible sheet; ``rows`` gives those that are not blank, once, and raises ``Fault(LIST_MALFORMED)``.

    ``epoch`` is day 0 of dates that are written as a count of days; ``None`` where the file does not say which.
    """

    name: str
    rows: Iterator[Row] = field(repr=False)
    epoch: date | None = None


def malformed(name: str, problem: str) -> Fault:
    """The fault of a file of this name; ``problem`` names a row or a part, never a content."""
    return Fault(FaultCode.LIST_MALFORMED, f"{name}: {problem}")


def bounded_rows(numbered: Iterable[tuple[int, list[str]]], name: str) -> Iterator[Row]:
    """Clean every cell, drop what is blank at the end and rows that are blank, and hold all to their bounds."""
    for number, texts in numbered:
        if number > MAX_ROWS:
            raise malformed(name, f"row {number}: too many rows")
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MAX_COLUMNS and any(text.strip() for text in texts[MAX_COLUMNS:]):
            raise malformed(name, f"row {number}: too many cells")
        texts = texts[:MAX_COLUMNS]
        # Most of a million rows are plain and short, and need no second look.
        whole = "".join(texts)
        if not _is_plain(whole):
            texts = [_plain(text) for text in texts]
            if any(map(_UNWANTED.search, texts)):
                raise malformed(name, f"row {number}: control characters or lost letters")
            whole = "".join(texts)
        if len(whole) > MAX_CELL and max(map(len, texts)) > MAX_CELL:
            raise malformed(name, f"row {number}: a cell is too long")
        cells = tuple([text.strip() for text in texts])
        if any(cells):
            yield Row(number, cells)


def _is_plain(text: str) -> bool:
    """Whether neither the text nor a part of it has to be cleaned."""
    if not text.isprintable() or "\ufffd" in text:
        return False
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _plain(text: str) -> str:
    """NFC, with ordinary spaces and without letters that cannot be seen."""
    if text.isprintable():
        return unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ").replace("\u202f", " ").translate(_INVISIBLE))

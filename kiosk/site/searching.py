"""How staff find somebody on a list by what they can type: a number or its end, the list's own key, parts of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from kiosk.domain.desks.list_search import LONGEST_TYPED
from kiosk.domain.names import fold
from kiosk.site.entries import Entry

SHORTEST_END = 4
"""Digits of a number's end; fewer fit too many people."""
SHORTEST_NAME = 2
SHORTEST_KEY = 3

_BETWEEN_DIGITS = re.compile(r"[ .'\-]")


class Searchable(Protocol):
    """A list that staff search; every answer has at most ``most`` rows."""

    def by_number(self, number: str) -> Entry | None: ...

    def by_key(self, key: str) -> Entry | None: ...

    def by_old_number(self, old_number: str) -> Sequence[Entry]: ...

    def by_key_beginning(self, beginning: str, most: int) -> Sequence[Entry]:
        """Capitals do not count."""
        ...

    def by_number_end(self, digits: str, most: int) -> Sequence[Entry]: ...

    def by_words(self, words: Sequence[str], most: int) -> Sequence[Entry]:
        """Names in which each of the folded words begins a word; those with exactly these words come first."""
        ...


def search(entries: Searchable, typed: str, most: int) -> tuple[Entry, ...]:
    """The rows that fit what was typed, the surest first, at most ``most``; too little typed fits nobody."""
    text = " ".join(typed[:LONGEST_TYPED].split())
    found: dict[int, Entry] = {}
    for entry in _fitting(entries, text, most):
        found.setdefault(entry.row, entry)
        if len(found) == most:
            break
    return tuple(found.values())


def _fitting(entries: Searchable, text: str, most: int) -> Iterable[Entry]:
    whole = entries.by_key(text) if text else None
    if whole is not None:
        yield whole
    digits = _BETWEEN_DIGITS.sub("", text)
    if digits.isascii() and digits.isdigit():
        entry = entries.by_number(digits)
        if entry is not None:
            yield entry
        yield from entries.by_old_number(digits)
        if SHORTEST_END <= len(digits) < 12:
            yield from entries.by_number_end(digits, most)
    if len(text) >= SHORTEST_KEY:
        yield from entries.by_key_beginning(text, most)
    words = fold(text).split()
    # A key such as HN-0001 is no name, although its letters could begin one.
    if not digits.isdigit() and not any(sign.isdigit() for sign in text) and sum(map(len, words)) >= SHORTEST_NAME:
        yield from entries.by_words(words, most)

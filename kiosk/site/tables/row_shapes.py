"""Rows of one shape: those of a sheet differ in little but what their cells say, so one expression reads a whole row.

A shape is learned from rows that were read cell by cell: which columns have cells, and with which attributes. Rows that
fit it are read three times as fast; all others go the way on which it was learned, and widen it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from kiosk.site.tables.table import MAX_COLUMNS

Reads = Callable[[str], str]
"""What is written in a cell, as text. Raises ``IndexError`` or ``ValueError`` for a text that is not there."""

MOST_LESSONS = 100
"""How often a shape is widened: a sheet in which every row is another gains nothing from one."""

_BEGIN = r'<row r="([0-9]{1,7})"(?:\s+(?!r=)[A-Za-z_][\w.:-]*+="[^"<&]*+")*+\s*+>'
_END = r"</row>\s*+"
_VALUE = r"<v>([^<&\r]*+)</v>"
_INLINE = r'<is><t(?: xml:space="preserve")?>([^<&\r]*+)</t></is>'

Form = tuple[str, str]
"""The attributes ``s`` and ``t`` of a cell, as they are written; empty where it has none."""


class RowShape:
    """The shape of one sheet's rows, as far as it is known; ``reader`` gives what reads the cells of a form."""

    def __init__(self, reader: Callable[[str, str], Reads]) -> None:
        """``reader`` is asked with the kind (``t``) and the style (``s``) of cells."""
        self._reader = reader
        self._columns: dict[tuple[int, str], dict[Form, None]] = {}
        self._lessons = 0
        self._expression: re.Pattern[str] | None = None
        self._places: tuple[tuple[int, Reads], ...] = ()
        self._width = 0

    def read(self, written: str) -> tuple[int, list[str]] | None:
        """The number and the texts of a row; ``None`` when it has another shape."""
        found = self._expression.fullmatch(written) if self._expression else None
        if found is None or "]]>" in written:
            return None
        number, *values = found.groups()
        cells = [""] * self._width
        for (column, reads), value in zip(self._places, values, strict=True):
            if value:
                cells[column] = reads(value)
        return int(number), cells

    def learn(self, cells: Iterable[tuple[int, str, Form]]) -> None:
        """Widen the shape by the cells of a row: column, its letters, and form. Raises what the reader raises."""
        told = list(cells)
        places = [column for column, _, _ in told]
        if self._lessons == MOST_LESSONS or not places or max(places) >= MAX_COLUMNS:
            return
        ordered = all(left < right for left, right in pairwise(places))
        known = all(form in self._columns.get((column, letters), {}) for column, letters, form in told)
        if not ordered or known:
            return
        self._lessons += 1
        for column, letters, form in told:
            self._columns.setdefault((column, letters), {})[form] = None
        self._compile()

    def _compile(self) -> None:
        expression, found = [_BEGIN], []
        for (column, letters), forms in sorted(self._columns.items()):
            alternatives = []
            for style, kind in forms:
                head = f'<c r="{letters}[0-9]{{1,7}}"' + (f' s="{style}"' if style else "")
                body = _INLINE if kind == "inlineStr" else _VALUE
                kind_written = f' t="{kind}"' if kind else ""
                alternatives.append(f"{head}(?:{kind_written}>{body}</c>|/>)")
                found.append((column, self._reader(kind, style)))
            expression.append(f"(?:{'|'.join(alternatives)})?")
        self._width = max(column for column, _ in self._columns) + 1
        self._places = tuple(found)
        self._expression = re.compile("".join([*expression, _END]))

"""The rows of one worksheet (ECMA-376 part 1 §18.3.1.73): cells as they are written, each with its column.

Most programs write a cell in the same few forms. These are read by one expression, three times as fast as a tree; a
row that holds anything else is parsed as XML. What both understand, they understand alike. Rows of a known shape are
faster still (``kiosk.site.tables.row_shapes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as Tree

from kiosk.site.tables.row_shapes import Form
from kiosk.site.tables.xml_elements import Elements, MalformedXmlError

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_START = re.compile(r'<(?:[A-Za-z_][\w.-]*:)?row((?:\s+[A-Za-z_][\w.:-]*="[^"<&]*")*)\s*>', re.ASCII)
_ATTRIBUTE = re.compile(r'([\w.:-]+)="([^"]*)"')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]+)")?(?:/>|>'
    r'(?:<v>([^<&\r]*)</v>|<is><t(?: xml:space="preserve")?>([^<&\r]*)</t></is>)?</c>)'
)
_SHARED = re.compile(r'<si><t(?: xml:space="preserve")?>([^<&\r]*)</t></si>')
_GROUPS = _CELL.groups + 1


Cell = tuple[int, str, str, str]
"""The column from 0, the attributes ``t`` (its kind, empty for a number) and ``s`` (its style), and what is written."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """``number`` is the attribute ``r``, empty where a program left it out."""

    number: str
    cells: Iterable[Cell]


def row_texts(rows: Elements) -> Iterator[str]:
    """The rows in their order, each as it is written. Raises ``MalformedXmlError``."""
    start: re.Pattern[str] | None = None
    for piece in rows.pieces():
        start = start or re.compile(rows.start_pattern().pattern.decode())
        try:
            text = piece.decode()
        except UnicodeDecodeError:
            raise MalformedXmlError("not in UTF-8") from None
        bounds = [match.start() for match in start.finditer(text)]
        for begin, end in zip(bounds, [*bounds[1:], len(text)], strict=True):
            yield text[begin:end]


def usual_row(written: str) -> WrittenRow | None:
    """A row in the form that most programs write; ``None`` when it holds anything else."""
    parts = _CELL.split(written)
    begins, ends = _START.fullmatch(parts[0]), parts[-1].rstrip() == "</row>"
    # What stands between two cells, or before the end tag, is something else; ``]]>`` is forbidden in texts.
    if begins is None or not ends or any(parts[_GROUPS:-1:_GROUPS]) or "]]>" in written:
        return None
    attributes = _ATTRIBUTE.findall(begins[1])
    named = dict(attributes)
    if len(named) < len(attributes):
        return None
    cells = [
        (column_of(letters), kind or "", style or "", value if text is None else text)
        for letters, style, kind, value, text in zip(
            parts[1::_GROUPS], parts[2::_GROUPS], parts[3::_GROUPS], parts[4::_GROUPS], parts[5::_GROUPS], strict=True
        )
        if value or text
    ]
    return WrittenRow(named.get("r", ""), cells)


def forms_of(written: str) -> Iterator[tuple[int, str, Form]]:
    """The cells of a usual row that say something: column, its letters, and form."""
    for letters, style, kind, value, text in _CELL.findall(written):
        if value if kind != "inlineStr" else text:
            yield column_of(letters), letters, (style, kind)


def parsed_row(row: Tree.Element) -> WrittenRow:
    """A row of any form. Raises ``MalformedXmlError`` for a cell that lies nowhere."""
    cells: list[Cell] = []
    column = -1
    for cell in row:
        reference = cell.get("r", "")
        column = column_of(reference.rstrip("0123456789")) if reference else column + 1
        value = next((part for part in reversed(cell) if part.tag.endswith(("}v", "}is"))), None)
        if value is not None:
            written = text_of(value) if value.tag.endswith("}is") else value.text or ""
            if written:
                kind = cell.get("t", "")
                cells.append((column, kind, cell.get("s", ""), written))
    return WrittenRow(row.get("r", ""), cells)


def usual_texts(piece: bytes) -> list[str] | None:
    """Shared texts in the form that most programs write; ``None`` when any of them holds anything else."""
    try:
        parts = _SHARED.split(piece.decode())
    except UnicodeDecodeError:
        return None
    return None if "".join(parts[::2]).strip() else parts[1::2]


def text_of(item: Tree.Element) -> str:
    """All runs of a text, without how it is pronounced (``rPh``)."""
    runs = (run for part in item for run in (part if part.tag.endswith("}r") else (part,)))
    return "".join(run.text or "" for run in runs if run.tag.endswith("}t"))


@lru_cache(1024)
def column_of(letters: str) -> int:
    """``A`` is 0. Raises ``MalformedXmlError``."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise MalformedXmlError("a cell without a column")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def unescaped(text: str) -> str:
    """``_x000D_`` stands for a sign that XML does not have (ECMA-376 part 1 §22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text

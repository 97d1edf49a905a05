"""XLSX workbooks (ECMA-376, SpreadsheetML), read as a stream: no more than some rows are in memory.

Libraries read a sheet of 1,025,154 rows into 800 MB and more, and a file of two kilobytes with a value in its last
cell makes them ask for 550 GB (docs/decisions/0013). Formulas are not evaluated: the value that was saved counts.
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache, partial
from itertools import accumulate
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as Tree

from kiosk.domain.faults import Fault
from kiosk.site.tables.cell_formats import CellFormat, read_formats
from kiosk.site.tables.merged import MAX_MERGED, Merged, filled_down
from kiosk.site.tables.numbers import plain_number, serial_date
from kiosk.site.tables.package import MAX_SMALL_PART, Package, open_package
from kiosk.site.tables.row_shapes import Reads, RowShape
from kiosk.site.tables.sheet_rows import (
    Cell,
    column_of,
    forms_of,
    parsed_row,
    row_texts,
    text_of,
    unescaped,
    usual_row,
    usual_texts,
)
from kiosk.site.tables.table import EPOCH_1900, EPOCH_1904, MAX_COLUMNS, Row, Table, bounded_rows, malformed
from kiosk.site.tables.xml_elements import Elements, MalformedXmlError

MAX_SHARED_BYTES = 400 << 20
_END_OF_ROWS = re.compile(rb"</(?:[\w.-]{1,20}:)?sheetData\s*>")
_LONGEST_END = 64
_PIECE = 1 << 18
_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:]{1,21})[\"']")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


class _SharedTexts:
    """The texts that cells share, end to end: as objects, two million of them would take 300 MB.

    The text of index i lies in ``joined`` between the marks i and i + 1, in UTF-8.
    """

    def __init__(self) -> None:
        self.joined = bytearray()
        self.marks = array("Q", [0])

    def add(self, texts: Iterable[str]) -> None:
        encoded = [text.encode() for text in texts]
        ends = accumulate(map(len, encoded), initial=len(self.joined))
        next(ends)
        self.marks.extend(ends)
        self.joined += b"".join(encoded)
        if len(self.joined) > MAX_SHARED_BYTES:
            raise MalformedXmlError("too many texts")


def workbook_tables(path: Path) -> Iterator[Table]:
    """The visible sheets in their order. Raises ``Fault(LIST_MALFORMED)`` and ``OSError``."""
    with open_package(path) as package, _named(path.name):
        book = Tree.fromstring(_small(package, "xl/workbook.xml"))  # noqa: S314 - _small refuses document types
        epoch = EPOCH_1904 if _flag(_child(book, "workbookPr"), "date1904") else EPOCH_1900
        parts = _relations(package)
        formats = read_formats(_small(package, parts.get("styles", "xl/styles.xml")))
        texts = _shared_texts(package, parts.get("sharedStrings", "xl/sharedStrings.xml"))
        for sheet in _children(_child(book, "sheets"), "sheet"):
            part = parts.get(_relation(sheet), "")
            if sheet.get("state", "visible") == "visible" and "/worksheets/" in part:
                name = sheet.get("name", "")
                yield Table(name, _rows(package, part, texts, formats, epoch), epoch)


def _rows(package: Package, part: str, texts: _SharedTexts, formats: list[CellFormat], epoch: date) -> Iterator[Row]:
    with _named(package.name):
        merged = _merged(package, part)
        with package.open(part) as stream:
            numbered = _numbered(Elements(stream, "row", "sheetData"), _readers(texts, formats, epoch), package.name)
            yield from bounded_rows(filled_down(numbered, merged), package.name)


Readers = Callable[[str, str], Reads]
"""What reads a cell of this kind and style."""


def _numbered(rows: Elements, reader: Readers, name: str) -> Iterator[tuple[int, list[str]]]:
    number, shape = 0, RowShape(reader)
    for written in row_texts(rows):
        try:
            known = shape.read(written)
            if known is not None:
                if known[0] <= number:
                    raise _out_of_order(name, number)
                number = known[0]
                yield known
                continue
            usual = usual_row(written)
            for row in map(parsed_row, rows.parsed(written.encode())) if usual is None else (usual,):
                number = _row_number(row.number, number, name)
                yield number, _texts_of(row.cells, reader)
            if usual is not None:
                shape.learn(forms_of(written))
        except (IndexError, ValueError) as error:
            raise malformed(name, f"row {number}: a text or a format that is not there") from error


def _texts_of(cells: Iterable[Cell], reader: Readers) -> list[str]:
    texts: list[str] = []
    for column, kind, style, written in cells:
        # What lies beyond the bound is kept at its edge, to be refused there.
        place = min(column, MAX_COLUMNS)
        texts.extend([""] * (place + 1 - len(texts)))
        texts[place] = reader(kind, style)(written)
    return texts


def _row_number(written: str, before: int, name: str) -> int:
    if not written:
        return before + 1
    if not (written.isascii() and written.isdigit() and len(written) <= 7) or int(written) <= before:
        raise _out_of_order(name, before)
    return int(written)


def _out_of_order(name: str, before: int) -> Fault:
    return malformed(name, f"after row {before}: rows are out of order")


def _readers(texts: _SharedTexts, formats: list[CellFormat], epoch: date) -> Readers:
    """What a cell of this kind and style says, as text: dates in ISO 8601, numbers as they would be typed.

    Asking raises ``IndexError`` for a style that is not there.
    """
    days = lru_cache(1 << 16)(partial(serial_date, epoch=epoch))
    joined, marks = bytes(texts.joined), texts.marks

    def shared(written: str) -> str:
        index = int(written)
        if index < 0:
            raise IndexError(index)
        return joined[marks[index] : marks[index + 1]].decode()

    @lru_cache(1024)
    def reader(kind: str, style: str) -> Reads:
        if kind == "s":
            return shared
        if kind and kind != "n":
            return (lambda written: written[:10]) if kind == "d" else unescaped
        form = formats[int(style)] if style else CellFormat()
        if form.is_date:
            return lambda written: days(written) or written
        return (lambda written: plain_number(written).zfill(form.digits)) if form.digits else plain_number

    return reader


def _merged(package: Package, part: str) -> list[Merged]:
    """Merged cells stand behind all the rows, but must be known before them: the part is unpacked once more."""
    found: list[Merged] = []
    with package.open(part) as stream:
        behind = _behind_rows(stream)
    for match in _MERGED.finditer(behind):
        reference = _REFERENCE.fullmatch(match[1].decode())
        if reference is None or reference[3] is None:
            continue
        if len(found) == MAX_MERGED:
            raise MalformedXmlError("too many merged cells")
        found.append(Merged(column_of(reference[1]), int(reference[2]), int(reference[4])))
    return found


def _behind_rows(stream: IO[bytes]) -> bytes:
    window = b""
    while piece := stream.read(_PIECE):
        window = window[-_LONGEST_END:] + piece
        # Looked for as plain bytes first: every cell has end tags at which the expression would begin.
        if b"sheetData" in window and (ended := _END_OF_ROWS.search(window)):
            behind = window[ended.end() :] + stream.read(MAX_SMALL_PART)
            if len(behind) >= MAX_SMALL_PART:
                raise MalformedXmlError("too much behind the rows")
            return behind
    return b""


def _shared_texts(package: Package, part: str) -> _SharedTexts:
    texts = _SharedTexts()
    if part in package.parts:
        with package.open(part) as stream:
            items = Elements(stream, "si", "sst")
            for piece in items.pieces():
                usual = usual_texts(piece)
                written = map(text_of, items.parsed(piece)) if usual is None else usual
                texts.add(map(unescaped, written) if b"_x" in piece else written)
    return texts


def _relations(package: Package) -> dict[str, str]:
    """The parts of the workbook by their relation's id, and by the last word of its type."""
    found: dict[str, str] = {}
    data = _small(package, "xl/_rels/workbook.xml.rels")
    for relation in Tree.fromstring(data) if data else ():  # noqa: S314 - _small refuses document types
        target = relation.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[relation.get("Id", "")] = part
        found.setdefault(relation.get("Type", "").rpartition("/")[2], part)
    return found


def _relation(sheet: Tree.Element) -> str:
    """The attribute ``id`` of a relation, in the namespace of transitional or of strict workbooks."""
    return next((value for name, value in sheet.items() if name.endswith("/relationships}id")), "")


def _small(package: Package, part: str) -> bytes:
    data = package.read(part)
    if b"<!DOCTYPE" in data:
        raise MalformedXmlError("has a document type")
    return data


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except MalformedXmlError as error:
        raise malformed(name, str(error)) from None
    except Tree.ParseError:
        raise malformed(name, "not well-formed") from None


def _child(node: Tree.Element | None, name: str) -> Tree.Element | None:
    return next(_children(node, name), None)


def _children(node: Tree.Element | None, name: str) -> Iterator[Tree.Element]:
    return (child for child in (() if node is None else node) if child.tag.rpartition("}")[2] == name)


def _flag(node: Tree.Element | None, name: str) -> bool:
    return node is not None and node.get(name, "0") in {"1", "true"}

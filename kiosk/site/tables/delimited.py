"""Delimited text: cells parted by semicolon, tab or comma, quoted where they must be."""

from __future__ import annotations

import contextlib
import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kiosk.site.tables.encodings import WINDOWS_1258, encoding_of, is_vietnamese
from kiosk.site.tables.table import MAX_CELL, MAX_COLUMNS, Row, Table, bounded_rows, malformed

_DELIMITERS = ";\t,"
_LINES_LOOKED_AT = 20
_MAX_LINE = MAX_COLUMNS * MAX_CELL


def delimited_tables(path: Path) -> Iterator[Table]:
    """The file's only table. Raises ``Fault(LIST_MALFORMED)`` for what is no such text, and ``OSError``."""
    encoding = encoding_of(path)
    yield Table("", _rows(path, encoding))


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    try:
        delimiter = _delimiter(path, encoding)
        with path.open(encoding=encoding, newline="") as file:
            records = csv.reader(_without_zeros(file, path.name), delimiter=delimiter, strict=True)
            yield from bounded_rows(_numbered(records, path.name, encoding), path.name)
    except UnicodeDecodeError:
        # The decoder's own error carries a piece of the file: it goes no further.
        raise malformed(path.name, f"not {encoding.removesuffix('-sig').upper()}") from None


def _numbered(records: Iterator[list[str]], name: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, record in enumerate(records, start=1):
            if encoding == WINDOWS_1258 and not all(map(str.isascii, record)):
                record = [unicodedata.normalize("NFC", cell) for cell in record]
                if not all(map(is_vietnamese, record)):
                    raise malformed(name, f"row {number}: neither UTF-8 nor Windows-1258; save it as «CSV UTF-8»")
            yield number, record
    except csv.Error as error:
        raise malformed(name, f"row {number + 1}: quotes or length of a cell") from error


def _without_zeros(lines: Iterator[str], name: str) -> Iterator[str]:
    """A NUL character makes some versions of the csv module stop without a word about where."""
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise malformed(name, f"row {number}: control characters or lost letters")
        yield line


def _delimiter(path: Path, encoding: str) -> str:
    """The sign that cuts the most of the first lines into the same number of cells, and into the more cells."""
    with path.open(encoding=encoding, newline="") as file:
        lines = [file.readline(_MAX_LINE) for _ in range(_LINES_LOOKED_AT)]
    return max(_DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: list[str], delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    # Cutting at the wrong sign runs into quotes that do not fit; what was cut before that still counts.
    with contextlib.suppress(csv.Error):
        for record in csv.reader(lines, delimiter=delimiter, strict=True):
            widths[len(record)] += len(record) > 1
    return max(((times, width) for width, times in widths.items()), default=(0, 0))

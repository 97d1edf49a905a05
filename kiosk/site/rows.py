"""Reads a list's rows as cells of text, one reader for each kind of file; what they mean is decided elsewhere."""

from __future__ import annotations

import contextlib
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode

MAX_BYTES = 256 * 1024 * 1024
MAX_ROWS = 2_000_000
MAX_COLUMNS = 100
MAX_CELL = 400

_DELIMITERS = ";\t,"
_LINES_LOOKED_AT = 20
_MAX_LINE = MAX_COLUMNS * MAX_CELL

_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]")
"""Control characters, marks that turn the direction of text, and the sign for a letter that was lost."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts it, from 1, and its cells, trimmed and in NFC."""

    number: int
    cells: tuple[str, ...] = field(repr=False)


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a CSV file that are not blank: UTF-8 with or without BOM, parted by ``;``, tab or ``,``.

    Raises ``Fault(LIST_MISSING)`` when the file is not there or cannot be opened, and ``Fault(LIST_MALFORMED)``,
    naming the row, when it is too large or is not such a file.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: larger than {MAX_BYTES} bytes")
        delimiter = _delimiter(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _parsed(csv.reader(file, delimiter=delimiter, strict=True), path.name)
    except UnicodeDecodeError:
        # The decoder's own error carries a piece of the file: it goes no further.
        raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: not UTF-8") from None
    except OSError as error:
        raise Fault(FaultCode.LIST_MISSING, f"{path.name}: {error.strerror}") from error


def _delimiter(path: Path) -> str:
    """The sign that cuts the most of the first lines into the same number of cells, and into the more cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [file.readline(_MAX_LINE) for _ in range(_LINES_LOOKED_AT)]
    return max(_DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: list[str], delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    # Cutting at the wrong sign runs into quotes that do not fit; what was cut before that still counts.
    with contextlib.suppress(csv.Error):
        for record in csv.reader(lines, delimiter=delimiter, strict=True):
            widths[len(record)] += len(record) > 1
    return max(((times, width) for width, times in widths.items()), default=(0, 0))


def _parsed(records: Iterator[list[str]], name: str) -> Iterator[Row]:
    number = 0
    try:
        for number, record in enumerate(islice(records, MAX_ROWS + 1), start=1):
            cells = tuple(_clean(cell) for cell in record)
            problem = _out_of_bounds(number, cells)
            if problem:
                raise Fault(FaultCode.LIST_MALFORMED, f"{name}: row {number}: {problem}")
            if any(cells):
                yield Row(number, cells)
    except csv.Error as error:
        raise Fault(FaultCode.LIST_MALFORMED, f"{name}: row {number + 1}: quotes or length of a cell") from error


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.replace("\u00a0", " ")).strip()


def _out_of_bounds(number: int, cells: tuple[str, ...]) -> str:
    if number > MAX_ROWS:
        return "too many rows"
    if len(cells) > MAX_COLUMNS:
        return "too many cells"
    if any(len(cell) > MAX_CELL for cell in cells):
        return "a cell is too long"
    if any(_UNWANTED.search(cell) for cell in cells):
        return "control characters or lost letters"
    return ""

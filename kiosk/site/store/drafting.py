"""From a file to a draft: all of its people in a database, what its columns are, and what is wrong with its rows."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path

from kiosk.domain.desks.list_import import ListReading
from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.columns import REQUIRED, AmbiguousHeaderError, ListColumns, Located
from kiosk.site.entries import DateOrder, Entry, Problem, RowProblem, date_order, is_remark, read_entry
from kiosk.site.store import database
from kiosk.site.tables.reading import read_tables
from kiosk.site.tables.table import Row, Table, malformed

HEADER_WITHIN = 20
"""The header stands in one of the first rows that are not blank; titles may stand above it."""

MAX_KEPT = 1000
"""Problems that are kept row by row; the others are only counted."""

MAX_REMARKS = 30
"""Lines below a list that are no person's; more of them are no remarks."""

TOLD_EVERY = 1000
"""Rows after which it is told how far the reading is."""

_ROWS_NAMED = 10


class SeveralListsError(Fault):
    """More than one sheet of a workbook holds a list: somebody has to say which."""

    def __init__(self, file: str, sheets: tuple[str, ...]) -> None:
        named = " and ".join(f"«{sheet}»" for sheet in sheets)
        super().__init__(FaultCode.LIST_MALFORMED, f"{file}: sheets {named} each hold a list: name one")
        self.sheets = sheets


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what it names: header texts by field, those of the place in their order.

    ``cells`` is the whole header, ``repeats`` are the rows by which it may be repeated further down.
    """

    row: int
    located: Located
    names: Mapping[str, str]
    place: tuple[str, ...]
    cells: tuple[str, ...] = field(repr=False)
    repeats: frozenset[tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """A list that was read but counts nowhere yet.

    ``problems`` are the first ``MAX_KEPT`` by row, ``counts`` all of them.
    """

    file: str
    sheet: str
    header: Header
    people: int
    problems: tuple[RowProblem, ...]
    counts: Mapping[Problem, int]

    @property
    def fatal(self) -> tuple[RowProblem, ...]:
        """Those that keep the list from being used; empty when it is good."""
        return tuple(problem for problem in self.problems if problem.problem.fatal)

    def require_usable(self) -> None:
        """Raise ``Fault(LIST_MALFORMED)`` naming the first rows that keep the list from being used."""
        fatal = self.fatal
        if fatal:
            first = "; ".join(map(str, fatal[:_ROWS_NAMED]))
            more = sum(count for problem, count in self.counts.items() if problem.fatal) - len(fatal[:_ROWS_NAMED])
            raise malformed(self.file, first + (f"; and {more} more" if more else ""))


def draft_list(
    file: Path,
    columns: ListColumns,
    connection: sqlite3.Connection,
    sheet: str = "",
    reading: ListReading | None = None,
) -> Draft:
    """Read a whole list into an empty database; ``reading`` is told how far it is.

    Raises ``Fault(LIST_MISSING)`` when there is no file, ``Fault(LIST_MALFORMED)`` when it cannot be read, no header is
    found, two columns compete, or nobody stands below the header, ``SeveralListsError`` when sheets compete, and
    ``ReadingStoppedError``.
    """
    found: list[Draft] = []
    also: list[str] = []
    reading = reading or ListReading()
    for table in read_tables(file):
        if sheet and table.name != sheet:
            continue
        rows = table.rows
        first = list(islice(rows, HEADER_WITHIN + 1))
        header = find_header(first, columns, file.name)
        if header is None:
            continue
        if found:
            also.append(table.name)
            continue
        below = chain((row for row in first if row.number > header.row), rows)
        found.append(_drafted(file.name, table, below, header, connection, reading, several=columns.several_rows))
    if also:
        raise SeveralListsError(file.name, (found[0].sheet, *also))
    if not found:
        raise malformed(file.name, f"no header with columns for {', '.join(REQUIRED)}")
    return found[0]


def find_header(rows: list[Row], columns: ListColumns, name: str) -> Header | None:
    """The first row that names all that is required, and the row below it if it only names more of the same.

    Raises ``Fault(LIST_MALFORMED)`` for two columns of one field.
    """
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        try:
            located = columns.locate(row.cells)
        except AmbiguousHeaderError as error:
            raise malformed(name, f"row {row.number}: two columns for {error}") from error
        if located is None:
            continue
        header = _header(row.number, row.cells, located, frozenset({row.cells}))
        if index + 1 < len(rows):
            below = rows[index + 1]
            joined = _two_rows(row.cells, below.cells, located)
            more = columns.locate(joined) if joined else None
            if joined and more and more.count > located.count:
                return _header(below.number, joined, more, frozenset({row.cells, below.cells}))
        return header
    return None


def file_digest(file: Path) -> str:
    """SHA-256 of a file in hexadecimal. Raises ``OSError``."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _two_rows(upper: tuple[str, ...], lower: tuple[str, ...], located: Located) -> tuple[str, ...]:
    """Both rows as one header; empty where the lower one says something else in a column that has its name."""
    width = max(len(upper), len(lower))
    above, below = ((*row, *[""] * (width - len(row))) for row in (upper, lower))
    named = [index for index in (*located.fields.values(), *located.place) if index is not None]
    if any(below[index] not in {"", above[index]} for index in named):
        return ()
    return tuple(low or high for high, low in zip(above, below, strict=True))


def _header(row: int, cells: tuple[str, ...], located: Located, repeats: frozenset[tuple[str, ...]]) -> Header:
    names = {field: cells[index] for field, index in (*located.fields.items(), *located.details)}
    place = tuple(cells[index] if index is not None else "" for index in located.place)
    return Header(row, located, names, place, cells, repeats)


def _drafted(
    name: str,
    table: Table,
    rows: Iterator[Row],
    header: Header,
    connection: sqlite3.Connection,
    reading: ListReading,
    *,
    several: bool,
) -> Draft:
    problems = _Problems()
    people = _Count(reading)
    orders: Counter[DateOrder | None] = Counter()
    with database.failures(name):
        database.fill(connection, people.counted(_entries(rows, header, table.epoch, problems, orders)))
        for column, problem in (("key", Problem.KEY_TWICE), ("number", Problem.NUMBER_TWICE)):
            twice = database.rows_twice(connection, column, several=several)
            problems.add(RowProblem(row, problem) for row in twice)
        count = database.people_in(connection) if several else people.number
    if orders[DateOrder.MONTH] and not orders[DateOrder.DAY]:
        # Of such a list, half of the dates would be taken for others.
        raise malformed(name, "birth dates begin with the month; write the day first, or keep them as dates")
    if not people.number:
        raise malformed(name, "no rows below the header")
    return Draft(name, table.name, header, count, problems.first(), dict(problems.counts))


def _entries(
    rows: Iterator[Row], header: Header, epoch: date | None, problems: _Problems, orders: Counter[DateOrder | None]
) -> Iterator[Entry]:
    number = header.located.fields["number"]
    held: list[tuple[Entry, tuple[RowProblem, ...]]] = []
    for row in rows:
        if row.cells in header.repeats:
            continue  # lists printed room by room repeat their header
        entry, found = read_entry(row, header.located, epoch)
        if found and is_remark(row, entry, row.cells[number] if number < len(row.cells) else ""):
            held.append((entry, found))
            continue
        for before, wrong in held:
            problems.add(wrong)
            yield before
        held.clear()
        orders[date_order(entry.birth_text)] += 1
        if found:
            problems.add(found)
        yield entry
    # Nobody stands below them: what an office writes under a list.
    problems.add(RowProblem(entry.row, Problem.REMARK) for entry, _ in held[:MAX_REMARKS])
    for entry, wrong in held[MAX_REMARKS:]:
        problems.add(wrong)
        yield entry


class _Count:
    def __init__(self, reading: ListReading) -> None:
        self.number = 0
        self._reading = reading

    def counted(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        for self.number, entry in enumerate(entries, start=1):
            if self.number % TOLD_EVERY == 0:
                self._reading.read(self.number)
            yield entry
        self._reading.read(self.number)


class _Problems:
    """Problems as they come up; of each kind no more than ``MAX_KEPT`` are kept."""

    def __init__(self) -> None:
        self.counts: Counter[Problem] = Counter()
        self._kept: list[RowProblem] = []

    def add(self, found: Iterator[RowProblem] | tuple[RowProblem, ...]) -> None:
        for one in found:
            self.counts[one.problem] += 1
            if self.counts[one.problem] <= MAX_KEPT:
                self._kept.append(one)

    def first(self) -> tuple[RowProblem, ...]:
        return tuple(sorted(self._kept, key=lambda one: one.row))

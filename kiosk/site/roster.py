"""The site's list in memory: who is expected, found by number, by old number, or possibly by name and birth date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Sex
from kiosk.domain.names import same_name
from kiosk.domain.site import Admission, ListingAnswer
from kiosk.site.columns import REQUIRED, AmbiguousHeaderError, ListColumns, Located
from kiosk.site.entries import Entry, Problem, RowProblem, read_entry
from kiosk.site.rows import Row, read_rows

HEADER_WITHIN = 20
"""The header stands in one of the first rows that are not blank; titles may stand above it."""

_ROWS_NAMED = 10


class Roster:
    """The list as read from one file; a value after construction, safe from any thread.

    ``problems`` are those that leave the list usable: such rows are found by less than their number.
    """

    def __init__(self, entries: Sequence[Entry], problems: Sequence[RowProblem] = ()) -> None:
        self.problems = tuple(problems)
        self._size = len(entries)
        self._by_number: dict[str, Entry] = {}
        self._by_old_number: dict[str, list[Entry]] = {}
        self._by_birth_date: dict[date, list[Entry]] = {}
        for entry in entries:
            if entry.listing.number:
                self._by_number[entry.listing.number] = entry
            if entry.listing.old_number:
                self._by_old_number.setdefault(entry.listing.old_number, []).append(entry)
            if entry.birth_date:
                self._by_birth_date.setdefault(entry.birth_date, []).append(entry)

    def __len__(self) -> int:
        return self._size

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        """The row of this person, by the surest key that the list and the card share.

        A 12-digit number is one person's for life, so its row is the person's even if the list misspells them; an
        old 9-digit number was sometimes given twice, so everything else must agree. A name with a birth date is
        never more than possible, and so is a row in which both of them are another's: there the number itself may
        be the list's error. Several possible rows give no listing. ``at`` is not asked yet: lists have no sessions.
        """
        entry = self._by_number.get(identity.number)
        if entry is not None:
            differences = _differences(entry, identity)
            admission = Admission.POSSIBLE if {"name", "birth_date"} <= set(differences) else Admission.EXPECTED
            return ListingAnswer(admission, entry.listing, differences)
        olds = self._by_old_number.get(identity.old_number, [])
        if len(olds) == 1 and not olds[0].listing.number and not _differences(olds[0], identity):
            return ListingAnswer(Admission.EXPECTED, olds[0].listing)
        return _possible([*olds, *self._namesakes(identity)], identity)

    def _namesakes(self, identity: Identity) -> Iterator[Entry]:
        born = self._by_birth_date.get(identity.birth_date, []) if identity.birth_date else []
        return (entry for entry in born if _same_name(entry, identity))


def load_roster(path: Path, columns: ListColumns) -> Roster:
    """Read a list.

    Raises ``Fault(LIST_MISSING)`` when there is no file, and ``Fault(LIST_MALFORMED)`` when the header is not
    found or when rows have problems that would turn people away or mix them up; it names the rows.
    """
    rows = read_rows(path)
    header, located = _header(rows, columns, path.name)
    entries: list[Entry] = []
    problems: list[RowProblem] = []
    for row in rows:
        if row.cells == header.cells:
            continue  # lists printed room by room repeat their header
        entry, found = read_entry(row, columns, located)
        entries.append(entry)
        problems.extend(found)
    problems.extend(_twice(((entry.row, entry.listing.key) for entry in entries), Problem.KEY_TWICE))
    problems.extend(_twice(((entry.row, entry.listing.number) for entry in entries), Problem.NUMBER_TWICE))
    fatal = [problem for problem in problems if problem.problem.fatal]
    if fatal:
        raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: {_named(fatal)}")
    if not entries:
        raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: no rows below the header")
    return Roster(entries, problems)


def _header(rows: Iterator[Row], columns: ListColumns, name: str) -> tuple[Row, Located]:
    for row in islice(rows, HEADER_WITHIN):
        try:
            located = columns.locate(row.cells)
        except AmbiguousHeaderError as error:
            raise Fault(FaultCode.LIST_MALFORMED, f"{name}: row {row.number}: two columns for {error}") from error
        if located is not None:
            return row, located
    raise Fault(FaultCode.LIST_MALFORMED, f"{name}: no header with columns for {', '.join(REQUIRED)}")


def _twice(keys: Iterable[tuple[int, str]], problem: Problem) -> Iterator[RowProblem]:
    seen = set()
    for row, key in keys:
        if key and key in seen:
            yield RowProblem(row, problem)
        seen.add(key)


def _named(problems: Sequence[RowProblem]) -> str:
    first = sorted(problems, key=lambda problem: problem.row)[:_ROWS_NAMED]
    more = len(problems) - len(first)
    return "; ".join(str(problem) for problem in first) + (f"; and {more} more" if more else "")


def _possible(entries: Sequence[Entry], identity: Identity) -> ListingAnswer:
    rows = {entry.row: entry for entry in entries}
    if not rows:
        return ListingAnswer(Admission.NOT_LISTED)
    if len(rows) > 1:
        return ListingAnswer(Admission.POSSIBLE)
    (entry,) = rows.values()
    return ListingAnswer(Admission.POSSIBLE, entry.listing, _differences(entry, identity))


def _differences(entry: Entry, identity: Identity) -> tuple[str, ...]:
    """The fields that list and card both have and in which they disagree."""
    known = {Sex.MALE, Sex.FEMALE}
    differs = {
        "name": bool(entry.listing.name and (identity.name or identity.mrz_name)) and not _same_name(entry, identity),
        "birth_date": None not in (entry.birth_date, identity.birth_date) and entry.birth_date != identity.birth_date,
        "sex": entry.sex in known and identity.sex in known and entry.sex != identity.sex,
    }
    return tuple(field for field, yes in differs.items() if yes)


def _same_name(entry: Entry, identity: Identity) -> bool:
    return any(same_name(entry.listing.name, name) for name in (identity.name, identity.mrz_name))

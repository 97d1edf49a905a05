"""The site's list as the check asks it: one version of it, in memory or in a file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kiosk.domain.desks.list_search import FoundPerson
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.site import Listing, ListingAnswer
from kiosk.site import matching, searching
from kiosk.site.columns import ListColumns
from kiosk.site.entries import Entry, RowProblem
from kiosk.site.matching import MAX_NAMESAKES, NameKey
from kiosk.site.store import database
from kiosk.site.store.drafting import draft_list


class Roster:
    """A list that does not change; safe from any thread.

    ``problems`` are those that leave the list usable: such rows are found by less than their number. Questions raise
    ``Fault(LIST_MALFORMED)`` when the file was damaged.
    """

    def __init__(self, connection: sqlite3.Connection, columns: ListColumns, name: str) -> None:
        """Takes the connection over."""
        self._connection = connection
        self._columns = columns
        self._name = name
        self._lock = threading.Lock()
        self.problems: tuple[RowProblem, ...] = database.problems_of(connection)

    def __len__(self) -> int:
        with self._lock, database.failures(self._name):
            return database.people_in(self._connection)

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        """What the list says about this person. ``at`` is not asked: what time and place say is the site's rules."""
        return matching.find(self, identity, self._columns)

    def by_number(self, number: str) -> Entry | None:
        found = self._entries("WHERE number = ? LIMIT 1", number)
        return found[0] if found else None

    def by_key(self, key: str) -> Entry | None:
        found = self._entries("WHERE key = ? LIMIT 1", key)
        return found[0] if found else None

    def rows_of(self, key: str) -> Sequence[Entry]:
        return self._entries("WHERE key = ? ORDER BY row LIMIT ?", key, database.MAX_ROWS_OF_ONE)

    def by_old_number(self, old_number: str) -> Sequence[Entry]:
        return self._entries("WHERE old_number = ? LIMIT ?", old_number, MAX_NAMESAKES)

    def by_birth(self, born: date, names: Sequence[NameKey]) -> Sequence[Entry]:
        """By the same letters, by the same words, and by the beginning where either side may be cut."""
        day, found = born.isoformat(), {}
        for name in names:
            for condition, *values in (
                ("letters = ?", name.letters),
                ("parts = ?", name.parts),
                *([("letters >= ? AND letters < ?", name.letters, name.letters + "[")] if name.cut else []),
                *(("letters = ?", name.letters[:length]) for length in _cut_lengths(name.letters)),
            ):
                for entry in self._entries(f"WHERE born = ? AND {condition} LIMIT ?", day, *values, MAX_NAMESAKES):
                    found[entry.row] = entry
        return tuple(found.values())

    def search(self, typed: str, most: int) -> tuple[FoundPerson, ...]:
        """Whom staff may mean by what they typed, the surest first."""
        return tuple(_found(entry, self._columns) for entry in searching.search(self, typed, most))

    def by_key_beginning(self, beginning: str, most: int) -> Sequence[Entry]:
        condition = "WHERE substr(key, 1, ?) = ? COLLATE NOCASE ORDER BY row LIMIT ?"
        return self._entries(condition, len(beginning), beginning, most)

    def by_number_end(self, digits: str, most: int) -> Sequence[Entry]:
        return self._entries("WHERE substr(number, ?) = ? ORDER BY row LIMIT ?", -len(digits), digits, most)

    def by_words(self, words: Sequence[str], most: int) -> Sequence[Entry]:
        begun = " AND ".join("instr(' ' || parts, ' ' || ?)" for _ in words)
        return self._entries(
            f"WHERE {begun} ORDER BY parts = ? DESC, row LIMIT ?", *words, " ".join(sorted(words)), most
        )

    def listings(self) -> Sequence[Listing]:
        """Everybody on the list, in its order."""
        return [entry.listing(self._columns) for entry in self._entries("ORDER BY row")]

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _entries(self, condition: str, *values: object) -> list[Entry]:
        return [database.entry_of(row) for row in self._rows(f"{database.ENTRY} {condition}", *values)]

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock, database.failures(self._name):
            return self._connection.execute(query, values).fetchall()


def _found(entry: Entry, columns: ListColumns) -> FoundPerson:
    identity = Identity(
        Source.LIST,
        entry.number,
        name=entry.name,
        birth_date=entry.birth_date,
        sex=entry.sex or Sex.UNSPECIFIED,
        old_number=entry.old_number,
    )
    return FoundPerson(identity, entry.listing(columns))


_SHORTEST_CUT = 20
"""Letters that a cut name of at least ``MRZ_NAME_CUT`` signs has at the least; the rest are spaces."""


def _cut_lengths(letters: str) -> range:
    """The lengths to which the MRZ may have cut a name in the list."""
    return range(_SHORTEST_CUT, min(len(letters), 31))


def load_roster(path: Path, columns: ListColumns) -> Roster:
    """Read a list from its file into memory.

    Raises ``Fault(LIST_MISSING)`` when there is no file, and ``Fault(LIST_MALFORMED)`` when it cannot be read or when
    rows have problems that would turn people away or mix them up; it names the rows.
    """
    connection = database.create(database.IN_MEMORY)
    try:
        draft = draft_list(path, columns, connection)
        draft.require_usable()
        database.conclude(connection, draft.problems, {})
    except BaseException:
        connection.close()
        raise
    return Roster(connection, columns, path.name)

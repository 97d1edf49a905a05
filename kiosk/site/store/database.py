"""One version of a list as an SQLite file: its schema, how entries go in and come out.

A file is written once and then only read (docs/decisions/0013).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from json.encoder import encode_basestring as _quoted
from pathlib import Path
from typing import Any

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Sex
from kiosk.site.entries import Entry, Problem, RowProblem
from kiosk.site.matching import NameKey

APPLICATION_ID = 0x4B4C5354
SCHEMA_VERSION = 1
"""To be raised when the folding of names changes as well: ``letters`` and ``parts`` are compared as they stand."""

IN_MEMORY = ":memory:"

_SCHEMA = (
    """
    CREATE TABLE entry (
        row INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        number TEXT,
        old_number TEXT,
        name TEXT NOT NULL,
        letters TEXT NOT NULL,
        parts TEXT NOT NULL,
        birth_text TEXT NOT NULL,
        born TEXT,
        sex TEXT,
        cells TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE problem (row INTEGER NOT NULL, problem TEXT NOT NULL) STRICT",
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)

_INDICES = (
    "CREATE INDEX entry_key ON entry (key)",
    "CREATE INDEX entry_number ON entry (number) WHERE number IS NOT NULL",
    "CREATE INDEX entry_old_number ON entry (old_number) WHERE old_number IS NOT NULL",
    "CREATE INDEX entry_letters ON entry (born, letters) WHERE born IS NOT NULL",
    "CREATE INDEX entry_parts ON entry (born, parts) WHERE born IS NOT NULL",
)

MAX_ROWS_OF_ONE = 50
"""Rows of one person, where a list may have several."""

_REPEATED = "WHERE {column} IN (SELECT {column} FROM entry WHERE {column} <> '' GROUP BY {column} HAVING count(*) > 1)"
_TWICE = f"""
    SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY {{column}} ORDER BY row) AS nth FROM entry {_REPEATED})
    WHERE nth > 1 ORDER BY row
"""  # noqa: S608 - our own column names
_KEY_OF_ANOTHER = f"""
    SELECT row FROM (
        SELECT row, number, letters, born, row_number() OVER same AS nth,
            first_value(number) OVER same AS its_number, first_value(letters) OVER same AS its_letters,
            first_value(born) OVER same AS its_born, row_number() OVER (PARTITION BY key, cells ORDER BY row) AS copy
        FROM entry {_REPEATED.format(column="key")} WINDOW same AS (PARTITION BY key ORDER BY row))
    WHERE nth > 1 AND (copy > 1 OR nth > {MAX_ROWS_OF_ONE}
        OR (number, letters, born) IS NOT (its_number, its_letters, its_born))
    ORDER BY row
"""  # noqa: S608
_NUMBER_OF_ANOTHER = f"""
    SELECT row FROM (
        SELECT row, key, row_number() OVER same AS nth, first_value(key) OVER same AS its_key
        FROM entry {_REPEATED.format(column="number")} WINDOW same AS (PARTITION BY number ORDER BY row))
    WHERE nth > 1 AND (key = '' OR key <> its_key) ORDER BY row
"""  # noqa: S608
_COLUMNS = "row, key, number, old_number, name, birth_text, born, sex, cells"
ENTRY = f"SELECT {_COLUMNS} FROM entry"  # noqa: S608 - our own column names


def create(target: Path | str) -> sqlite3.Connection:
    """A new, empty file, or a database in memory. Nothing of it counts before it is complete and in its place."""
    connection = sqlite3.connect(target, isolation_level=None, check_same_thread=False)
    for statement in (
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA cache_size = -65536",
        *_SCHEMA,
    ):
        connection.execute(statement)
    return connection


def reopen(path: Path) -> sqlite3.Connection:
    """A draft that is still to be concluded."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    return connection


def fill(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Write the entries, and the indices after them. What ``entries`` raises is let out."""
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_values, entries))
    for statement in _INDICES:
        connection.execute(statement)
    connection.execute("COMMIT")


def rows_twice(connection: sqlite3.Connection, column: str, *, several: bool = False) -> Iterator[int]:
    """The rows whose ``key`` or ``number`` stands in an earlier row too.

    Where a person may have ``several`` rows: those whose key or number is another person's, and those that only repeat
    an earlier one.
    """
    query = _TWICE.format(column=column)
    if several:
        query = _KEY_OF_ANOTHER if column == "key" else _NUMBER_OF_ANOTHER
    return (row for (row,) in connection.execute(query))


def people_in(connection: sqlite3.Connection) -> int:
    """How many people a list has; rows without a key are one each."""
    # In the order of the index, which takes no memory and no sorting.
    (people,) = connection.execute("SELECT count(*) FROM (SELECT 1 FROM entry WHERE key <> '' GROUP BY key)").fetchone()
    (nobodies,) = connection.execute("SELECT count(*) FROM entry WHERE key = ''").fetchone()
    return int(people) + int(nobodies)


def conclude(connection: sqlite3.Connection, problems: Iterable[RowProblem], about: Mapping[str, object]) -> None:
    """Write what is known about the list as a whole."""
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO problem VALUES (?, ?)", [(one.row, one.problem.name) for one in problems])
    values = [(name, json.dumps(value, ensure_ascii=False)) for name, value in about.items()]
    connection.executemany("INSERT INTO about VALUES (?, ?)", values)
    connection.execute("COMMIT")


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A version that is installed, for any thread, one at a time; raises ``Fault(LIST_MALFORMED)``."""
    with failures(path.name):
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if (application, version) != (APPLICATION_ID, SCHEMA_VERSION):
                raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: not a list of this program; import it again")
        except BaseException:
            connection.close()
            raise
        return connection


def entry_of(values: tuple[Any, ...]) -> Entry:
    """From a row of ``ENTRY``."""
    row, key, number, old_number, name, birth_text, born, sex, cells = values
    place, details = json.loads(cells)
    return Entry(
        row,
        key,
        number or "",
        old_number or "",
        name,
        birth_text,
        date.fromisoformat(born) if born else None,
        Sex(sex) if sex else None,
        tuple(place),
        tuple((detail, cell) for detail, cell in details),
    )


def problems_of(connection: sqlite3.Connection) -> tuple[RowProblem, ...]:
    """The problems that leave the list usable."""
    rows = connection.execute("SELECT row, problem FROM problem ORDER BY row")
    return tuple(RowProblem(row, Problem[problem]) for row, problem in rows)


def about_of(connection: sqlite3.Connection) -> dict[str, Any]:
    """What ``conclude`` was told about the list as a whole."""
    return {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM about")}


@contextmanager
def failures(name: str) -> Iterator[None]:
    """Tell what SQLite or the system refuses as a fault of the list."""
    try:
        yield
    except sqlite3.Error as error:
        technical = getattr(error, "sqlite_errorname", type(error).__name__)
        raise Fault(FaultCode.LIST_MALFORMED, f"{name}: {technical}") from error
    except OSError as error:
        raise Fault(FaultCode.LIST_MISSING, f"{name}: {error.strerror or type(error).__name__}") from error


def _values(entry: Entry) -> tuple[object, ...]:
    name = NameKey(entry.name)
    return (
        entry.row,
        entry.key,
        entry.number or None,
        entry.old_number or None,
        entry.name,
        name.letters,
        name.parts,
        entry.birth_text,
        entry.birth_date.isoformat() if entry.birth_date else None,
        entry.sex,
        _cells(entry.place, entry.details),
    )


def _cells(place: Iterable[str], details: Iterable[tuple[str, str]]) -> str:
    """Both as JSON, string by string: an encoder that is asked for a whole row sets itself up anew each time."""
    pairs = [f"[{_quoted(name)},{_quoted(value)}]" for name, value in details]
    return f"[[{','.join(map(_quoted, place))}],[{','.join(pairs)}]]"

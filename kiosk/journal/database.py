"""The journal's SQLite file: its schema, how it is opened, and the triggers that let it only grow."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.journal.entries import ADMISSIONS

APPLICATION_ID = 0x4B4A524E
SCHEMA_VERSION = 1
BUSY_SECONDS = 5.0

_ADMISSIONS = ", ".join(f"'{verdict}'" for verdict in ADMISSIONS)

_SCHEMA = (
    """
    CREATE TABLE entry (
        sequence INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        site TEXT NOT NULL,
        person TEXT NOT NULL,
        verdict TEXT NOT NULL,
        body TEXT NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT
    """,
    f"CREATE INDEX admission ON entry (person, site, sequence) WHERE person <> '' AND verdict IN ({_ADMISSIONS})",
    """
    CREATE TRIGGER next_in_sequence BEFORE INSERT ON entry
    WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
    BEGIN SELECT raise(ABORT, 'the journal only grows at its end'); END
    """,
    "CREATE TRIGGER no_update BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'the journal is not changed'); END",
    "CREATE TRIGGER no_delete BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'the journal is not cut'); END",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


class ForeignFileError(ValueError):
    """The file is a database, but not a journal that this program can read."""


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether the file has no schema yet. Raises ``ForeignFileError`` when it has another program's, or a newer one."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (application, version, objects) == (0, 0, 0):
        return True
    if application != APPLICATION_ID:
        raise ForeignFileError("not a journal of this program")
    if version != SCHEMA_VERSION:
        raise ForeignFileError(f"schema {version}, this program reads {SCHEMA_VERSION}")
    return False


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, making it for its owner only; every commit is on the disk when it returns.

    Raises ``sqlite3.Error``, ``OSError`` or ``ForeignFileError``, and then has changed nothing in the file.
    Transactions are begun and ended by the caller.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        is_new(connection)
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise ForeignFileError("the file system allows no write-ahead log")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def identity_of(path: Path) -> tuple[int, int]:
    """Which file lies there: device and number on it. Raises ``OSError`` when there is none."""
    found = path.stat()
    return found.st_dev, found.st_ino


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything inside, or nothing when it raises; whoever else writes waits."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A disk that is full rolls back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def create_schema(connection: sqlite3.Connection) -> None:
    """Within the caller's transaction."""
    for statement in _SCHEMA:
        connection.execute(statement)

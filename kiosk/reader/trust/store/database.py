"""The installed store as one SQLite file that is never changed in place: its schema, how it is read and replaced.

A change is made to a copy, which then takes the file's place. Readers need no right to write, wait for nobody, see
one state or the next, and notice the next by the file's identity (docs/decisions/0007).
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode

DATABASE = "trust.sqlite"
_NEXT, _LOCK = ".trust.sqlite.next", ".trust.lock"

APPLICATION_ID = 0x4B545253
SCHEMA_VERSION = 1
"""To be raised when the folding of names changes as well: ``subject`` and ``issuer`` are compared as they stand."""

_SCHEMA = (
    """
    CREATE TABLE act (
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        people TEXT NOT NULL,
        file TEXT NOT NULL,
        sha256 BLOB NOT NULL,
        file_kind TEXT NOT NULL,
        signer TEXT NOT NULL,
        agreed TEXT NOT NULL,
        reference TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE item (
        fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 32),
        role TEXT NOT NULL,
        name TEXT NOT NULL,
        country TEXT NOT NULL,
        begins TEXT,
        ends TEXT,
        subject TEXT,
        key_id BLOB,
        der BLOB
    ) STRICT
    """,
    "CREATE INDEX item_subject ON item (subject) WHERE subject IS NOT NULL",
    "CREATE INDEX item_key_id ON item (key_id) WHERE key_id IS NOT NULL",
    "CREATE INDEX item_role ON item (role)",
    """
    CREATE TABLE origin (
        fingerprint BLOB NOT NULL REFERENCES item ON DELETE CASCADE,
        act INTEGER NOT NULL REFERENCES act,
        part TEXT NOT NULL,
        PRIMARY KEY (fingerprint, act)
    ) STRICT, WITHOUT ROWID
    """,
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)

Identity = tuple[int, int, int]
"""By which a reader knows that the file has been replaced: inode, time of change in nanoseconds, size."""


def identity(folder: Path) -> Identity | None:
    """``None`` while nothing is installed."""
    try:
        found = (folder / DATABASE).stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _fault(str(error.strerror)) from error
    return found.st_ino, found.st_mtime_ns, found.st_size


def open_for_reading(folder: Path) -> sqlite3.Connection:
    """The state as it is now, for any thread, one at a time; raises ``Fault(TRUST_STORE_UNUSABLE)``."""
    with failures():
        address = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            _require_ours(connection)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def changing(folder: Path) -> Iterator[sqlite3.Connection]:
    """A copy to change; it takes the file's place when the block ends without an exception, whole or not at all.

    Only one process changes at a time; others wait. Raises ``Fault(TRUST_STORE_UNUSABLE)``.
    """
    with failures():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            copy = folder / _NEXT
            copy.unlink(missing_ok=True)
            try:
                with _open_copy(folder / DATABASE, copy) as connection:
                    yield connection
                _replace(copy, folder / DATABASE)
            finally:
                copy.unlink(missing_ok=True)


@contextmanager
def failures() -> Iterator[None]:
    """Tell what SQLite or the system refuses as a fault of the store."""
    try:
        yield
    except sqlite3.Error as error:
        raise _fault(getattr(error, "sqlite_errorname", type(error).__name__)) from error
    except OSError as error:
        raise _fault(str(error.strerror)) from error


@contextmanager
def _open_copy(current: Path, copy: Path) -> Iterator[sqlite3.Connection]:
    if current.exists():
        shutil.copyfile(current, copy)
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        # The copy is thrown away after a crash: nothing needs to be rolled back.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        if copy.stat().st_size == 0:
            for statement in _SCHEMA:
                connection.execute(statement)
        _require_ours(connection)
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


def _replace(copy: Path, current: Path) -> None:
    """On the disk before it is in its place, and the place on the disk before anybody is told."""
    copy.chmod(0o644)
    for path, step in ((copy, lambda: copy.replace(current)), (current.parent, lambda: None)):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        step()


def _require_ours(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise _fault("not a trust store of this program")
    if version != SCHEMA_VERSION:
        raise _fault(f"schema {version}, this program reads {SCHEMA_VERSION}")


def _fault(technical: str) -> Fault:
    return Fault(FaultCode.TRUST_STORE_UNUSABLE, f"{DATABASE}: {technical}")

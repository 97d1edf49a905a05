"""The SQLite file of the accounts: its schema, and how it is opened for its owner only."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import Role

APPLICATION_ID = 0x4B535446
SCHEMA_VERSION = 1
BUSY_SECONDS = 5.0
OWNER_ONLY = 0o600

_ROLES = ", ".join(f"'{role}'" for role in Role)

_SCHEMA = (
    f"""
    CREATE TABLE staff (
        login TEXT PRIMARY KEY CHECK (length(login) BETWEEN 2 AND 32),
        role TEXT NOT NULL CHECK (role IN ({_ROLES})),
        password TEXT NOT NULL,
        pin TEXT,
        added_at TEXT NOT NULL
    ) STRICT
    """,
    # Beside the accounts, because names without an account fail too: all of them under the empty login.
    """
    CREATE TABLE failure (
        login TEXT PRIMARY KEY,
        count INTEGER NOT NULL CHECK (count > 0),
        last_at TEXT NOT NULL
    ) STRICT
    """,
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, or make it, readable by its owner only; transactions are begun and ended by the caller.

    Raises ``Fault(ACCOUNTS_UNUSABLE)`` for whatever is no file of accounts, and then has changed nothing in it.
    """
    with failures():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink():
            raise ValueError("a link, not a file")
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
        path.chmod(OWNER_ONLY)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = FULL")
            with transaction(connection):
                if _is_new(connection):
                    for statement in _SCHEMA:
                        connection.execute(statement)
        except BaseException:
            connection.close()
            raise
        return connection


def _is_new(connection: sqlite3.Connection) -> bool:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (application, version, objects) == (0, 0, 0):
        return True
    if application != APPLICATION_ID:
        raise ValueError("not a file of accounts")
    if version != SCHEMA_VERSION:
        raise ValueError(f"schema {version}, this program reads {SCHEMA_VERSION}")
    return False


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One write, whole or not at all, alone among all processes."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def failures() -> Iterator[None]:
    """Whatever SQLite or the system refuses, as ``Fault(ACCOUNTS_UNUSABLE)``."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise Fault(FaultCode.ACCOUNTS_UNUSABLE, name) from error
    except OSError as error:
        raise Fault(FaultCode.ACCOUNTS_UNUSABLE, str(error.strerror)) from error
    except ValueError as error:
        raise Fault(FaultCode.ACCOUNTS_UNUSABLE, str(error)) from error

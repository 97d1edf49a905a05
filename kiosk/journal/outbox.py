"""The outbox in the journal's file: a table beside the entries, so that verdict and message are one transaction.

Entries hold no personal data and may be copied and handed on; messages do. So they are sealed under a key that is
derived from the journal's key file, and wiped when they were delivered.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.clock import Clock
from kiosk.domain.outbox import DamagedRow, DeliveryState, OutboxCount, OutboxMessage, OutboxRow, is_trouble
from kiosk.journal import kept_time
from kiosk.journal.database import transaction
from kiosk.journal.entries import timestamp

# An addition to schema 1, as the index of decisions: whoever does not know the table loses nothing.
_SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        output TEXT NOT NULL,
        key TEXT NOT NULL,
        made_at TEXT NOT NULL,
        state TEXT NOT NULL,
        due_at TEXT NOT NULL,
        ended_at TEXT NOT NULL DEFAULT '',
        tries INTEGER NOT NULL DEFAULT 0,
        trouble TEXT NOT NULL DEFAULT '',
        sealed BLOB,
        kept_from REAL,
        UNIQUE (output, key)
    ) STRICT
    """,
    kept_time.SCHEMA,
    "CREATE INDEX IF NOT EXISTS outbox_due ON outbox (output, due_at, number) WHERE state = 'waiting'",
)

# What tables of older programs lack. ``kept_from``: what the outbox had counted (``kept_time``) when the row was first
# seen after it was put, or after it ended; NULL until then.
_LATER_COLUMNS = {"kept_from": "ALTER TABLE outbox ADD COLUMN kept_from REAL"}

_NONCE_BYTES = 12
_DAMAGED = "damaged"

FARTHEST = timedelta(hours=1)
"""Nothing is postponed for so long: whatever is due later was written by a clock that has been put back since."""

_PUT = """
    INSERT INTO outbox (output, key, made_at, state, due_at, sealed) VALUES (?, ?, ?, 'waiting', ?, ?)
    ON CONFLICT (output, key) DO NOTHING
"""
_ROW = "SELECT number, output, key, made_at, tries, trouble, sealed FROM outbox"
_DUE = f"""{_ROW} WHERE output = ? AND state = 'waiting' AND (due_at <= ? OR due_at > ?)
    ORDER BY due_at, number LIMIT 1"""
_BETWEEN = f"{_ROW} WHERE output = ? AND made_at >= ? AND made_at < ? AND sealed IS NOT NULL ORDER BY number"
_COUNT = """
    SELECT state, count(*), min(due_at), min(made_at), max(ended_at) FROM outbox WHERE output = ? GROUP BY state
"""
_FORGET = "DELETE FROM outbox WHERE state IN ('delivered', 'expired') AND kept_from <= ?"
_EXPIRE = """
    UPDATE outbox SET state = 'expired', sealed = NULL, ended_at = ?, kept_from = NULL
    WHERE state IN ('waiting', 'parked') AND kept_from <= ?
"""
_LAST_PARKED = "SELECT trouble FROM outbox WHERE output = ? AND state = 'parked' ORDER BY ended_at DESC LIMIT 1"


def add_to_schema(connection: sqlite3.Connection) -> None:
    """Within the caller's transaction; changes no row, and a program that does not know it can go on."""
    for statement in _SCHEMA:
        connection.execute(statement)
    there = {row[1] for row in connection.execute("PRAGMA table_info(outbox)")}
    for name, statement in _LATER_COLUMNS.items():
        if name not in there:
            connection.execute(statement)


class Seal:
    """AES-256-GCM (NIST SP 800-38D) with a drawn nonce; output and key are bound to what they seal."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, message: OutboxMessage) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, message.payload, _bound(message.output, message.key))

    def open(self, output: str, key: str, sealed: bytes) -> bytes:
        """Raises ``ValueError`` for what this journal did not seal."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(output, key))
        except InvalidTag:
            raise ValueError("a message that was not sealed here") from None


def put(connection: sqlite3.Connection, seal: Seal, messages: Iterable[OutboxMessage], at: datetime) -> int:
    """Within the caller's transaction; how many of them are new."""
    made = timestamp(at)
    return sum(
        connection.execute(_PUT, (one.output, one.key, made, made, seal.close(one))).rowcount for one in messages
    )


class OutboxFile:
    """The port ``Outbox`` over a connection of its own to the journal's file; safe from any thread.

    ``failures`` turns what SQLite says into faults, as the journal does.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        seal: Seal,
        clock: Clock,
        failures: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._connection = connection
        self._seal = seal
        self._clock = clock
        self._failures = failures
        self._lock = threading.Lock()
        with self._failures():
            # What is wiped is overwritten, not only given free.
            connection.execute("PRAGMA secure_delete = ON")

    def put(self, message: OutboxMessage) -> bool:
        with self._lock, self._failures():
            return put(self._connection, self._seal, (message,), self._clock.now()) == 1

    def next_due(self, output: str, at: datetime) -> OutboxRow | None:
        now, farthest = timestamp(at), timestamp(at + FARTHEST)
        while True:
            with self._lock, self._failures():
                found = self._connection.execute(_DUE, (output, now, farthest)).fetchone()
            if found is None:
                return None
            try:
                return self._row(found)
            except ValueError:
                self.parked(found[0], _DAMAGED)

    def delivered(self, number: int) -> None:
        self._end(number, DeliveryState.DELIVERED, "", wiped=True)

    def postponed(self, number: int, until: datetime, trouble: str) -> None:
        self._execute(
            "UPDATE outbox SET due_at = ?, tries = tries + 1, trouble = ? WHERE number = ? AND state = 'waiting'",
            (timestamp(until), _word(trouble), number),
        )

    def hasten(self, output: str) -> None:
        now = timestamp(self._clock.now())
        self._execute(
            "UPDATE outbox SET due_at = ? WHERE output = ? AND state = 'waiting' AND due_at > ?", (now, output, now)
        )

    def parked(self, number: int, trouble: str) -> None:
        self._end(number, DeliveryState.PARKED, trouble, wiped=False)

    def release_parked(self, output: str) -> int:
        return self._execute(
            "UPDATE outbox SET state = 'waiting', due_at = ?, ended_at = '' WHERE output = ? AND state = 'parked'",
            (timestamp(self._clock.now()), output),
        )

    def expire(self, longest: timedelta, ran: timedelta | None) -> int:
        now = self._clock.now()
        with self._lock, self._failures(), transaction(self._connection):
            counted = kept_time.count_on(self._connection, now, ran)
            self._connection.execute("UPDATE outbox SET kept_from = ? WHERE kept_from IS NULL", (counted,))
            over = counted - longest.total_seconds()
            self._connection.execute(_FORGET, (over,))
            return self._connection.execute(_EXPIRE, (timestamp(now), over)).rowcount

    def count(self, output: str) -> OutboxCount:
        with self._lock, self._failures():
            states = {row[0]: row[1:] for row in self._connection.execute(_COUNT, (output,))}
            parked = self._connection.execute(_LAST_PARKED, (output,)).fetchone()
        waiting = states.get(DeliveryState.WAITING, (0, "", "", ""))
        return OutboxCount(
            waiting=waiting[0],
            parked=states.get(DeliveryState.PARKED, (0,))[0],
            expired=states.get(DeliveryState.EXPIRED, (0,))[0],
            due_at=_time(waiting[1]),
            oldest_at=_time(waiting[2]),
            delivered_at=_time(states.get(DeliveryState.DELIVERED, (0, "", "", ""))[3]),
            trouble=parked[0] if parked else "",
        )

    def messages(self, output: str, since: datetime, until: datetime) -> Iterator[OutboxRow | DamagedRow]:
        with self._lock, self._failures():
            found = self._connection.execute(_BETWEEN, (output, timestamp(since), timestamp(until))).fetchall()
        for row in found:
            try:
                yield self._row(row)
            except ValueError:
                yield DamagedRow(row[0], _time_if_any(row[3]))

    def close(self) -> None:
        with self._lock, self._failures():
            self._connection.close()

    def _end(self, number: int, state: DeliveryState, trouble: str, *, wiped: bool) -> None:
        wipe = ", sealed = NULL, kept_from = NULL" if wiped else ""
        self._execute(
            f"UPDATE outbox SET state = ?, ended_at = ?, trouble = ?{wipe} WHERE number = ? AND state = 'waiting'",  # noqa: S608
            (state, timestamp(self._clock.now()), _word(trouble) if trouble else "", number),
        )

    def _execute(self, statement: str, values: tuple[object, ...]) -> int:
        """One statement, a transaction of its own; how many rows it changed."""
        with self._lock, self._failures():
            return self._connection.execute(statement, values).rowcount

    def _row(self, row: tuple[int, str, str, str, int, str, bytes]) -> OutboxRow:
        number, output, key, made_at, tries, trouble, sealed = row
        message = OutboxMessage(output, key, self._seal.open(output, key, sealed))
        return OutboxRow(number, message, datetime.fromisoformat(made_at), tries, trouble)


def _bound(output: str, key: str) -> bytes:
    return f"{output}\n{key}".encode()


def _word(trouble: str) -> str:
    if not is_trouble(trouble):
        raise ValueError("a reason is a word in kebab-case")
    return trouble


def _time_if_any(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None

"""Queue numbers of each clinic and day, in a file beside the lists: written before anybody is told one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from kiosk.domain.hospital.queue import LAST_NUMBER, QueueRules
from kiosk.domain.site import Listing
from kiosk.site.attendance import room_key
from kiosk.site.store import database

FILE = "queue.sqlite"
KEPT_DAYS = 2
"""Rows hold the list's own keys, and nobody asks for the number of last week."""

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS issued (
        day TEXT NOT NULL, queue TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (day, queue, key), UNIQUE (day, queue, number)
    ) STRICT, WITHOUT ROWID
"""


class KeptQueueNumbers:
    """The port ``QueueNumbers`` over one file; opened anew for each number, so that it is meant for any thread."""

    def __init__(self, folder: Path, rules: QueueRules) -> None:
        self._path = folder / FILE
        self._rules = rules

    def issue(self, listing: Listing, day: date) -> int | None:
        details = dict(listing.details)
        queue = room_key(details.get(self._rules.per, ""))
        if not queue or not listing.key or details.get(self._rules.own, ""):
            return None
        with self._writing() as connection:
            connection.execute("DELETE FROM issued WHERE day < ?", ((day - timedelta(days=KEPT_DAYS)).isoformat(),))
            here = (day.isoformat(), queue)
            known = connection.execute(
                "SELECT number FROM issued WHERE day = ? AND queue = ? AND key = ?", (*here, listing.key)
            ).fetchone()
            if known:
                return int(known[0])
            (last,) = connection.execute("SELECT max(number) FROM issued WHERE day = ? AND queue = ?", here).fetchone()
            number = self._rules.first if last is None else max(self._rules.first, last + 1)
            if number > LAST_NUMBER:
                return None
            connection.execute("INSERT INTO issued VALUES (?, ?, ?, ?)", (*here, listing.key, number))
            return number

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk when it ends. Raises ``Fault(LIST_MISSING | LIST_MALFORMED)``."""
        with database.failures(FILE):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(self._path, isolation_level=None)
            try:
                self._path.chmod(0o600)
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_SCHEMA)
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()

"""How long messages of the outbox were kept, by time that the kiosk counts itself: a wrong clock wipes none.

A wall clock jumps: without its battery a machine starts in another year, and somebody sets the date by hand. So while
the kiosk runs it counts by the clock that nobody sets, and of time in which nobody counted a night is believed at most.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from kiosk.journal.entries import timestamp

SCHEMA = """
    CREATE TABLE IF NOT EXISTS outbox_time (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        looked_at TEXT NOT NULL,
        counted REAL NOT NULL
    ) STRICT
"""

NIGHT = timedelta(hours=16)
"""From the evening of one working day to the morning of the next; less than the shortest ``keep_days``."""

_LOOKED = "SELECT looked_at, counted FROM outbox_time WHERE one = 1"
_LOOK = """
    INSERT INTO outbox_time (one, looked_at, counted) VALUES (1, ?, ?)
    ON CONFLICT (one) DO UPDATE SET looked_at = excluded.looked_at, counted = excluded.counted
"""


def count_on(connection: sqlite3.Connection, now: datetime, ran: timedelta | None) -> float:
    """The seconds that this outbox has counted, after ``ran`` more; within the caller's transaction.

    ``ran`` is the time since the last count by a monotonic clock; ``None``: another run counted last, and what passed
    since then is ``believed``.
    """
    found = connection.execute(_LOOKED).fetchone()
    looked_at, counted = found if found is not None else ("", 0.0)
    passed = ran if ran is not None else believed(looked_at, now)
    total = float(counted) + max(0.0, passed.total_seconds())
    connection.execute(_LOOK, (timestamp(now), total))
    return total


def believed(looked_at: str, now: datetime) -> timedelta:
    """What the wall clock says of the time since then, a night at most; nothing where it went back or is damaged."""
    try:
        told = now - datetime.fromisoformat(looked_at)
    except (ValueError, TypeError):
        return timedelta()
    return min(max(told, timedelta()), NIGHT)

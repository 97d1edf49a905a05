"""Shifts in the journal: the entries that open and close one, and everything between them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from kiosk.domain.shift import OpenShift, PartTested, PinnedList, Shift, ShiftClosing, ShiftOpening
from kiosk.journal.entries import Entry, NoteKind, canonical
from kiosk.journal.figures import Count

_COLUMNS = ", ".join(Entry.__slots__)
_LAST_OPENED = f"""
    SELECT {_COLUMNS} FROM entry WHERE kind = ? AND site = ? AND sequence <= coalesce(?, sequence)
    ORDER BY sequence DESC LIMIT 1
"""  # noqa: S608 - our own column names
_OPENED = f"SELECT {_COLUMNS} FROM entry WHERE kind = ? AND site = ? ORDER BY sequence DESC LIMIT ?"  # noqa: S608
_NEXT = "SELECT sequence, kind, at, body, hash FROM entry WHERE kind IN (?, ?) AND site = ? AND sequence > ? LIMIT 1"
_MARK = "SELECT sequence, kind FROM entry WHERE kind IN (?, ?) AND site = ? ORDER BY sequence DESC LIMIT 1"
_BETWEEN = f"SELECT {_COLUMNS} FROM entry WHERE site = ? AND sequence > ? AND sequence < ? ORDER BY sequence"  # noqa: S608
_BEYOND = 2**62


def opening_body(opening: ShiftOpening) -> str:
    pinned = opening.pinned
    return canonical(
        {
            "by": opening.by,
            "list": {"name": pinned.name, "rows": pinned.rows, "sha256": pinned.sha256} if pinned else None,
            "tests": [[part.name, part.status] for part in opening.tests],
        }
    )


def closing_body(by: str, shift: OpenShift) -> str:
    return canonical({"by": by, "shift": shift.number})


def shift_at(connection: sqlite3.Connection, site: str, number: int | None = None) -> OpenShift | None:
    """The shift of this number, or the newest; ``None`` when there is none. Raises ``ValueError`` for an entry that is
    not as we write them."""
    row = connection.execute(_LAST_OPENED, (NoteKind.SHIFT_OPENED, site, number)).fetchone()
    if row is None:
        return None
    entry = Entry(*row)
    return _opened(entry) if number in (None, entry.sequence) else None


def opened(connection: sqlite3.Connection, site: str, most: int) -> tuple[OpenShift, ...]:
    """The newest shifts, newest first, at most so many. Raises ``ValueError`` as ``shift_at`` does."""
    rows = connection.execute(_OPENED, (NoteKind.SHIFT_OPENED, site, most)).fetchall()
    return tuple(_opened(Entry(*row)) for row in rows)


def _opened(entry: Entry) -> OpenShift:
    try:
        body = json.loads(entry.body)
        pinned = PinnedList(**body["list"]) if body["list"] else None
        opening = ShiftOpening(body["by"], pinned, tuple(PartTested(*part) for part in body["tests"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"entry {entry.sequence} is not as this program writes them") from error
    return OpenShift(entry.sequence, datetime.fromisoformat(entry.at), opening)


def mark(connection: sqlite3.Connection, site: str) -> int:
    """The sequence number of the newest entry that opens a shift; of one that closes it, negative; 0 for none."""
    row = connection.execute(_MARK, (NoteKind.SHIFT_OPENED, NoteKind.SHIFT_CLOSED, site)).fetchone()
    if row is None:
        return 0
    sequence, kind = row
    return int(sequence) if kind == NoteKind.SHIFT_OPENED else -int(sequence)


def closing_of(connection: sqlite3.Connection, site: str, shift: OpenShift) -> ShiftClosing | None:
    """How this shift was closed; ``None`` while it is open, or when the next was opened without that."""
    kinds = NoteKind.SHIFT_OPENED, NoteKind.SHIFT_CLOSED
    row = connection.execute(_NEXT, (*kinds, site, shift.number)).fetchone()
    if row is None or row[1] != NoteKind.SHIFT_CLOSED:
        return None
    sequence, _, at, body, digest = row
    return ShiftClosing(str(json.loads(body)["by"]), datetime.fromisoformat(at), sequence, bytes(digest).hex())


def entries_of(
    connection: sqlite3.Connection, site: str, shift: OpenShift, closing: ShiftClosing | None, after: int = 0
) -> Iterator[Entry]:
    """Everything between a shift's two entries, or up to now; behind entry ``after`` only."""
    last = closing.sequence if closing else _BEYOND
    for row in connection.execute(_BETWEEN, (site, max(shift.number, after), last)):
        yield Entry(*row)


def shift_of(connection: sqlite3.Connection, site: str, number: int) -> Shift | None:
    """The shift of this number, counted as a whole; ``None`` when there is none."""
    shift = shift_at(connection, site, number)
    if shift is None:
        return None
    closing, count = closing_of(connection, site, shift), Count()
    for entry in entries_of(connection, site, shift, closing):
        count.take(entry)
    return Shift(shift, closing, count.figures())


class Counter:
    """The figures of the newest shift, counted on from where they stood: a shift is read once, not at every look."""

    def __init__(self) -> None:
        self._number = self._counted = 0
        self._count = Count()

    def look(self, connection: sqlite3.Connection, site: str) -> Shift | None:
        """The newest shift as it is now; ``None`` when there is none. Raises ``ValueError`` for an entry that is not as
        we write them."""
        shift = shift_at(connection, site)
        if shift is None:
            return None
        if shift.number != self._number:
            self._number, self._counted, self._count = shift.number, 0, Count()
        closing = closing_of(connection, site, shift)
        for entry in entries_of(connection, site, shift, closing, self._counted):
            self._count.take(entry)
            self._counted = entry.sequence
        return Shift(shift, closing, self._count.figures())

"""The append-only, hash-chained journal on SQLite: checks and notes go in, last admissions come out."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.domain.clock import Clock
from kiosk.domain.desks.settings import SettingsNote
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.override import Outcome, Override, Undo
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.shift import OpenShift, Shift, ShiftClosing, ShiftOpening
from kiosk.domain.staff import StaffNote
from kiosk.journal import leavings, outbox, overrides, shifts
from kiosk.journal.database import SCHEMA_VERSION, connect, create_schema, identity_of, is_new, transaction
from kiosk.journal.entries import (
    BEFORE_THE_FIRST,
    Entry,
    JournalNote,
    NoteKind,
    TrustNote,
    canonical,
    check_body,
    note_body,
    settings_body,
    staff_body,
    timestamp,
    trust_body,
)
from kiosk.journal.person_key import PersonKey, load_key, load_or_make_key

VERIFIED_AT_ONCE = 1000

_COLUMNS = ", ".join(Entry.__slots__)
_PART = f"SELECT {_COLUMNS}, hash FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?"  # noqa: S608
_BEFORE_ALL = -(2**63)


class Journal:
    """One site's journal, with the file ``<name>.key`` beside it; safe from any thread, meant for one.

    Two processes may write into the same file: each entry takes the newest hash inside its own transaction. Every
    method raises ``Fault(JOURNAL_FAILED)`` for whatever SQLite or the system refuses, and nothing else.
    """

    def __init__(self, path: Path, site: str, clock: Clock) -> None:
        """Open the journal, or make it. A journal without its key, or with another's, is refused: it would not know
        again whom it has admitted."""
        self._path = path
        self._site = site
        self._clock = clock
        self._lock = threading.Lock()
        self._counter = shifts.Counter()
        with _failures():
            self._connection = connect(path)
            try:
                self._file = identity_of(path)
                self._key = self._open(path.with_suffix(".key"))
                self._seal = outbox.Seal(self._key.derived("outbox"))
            except BaseException:
                self._connection.close()
                raise

    def commit(self, record: CheckRecord, identity: Identity | None, outgoing: Sequence[OutboxMessage] = ()) -> None:
        """Write one check with its messages; when this returns, all of it is on the disk, or nothing when it raises.

        Of the identity only the number's digest is kept.
        """
        person = self._key.digest(identity)
        with self._writing():
            self._append("check", record.decided_at, check_body(record), record.site, person, record.verdict)
            outbox.put(self._connection, self._seal, outgoing, record.decided_at)

    def open_outbox(self) -> outbox.OutboxFile:
        """The outbox in this file, on a connection of its own: whoever delivers never holds up who commits."""
        with _failures():
            return outbox.OutboxFile(connect(self._path), self._seal, self._clock, _failures)

    def note(self, note: JournalNote) -> None:
        """Write what happened besides checks."""
        with self._writing():
            self._append(note.kind, self._clock.now(), note_body(note))

    def note_trust(self, note: TrustNote) -> int:
        """Write who changed what is trusted, before the change takes effect; the entry's sequence number."""
        with self._writing():
            return self._append(NoteKind.TRUST_CHANGED, self._clock.now(), trust_body(note))

    def note_staff(self, note: StaffNote) -> int:
        """Write what somebody of the staff did with an account, before it takes effect; the entry's sequence number."""
        with self._writing():
            return self._append(NoteKind.STAFF_ACT, self._clock.now(), staff_body(note))

    def note_settings(self, note: SettingsNote) -> int:
        """Write who changed which settings, before they take effect; the entry's sequence number."""
        with self._writing():
            return self._append(NoteKind.SETTINGS_CHANGED, self._clock.now(), settings_body(note))

    def note_override(self, override: Override, outgoing: Sequence[OutboxMessage] = ()) -> int:
        """Write what staff decided beside a check, and its messages, before anybody acts on it; the entry's sequence
        number."""
        with self._writing():
            beside = overrides.override_entry(self._connection, override)
            outbox.put(self._connection, self._seal, outgoing, override.at)
            return self._append(NoteKind.OVERRIDE, self._clock.now(), beside.body, person=beside.person)

    def note_undo(self, undo: Undo, outgoing: Sequence[OutboxMessage] = ()) -> int:
        """Write that a decision was taken back, and its messages; the entry's sequence number."""
        with self._writing():
            beside = overrides.undo_entry(self._connection, undo)
            outbox.put(self._connection, self._seal, outgoing, undo.at)
            return self._append(NoteKind.OVERRIDE_UNDONE, self._clock.now(), beside.body, person=beside.person)

    def decisions(self, since: datetime) -> dict[CheckId, Outcome]:
        """What staff decided since then about checks, as far as it stands."""
        with self._lock, _failures():
            return overrides.decisions_since(self._connection, self._site, timestamp(since))

    def open_shift(self, opening: ShiftOpening) -> OpenShift | None:
        """Begin a shift; ``None`` when one is open."""
        with self._writing():
            if self._open_shift() is not None:
                return None
            number = self._append(NoteKind.SHIFT_OPENED, self._clock.now(), shifts.opening_body(opening))
            return shifts.shift_at(self._connection, self._site, number)

    def close_shift(self, by: str) -> ShiftClosing | None:
        """End the open shift; ``None`` when none is open. The hash that comes back stands for every entry up to it."""
        with self._writing():
            shift = self._open_shift()
            if shift is None:
                return None
            self._append(NoteKind.SHIFT_CLOSED, self._clock.now(), shifts.closing_body(by, shift))
            return shifts.closing_of(self._connection, self._site, shift)

    def newest_shift(self) -> Shift | None:
        """The shift that is open, or the last one, counted up to now; ``None`` when there never was one."""
        with self._lock, _failures():
            return self._counter.look(self._connection, self._site)

    def shift(self, number: int) -> Shift | None:
        """The shift of this number, counted anew; ``None``: no such."""
        with self._lock, _failures():
            return shifts.shift_of(self._connection, self._site, number)

    def opened_shifts(self, most: int) -> tuple[OpenShift, ...]:
        """The newest shifts, newest first, at most so many."""
        with self._lock, _failures():
            return shifts.opened(self._connection, self._site, most)

    def shift_mark(self) -> int:
        """A number that changes when a shift is opened or closed, by whatever program; above 0 while one is open."""
        with self._lock, _failures():
            return shifts.mark(self._connection, self._site)

    def note_fault(self, fault: FaultCode) -> None:
        self.note(JournalNote(NoteKind.DEVICE_FAILED, fault=fault))

    def last_admission(self, identity: Identity) -> datetime | None:
        """When this person last came in at this site, by a verdict that staff let stand or by staff's own word."""
        with self._lock, _failures():
            return overrides.last_admission(self._connection, self._key.digest(identity), self._site)

    def note_leaving(self, key: str, by: str) -> datetime | None:
        """Write that the person of this row of the list was seen to leave; ``None`` when they have not come in."""
        with self._writing():
            beside = leavings.leaving_entry(self._connection, self._site, key, by)
            if beside is None:
                return None
            at = self._clock.now()
            self._append(NoteKind.LEFT, at, beside.body, person=beside.person)
            return at

    def last_leaving(self, identity: Identity) -> datetime | None:
        """When this person was last seen to leave this site."""
        with self._lock, _failures():
            return leavings.last_leaving(self._connection, self._key.digest(identity), self._site)

    def verify(self) -> int | None:
        """The sequence number of the first entry that is missing, changed or out of place; ``None`` when there is none.

        Entries cut off at the very end leave no trace in a chain; that needs the newest hash to be kept elsewhere.
        """
        previous, length, after = BEFORE_THE_FIRST, 0, _BEFORE_ALL
        while True:
            # Part by part: whoever has something to write need not wait for the whole journal.
            with self._lock, _failures():
                rows = self._connection.execute(_PART, (after, VERIFIED_AT_ONCE)).fetchall()
            if not rows:
                return None if length else 1
            for *fields, kept in rows:
                length += 1
                if fields[0] != length or not all(isinstance(field, int | str) for field in fields):
                    return length
                previous = Entry(*fields).chained(previous)
                if kept != previous:
                    return length
            after = length

    def close(self) -> None:
        with self._lock, _failures():
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # Inside a transaction

    def _open_shift(self) -> OpenShift | None:
        shift = shifts.shift_at(self._connection, self._site)
        return shift if shift and shifts.closing_of(self._connection, self._site, shift) is None else None

    def _open(self, key_path: Path) -> PersonKey:
        with transaction(self._connection):
            if is_new(self._connection):
                key = load_or_make_key(key_path)
                create_schema(self._connection)
                self._append("created", self._clock.now(), _created(key))
                self._add_to_schema()
                return key
            self._add_to_schema()
            key = load_key(key_path)
            first = self._connection.execute("SELECT body FROM entry WHERE sequence = 1").fetchone()
            if first != (_created(key),):
                raise ValueError("the key file belongs to another journal")
            return key

    def _add_to_schema(self) -> None:
        """What came after schema 1: it changes no row, and a program that does not know it can go on."""
        self._connection.execute(overrides.INDEX)
        outbox.add_to_schema(self._connection)

    def _append(
        self, kind: str, at: datetime, body: str, site: str | None = None, person: str = "", verdict: str = ""
    ) -> int:
        """The new entry's sequence number."""
        newest = self._connection.execute("SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1").fetchone()
        sequence, previous = newest or (0, BEFORE_THE_FIRST)
        entry = Entry(sequence + 1, kind, timestamp(at), site or self._site, person, verdict, body)
        values = [getattr(entry, name) for name in Entry.__slots__]
        marks = ", ".join("?" * (len(values) + 1))
        self._connection.execute(
            f"INSERT INTO entry ({_COLUMNS}, hash) VALUES ({marks})",  # noqa: S608 - our own column names
            (*values, entry.chained(previous)),
        )
        return entry.sequence

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, _failures():
            if identity_of(self._path) != self._file:
                # A file that was moved or deleted takes entries as before, and nobody finds them.
                raise ValueError("another file lies in the journal's place")
            with transaction(self._connection):
                yield


def _created(key: PersonKey) -> str:
    """The body of the first entry, by which a journal knows its key again."""
    return canonical({"schema": SCHEMA_VERSION, "key": key.mark})


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise Fault(FaultCode.JOURNAL_FAILED, name) from error
    except OSError as error:
        raise Fault(FaultCode.JOURNAL_FAILED, str(error.strerror)) from error
    except ValueError as error:
        # A foreign or damaged file, or a key file that is not this journal's.
        raise Fault(FaultCode.JOURNAL_FAILED, str(error)) from error

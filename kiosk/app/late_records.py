"""List and journal before they are loaded: whoever asks gets the fault that says so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from kiosk.domain.accident import told
from kiosk.domain.desks.list_search import FoundPerson, SearchedRoster
from kiosk.domain.desks.settings import SettingsJournal, SettingsNote
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.override import Override, OverrideJournal, Undo
from kiosk.domain.ports import Journal
from kiosk.domain.record import CheckRecord
from kiosk.domain.shift import AttendanceJournal, OpenShift, ReportedJournal, Shift, ShiftClosing, ShiftOpening
from kiosk.domain.site import ListingAnswer
from kiosk.domain.staff import StaffJournal, StaffNote
from kiosk.site.corrections import CorrectionsFile

_log = logging.getLogger(__name__)


class WholeJournal(
    Journal, StaffJournal, OverrideJournal, AttendanceJournal, ReportedJournal, SettingsJournal, Protocol
):
    """The journal as all who write into it know it."""

    def note_override(self, override: Override, outgoing: Sequence[OutboxMessage] = ()) -> int: ...

    def note_undo(self, undo: Undo, outgoing: Sequence[OutboxMessage] = ()) -> int: ...

    def close(self) -> None: ...


class LateRecords:
    """The ports ``SearchedRoster`` and ``WholeJournal``; ``roster`` and ``journal`` are set by whoever loads them.

    ``corrections`` is the file for the list's owner, where the site lets any field out. ``outgoing_about`` makes the
    messages that are written with a decision of staff; ``on_outgoing`` hears of every message that was written.
    """

    def __init__(self) -> None:
        self.outgoing_about: Callable[[Override | Undo], Sequence[OutboxMessage]] = lambda decision: ()
        self.on_outgoing: Callable[[], None] = lambda: None
        self.roster: SearchedRoster | None = None
        self.journal: WholeJournal | None = None
        self.corrections: CorrectionsFile | None = None

    def close(self) -> None:
        if self.journal is not None:
            self.journal.close()

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        if self.roster is None:
            raise Fault(FaultCode.LIST_MISSING)
        return self.roster.find(identity, at)

    def search(self, typed: str, most: int) -> tuple[FoundPerson, ...]:
        if self.roster is None:
            raise Fault(FaultCode.LIST_MISSING)
        return self.roster.search(typed, most)

    def commit(self, record: CheckRecord, identity: Identity | None, outgoing: Sequence[OutboxMessage] = ()) -> None:
        self._open().commit(record, identity, outgoing)
        if outgoing:
            self.on_outgoing()
        if self.corrections is not None and identity is not None and self.roster is not None:
            try:
                self.corrections.note(record, identity, self.roster.find(identity, record.decided_at))
            except Exception as error:
                # The verdict is written, whatever happens now; a correction can wait for the person's next check.
                _log.warning("a correction of the list was not written: %s", told(error))

    def note_fault(self, fault: FaultCode) -> None:
        # A device can fail before the journal is open; the fault itself is on the screen then.
        if self.journal is not None:
            self.journal.note_fault(fault)

    def note_staff(self, note: StaffNote) -> int:
        return self._open().note_staff(note)

    def note_settings(self, note: SettingsNote) -> int:
        return self._open().note_settings(note)

    def note_override(self, override: Override) -> int:
        sequence = self._open().note_override(override, self.outgoing_about(override))
        self.on_outgoing()
        return sequence

    def note_undo(self, undo: Undo) -> int:
        sequence = self._open().note_undo(undo, self.outgoing_about(undo))
        self.on_outgoing()
        return sequence

    def open_shift(self, opening: ShiftOpening) -> OpenShift | None:
        return self._open().open_shift(opening)

    def close_shift(self, by: str) -> ShiftClosing | None:
        return self._open().close_shift(by)

    def newest_shift(self) -> Shift | None:
        return self._open().newest_shift()

    def shift(self, number: int) -> Shift | None:
        return self._open().shift(number)

    def opened_shifts(self, most: int) -> tuple[OpenShift, ...]:
        return self._open().opened_shifts(most)

    def shift_mark(self) -> int:
        return self._open().shift_mark()

    def verify(self) -> int | None:
        return self._open().verify()

    def last_admission(self, identity: Identity) -> datetime | None:
        return self._open().last_admission(identity)

    def last_leaving(self, identity: Identity) -> datetime | None:
        return self._open().last_leaving(identity)

    def note_leaving(self, key: str, by: str) -> datetime | None:
        return self._open().note_leaving(key, by)

    def _open(self) -> WholeJournal:
        if self.journal is None:
            raise Fault(FaultCode.JOURNAL_FAILED, "not open")
        return self.journal

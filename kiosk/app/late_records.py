"""List and journal before they are loaded: whoever asks gets the fault that says so."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity
from kiosk.domain.override import Override, OverrideJournal, Undo
from kiosk.domain.ports import Journal, Roster
from kiosk.domain.record import CheckRecord
from kiosk.domain.shift import OpenShift, ReportedJournal, Shift, ShiftClosing, ShiftOpening
from kiosk.domain.site import ListingAnswer
from kiosk.domain.staff import StaffJournal, StaffNote


class WholeJournal(Journal, StaffJournal, OverrideJournal, ReportedJournal, Protocol):
    """The journal as all who write into it know it."""

    def close(self) -> None: ...


class LateRecords:
    """The ports ``Roster`` and ``WholeJournal``; ``roster`` and ``journal`` are set by whoever loads them."""

    def __init__(self) -> None:
        self.roster: Roster | None = None
        self.journal: WholeJournal | None = None

    def close(self) -> None:
        if self.journal is not None:
            self.journal.close()

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        if self.roster is None:
            raise Fault(FaultCode.LIST_MISSING)
        return self.roster.find(identity, at)

    def commit(self, record: CheckRecord, identity: Identity | None) -> None:
        self._open().commit(record, identity)

    def note_fault(self, fault: FaultCode) -> None:
        # A device can fail before the journal is open; the fault itself is on the screen then.
        if self.journal is not None:
            self.journal.note_fault(fault)

    def note_staff(self, note: StaffNote) -> int:
        return self._open().note_staff(note)

    def note_override(self, override: Override) -> int:
        return self._open().note_override(override)

    def note_undo(self, undo: Undo) -> int:
        return self._open().note_undo(undo)

    def open_shift(self, opening: ShiftOpening) -> OpenShift | None:
        return self._open().open_shift(opening)

    def close_shift(self, by: str) -> ShiftClosing | None:
        return self._open().close_shift(by)

    def newest_shift(self) -> Shift | None:
        return self._open().newest_shift()

    def shift(self, number: int) -> Shift | None:
        return self._open().shift(number)

    def shift_mark(self) -> int:
        return self._open().shift_mark()

    def verify(self) -> int | None:
        return self._open().verify()

    def last_admission(self, identity: Identity) -> datetime | None:
        return self._open().last_admission(identity)

    def _open(self) -> WholeJournal:
        if self.journal is None:
            raise Fault(FaultCode.JOURNAL_FAILED, "not open")
        return self.journal

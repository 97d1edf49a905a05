"""Receives patients without a card of their own: into the journal first, then to the insurance service."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.app.hospital.records import came_in
from kiosk.check.states import Kiosk, ShowingResult
from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.hospital.insurance import InsuranceAnswer, InsuranceLookup, InsuranceQuestion, InsuranceRules
from kiosk.domain.hospital.reception import (
    GUARDIAN_MINUTES,
    RECEIVED,
    ManualCase,
    ManualPatient,
    ManualReception,
    lacking,
)
from kiosk.domain.record import CheckId
from kiosk.domain.staff import StaffJournal, StaffNote
from kiosk.domain.vietnam_time import VIETNAM

LOOK_UP_SECONDS = 10.0

Keep = Callable[[ManualPatient, InsuranceAnswer | None, datetime], None]


class KioskReceptionDesk:
    """The port ``ReceptionDesk``; safe from any thread. ``keep`` writes the patient's record."""

    def __init__(
        self,
        cases: frozenset[ManualCase],
        journal: StaffJournal,
        clock: Clock,
        *,
        lookup: InsuranceLookup | None,
        rules: InsuranceRules | None,
        keep: Keep,
    ) -> None:
        self._cases = cases
        self._journal = journal
        self._clock = clock
        self._lookup = lookup
        self._rules = rules
        self._keep = keep
        self._lock = threading.Lock()
        self._last: tuple[CheckId, datetime] | None = None

    @property
    def cases(self) -> frozenset[ManualCase]:
        return self._cases

    @property
    def looks_up(self) -> bool:
        return self._lookup is not None and self._rules is not None

    def observe(self, kiosk: Kiosk) -> None:
        """Remember who came in last, by the name of their check alone."""
        phase = kiosk.phase
        if isinstance(phase, ShowingResult):
            with self._lock:
                if came_in(phase):
                    self._last = (phase.check.id, self._clock.now())
                elif self._last is not None and self._last[0] == phase.check.id:
                    self._last = None

    def guardian(self) -> CheckId | None:
        with self._lock:
            last = self._last
        recent = last is not None and self._clock.now() - last[1] <= timedelta(minutes=GUARDIAN_MINUTES)
        return last[0] if last is not None and recent else None

    def receive(self, patient: ManualPatient, by: str, *, look_up: bool = True) -> ManualReception:
        now = self._clock.now()
        missing = lacking(patient, now.astimezone(VIETNAM).date())
        if patient.case not in self._cases or missing:
            raise ValueError(f"not received: {', '.join(missing) or 'not a case of this site'}")
        if patient.case is ManualCase.CHILD and patient.guardian != self.guardian():
            raise ValueError("not received: the guardian's check is not the last one")
        entry = self._journal.note_staff(StaffNote(RECEIVED[patient.case], by))
        answer = self._look_up(patient) if look_up else None
        self._keep(patient, answer, now)
        show = self._rules.show if self._rules else frozenset()
        return ManualReception(patient.case, entry, answer.limited(show) if answer else None)

    def _look_up(self, patient: ManualPatient) -> InsuranceAnswer | None:
        """In an emergency nobody waits for an answer, and nothing is known well enough to ask about."""
        if self._lookup is None or self._rules is None or patient.case is ManualCase.EMERGENCY:
            return None
        question = InsuranceQuestion(patient.number, patient.name, patient.birth)
        return self._lookup.ask(question.released(self._rules.release), Deadline(self._clock, LOOK_UP_SECONDS))

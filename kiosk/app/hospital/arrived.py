"""Patients who came in and may be registered: kept in memory for a quarter of an hour, and no longer."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.app.hospital.records import came_in
from kiosk.check.events import StaffDecided
from kiosk.check.insurance import card_of_the_person
from kiosk.check.states import Check, Kiosk, ShowingResult
from kiosk.domain.clock import Clock
from kiosk.domain.desks.registration import ARRIVED_MINUTES, MOST_ARRIVED, ArrivedPatient
from kiosk.domain.hospital.health_record import insurance_that_counts
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.hospital.reception import ManualPatient
from kiosk.domain.identity import Identity, Source
from kiosk.domain.override import Outcome
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.personal_number import is_personal_number
from kiosk.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class _Seen:
    """Somebody whose result was shown; ``is_in`` by the newest word of machine and staff, ``admitted`` by the
    machine's."""

    patient: ArrivedPatient
    is_in: bool
    admitted: bool


class ArrivedPatients:
    """Safe from any thread. ``with_photo``: the site lets the chip's picture out, so it is kept too."""

    def __init__(self, clock: Clock, *, with_photo: bool = False) -> None:
        self._clock = clock
        self._with_photo = with_photo
        self._lock = threading.Lock()
        self._seen: dict[str, _Seen] = {}

    def observe(self, kiosk: Kiosk) -> None:
        """Take in each result when it is shown, and what staff say of it meanwhile; an observer of the runner."""
        phase = kiosk.phase
        if not isinstance(phase, ShowingResult):
            return
        with self._lock:
            known = self._seen.get(phase.check.id)
            if known is not None:
                self._seen[phase.check.id] = replace(known, is_in=came_in(phase))
                return
        patient = self._patient(phase.check)
        if patient is not None:
            admitted = phase.decision.verdict in (Verdict.ADMIT, Verdict.ADMIT_WITH_ATTENTION)
            self._keep(_Seen(patient, came_in(phase), admitted))

    def decided(self, decision: StaffDecided) -> None:
        """Staff decided about somebody whose result may be gone, or took that back."""
        with self._lock:
            known = self._seen.get(decision.check_id)
            if known is not None:
                is_in = known.admitted if decision.outcome is None else decision.outcome is Outcome.ADMITTED
                self._seen[decision.check_id] = replace(known, is_in=is_in)

    def received(self, patient: ManualPatient, answer: InsuranceAnswer | None, at: datetime) -> None:
        """Take in a patient whom staff typed in, if a name is known."""
        if not patient.name:
            return
        number = patient.number if is_personal_number(patient.number) else ""
        birth = patient.birth.whole if patient.birth else None
        typed = ArrivedPatient(
            uuid.uuid4().hex,
            at,
            Identity(Source.TYPED, number, name=patient.name, birth_date=birth),
            birth=patient.birth,
            insurance_number="" if number else patient.number,
            insurance=answer,
            card=insurance_that_counts(answer, None, at),
        )
        self._keep(_Seen(typed, is_in=True, admitted=True))

    def waiting(self) -> tuple[ArrivedPatient, ...]:
        """Who came in, the newest first."""
        with self._lock:
            self._forget_old()
            return tuple(one.patient for one in reversed(self._seen.values()) if one.is_in)

    def find(self, visit: str) -> ArrivedPatient | None:
        return next((patient for patient in self.waiting() if patient.visit == visit), None)

    def exchange(self, patient: ArrivedPatient) -> None:
        """Keep what is known about them since, if they still are."""
        with self._lock:
            known = self._seen.get(patient.visit)
            if known is not None:
                self._seen[patient.visit] = replace(known, patient=patient)

    def forget(self) -> None:
        with self._lock:
            self._seen.clear()

    def _patient(self, check: Check) -> ArrivedPatient | None:
        """Who was checked; ``None`` where nobody knows who they are."""
        evidence = check.evidence
        identity = evidence.identity
        if identity is None:
            return None
        shown = card_of_the_person(check)
        return ArrivedPatient(
            check.id,
            check.started.wall,
            identity,
            check.id,
            PartialDate.birth(identity.birth_date),
            evidence.listing.listing if evidence.listing else None,
            shown.number if shown else "",
            evidence.insurance,
            insurance_that_counts(evidence.insurance, shown, check.started.wall),
            check.chip_face.image if check.chip_face and self._with_photo else b"",
            check.queue_number,
        )

    def _keep(self, seen: _Seen) -> None:
        with self._lock:
            self._seen[seen.patient.visit] = seen
            self._forget_old()

    def _forget_old(self) -> None:
        oldest = self._clock.now() - timedelta(minutes=ARRIVED_MINUTES)
        kept = {visit: seen for visit, seen in self._seen.items() if seen.patient.at >= oldest}
        self._seen = dict(list(kept.items())[-MOST_ARRIVED:])

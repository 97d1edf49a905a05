"""Registers patients who came in: journal first, then the way there is, journal again, then the screens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from kiosk.app.hospital.arrived import ArrivedPatients
from kiosk.app.hospital.clinics import Clinics
from kiosk.app.hospital.reception_desk import LOOK_UP_SECONDS
from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.desks.registration import ArrivedPatient, ClinicChoice, ClinicOffers, RegistrationAnswer
from kiosk.domain.hospital.health_record import insurance_that_counts
from kiosk.domain.hospital.insurance import InsuranceLookup, InsuranceQuestion, InsuranceRules
from kiosk.domain.hospital.registration import Registered
from kiosk.domain.record import CheckId
from kiosk.domain.staff import StaffAct, StaffJournal, StaffNote
from kiosk.domain.text import Text

REGISTER_SECONDS = 30.0
NUMBER_WORDS = Text("Số thứ tự {value}", "Number {value}")

Tell = Callable[[CheckId | None, Text], bool]
"""Shows a number with its place at the citizen's screen; whether there was room for it."""


class KioskRegistrationDesk:
    """The port ``RegistrationDesk``. ``words`` hold ``{value}``, a queue number."""

    def __init__(
        self,
        patients: ArrivedPatients,
        clinics: Clinics,
        journal: StaffJournal,
        clock: Clock,
        tell: Tell,
        *,
        lookup: InsuranceLookup | None = None,
        rules: InsuranceRules | None = None,
        words: Text = NUMBER_WORDS,
    ) -> None:
        self._patients = patients
        self._clinics = clinics
        self._journal = journal
        self._clock = clock
        self._tell = tell
        self._lookup = lookup
        self._rules = rules
        self._words = words
        self._lock = threading.Lock()

    @property
    def looks_up(self) -> bool:
        return self._lookup is not None and self._rules is not None

    def waiting(self) -> tuple[ArrivedPatient, ...]:
        return tuple(self._shown(patient) for patient in self._patients.waiting())

    def offers(self) -> ClinicOffers:
        with self._lock:
            return self._clinics.offers(Deadline(self._clock, REGISTER_SECONDS))

    def register(self, visit: str, choice: ClinicChoice, by: str) -> RegistrationAnswer | None:
        with self._lock:
            patient = self._patients.find(visit)
            if patient is None:
                return None
            answer = self._asked(patient, choice, by)
            if answer.registered is None:
                return answer
            self._journal.note_staff(StaffNote(StaffAct.QUEUE_NUMBER_GIVEN, by, check_id=patient.check))
            return replace(answer, shown=self._tell(patient.check, self._told(answer.registered, choice)))

    def look_up(self, visit: str, by: str) -> ArrivedPatient | None:
        with self._lock:
            patient = self._patients.find(visit)
            if patient is None or self._lookup is None or self._rules is None:
                return None
            question = _question(patient).released(self._rules.release)
            self._journal.note_staff(StaffNote(StaffAct.ASKED_INSURANCE, by, check_id=patient.check))
            answer = self._lookup.ask(question, Deadline(self._clock, LOOK_UP_SECONDS))
            card = insurance_that_counts(answer, None, patient.at) or patient.card
            asked = replace(patient, insurance=answer, card=card)
            self._patients.exchange(asked)
            return self._shown(asked)

    def _asked(self, patient: ArrivedPatient, choice: ClinicChoice, by: str) -> RegistrationAnswer:
        request = patient.request_for(choice)
        if patient.request == request and patient.registered is not None:
            return RegistrationAnswer(patient.registered)
        if self._clinics.sends_out:
            self._journal.note_staff(StaffNote(StaffAct.REGISTERED_PATIENT, by, check_id=patient.check))
        answer = self._clinics.register(patient, choice, Deadline(self._clock, REGISTER_SECONDS))
        if answer.registered is not None:
            known = replace(patient, request=request, registered=answer.registered, clinic=choice.name)
            self._patients.exchange(known)
        return answer

    def _told(self, registered: Registered, choice: ClinicChoice) -> Text:
        number, place = self._words.filled(value=registered.queue_number), registered.room or choice.name
        return Text(f"{place} · {number.vi}", f"{place} · {number.en}") if place else number

    def _shown(self, patient: ArrivedPatient) -> ArrivedPatient:
        """As much of them as a screen needs, and of their insurance as the site shows."""
        show = self._rules.show if self._rules else frozenset()
        insurance = patient.insurance.limited(show) if patient.insurance else None
        return replace(patient, insurance=insurance, card=None, photo=b"", insurance_number="")


def _question(patient: ArrivedPatient) -> InsuranceQuestion:
    """By the number of their insurance card where one is known, else by their own."""
    number, own = patient.insurance_number, patient.identity.number
    return InsuranceQuestion(number or own, patient.name, patient.birth, own if number else "")

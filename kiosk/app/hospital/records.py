"""Lays down a record of every admitted patient for the hospital's own system, beside the check and never in its way.

Staff may decide otherwise while the result is shown and for as long as the person waits at their screen: what is kept
of a patient for that ends with what the screen of overrides knows of them.
"""

from __future__ import annotations

import logging
import queue
import threading
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.app.hospital.settings import HealthRecordFolder
from kiosk.check.events import StaffDecided
from kiosk.check.insurance import card_of_the_person
from kiosk.check.overrides.steps import Overriding
from kiosk.check.states import Kiosk, ShowingResult
from kiosk.domain.accident import told
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.health_record import CheckedInPatient, typed_in
from kiosk.domain.hospital.health_record_rules import HealthRecordRules, RecordForm
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.hospital.reception import ManualPatient
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Verdict

if TYPE_CHECKING:
    from kiosk.services.health_records.folder import RecordFolder

ERASE_SECONDS = 600.0
"""How often the folder is looked through for what nobody took."""

STOP_SECONDS = 5.0
"""That records which are still to be written have when the kiosk stops."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Somebody about whom staff may still decide; ``admitted`` by the machine's verdict."""

    patient: CheckedInPatient
    admitted: bool


@dataclass(frozen=True, slots=True)
class _TurnedAway:
    """A record that is to go again."""

    visit: str


class HealthRecords:
    """Watches a kiosk; one thread writes and erases. Where settings or site want no records it does nothing.

    Everything but ``stop`` is safe from any thread.
    """

    def __init__(self, settings: HealthRecordFolder | None, rules: HealthRecordRules | None) -> None:
        """Raises ``Fault(SETTINGS_MALFORMED)`` for check-in records without the hospital's code."""
        self._rules = rules
        self._settings = settings
        self._folder = _folder(settings) if _wanted(settings, rules) else None
        self._seen: CheckId | None = None
        self._waiting: dict[CheckId, _Waiting] = {}
        self._lock = threading.Lock()
        self._patients: queue.SimpleQueue[CheckedInPatient | _TurnedAway | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="health-records", daemon=True)
        if self._folder is not None:
            self._thread.start()

    def observe(self, kiosk: Kiosk) -> None:
        """Take in each result once, when it is shown; write of whom it let in."""
        phase = kiosk.phase
        if self._folder is None or not isinstance(phase, ShowingResult) or phase.check.id == self._seen:
            return
        if self._rules is None or self._settings is None:
            return
        check = phase.check
        self._seen = check.id
        patient = CheckedInPatient.of(
            check.id,
            check.started.wall,
            self._settings.facility,
            check.evidence,
            card_of_the_person(check),
            self._rules.release,
        )
        if patient is None:
            return
        with self._lock:
            self._waiting[check.id] = _Waiting(patient, _admitted(phase))
            if came_in(phase):
                self._patients.put(patient)

    def decided(self, decision: StaffDecided) -> None:
        """Staff decided about somebody, or took that back: their record is written, or goes again."""
        if self._folder is None:
            return
        with self._lock:
            waiting = self._waiting.get(decision.check_id)
            if waiting is not None and _is_in(waiting.admitted, decision.outcome):
                self._patients.put(waiting.patient)
            elif waiting is not None or decision.outcome is Outcome.REFUSED:
                self._patients.put(_TurnedAway(decision.check_id))

    def keep_undecided(self, desk: Overriding) -> None:
        """Forget everybody about whom staff can decide no more; an observer of overrides."""
        known = desk.open_checks
        with self._lock:
            self._waiting = {check: waiting for check, waiting in self._waiting.items() if check in known}

    def received(self, patient: ManualPatient, answer: InsuranceAnswer | None, at: datetime) -> None:
        """Write of a patient whom staff typed in, if a name is known; safe from any thread."""
        if self._folder is None or self._rules is None or self._settings is None or not patient.name:
            return
        visit = uuid.uuid4().hex
        self._patients.put(typed_in(visit, at, self._settings.facility, patient, answer, self._rules.release))

    def stop(self) -> None:
        """Write what is still to be written, and end; safe to call once. A folder that hangs holds no kiosk up."""
        self._patients.put(None)
        if self._folder is not None:
            self._thread.join(STOP_SECONDS)

    # On the thread of its own

    def _run(self) -> None:
        while True:
            try:
                patient = self._patients.get(timeout=ERASE_SECONDS)
            except queue.Empty:
                self._erase()
                continue
            if patient is None:
                return
            if isinstance(patient, _TurnedAway):
                self._turn_away(patient.visit)
            else:
                self._write(patient)

    def _erase(self) -> None:
        try:
            if self._folder is not None:
                self._folder.erase_old()
        except OSError as error:
            _log.warning("old health records could not be looked for: %s", told(error))

    def _turn_away(self, visit: str) -> None:
        try:
            if self._folder is not None:
                self._folder.erase(visit)
        except Exception as error:
            _log.error("the health record of check %s was not erased: %s", visit[:8], told(error))

    def _write(self, patient: CheckedInPatient) -> None:
        try:
            if self._folder is not None and self._rules is not None:
                self._folder.write(patient, self._rules.forms)
        except Exception as error:
            # The patient is in, and the journal knows it: the record can be typed by hand.
            _log.error("the health record of check %s was not written: %s", patient.visit[:8], told(error))


def _wanted(settings: HealthRecordFolder | None, rules: HealthRecordRules | None) -> bool:
    """Whether settings and site want records; raises ``Fault(SETTINGS_MALFORMED)`` where they do not fit together."""
    if settings is None or rules is None or not rules.forms:
        return False
    if RecordForm.XML0 in rules.forms and not settings.facility:
        raise Fault(FaultCode.SETTINGS_MALFORMED, "health_records.facility: the check-in record needs it")
    return True


def _folder(settings: HealthRecordFolder | None) -> RecordFolder | None:
    if settings is None:
        return None
    from kiosk.services.health_records.folder import RecordFolder

    folder = RecordFolder(settings.folder, settings.keep_hours)
    folder.erase_old()
    return folder


def describe_records(settings: HealthRecordFolder | None, rules: HealthRecordRules | None) -> str:
    """Whether and where records are written; touches no file. Raises like ``HealthRecords``."""
    if settings is None:
        return "off: no folder is set"
    if rules is None or not _wanted(settings, rules):
        return "off: the site writes none"
    return f"{', '.join(sorted(rules.forms))} in {settings.folder}"


def came_in(result: ShowingResult) -> bool:
    """Whether this person came in: by staff's word where there is one, else by the machine's verdict."""
    return _is_in(_admitted(result), result.by_staff)


def _admitted(result: ShowingResult) -> bool:
    return result.decision.verdict in (Verdict.ADMIT, Verdict.ADMIT_WITH_ATTENTION)


def _is_in(admitted: bool, by_staff: Outcome | None) -> bool:
    return admitted if by_staff is None else by_staff is Outcome.ADMITTED

"""Lays down a record of every admitted patient for the hospital's own system, beside the check and never in its way."""

from __future__ import annotations

import logging
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.app.hospital_settings import HealthRecordFolder
from kiosk.check.states import Kiosk, ShowingResult
from kiosk.domain.accident import told
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.health_record import CheckedInPatient, typed_in
from kiosk.domain.health_record_rules import HealthRecordRules, RecordForm
from kiosk.domain.insurance import InsuranceAnswer
from kiosk.domain.override import Outcome
from kiosk.domain.reception import ManualPatient
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Verdict

if TYPE_CHECKING:
    from kiosk.services.health_records.folder import RecordFolder

_log = logging.getLogger(__name__)


class HealthRecords:
    """Watches a kiosk; one thread writes. Where settings or site want no records it does nothing."""

    def __init__(self, settings: HealthRecordFolder | None, rules: HealthRecordRules | None) -> None:
        """Raises ``Fault(SETTINGS_MALFORMED)`` for check-in records without the hospital's code."""
        self._rules = rules
        self._settings = settings
        self._folder = _folder(settings, rules)
        self._written: CheckId | None = None
        self._thread = ThreadPoolExecutor(1, "health-records")

    def observe(self, kiosk: Kiosk) -> None:
        """Write once of each check that let somebody in, by the machine's verdict or by staff's word."""
        phase = kiosk.phase
        if self._folder is None or not isinstance(phase, ShowingResult) or phase.check.id == self._written:
            return
        if not came_in(phase) or self._rules is None or self._settings is None:
            return
        check = phase.check
        patient = CheckedInPatient.of(
            check.id,
            check.started.wall,
            self._settings.facility,
            check.evidence,
            check.insurance_card,
            self._rules.release,
        )
        if patient is not None:
            self._written = check.id
            self._thread.submit(self._write, self._folder, patient, self._rules.forms)

    def received(self, patient: ManualPatient, answer: InsuranceAnswer | None, at: datetime) -> None:
        """Write of a patient whom staff typed in, if a name is known; safe from any thread."""
        if self._folder is None or self._rules is None or self._settings is None or not patient.name:
            return
        typed = typed_in(uuid.uuid4().hex, at, self._settings.facility, patient, answer, self._rules.release)
        self._thread.submit(self._write, self._folder, typed, self._rules.forms)

    def stop(self) -> None:
        """Finish what is being written; safe to call once."""
        self._thread.shutdown(wait=True)

    def _write(self, folder: RecordFolder, patient: CheckedInPatient, forms: frozenset[RecordForm]) -> None:
        try:
            folder.write(patient, forms)
        except Exception as error:
            # The patient is in, and the journal knows it: the record can be typed by hand.
            _log.error("the health record of check %s was not written: %s", patient.visit[:8], told(error))


def _folder(settings: HealthRecordFolder | None, rules: HealthRecordRules | None) -> RecordFolder | None:
    if settings is None or rules is None or not rules.forms:
        return None
    if RecordForm.XML0 in rules.forms and not settings.facility:
        raise Fault(FaultCode.SETTINGS_MALFORMED, "health_records.facility: the check-in record needs it")
    from kiosk.services.health_records.folder import RecordFolder

    folder = RecordFolder(settings.folder, settings.keep_hours)
    folder.erase_old()
    return folder


def describe_records(settings: HealthRecordFolder | None, rules: HealthRecordRules | None) -> str:
    """Whether and where records are written; raises like ``HealthRecords``."""
    if settings is None:
        return "off: no folder is set"
    if rules is None or not rules.forms:
        return "off: the site writes none"
    _folder(settings, rules)
    return f"{', '.join(sorted(rules.forms))} in {settings.folder}"


def came_in(result: ShowingResult) -> bool:
    """Whether this person came in: by staff's word where there is one, else by the machine's verdict."""
    if result.by_staff is not None:
        return result.by_staff is Outcome.ADMITTED
    return result.decision.verdict in (Verdict.ADMIT, Verdict.ADMIT_WITH_ATTENTION)

"""The port ``InsuranceLookup`` by way of a hospital's own system, which asks the gateway itself: ``/bhyt``."""

from __future__ import annotations

import logging
from datetime import date

from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.hospital.insurance import (
    CardPeriod,
    InsuranceAnswer,
    InsuranceCover,
    InsuranceField,
    InsuranceQuestion,
    judged,
)
from kiosk.domain.hospital.insurance_results import RESULTS, InsuranceFinding
from kiosk.domain.identity import Sex
from kiosk.domain.personal_number import is_personal_number
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.services.exchange import ServiceError
from kiosk.services.hospital.answer_fields import (
    MalformedError,
    Object,
    day_of,
    facility_of,
    insurance_number_of,
    text_of,
)
from kiosk.services.hospital.medipay import CITIZEN_CARD, NAME, NOT_FOUND, MediPayAccess, MediPayClient, trouble_of

PATH = "/bhyt"
_SEXES = {"0": Sex.FEMALE, "1": Sex.MALE}
"""In this one answer sex is 0 for women and 1 for men; everywhere else in the interface it is 2 and 1."""

_log = logging.getLogger(__name__)


class MediPayInsurance:
    """Asks one hospital's system. Opens no socket before ``ask``; safe for any thread."""

    def __init__(self, access: MediPayAccess, clock: Clock) -> None:
        """Raises ``Fault(SETTINGS_MALFORMED)`` naming the key that is missing or no good."""
        self._client = MediPayClient(access, clock)
        self._clock = clock

    @property
    def needs(self) -> frozenset[InsuranceField]:
        return frozenset(InsuranceField)

    def ask(self, question: InsuranceQuestion, deadline: Deadline) -> InsuranceAnswer:
        """As the port says. The interface asks by the 12-digit number alone."""
        number = question.personal_number or question.number
        birth = question.birth.whole if question.birth else None
        if not is_personal_number(number) or not question.name or birth is None:
            return self._no_answer(ServiceTrouble.DATA_MISSING, InsuranceFinding.NOT_ASKED)
        query = {
            "SO_GTTT": number,
            "LOAI_GTTT": CITIZEN_CARD,
            "HO_TEN": question.name,
            "NGAY_SINH": birth.isoformat(),
            "GIOI_TINH": "",
        }
        try:
            envelope = self._client.get(PATH, query, deadline)
            if envelope.code == NOT_FOUND:
                return InsuranceAnswer(InsuranceFinding.NOT_FOUND, NAME, self._clock.now(), envelope.code)
            trouble = trouble_of(envelope.code)
            if trouble is not None:
                return self._no_answer(trouble)
            if not isinstance(envelope.data, dict):
                raise MalformedError("data")
            return self._read(envelope.data)
        except ServiceError as error:
            return self._no_answer(error.trouble)
        except MalformedError:
            return self._no_answer(ServiceTrouble.ANSWER_MALFORMED)

    def _read(self, data: Object) -> InsuranceAnswer:
        now = self._clock.now()
        cover = InsuranceCover(
            CardPeriod(
                insurance_number_of(data, "MA_THE_BHYT"),
                day_of(data, "GT_THE_TU"),
                day_of(data, "GT_THE_DEN"),
                facility_of(data, "MA_DKBD"),
            ),
            sex=_SEXES.get(text_of(data, "GIOI_TINH"), Sex.UNSPECIFIED),
        )
        code = text_of(data, "MA_KQ")
        finding = _finding(code, text_of(data, "TIEP_NHAN_BHYT"), cover, now.astimezone(VIETNAM).date())
        if finding is InsuranceFinding.SERVICE_FAILED:
            return InsuranceAnswer(finding, NAME, now, _known(code), ServiceTrouble.REFUSED)
        return InsuranceAnswer(finding, NAME, now, _known(code), cover=cover)

    def _no_answer(
        self, trouble: ServiceTrouble, finding: InsuranceFinding = InsuranceFinding.SERVICE_FAILED
    ) -> InsuranceAnswer:
        _log.warning("%s gave no answer about an insurance: %s", NAME, trouble)
        return InsuranceAnswer(finding, NAME, self._clock.now(), trouble=trouble)


def _finding(code: str, accepted: str, cover: InsuranceCover, today: date) -> InsuranceFinding:
    """The gateway's code where the hospital hands it on, else its own word whether the insurance is accepted.

    A hospital that does not accept a good insurance has its reasons: somebody looks.
    """
    finding = judged(code if code in RESULTS else "000", cover, today)
    if code not in RESULTS and accepted not in ("0", "1"):
        return InsuranceFinding.SERVICE_FAILED
    return InsuranceFinding.CHECK_PAPERS if finding is InsuranceFinding.IN_FORCE and accepted == "0" else finding


def _known(code: str) -> str:
    return code if code in RESULTS else ""

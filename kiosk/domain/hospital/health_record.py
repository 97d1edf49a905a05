"""One admitted patient as the hospital's own system takes them: what of card, list and insurance the site lets out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.evidence import Evidence
from kiosk.domain.hospital.health_record_rules import RecordField
from kiosk.domain.hospital.insurance import CardPeriod, InsuranceAnswer
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.hospital.reception import ManualPatient
from kiosk.domain.identity import Sex, Source
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.personal_number import is_personal_number
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import InsuranceCard
from kiosk.domain.vietnam_time import VIETNAM

PATIENT_DETAIL = "patient"
"""The name in ``[list.details]`` of the column with the hospital's own number of the patient (MA_BN)."""

_COVERED = frozenset(
    {InsuranceFinding.IN_FORCE, InsuranceFinding.NEW_CARD, InsuranceFinding.CHECK_PAPERS, InsuranceFinding.NOT_YET}
)


@dataclass(frozen=True, slots=True)
class CheckedInPatient:
    """One patient who came in. What is not known, or not let out, is empty or ``None``.

    ``visit`` is the kiosk's own name for this coming; ``facility`` the hospital's code (MA_CSKCB). ``source`` says
    where the identity was read: only a chip's is verified. ``insurance`` is the card that counts on this day.
    """

    visit: str
    at: datetime
    facility: str
    source: Source
    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    birth: PartialDate | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)
    residence: str = field(default="", repr=False)
    patient: str = field(default="", repr=False)
    insurance: CardPeriod | None = None

    @classmethod
    def of(
        cls,
        check: CheckId,
        at: datetime,
        facility: str,
        evidence: Evidence,
        shown: InsuranceCard | None,
        release: Collection[RecordField],
    ) -> CheckedInPatient | None:
        """Who was checked, as far as ``release`` lets out; ``None`` where nobody knows who they are.

        ``shown`` is the insurance card whose code was read; it counts where no service was asked, and was not found
        to be another's.
        """
        identity = evidence.identity
        if identity is None:
            return None
        listing = evidence.listing.listing if evidence.listing else None
        details = dict(listing.details) if listing else {}
        born = PartialDate.birth(identity.birth_date)
        return cls(
            visit=check,
            at=at,
            facility=facility,
            source=identity.source,
            number=identity.number if RecordField.NUMBER in release else "",
            name=(identity.name or identity.mrz_name) if RecordField.NAME in release else "",
            birth=born if RecordField.BIRTH_DATE in release else None,
            sex=identity.sex if RecordField.SEX in release else None,
            residence=identity.residence if RecordField.RESIDENCE in release else "",
            patient=details.get(PATIENT_DETAIL, "") if RecordField.PATIENT in release else "",
            insurance=insurance_that_counts(evidence.insurance, shown, at)
            if RecordField.INSURANCE in release
            else None,
        )


def typed_in(
    visit: str,
    at: datetime,
    facility: str,
    patient: ManualPatient,
    answer: InsuranceAnswer | None,
    release: Collection[RecordField],
) -> CheckedInPatient:
    """A patient whom staff typed in, whom nobody verified; as far as ``release`` lets out."""
    return CheckedInPatient(
        visit=visit,
        at=at,
        facility=facility,
        source=Source.TYPED,
        number=patient.number if is_personal_number(patient.number) and RecordField.NUMBER in release else "",
        name=patient.name if RecordField.NAME in release else "",
        birth=patient.birth if RecordField.BIRTH_DATE in release else None,
        insurance=insurance_that_counts(answer, None, at) if RecordField.INSURANCE in release else None,
    )


def insurance_that_counts(
    answer: InsuranceAnswer | None, shown: InsuranceCard | None, at: datetime
) -> CardPeriod | None:
    """The card that a service confirmed for this day, else the one that was ``shown`` where none could be asked."""
    if answer is not None and answer.cover is not None and answer.finding in _COVERED:
        return answer.cover.card_on(at.astimezone(VIETNAM).date())
    unasked = answer is None or answer.finding in (InsuranceFinding.NOT_ASKED, InsuranceFinding.SERVICE_FAILED)
    if shown is None or not unasked or (answer is not None and answer.differences):
        return None
    return CardPeriod(shown.number, shown.valid_from, shown.valid_to, shown.first_care)

"""A finished check -> the patient as the hospital's system takes them, and nothing that the site does not let out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.domain.evidence import Evidence
from kiosk.domain.hospital.health_record import CheckedInPatient
from kiosk.domain.hospital.health_record_rules import RecordField
from kiosk.domain.hospital.insurance import CardPeriod, InsuranceAnswer, InsuranceCover
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.identity import Sex, Source
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.shown_code import InsuranceCard
from kiosk.domain.site import Admission, Listing, ListingAnswer
from tests.fakes.findings import AN, AN_BY_QR, INSPECTED, INSURED

AT = datetime(2026, 6, 26, 0, 30, tzinfo=UTC)
CARD = CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001")
LISTING = ListingAnswer(Admission.EXPECTED, Listing("A-1", AN.number, details=(("patient", "BN000123"),)))
WHOLE = Evidence(
    inspection=replace(INSPECTED, identity=replace(AN, residence="1 Phố Tưởng Tượng")),
    listing=LISTING,
    insurance=INSURED,
)
PAPER = InsuranceCard("HC4010123456789", "Nguyễn Văn An", 1990, valid_from=date(2026, 2, 1), first_care="01002")
FROM_PAPER = CardPeriod("HC4010123456789", date(2026, 2, 1), None, "01002")
ALL = frozenset(RecordField)


def patient(
    evidence: Evidence = WHOLE, shown: InsuranceCard | None = None, release: frozenset[RecordField] = ALL
) -> CheckedInPatient:
    made = CheckedInPatient.of(CheckId("c1"), AT, "01001", evidence, shown, release)
    assert made is not None
    return made


EVERYTHING = CheckedInPatient(
    "c1",
    AT,
    "01001",
    Source.CHIP,
    number=AN.number,
    name="Nguyễn Văn An",
    birth=PartialDate(1990, 3, 15),
    sex=Sex.MALE,
    residence="1 Phố Tưởng Tượng",
    patient="BN000123",
    insurance=CARD,
)
NOTHING = CheckedInPatient("c1", AT, "01001", Source.CHIP)


def test_everything_that_card_list_and_insurance_tell() -> None:
    assert patient() == EVERYTHING


ATTRIBUTES = {
    RecordField.NUMBER: "number",
    RecordField.NAME: "name",
    RecordField.BIRTH_DATE: "birth",
    RecordField.SEX: "sex",
    RecordField.RESIDENCE: "residence",
    RecordField.PATIENT: "patient",
    RecordField.INSURANCE: "insurance",
}


@pytest.mark.parametrize("field", RecordField)
def test_a_field_is_let_out_by_its_name_alone(field: RecordField) -> None:
    attribute = ATTRIBUTES[field]
    assert patient(release=frozenset({field})) == replace(NOTHING, **{attribute: getattr(EVERYTHING, attribute)})
    assert patient(release=ALL - {field}) == replace(EVERYTHING, **{attribute: getattr(NOTHING, attribute)})


def test_who_is_not_known_has_no_record() -> None:
    assert CheckedInPatient.of(CheckId("c1"), AT, "01001", Evidence(), None, ALL) is None


def test_an_unverified_identity_says_so() -> None:
    assert patient(Evidence(qr_identity=AN_BY_QR)).source is Source.QR


def failed(trouble: ServiceTrouble) -> InsuranceAnswer:
    return replace(INSURED, finding=InsuranceFinding.SERVICE_FAILED, trouble=trouble, cover=None)


@pytest.mark.parametrize(
    ("answer", "shown", "card"),
    [
        (INSURED, None, CARD),
        (INSURED, PAPER, CARD),
        (None, PAPER, FROM_PAPER),
        (failed(ServiceTrouble.TOO_LATE), PAPER, FROM_PAPER),
        (replace(failed(ServiceTrouble.TOO_LATE), differences=("name",)), PAPER, None),
        (replace(INSURED, finding=InsuranceFinding.EXPIRED), PAPER, None),
        (replace(INSURED, finding=InsuranceFinding.REVOKED), None, None),
        (replace(INSURED, finding=InsuranceFinding.NOT_FOUND, cover=None), PAPER, None),
        (
            replace(
                INSURED,
                finding=InsuranceFinding.NEW_CARD,
                cover=InsuranceCover(replace(CARD, valid_to=date(2026, 5, 31)), replace(FROM_PAPER, number="HC1")),
            ),
            None,
            replace(FROM_PAPER, number="HC1"),
        ),
        (None, None, None),
    ],
    ids=[
        "the service's word",
        "the service's word before the paper's",
        "the paper where nobody was asked",
        "the paper where the service failed",
        "not another's paper",
        "not what has expired",
        "not what was revoked",
        "not what the service does not know",
        "the new card",
        "no insurance",
    ],
)
def test_which_insurance_card_counts(
    answer: InsuranceAnswer | None, shown: InsuranceCard | None, card: CardPeriod | None
) -> None:
    assert patient(replace(WHOLE, insurance=answer), shown).insurance == card


def test_nothing_personal_is_shown() -> None:
    shown = repr(EVERYTHING)
    assert not any(word in shown for word in ("Nguyễn", AN.number, "1990", "BN000123", "Tưởng", "DN401"))

"""Registering at the desk: requests that are the same, and which failures may hide a registration that counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.desks.registration import REGISTRATION_LACKS, ClinicChoice, RegistrationAnswer, RegistrationLack
from kiosk.domain.hospital.registration import Catalogue, CatalogueEntry, HospitalReply
from kiosk.domain.service_trouble import ServiceTrouble
from tests.fakes.registration import AN_ARRIVED, BE_TYPED, CHOICE, DEPARTMENTS, REGISTERED, SERVICES

T = ServiceTrouble
OTHER_CLINIC = ClinicChoice(((Catalogue.DEPARTMENTS, DEPARTMENTS[1]), (Catalogue.SERVICES, SERVICES[0])))


def test_the_same_patient_and_choice_are_the_same_request() -> None:
    request = AN_ARRIVED.request_for(CHOICE)
    assert request == replace(AN_ARRIVED, registered=REGISTERED).request_for(CHOICE)
    assert len({request, AN_ARRIVED.request_for(OTHER_CLINIC), BE_TYPED.request_for(CHOICE)}) == 3
    assert AN_ARRIVED.identity.number not in request


@pytest.mark.parametrize(
    ("trouble", "code", "uncertain"),
    [
        (T.DATA_MISSING, "", False),
        (T.CERTIFICATE_REFUSED, "", False),
        (T.NOT_AUTHORISED, "", False),
        (T.REDIRECTED, "", False),
        (T.REFUSED, "", False),
        (T.REFUSED, "123", False),
        (T.BROKEN, "999", False),
        (None, "404", False),
        (T.CANCELLED, "", True),
        (T.TOO_LATE, "", True),
        (T.UNREACHABLE, "", True),
        (T.BROKEN, "", True),
        (T.ANSWER_TOO_LARGE, "", True),
        (T.ANSWER_MALFORMED, "", True),
        (T.ANSWER_OF_ANOTHER, "", True),
        (T.UNEXPECTED, "", True),
    ],
)
def test_only_a_lost_answer_may_have_counted(trouble: ServiceTrouble | None, code: str, uncertain: bool) -> None:
    answer = RegistrationAnswer.of(HospitalReply(trouble=trouble, code=code))
    assert (answer.registered, answer.uncertain) == (None, uncertain)


def test_a_registration_is_certain() -> None:
    assert RegistrationAnswer.of(HospitalReply(REGISTERED, code="000")) == RegistrationAnswer(REGISTERED, code="000")


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (CHOICE, "Khoa Khám bệnh"),
        (ClinicChoice(((Catalogue.SERVICES, SERVICES[0]),)), "Khám Nội tiết"),
        (ClinicChoice(((Catalogue.DEPARTMENTS, CatalogueEntry("K09", "")),)), "K09"),
        (ClinicChoice(()), ""),
    ],
    ids=["the department", "a service alone", "without a name", "nothing"],
)
def test_where_a_choice_leads(choice: ClinicChoice, name: str) -> None:
    assert choice.name == name


def test_what_was_not_chosen_has_no_code() -> None:
    assert (CHOICE.code(Catalogue.SERVICES), CHOICE.code(Catalogue.EXAM_KINDS)) == ("DV1", "")


def test_every_lack_has_its_remedy() -> None:
    assert set(REGISTRATION_LACKS) == set(RegistrationLack)


def test_nothing_personal_is_shown() -> None:
    shown = repr(AN_ARRIVED) + repr(BE_TYPED)
    assert not any(word in shown for word in ("Nguyễn", "001090012345", "1990", "DN401"))

"""A registration as lines: who, what, what came of it, and for every failure a sentence with its next step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.check.registration_lines import CATALOGUES, answer_lines, choice_lines, patient_lines
from kiosk.check.wording.operator_lines import Line, Tone
from kiosk.domain.desks.registration import QUEUE_FULL, RegistrationAnswer
from kiosk.domain.hospital.registration import Catalogue, Registered
from kiosk.domain.service_trouble import ServiceTrouble
from tests.fakes.registration import AN_ARRIVED, BE_TYPED, CHOICE, REGISTERED

T = ServiceTrouble


def said(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    return [(line.label.en, line.value.en) for line in lines]


def test_a_patient_with_everything() -> None:
    patient = replace(AN_ARRIVED, given=12, registered=REGISTERED, clinic="Khoa Khám bệnh")
    assert said(patient_lines(patient, looks_up=True)) == [
        ("Name", "Nguyễn Văn An"),
        ("Date of birth", "15/03/1990"),
        ("Number", "001090012345"),
        ("Source", "Chip"),
        ("Place", "Clinic Mắt"),
        ("Number given on coming in", "12"),
        ("Insurance", "The insurance is in force until 31/12/2026"),
        ("In force", "01/01/2026 – 31/12/2026"),
        ("First care", "01001"),
        ("Insurance number", "DN4010123456789"),
        ("Queue number", "42"),
        ("Called at", "Phòng khám 12"),
        ("To pay", "60,000 dong"),
        ("Bill number", "000000023247"),
    ]


@pytest.mark.parametrize(("looks_up", "insurance"), [(True, [("Insurance", "Not looked up")]), (False, [])])
def test_a_patient_of_whom_little_is_known(looks_up: bool, insurance: list[tuple[str, str]]) -> None:
    lines = patient_lines(BE_TYPED, looks_up=looks_up)
    expected = [("Name", "Nguyễn Thị Bé"), ("Date of birth", "2022"), ("Source", "Typed, unverified")]
    assert said(lines) == [*expected, *insurance]
    assert lines[2].tone is Tone.ATTENTION


def test_a_choice_with_kind_and_price() -> None:
    lines = choice_lines(CHOICE)
    assert said(lines) == [("Clinic", "Khoa Khám bệnh"), ("Service", "Khám Nội tiết · Khám · 60,000 dong")]
    assert lines[1].value.vi == "Khám Nội tiết · Khám · 60.000 đồng"


def test_every_catalogue_has_its_word() -> None:
    assert set(CATALOGUES) == set(Catalogue)


@pytest.mark.parametrize(
    ("shown", "screen"),
    [(True, "Shows this number"), (False, "Somebody else is served there: read the number out")],
)
def test_a_number_and_who_sees_it(shown: bool, screen: str) -> None:
    answer = RegistrationAnswer(Registered("", "7"), shown=shown)
    assert said(answer_lines(answer, CHOICE)) == [
        ("Queue number", "7"),
        ("Called at", "Khoa Khám bệnh"),
        ("The patient's screen", screen),
    ]


@pytest.mark.parametrize("trouble", [None, *ServiceTrouble], ids=str)
def test_every_failure_has_a_sentence_and_a_next_step(trouble: ServiceTrouble | None) -> None:
    result, step = answer_lines(RegistrationAnswer(trouble=trouble, code="404" if trouble is None else ""), CHOICE)
    assert (result.tone, step.label.en) == (Tone.TROUBLE, "What to do")
    assert result.value.vi and step.value.vi and result.value.vi != str(trouble)


@pytest.mark.parametrize(
    ("answer", "sentence", "step"),
    [
        (RegistrationAnswer(trouble=T.TOO_LATE, uncertain=True), "the answer was lost", "the same request is sent"),
        (RegistrationAnswer(trouble=T.REFUSED, code=QUEUE_FULL), "no numbers left", "Choose otherwise"),
        (RegistrationAnswer(trouble=T.REFUSED, code="123"), "Not registered", "Choose otherwise"),
        (RegistrationAnswer(code="404"), "does not take", "Choose otherwise"),
        (RegistrationAnswer(trouble=T.DATA_MISSING), "Not registered", "12-digit number"),
        (RegistrationAnswer(trouble=T.CERTIFICATE_REFUSED), "Not registered", "tell the administrator"),
        (RegistrationAnswer(trouble=T.BROKEN, code="999"), "Not registered", "Try again"),
    ],
    ids=["lost", "full", "refused", "not known", "no number", "not trusted", "broken"],
)
def test_what_is_done_next(answer: RegistrationAnswer, sentence: str, step: str) -> None:
    result, next_step = answer_lines(answer, CHOICE)
    assert sentence in result.value.en
    assert step in next_step.value.en
    assert not answer.code or answer.code == QUEUE_FULL or answer.code in ((result.detail and result.detail.en) or "")

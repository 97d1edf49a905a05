"""What a result code and the dates beside it amount to, what reception is told, and what may leave about a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.domain.hospital.insurance import (
    CardPeriod,
    InsuranceAnswer,
    InsuranceCover,
    InsuranceFact,
    InsuranceField,
    InsuranceQuestion,
    judged,
)
from kiosk.domain.hospital.insurance_results import RESULTS, InsuranceFinding, result_of
from kiosk.domain.identity import Identity, Source
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.service_trouble import ServiceTrouble

TODAY = date(2026, 6, 26)
OLD = CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001")
NEW = CardPeriod("HC4010123456789", date(2026, 6, 1), date(2027, 5, 31), "01002")
ENDED = replace(OLD, valid_to=date(2026, 5, 31))
AT = datetime(2026, 6, 26, 7, tzinfo=UTC)
F = InsuranceFinding

DOCUMENTED = {
    "000": F.IN_FORCE,
    "001": F.CHECK_PAPERS,
    "002": F.CHECK_PAPERS,
    "003": F.NEW_CARD,
    "004": F.NEW_CARD,
    "010": F.EXPIRED,
    "050": F.NOT_FOUND,
    "051": F.WRONG_NUMBER,
    "052": F.WRONG_NUMBER,
    "053": F.WRONG_NUMBER,
    "054": F.SERVICE_FAILED,
    "055": F.SERVICE_FAILED,
    "060": F.WRONG_NAME,
    "061": F.WRONG_NAME,
    "070": F.WRONG_BIRTH_DATE,
    "100": F.SERVICE_FAILED,
    "101": F.SERVICE_FAILED,
    "110": F.REVOKED,
    "120": F.REDUCED,
    "121": F.REDUCED,
    "122": F.REDUCED,
    "123": F.REDUCED,
    "124": F.REDUCED,
    "130": F.CHILD_WITHOUT_CARD,
    "205": F.SERVICE_FAILED,
    "401": F.SERVICE_FAILED,
}


@pytest.mark.parametrize("code", DOCUMENTED)
def test_every_documented_code(code: str) -> None:
    result = result_of(code)
    assert result.finding is DOCUMENTED[code]
    assert result.sentence.vi and result.sentence.en
    needs_nothing = result.finding is F.IN_FORCE
    assert bool(result.next_step.vi) is bool(result.next_step.en) is not needs_nothing


def test_there_are_no_other_codes() -> None:
    assert set(RESULTS) == set(DOCUMENTED)


@pytest.mark.parametrize("finding", F)
def test_every_finding_has_words(finding: InsuranceFinding) -> None:
    assert result_of("", finding).finding is finding


@pytest.mark.parametrize("code", ["", "999", "00", "0000"])
def test_a_code_that_nobody_documented_is_no_answer(code: str) -> None:
    assert result_of(code).finding is F.SERVICE_FAILED


@pytest.mark.parametrize(
    ("code", "cover", "finding"),
    [
        ("000", InsuranceCover(OLD), F.IN_FORCE),
        ("000", InsuranceCover(replace(OLD, valid_to=None)), F.IN_FORCE),
        ("000", InsuranceCover(ENDED), F.EXPIRED),
        ("000", InsuranceCover(replace(OLD, valid_from=date(2026, 7, 1))), F.NOT_YET),
        ("000", InsuranceCover(replace(OLD, valid_from=None)), F.CHECK_PAPERS),
        ("000", InsuranceCover(replace(OLD, valid_to=date(2025, 1, 1))), F.CHECK_PAPERS),
        ("003", InsuranceCover(ENDED, NEW), F.NEW_CARD),
        ("003", InsuranceCover(ENDED), F.EXPIRED),
        ("004", InsuranceCover(OLD, NEW), F.NEW_CARD),
        ("004", InsuranceCover(OLD, replace(NEW, valid_from=date(2026, 7, 1))), F.NEW_CARD),
        ("001", InsuranceCover(OLD), F.CHECK_PAPERS),
        ("010", InsuranceCover(OLD), F.EXPIRED),
        ("060", InsuranceCover(), F.WRONG_NAME),
    ],
    ids=[
        "in force",
        "without an end",
        "good code, but its days are over",
        "good code, but it begins next week",
        "good code without a beginning",
        "ends before it begins",
        "old one over, new one in force",
        "old one over, the new one is not told",
        "both in force",
        "the new one begins later",
        "army",
        "expired whatever the dates say",
        "another name",
    ],
)
def test_dates_that_speak_against_a_good_code_count_more(
    code: str, cover: InsuranceCover, finding: InsuranceFinding
) -> None:
    assert judged(code, cover, TODAY) is finding


@pytest.mark.parametrize(
    ("cover", "card"),
    [
        (InsuranceCover(OLD), OLD),
        (InsuranceCover(ENDED, NEW), NEW),
        (InsuranceCover(OLD, replace(NEW, valid_from=date(2026, 7, 1))), OLD),
    ],
    ids=["the only one", "the new one", "the new one begins later"],
)
def test_the_card_that_counts_today(cover: InsuranceCover, card: CardPeriod) -> None:
    assert cover.card_on(TODAY) == card


@pytest.mark.parametrize("finding", F)
def test_only_an_insurance_in_force_needs_nobody(finding: InsuranceFinding) -> None:
    answer = InsuranceAnswer(finding, "bhyt", AT)
    assert answer.needs_staff is (finding is not F.IN_FORCE)
    assert replace(answer, differences=("name",)).needs_staff


AN = Identity(Source.CHIP, number="001090012345", name="Nguyễn Văn An", birth_date=date(1990, 3, 15))


@pytest.mark.parametrize(
    ("release", "left"),
    [
        (set(InsuranceField), InsuranceQuestion("001090012345", "Nguyễn Văn An", PartialDate(1990, 3, 15))),
        ({InsuranceField.NUMBER}, InsuranceQuestion("001090012345")),
        ({InsuranceField.NAME}, InsuranceQuestion(name="Nguyễn Văn An")),
        ({InsuranceField.BIRTH_DATE}, InsuranceQuestion(birth=PartialDate(1990, 3, 15))),
        (set(), InsuranceQuestion()),
    ],
    ids=["everything", "number", "name", "birth date", "nothing"],
)
def test_what_is_not_released_is_not_in_the_question(release: set[InsuranceField], left: InsuranceQuestion) -> None:
    assert InsuranceQuestion.of(AN).released(release) == left


@pytest.mark.parametrize("year", [1, 1849, 2151, 9999])
def test_a_birth_date_of_no_living_person_is_not_asked_about(year: int) -> None:
    """A card that anybody has made says what it likes; it must not end the check with an error of ours."""
    question = InsuranceQuestion.of(Identity(Source.CHIP, "001090012345", birth_date=date(year, 1, 1)))
    assert question == InsuranceQuestion("001090012345")


def test_an_insurance_number_that_was_shown_is_asked_about() -> None:
    question = InsuranceQuestion.of(AN, "DN4010123456789")
    assert (question.number, question.personal_number) == ("DN4010123456789", "001090012345")
    assert question.released({InsuranceField.NAME}).personal_number == ""


FACTS = {
    InsuranceFact.VALIDITY: InsuranceCover(
        CardPeriod(valid_from=OLD.valid_from, valid_to=OLD.valid_to),
        CardPeriod(valid_from=NEW.valid_from, valid_to=NEW.valid_to),
    ),
    InsuranceFact.FIRST_CARE: InsuranceCover(CardPeriod(first_care="01001"), CardPeriod(first_care="01002")),
    InsuranceFact.CARD_NUMBER: InsuranceCover(CardPeriod(OLD.number), CardPeriod(NEW.number)),
    InsuranceFact.FIVE_YEARS: InsuranceCover(CardPeriod(), CardPeriod(), five_years_from=TODAY),
    InsuranceFact.AREA: InsuranceCover(CardPeriod(), CardPeriod(), area="K1"),
}


@pytest.mark.parametrize("fact", InsuranceFact)
def test_a_fact_that_a_site_does_not_show_is_taken_out(fact: InsuranceFact) -> None:
    cover = InsuranceCover(OLD, NEW, "Nguyễn Văn An", PartialDate(1990), area="K1", five_years_from=TODAY)
    answer = InsuranceAnswer(F.NEW_CARD, "bhyt", AT, "004", cover=cover)
    assert answer.limited({fact}) == replace(answer, cover=FACTS[fact])
    assert replace(answer, cover=None).limited({fact}).cover is None


def test_nothing_personal_is_shown() -> None:
    cover = InsuranceCover(OLD, NEW, "Nguyễn Văn An", PartialDate(1990, 3, 15), social_number="0123456789")
    shown = repr(InsuranceQuestion.of(AN)) + repr(InsuranceAnswer(F.IN_FORCE, "bhyt", AT, "000", None, cover))
    shown += repr(cover) + repr(InsuranceAnswer(F.SERVICE_FAILED, "bhyt", AT, trouble=ServiceTrouble.TOO_LATE))
    for word in ("Nguyễn", "001090012345", "0123456789", "1990"):
        assert word not in shown


def test_a_card_shows_neither_its_dates_nor_where_care_begins() -> None:
    card = CardPeriod("DN4010123456789", date(2025, 1, 1), date(2026, 12, 31), "01001", "Bệnh viện A")
    assert repr(card) == "CardPeriod()"

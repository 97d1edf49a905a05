"""An insurance answer -> the lines that reception reads: the result, what to do, and no fact that the site hides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.check.wording.insurance_lines import insurance_lines
from kiosk.check.wording.operator_lines import Line, Tone
from kiosk.domain.hospital.insurance import CardPeriod, InsuranceAnswer, InsuranceCover, InsuranceFact
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.service_trouble import ServiceTrouble
from tests.fakes.findings import INSURED

F, S = InsuranceFact, InsuranceFinding


def said(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    return [(line.label.vi, line.value.vi) for line in lines]


def test_everything_that_a_site_may_show() -> None:
    assert said(insurance_lines(INSURED, set(InsuranceFact))) == [
        ("BHYT", "Thẻ BHYT còn giá trị đến 31/12/2026"),
        ("Thẻ có giá trị", "01/01/2026 – 31/12/2026"),
        ("Nơi đăng ký KCB", "01001"),
        ("Mã thẻ BHYT", "DN4010123456789"),
    ]


@pytest.mark.parametrize("fact", InsuranceFact)
def test_a_fact_that_is_not_named_is_not_shown(fact: InsuranceFact) -> None:
    cover = replace(INSURED.cover or InsuranceCover(), area="K1", five_years_from=date(2031, 1, 1))
    answer = replace(INSURED, cover=cover)
    shown = said(insurance_lines(answer, {fact}))
    everything = said(insurance_lines(answer, set(InsuranceFact)))
    assert len(shown) == 2
    assert set(shown) <= set(everything) | {("BHYT", "Thẻ BHYT còn giá trị")}
    assert said(insurance_lines(answer, set())) == [("BHYT", "Thẻ BHYT còn giá trị")]


def test_a_new_card_is_the_one_that_is_shown() -> None:
    old = CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 5, 31), "01001")
    new = CardPeriod("HC4010123456789", date(2026, 6, 1), date(2027, 5, 31), "01002", "Bệnh viện Tưởng Tượng")
    answer = replace(INSURED, finding=S.NEW_CARD, code="003", cover=InsuranceCover(old, new))
    assert said(insurance_lines(answer, {F.CARD_NUMBER, F.FIRST_CARE}))[1:] == [
        ("Việc cần làm", "Dùng mã thẻ mới để tiếp nhận"),
        ("Nơi đăng ký KCB", "01002 – Bệnh viện Tưởng Tượng"),
        ("Mã thẻ BHYT", "HC4010123456789"),
    ]


@pytest.mark.parametrize(
    ("answer", "tone", "why"),
    [
        (INSURED, Tone.SUCCESS, None),
        (replace(INSURED, finding=S.EXPIRED, code="010"), Tone.ATTENTION, None),
        (
            InsuranceAnswer(S.SERVICE_FAILED, "bhyt", INSURED.at, trouble=ServiceTrouble.TOO_LATE),
            Tone.ATTENTION,
            "không trả lời kịp",
        ),
        (replace(INSURED, differences=("name",)), Tone.ATTENTION, None),
    ],
    ids=["in force", "expired", "too late", "another's code"],
)
def test_the_tone_and_the_reason(answer: InsuranceAnswer, tone: Tone, why: str | None) -> None:
    first, *_ = insurance_lines(answer, set())
    assert first.tone is tone
    assert (first.detail.vi if first.detail else None) == why


@pytest.mark.parametrize("finding", [finding for finding in S if finding is not S.IN_FORCE])
def test_whatever_needs_staff_says_what_to_do(finding: InsuranceFinding) -> None:
    lines = insurance_lines(InsuranceAnswer(finding, "bhyt", INSURED.at), set())
    assert [line.label.vi for line in lines] == ["BHYT", "Việc cần làm"]
    assert all(line.value.vi and line.value.en for line in lines)


def test_what_the_shown_code_has_otherwise_is_named() -> None:
    lines = insurance_lines(replace(INSURED, differences=("name", "birth_date", "insurance_number")), set())
    assert said(lines)[1:] == [
        ("Mã QR BHYT khác", "Họ và tên"),
        ("Mã QR BHYT khác", "Ngày sinh"),
        ("Mã QR BHYT khác", "Mã thẻ BHYT"),
    ]

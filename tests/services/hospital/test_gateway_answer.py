"""The gateway's answer -> finding and cover: what reception needs of it, about this very person, and no history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.domain.hospital.insurance import CardPeriod, InsuranceCover, InsuranceQuestion
from kiosk.domain.hospital.insurance_results import RESULTS, InsuranceFinding
from kiosk.domain.identity import Sex
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.hospital.answer_fields import MalformedError
from kiosk.services.hospital.gateway_answer import read_result
from tests.fakes.insurance_gateway import GOOD

TODAY = date(2026, 6, 26)
AN = InsuranceQuestion("001090012345", "Nguyễn Văn An", PartialDate(1990, 3, 15))
NEW = {"maTheMoi": "HC4010123456789", "gtTheTuMoi": "01/06/2026", "gtTheDenMoi": "31/05/2027", "maDKBDMoi": "01002"}
F = InsuranceFinding


def test_a_good_answer() -> None:
    assert read_result(GOOD, AN, TODAY) == (
        F.IN_FORCE,
        "000",
        None,
        InsuranceCover(
            card=CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001"),
            name="Nguyễn Văn An",
            birth=PartialDate(1990, 3, 15),
            sex=Sex.MALE,
            social_number="0123456789",
            five_years_from=date(2031, 1, 1),
        ),
    )


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({}, F.IN_FORCE),
        ({"ngaySinh": "15031990"}, F.IN_FORCE),
        ({"ngaySinh": "1990"}, F.IN_FORCE),
        ({"hoTen": "NGUYEN VAN AN"}, F.IN_FORCE),
        ({"hoTen": None, "ngaySinh": None}, F.IN_FORCE),
        ({"hoTen": "null", "maDKBD": "null"}, F.IN_FORCE),
        ({"gtTheDen": "null"}, F.IN_FORCE),
        ({"gtTheTu": "20260101", "gtTheDen": "202612312359"}, F.IN_FORCE),
        ({"maKetQua": 0}, F.IN_FORCE),
        ({"gtTheDen": "25/06/2026"}, F.EXPIRED),
        ({"gtTheTu": "27/06/2026"}, F.NOT_YET),
        ({"gtTheTu": None}, F.CHECK_PAPERS),
        ({"maKetQua": "004", **NEW}, F.NEW_CARD),
        ({"maKetQua": "003", "gtTheDen": "31/05/2026", **NEW}, F.NEW_CARD),
        ({"maKetQua": "001"}, F.CHECK_PAPERS),
        ({"maKetQua": "130"}, F.CHILD_WITHOUT_CARD),
    ],
    ids=str,
)
def test_what_an_answer_amounts_to(changed: dict[str, Any], finding: InsuranceFinding) -> None:
    found, _, trouble, cover = read_result({**GOOD, **changed}, AN, TODAY)
    assert (found, trouble) == (finding, None)
    assert cover is not None


@pytest.mark.parametrize(
    "changed", [{"hoTen": "Trần Thị Bình"}, {"ngaySinh": "16/03/1990"}, {"ngaySinh": "1991"}], ids=str
)
def test_a_good_code_about_somebody_else_is_no_answer(changed: dict[str, Any]) -> None:
    assert read_result({**GOOD, **changed}, AN, TODAY) == (
        F.SERVICE_FAILED,
        "000",
        ServiceTrouble.ANSWER_OF_ANOTHER,
        None,
    )


@pytest.mark.parametrize(
    "code",
    [
        code
        for code in RESULTS
        if RESULTS[code].finding in (F.WRONG_NAME, F.NOT_FOUND, F.WRONG_NUMBER, F.WRONG_BIRTH_DATE)
    ],
)
def test_what_stands_beside_a_wrong_name_is_not_taken(code: str) -> None:
    finding, said, trouble, cover = read_result({**GOOD, "maKetQua": code, "hoTen": "Trần Thị Bình"}, AN, TODAY)
    assert (finding, said, trouble, cover) == (RESULTS[code].finding, code, None, None)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("054", ServiceTrouble.NOT_AUTHORISED),
        ("055", ServiceTrouble.NOT_AUTHORISED),
        ("401", ServiceTrouble.NOT_AUTHORISED),
        ("100", ServiceTrouble.BROKEN),
        ("101", ServiceTrouble.BROKEN),
        ("205", ServiceTrouble.REFUSED),
        ("777", ServiceTrouble.REFUSED),
    ],
)
def test_codes_that_are_no_answer_about_the_person(code: str, trouble: ServiceTrouble) -> None:
    assert read_result({"maKetQua": code}, AN, TODAY) == (F.SERVICE_FAILED, code, trouble, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"maKetQua": None}, "maKetQua"),
        ({"gtTheTu": "soon"}, "gtTheTu"),
        ({"ngaySinh": "31/02/1990"}, "ngaySinh"),
        ({"hoTen": "A" * 300}, "hoTen"),
        ({"hoTen": ["Nguyễn Văn An"]}, "hoTen"),
        ({"gtTheDen": True}, "gtTheDen"),
    ],
    ids=str,
)
def test_a_broken_field_is_named(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(MalformedError, match=f"^{field}$"):
        read_result({**GOOD, **changed}, AN, TODAY)


def test_the_history_is_dropped() -> None:
    *_, cover = read_result(GOOD, AN, TODAY)
    kept = [getattr(cover, name) for name in InsuranceCover.__slots__]
    assert "bệnh" not in "".join(str(value) for value in kept)

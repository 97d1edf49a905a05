from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.access_key import MrzKey
from kiosk.domain.identity import Sex
from kiosk.reader.codes.mrz import CheckedField, MrzError, MrzFormat, check_digit, parse_mrz
from tests.fakes.lds_files import MRZ_A, MRZ_B_2021, MRZ_B_2024, MRZ_C, MRZ_D

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "vectors" / "icao9303-3-mrz-check-digits.json").read_text()
)
TODAY = date(2026, 11, 22)

TD1_LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6"
TD2_LONG_NUMBER = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8"
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
ALL = [MRZ_A, MRZ_B_2021, MRZ_B_2024, MRZ_C, MRZ_D, TD1_LONG_NUMBER, TD2, TD2_LONG_NUMBER, TD3]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["field"])
def test_check_digits_of_icao(case: dict[str, str]) -> None:
    assert check_digit(case["field"]) == str(case["check_digit"])


@pytest.mark.parametrize("case", VECTORS["composite"], ids=lambda case: case["type"])
def test_composite_check_digits_of_icao(case: dict[str, Any]) -> None:
    names = {"TD1": 30, "TD2": 36, "TD3": 44}
    filler = "P<YTO".ljust(names[case["type"]], "<")
    text = "".join(case["lines"]) + filler if case["type"] == "TD1" else filler + case["line"]
    digits = {digit.field: digit.holds for digit in parse_mrz(text).check_digits}
    assert digits[CheckedField.COMPOSITE]


@pytest.mark.parametrize("text", ALL)
def test_every_check_digit_of_a_good_mrz_holds(text: str) -> None:
    assert parse_mrz(text).wrong_check_digits == ()


@pytest.mark.parametrize(
    ("text", "number", "bac", "birth", "expiry", "name", "sex"),
    [
        pytest.param(
            MRZ_A, "001090012345", ("090012345", "900315", "300315"), date(1990, 3, 15), date(2030, 3, 15),
            "NGUYEN VAN AN", Sex.MALE, id="A",
        ),
        pytest.param(
            MRZ_B_2021, "079185006789", ("185006789", "850820", "250820"), date(1985, 8, 20), date(2025, 8, 20),
            "TRAN THI BICH NGOC", Sex.FEMALE, id="B of 2021",
        ),
        pytest.param(
            MRZ_B_2024, "079185006789", ("185006789", "850820", "450820"), date(1985, 8, 20), date(2045, 8, 20),
            "TRAN THI BICH NGOC", Sex.FEMALE, id="B of 2024",
        ),
        pytest.param(
            MRZ_C, "036060000123", ("060000123", "600201", "991231"), date(1960, 2, 1), None,
            "DO MINH DUC", Sex.MALE, id="C never expires",
        ),
        pytest.param(
            MRZ_D, "001212003456", ("212003456", "120610", "370610"), date(2012, 6, 10), date(2037, 6, 10),
            "LE HOANG BAO", Sex.MALE, id="D child",
        ),
    ],
)  # fmt: skip
def test_cards_of_vietnam(
    text: str, number: str, bac: tuple[str, str, str], birth: date, expiry: date | None, name: str, sex: Sex
) -> None:
    mrz = parse_mrz(text)
    assert (mrz.format, mrz.document_code, mrz.issuing_state, mrz.nationality) == (MrzFormat.TD1, "ID", "VNM", "VNM")
    assert mrz.personal_number == number
    assert mrz.key == MrzKey(*bac)
    assert mrz.birth_date(TODAY) == birth
    assert (mrz.expiry_date(), mrz.never_expires) == (expiry, expiry is None)
    assert (mrz.name, mrz.sex) == (name, sex)
    assert mrz.optional_data == (number, "")


@pytest.mark.parametrize(
    ("text", "form", "number", "optional"),
    [
        pytest.param(TD1_LONG_NUMBER, MrzFormat.TD1, "D23145890734", ("", ""), id="TD1, number of 12"),
        pytest.param(TD2, MrzFormat.TD2, "D23145890", ("",), id="TD2"),
        pytest.param(TD2_LONG_NUMBER, MrzFormat.TD2, "D23145890734", ("",), id="TD2, number of 12"),
        pytest.param(TD3, MrzFormat.TD3, "L898902C3", ("ZE184226B",), id="TD3"),
    ],
)
def test_other_documents(text: str, form: MrzFormat, number: str, optional: tuple[str, ...]) -> None:
    mrz = parse_mrz(text)
    assert (mrz.format, mrz.document_number, mrz.optional_data, mrz.personal_number) == (form, number, optional, "")
    assert mrz.key.document_number == number


@pytest.mark.parametrize(
    ("position", "wrong"),
    [
        pytest.param(14, {CheckedField.DOCUMENT_NUMBER, CheckedField.COMPOSITE}, id="document number"),
        pytest.param(29, {CheckedField.PERSONAL_NUMBER, CheckedField.COMPOSITE}, id="the card's own over 16 to 29"),
        pytest.param(36, {CheckedField.BIRTH_DATE, CheckedField.COMPOSITE}, id="birth"),
        pytest.param(44, {CheckedField.EXPIRY_DATE, CheckedField.COMPOSITE}, id="expiry"),
        pytest.param(59, {CheckedField.COMPOSITE}, id="composite"),
    ],
)
def test_a_wrong_check_digit_is_told_by_name(position: int, wrong: set[CheckedField]) -> None:
    digit = str((int(MRZ_A[position]) + 1) % 10)
    altered = MRZ_A[:position] + digit + MRZ_A[position + 1 :]
    assert set(parse_mrz(altered).wrong_check_digits) == wrong


def test_optional_data_of_a_passport_may_go_without_check_digit() -> None:
    empty = TD3[:72] + "<" * 15 + TD3[87]
    assert CheckedField.OPTIONAL_DATA not in parse_mrz(empty).wrong_check_digits
    assert CheckedField.OPTIONAL_DATA in parse_mrz(TD3[:86] + "2" + TD3[87]).wrong_check_digits


def _with_birth(text: str, birth: str) -> str:
    return text[:30] + birth + check_digit(birth) + text[37:]


@pytest.mark.parametrize(
    ("text", "birth", "expected"),
    [
        pytest.param(MRZ_A, "200315", date(1920, 3, 15), id="the number says 1900, though 2020 is possible"),
        pytest.param(MRZ_D, "250101", date(2025, 1, 1), id="the number says 2000"),
        pytest.param(MRZ_D, "990101", date(1999, 1, 1), id="the number says 2099, which is yet to come"),
        pytest.param(TD1_LONG_NUMBER, "261122", date(2026, 11, 22), id="born today"),
        pytest.param(TD1_LONG_NUMBER, "261123", date(1926, 11, 23), id="nobody is born tomorrow"),
        pytest.param(MRZ_A, "90<<<<", None, id="unknown month and day"),
        pytest.param(MRZ_A, "900230", None, id="no such day"),
        pytest.param(MRZ_A, "900000", None, id="zeros"),
    ],
)
def test_the_century_of_birth(text: str, birth: str, expected: date | None) -> None:
    assert parse_mrz(_with_birth(text, birth)).birth_date(TODAY) == expected


def test_991231_is_a_date_on_other_documents() -> None:
    foreign = parse_mrz(MRZ_C.replace("VNM", "UTO"))
    assert (foreign.never_expires, foreign.expiry_date()) == (False, date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(MRZ_A[:89], id="89 characters"),
        pytest.param(MRZ_A.lower(), id="small letters"),
        pytest.param(MRZ_A[:89] + "Đ", id="a letter that no MRZ has"),
        pytest.param(MRZ_A[:89] + "\n", id="line end"),
        pytest.param(MRZ_A[:89] + "٢", id="another script's digit"),
    ],
)
def test_no_mrz(text: str) -> None:
    with pytest.raises(MrzError):
        parse_mrz(text)


def test_no_key_without_a_number() -> None:
    with pytest.raises(MrzError):
        _ = parse_mrz("<" * 90).key


def test_nothing_personal_in_repr() -> None:
    shown = repr(parse_mrz(MRZ_A))
    assert not any(secret in shown for secret in ("090012345", "900315", "NGUYEN"))


@given(st.sampled_from((72, 88, 90)).flatmap(lambda size: st.text("0123456789ABCVNM<", min_size=size, max_size=size)))
def test_any_mrz_characters(text: str) -> None:
    mrz = parse_mrz(text)
    birth = mrz.birth_date(TODAY)
    assert birth is None or birth <= TODAY
    assert mrz.expiry_date() is None or not mrz.never_expires

from __future__ import annotations

from datetime import date

import pytest

from kiosk.domain.identity import Sex
from kiosk.domain.personal_number import PROVINCES, NumberDoubt, doubt, is_personal_number, sex, year_of_birth

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("number", "year", "expected"),
    [
        ("001090012345", 1990, Sex.MALE),
        ("079185006789", 1985, Sex.FEMALE),
        ("001212003456", 2012, Sex.MALE),
        ("001399003456", 2099, Sex.FEMALE),
        ("001400003456", 2100, Sex.MALE),
        ("001999003456", 2399, Sex.FEMALE),
    ],
)
def test_what_the_digits_say(number: str, year: int, expected: Sex) -> None:
    assert (year_of_birth(number), sex(number)) == (year, expected)


@pytest.mark.parametrize("text", ["", "00109001234", "0010900123456", "00109001234A", "٠٠١٠٩٠٠١٢٣٤٥", "001090012345\n"])
def test_no_personal_number(text: str) -> None:
    assert not is_personal_number(text)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        pytest.param("001090012345", None, id="a number"),
        pytest.param("012345", None, id="its last six"),
        pytest.param("001090", NumberDoubt.FIRST_DIGITS, id="its first six"),
        pytest.param("001399", None, id="no number begins like this: born 2099"),
        pytest.param("999090012345", NumberDoubt.PROVINCE, id="no province, or born abroad"),
        pytest.param("003090012345", NumberDoubt.PROVINCE, id="a gap among the provinces"),
        pytest.param("001399012345", NumberDoubt.BIRTH_YEAR, id="born in 2099"),
        pytest.param("001227012345", NumberDoubt.BIRTH_YEAR, id="born next year"),
        pytest.param("001226012345", None, id="born this year"),
        pytest.param("001005012345", NumberDoubt.BIRTH_YEAR, id="121 years old"),
        pytest.param("001006012345", None, id="120 years old"),
        pytest.param("999999999999", NumberDoubt.BIRTH_YEAR, id="nothing fits"),
        pytest.param("00109001", None, id="not finished"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_what_speaks_against_typed_digits(digits: str, expected: NumberDoubt | None) -> None:
    assert doubt(digits, TODAY) is expected


def test_there_are_63_provinces() -> None:
    assert len(PROVINCES) == 63
    assert all(len(code) == 3 and code.isdigit() for code in PROVINCES)

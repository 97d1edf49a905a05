from __future__ import annotations

import pytest

from kiosk.domain.identity import Sex
from kiosk.reader.codes.personal_number import is_personal_number, sex, year_of_birth


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

"""Patients without a card of their own: what staff must type before they can be received."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.domain.hospital.reception import (
    CASES,
    LACKS,
    MAX_NAME,
    ManualCase,
    ManualLack,
    ManualPatient,
    is_insurance_number,
    lacking,
)
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId

TODAY = date(2026, 6, 26)
BORN, CHILD_BORN = PartialDate(1990, 3, 15), PartialDate(2020, 5, 2)
PARENT = CheckId("c" * 32)
L = ManualLack


@pytest.mark.parametrize(
    ("patient", "lacks"),
    [
        (ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", BORN), ()),
        (ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", PartialDate(1990)), ()),
        (ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", BORN, "001090012345"), ()),
        (ManualPatient(ManualCase.NO_CARD, "", BORN), (L.NAME,)),
        (ManualPatient(ManualCase.NO_CARD, "123", BORN), (L.NAME,)),
        (ManualPatient(ManualCase.NO_CARD, "A" * (MAX_NAME + 1), BORN), (L.NAME,)),
        (ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An"), (L.BIRTH,)),
        (ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", PartialDate(2026, 6, 27)), (L.BIRTH,)),
        (ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", PartialDate(2026)), ()),
        (ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", PartialDate(2026, 6, 26)), ()),
        (ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", BORN, "12345"), (L.NUMBER,)),
        (ManualPatient(ManualCase.NO_CARD), (L.NAME, L.BIRTH)),
        (ManualPatient(ManualCase.CHILD, "Nguyễn Thị Bé", CHILD_BORN, guardian=PARENT), ()),
        (ManualPatient(ManualCase.CHILD, "Nguyễn Thị Bé", CHILD_BORN), (L.GUARDIAN,)),
        (ManualPatient(ManualCase.CHILD, "Nguyễn Văn An", BORN, guardian=PARENT), (L.TOO_OLD,)),
        (ManualPatient(ManualCase.EMERGENCY), ()),
        (ManualPatient(ManualCase.EMERGENCY, "Nguyễn Văn An", PartialDate(2030)), ()),
    ],
    ids=[
        "name and birth date",
        "the year alone",
        "with a number",
        "no name",
        "a name without letters",
        "a name without end",
        "no birth date",
        "born tomorrow",
        "born this year",
        "born today",
        "half a number",
        "nothing typed",
        "a child and its parent",
        "a child alone",
        "an adult as a child",
        "an emergency lacks nothing",
        "an emergency is not held up by a slip",
    ],
)
def test_what_is_lacking(patient: ManualPatient, lacks: tuple[ManualLack, ...]) -> None:
    assert lacking(patient, TODAY) == lacks


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("DN4010123456789", True),
        ("0123456789", True),
        ("001090012345", True),
        ("dn4010123456789", False),
        ("ÐN4010123456789", False),
        ("DN401012345678X", False),
        ("١٢٣٤٥٦٧٨٩٠", False),
        ("01234567890", False),
        ("", False),
    ],
)
def test_the_three_forms_of_a_number(number: str, known: bool) -> None:
    assert is_insurance_number(number) is known


def test_everything_has_words() -> None:
    assert set(CASES) == set(ManualCase)
    assert set(LACKS) == set(ManualLack)


def test_nothing_personal_is_shown() -> None:
    shown = repr(ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", BORN, "001090012345"))
    assert not any(word in shown for word in ("Nguyễn", "1990", "001090012345"))

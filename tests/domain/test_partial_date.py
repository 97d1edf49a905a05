"""Dates as papers write them -> what is known of them, and nothing that no calendar has."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.partial_date import YEARS, PartialDate


@pytest.mark.parametrize(
    ("text", "known", "iso", "printed"),
    [
        ("15/03/1990", PartialDate(1990, 3, 15), "1990-03-15", "15/03/1990"),
        ("5/3/1990", PartialDate(1990, 3, 5), "1990-03-05", "05/03/1990"),
        ("15-03-1990", PartialDate(1990, 3, 15), "1990-03-15", "15/03/1990"),
        ("15.03.1990", PartialDate(1990, 3, 15), "1990-03-15", "15/03/1990"),
        ("1990-03-15", PartialDate(1990, 3, 15), "1990-03-15", "15/03/1990"),
        ("03/1990", PartialDate(1990, 3), "1990-03", "03/1990"),
        ("1990", PartialDate(1990), "1990", "1990"),
    ],
    ids=str,
)
def test_what_is_known(text: str, known: PartialDate, iso: str, printed: str) -> None:
    assert PartialDate.parse(text) == known
    assert (known.iso, known.printed) == (iso, printed)


@pytest.mark.parametrize(
    "text",
    ["", "90", "31/02/1990", "00/03/1990", "15/00/1990", "0000", "9999", "15031990", "1990/03/15", "15/3/90", "١٩٩٠"],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"^no (such )?date$"):
        PartialDate.parse(text)


def test_no_day_without_its_month() -> None:
    with pytest.raises(ValueError, match="no such date"):
        PartialDate(1990, 0, 15)


@given(st.dates(date(YEARS[0], 1, 1), date(YEARS[1], 12, 31)))
def test_a_whole_date_comes_back(day: date) -> None:
    known = PartialDate.of(day)
    assert PartialDate.parse(known.printed) == PartialDate.parse(known.iso) == known
    assert known.whole == day


@pytest.mark.parametrize(
    ("left", "right", "agrees"),
    [
        ("15/03/1990", "15/03/1990", True),
        ("15/03/1990", "1990", True),
        ("03/1990", "15/03/1990", True),
        ("15/03/1990", "16/03/1990", False),
        ("04/1990", "15/03/1990", False),
        ("1991", "15/03/1990", False),
    ],
)
def test_what_is_left_open_counts_for_nothing(left: str, right: str, agrees: bool) -> None:
    first, second = PartialDate.parse(left), PartialDate.parse(right)
    assert first.agrees(second) is second.agrees(first) is agrees


@pytest.mark.parametrize(
    ("born", "age"), [("26/06/2012", 14), ("27/06/2012", 13), ("06/2012", 13), ("05/2012", 14), ("2012", 13)]
)
def test_people_are_as_young_as_their_date_allows(born: str, age: int) -> None:
    assert PartialDate.parse(born).age_at(date(2026, 6, 26)) == age


def test_a_birth_date_is_never_shown() -> None:
    assert "1990" not in repr(PartialDate(1990, 3, 15))


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(1990, 3, 15), PartialDate(1990, 3, 15)),
        (date(1850, 1, 1), PartialDate(1850, 1, 1)),
        (date(1849, 12, 31), None),
        (date(9999, 1, 1), None),
        (None, None),
    ],
    ids=str,
)
def test_a_birth_date_that_somebody_can_have(day: date | None, known: PartialDate | None) -> None:
    assert PartialDate.birth(day) == known

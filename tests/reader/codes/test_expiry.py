from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.codes.expiry import MAX_CANDIDATES, expiry_candidates, expiry_date

BORN = date(1990, 3, 15)


@pytest.mark.parametrize(
    ("birth", "issued", "expiry"),
    [
        pytest.param(BORN, date(2021, 5, 10), date(2030, 3, 15), id="person A"),
        pytest.param(date(1985, 8, 20), date(2021, 6, 1), date(2025, 8, 20), id="person B, CCCD"),
        pytest.param(date(1985, 8, 20), date(2024, 8, 15), date(2045, 8, 20), id="person B, within two years of 40"),
        pytest.param(date(2012, 6, 10), date(2024, 8, 15), date(2037, 6, 10), id="child D, past 12"),
        pytest.param(date(2012, 8, 20), date(2024, 8, 15), date(2026, 8, 20), id="child not yet 12"),
        pytest.param(date(1960, 2, 1), date(2022, 1, 1), None, id="person C, past 58"),
        pytest.param(date(1964, 8, 1), date(2022, 7, 31), date(2024, 8, 1), id="the day before 58"),
        pytest.param(date(1964, 8, 1), date(2022, 8, 1), None, id="on the day of 58"),
        pytest.param(date(2010, 1, 1), date(2024, 6, 30), date(2035, 1, 1), id="the old law has no 14"),
        pytest.param(date(2012, 2, 29), date(2024, 7, 1), date(2037, 2, 28), id="29 February"),
    ],
)
def test_the_rule(birth: date, issued: date, expiry: date | None) -> None:
    assert expiry_date(birth, issued) == expiry
    assert expiry_candidates(birth, issued)[0] == expiry


@pytest.mark.parametrize(
    ("birth", "issued", "candidates"),
    [
        pytest.param(
            BORN, date(2021, 5, 10), (date(2030, 3, 15), date(2050, 3, 15), None), id="the next age, then never"
        ),
        pytest.param(
            BORN,
            date(2028, 3, 15),
            (date(2050, 3, 15), date(2030, 3, 15), None),
            id="two years before to the day: the age before is the second try",
        ),
        pytest.param(date(1960, 2, 1), date(2019, 1, 1), (None, date(2020, 2, 1)), id="never, else the last age"),
        pytest.param(date(1950, 2, 1), date(2021, 1, 1), (None,), id="never, all ages past"),
        pytest.param(
            date(1996, 2, 29),
            date(2022, 1, 1),
            (date(2036, 2, 29), date(2056, 2, 29), None),
            id="leap years on both ends",
        ),
        pytest.param(
            date(2012, 2, 29),
            date(2024, 8, 1),
            (date(2037, 2, 28), date(2037, 3, 1), date(2052, 2, 29), None),
            id="29 February in a year without",
        ),
        pytest.param(BORN, date(1990, 3, 14), (), id="issued before birth"),
    ],
)
def test_candidates(birth: date, issued: date, candidates: tuple[date | None, ...]) -> None:
    assert expiry_candidates(birth, issued) == candidates


YEARS = st.dates(date(1850, 1, 1), date(2150, 12, 31))


@given(birth=YEARS, issued=YEARS)
def test_candidates_are_few_distinct_and_ahead(birth: date, issued: date) -> None:
    candidates = expiry_candidates(birth, issued)
    assert len(candidates) == len(set(candidates)) <= MAX_CANDIDATES
    assert all(day is None or day > issued for day in candidates)
    assert (None in candidates) == (issued >= birth)

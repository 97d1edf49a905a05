"""A number -> how each language writes it."""

from __future__ import annotations

import pytest

from kiosk.domain.numerals import decimal, one_in, whole
from kiosk.domain.text import Text

PEOPLE = Text("{n} người", "{n} people")


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_000, "1.000", "1,000"),
        (1_025_154, "1.025.154", "1,025,154"),
        (-1_204, "-1.204", "-1,204"),
    ],
)
def test_counts(number: int, vi: str, en: str) -> None:
    assert whole(number) == Text(vi, en)


@pytest.mark.parametrize(
    ("number", "places", "vi", "en"),
    [
        (6.25, 1, "6,2", "6.2"),
        (0.714, 2, "0,71", "0.71"),
        (18.0, 1, "18,0", "18.0"),
        (1_234.5, 1, "1.234,5", "1,234.5"),
    ],
)
def test_measured_numbers(number: float, places: int, vi: str, en: str) -> None:
    assert decimal(number, places) == Text(vi, en)


@pytest.mark.parametrize(("rate", "vi", "en"), [(1e-2, "1/100", "1/100"), (1e-4, "1/10.000", "1/10,000")])
def test_shares(rate: float, vi: str, en: str) -> None:
    assert one_in(rate) == Text(vi, en)


def test_a_sentence_takes_each_in_its_own_language() -> None:
    assert PEOPLE.filled(n=whole(1_204)) == Text("1.204 người", "1,204 people")

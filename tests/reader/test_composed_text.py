from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.composed_text import MAX_MARKS, TextError, composed

ACUTE, GRAVE_BELOW = "\u0301", "\u0316"
TWO_MARKS_IN_ONE = "\u0f73"
"""A starter by its own class, and two marks once it is taken apart."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("Nguyễn Văn An", "Nguyễn Văn An", id="composed"),
        pytest.param("Nguye\u0302\u0303n Va\u0306n An", "Nguyễn Văn An", id="decomposed"),
        pytest.param("e\u0323\u0302", "ệ", id="marks in order"),
        pytest.param("e\u0302\u0323", "ệ", id="marks out of order"),
        pytest.param("a" + ACUTE * MAX_MARKS, "á" + ACUTE * (MAX_MARKS - 1), id="as many marks as there may be"),
        pytest.param(("a" + ACUTE) * 1000, "á" * 1000, id="many letters with a mark each"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert composed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" + ACUTE * (MAX_MARKS + 1), id="one mark too many"),
        pytest.param(ACUTE * (MAX_MARKS + 1), id="without a letter"),
        pytest.param("An" + (ACUTE + GRAVE_BELOW) * 60_000, id="half a minute of sorting"),
        pytest.param(TWO_MARKS_IN_ONE * (MAX_MARKS + 1), id="marks that are two each"),
    ],
)
def test_texts_that_nobody_writes(text: str) -> None:
    with pytest.raises(TextError):
        composed(text)


@given(st.text())
def test_whatever_comes_out_is_composed(text: str) -> None:
    try:
        assert unicodedata.is_normalized("NFC", composed(text))
    except TextError:
        assert len(text) > MAX_MARKS


def test_every_character_that_is_sorted_counts_as_a_mark() -> None:
    """Else a row of it would be sorted all the same."""
    for code in range(0x110000):
        first = unicodedata.normalize("NFD", chr(code))[0]
        assert not unicodedata.combining(first) or unicodedata.category(chr(code)).startswith("M"), f"{code:X}"

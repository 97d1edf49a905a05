from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.composed_text import MAX_MARKS, TextError, composed

ACUTE, GRAVE_BELOW, HALF_WIDTH_SOUND_MARK = "\u0301", "\u0316", "\uff9e"
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
        pytest.param((ACUTE + HALF_WIDTH_SOUND_MARK) * MAX_MARKS, id="letters that become marks between marks"),
    ],
)
def test_texts_that_nobody_writes(text: str) -> None:
    with pytest.raises(TextError):
        composed(text)


def test_compatibility_forms_are_replaced_where_that_is_asked_for() -> None:
    assert composed("ＶＮ e\u0323\u0302") == "ＶＮ ệ"
    assert composed("ＶＮ e\u0323\u0302", "NFKC") == "VN ệ"


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
@given(text=st.text())
def test_whatever_comes_out_is_composed(text: str, form: Literal["NFC", "NFKC"]) -> None:
    try:
        assert unicodedata.is_normalized(form, composed(text, form))
    except TextError:
        assert len(text) > MAX_MARKS


@pytest.mark.parametrize("form", ["NFD", "NFKD"])
def test_every_character_that_is_sorted_counts_as_a_mark(form: Literal["NFD", "NFKD"]) -> None:
    """Else a row of it would be sorted all the same."""
    for char in map(chr, range(0x110000)):
        if unicodedata.combining(unicodedata.normalize(form, char)[0]):
            with pytest.raises(TextError):
                composed(char * (MAX_MARKS + 1))

"""Sentences in two languages: filled in both, and never forgetting what they were filled from."""

from __future__ import annotations

import pytest

from kiosk.domain.text import Filled, Text

SEE = Text("Vui lòng gặp {staff}", "Please see {staff}")
STAFF = Text("cán bộ coi thi", "the invigilator")


@pytest.mark.parametrize(
    ("values", "vi", "en"),
    [
        ({"staff": "An"}, "Vui lòng gặp An", "Please see An"),
        ({"staff": STAFF}, "Vui lòng gặp cán bộ coi thi", "Please see the invigilator"),
        ({"staff": 7}, "Vui lòng gặp 7", "Please see 7"),
    ],
    ids=["a plain word", "a text, in each language's own words", "a number"],
)
def test_both_languages_are_filled(values: dict[str, object], vi: str, en: str) -> None:
    filled = SEE.filled(**values)
    assert (filled.vi, filled.en) == (vi, en)
    assert filled.origin == Filled(SEE, values)


def test_where_a_text_comes_from_is_no_part_of_what_it_says() -> None:
    filled = SEE.filled(staff=STAFF)
    plain = Text("Vui lòng gặp cán bộ coi thi", "Please see the invigilator")
    assert filled == plain
    assert hash(filled) == hash(plain)


def test_a_representation_shows_nothing_that_was_put_in() -> None:
    assert "Hoa" not in repr(Filled(SEE, {"staff": "Hoa"}))
    assert "origin" not in repr(SEE.filled(staff="x"))


def test_a_gap_without_its_value_is_an_accident() -> None:
    with pytest.raises(KeyError):
        SEE.filled(person="x")

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.scan.mrz.search import Choice, best_first

PLACE = st.lists(st.floats(-20.0, 0.0, allow_nan=False), min_size=1, max_size=4).map(
    lambda values: [Choice(str(at), value) for at, value in enumerate(sorted(values, reverse=True))]
)


@given(st.lists(PLACE, min_size=1, max_size=4))
def test_every_combination_comes_once_the_likeliest_first(places: list[list[Choice]]) -> None:
    found = list(best_first(places, 1000))
    assert [one.likelihood for one in found] == sorted((one.likelihood for one in found), reverse=True)
    expected = {"".join(one.text for one in choices) for choices in itertools.product(*places)}
    assert {one.text for one in found} == expected
    assert len(found) == len(expected)


@given(st.lists(PLACE, min_size=1, max_size=4))
def test_the_likelihood_is_the_sum_of_its_parts(places: list[list[Choice]]) -> None:
    for one in best_first(places, 1000):
        parts = (choices[int(char)].likelihood for choices, char in zip(places, one.text, strict=True))
        assert one.likelihood == pytest.approx(sum(parts), abs=1e-6)


@pytest.mark.parametrize(
    ("places", "most", "expected"),
    [
        pytest.param([[Choice("a", 0), Choice("b", -1)]], 1, ["a"], id="no more than asked for"),
        pytest.param([[Choice("a", 0)], []], 9, [], id="a place without choices has none"),
        pytest.param([], 9, [""], id="no places: nothing, once"),
        pytest.param([[Choice("a", 0)]], 0, [], id="none asked for"),
    ],
)
def test_limits(places: list[list[Choice]], most: int, expected: list[str]) -> None:
    assert [one.text for one in best_first(places, most)] == expected

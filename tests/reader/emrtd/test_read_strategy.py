"""How much is asked for at once: down after refusals, up again where that pays, never again what was refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.emrtd.read_strategy import BLOCKS, FIRST_EXTENDED, PROBE, KindOfCard, ReadStrategy
from kiosk.reader.lds.ef_atr import CardCapabilities

SHORT = 223


def proven(size: int, *, extended: bool = True) -> ReadStrategy:
    strategy = ReadStrategy()
    strategy.answered(size, extended=extended)
    return strategy


@pytest.mark.parametrize(
    ("strategy", "refused", "block", "extended"),
    [
        pytest.param(ReadStrategy(), FIRST_EXTENDED, SHORT, False, id="never worked: no extended length"),
        pytest.param(ReadStrategy(announced=True), FIRST_EXTENDED, PROBE, True, id="announced: one more try"),
        pytest.param(ReadStrategy(announced=True), PROBE, SHORT, False, id="announced, and refused twice"),
        pytest.param(proven(FIRST_EXTENDED), 8192, 4096, True, id="has worked: the next rung"),
        pytest.param(ReadStrategy(), SHORT, 192, False, id="less than a short answer carries"),
        pytest.param(ReadStrategy(), 32, 16, False, id="the last rung"),
    ],
)
def test_one_rung_down(strategy: ReadStrategy, refused: int, block: int, extended: bool) -> None:
    assert strategy.step_down(refused, SHORT)
    assert (strategy.block, strategy.extended) == (block, extended)


def test_below_the_last_rung_there_is_none() -> None:
    assert not ReadStrategy().step_down(BLOCKS[-1], SHORT)
    assert not ReadStrategy().step_to_safety(BLOCKS[-1], SHORT)


@pytest.mark.parametrize(
    ("strategy", "refused", "block"),
    [
        pytest.param(proven(FIRST_EXTENDED), 8192, FIRST_EXTENDED, id="what has worked"),
        pytest.param(ReadStrategy(), FIRST_EXTENDED, SHORT, id="nothing yet: a short answer"),
        pytest.param(ReadStrategy(block=SHORT), SHORT, 128, id="not even that"),
        pytest.param(ReadStrategy(block=128), 128, 64, id="still less"),
    ],
)
def test_straight_to_safety(strategy: ReadStrategy, refused: int, block: int) -> None:
    assert strategy.step_to_safety(refused, SHORT)
    assert strategy.block == block
    assert strategy.block_for(100_000) == block, "nothing between is tried, where a try may cost the session"


@pytest.mark.parametrize(
    ("left", "size"),
    [
        pytest.param(100_000, 1024, id="a large file: the size between is worth a try"),
        pytest.param(4096, 1024, id="four blocks left"),
        pytest.param(4000, 512, id="not enough left"),
    ],
)
def test_a_size_between_what_worked_and_what_did_not_is_tried_where_it_pays(left: int, size: int) -> None:
    strategy = ReadStrategy(announced=True)
    strategy.step_down(FIRST_EXTENDED, SHORT)
    strategy.answered(PROBE, extended=True)

    assert strategy.block_for(left) == size


def test_a_size_that_was_tried_is_settled_either_way() -> None:
    refused, taken = (ReadStrategy(announced=True) for _ in range(2))
    for strategy in (refused, taken):
        strategy.step_down(FIRST_EXTENDED, SHORT)
        strategy.answered(PROBE, extended=True)
    refused.step_down(1024, SHORT)
    taken.answered(1024, extended=True)

    assert (refused.block_for(100_000), taken.block_for(100_000)) == (512, 1024)


def test_that_the_end_of_a_file_was_the_reason_takes_refusals_back() -> None:
    strategy = ReadStrategy(announced=True)
    strategy.step_down(FIRST_EXTENDED, SHORT)
    strategy.found_end(certain=True)

    assert (strategy.block, strategy.over_end) == (BLOCKS[0], False)
    strategy.step_down(8192, SHORT)
    assert not strategy.over_end, "a length that is refused later does not change that"


def test_a_doubt_about_the_end_is_dropped_when_the_length_was_the_reason() -> None:
    strategy = ReadStrategy()
    strategy.found_end(certain=False)
    strategy.limit(192, SHORT)

    assert strategy.over_end


@given(st.lists(st.tuples(st.sampled_from(["down", "safe", "answered"]), st.integers(8, 8192)), max_size=30))
def test_blocks_stay_on_the_ladder_and_refusals_are_not_repeated(steps: list[tuple[str, int]]) -> None:
    strategy = ReadStrategy()
    for what, size in steps:
        if what == "answered":
            strategy.answered(min(size, strategy.block_for(100_000)), extended=size > SHORT)
        else:
            asked = strategy.block_for(100_000)
            step = strategy.step_down if what == "down" else strategy.step_to_safety
            if step(asked, SHORT):
                assert strategy.block < asked
                assert strategy.block_for(100_000) < asked
        assert BLOCKS[-1] <= strategy.block <= BLOCKS[0]


@pytest.mark.parametrize(
    ("functions", "passes", "announced", "ask_lengths"),
    [
        pytest.param("8401E0", True, True, True, id="extended length, and its limits in EF.ATR/INFO"),
        pytest.param("8401C0", True, True, False, id="extended length"),
        pytest.param("840180", True, False, False, id="none"),
        pytest.param(None, True, False, False, id="nothing said"),
        pytest.param("8401E0", False, True, False, id="a reader that does not pass it"),
    ],
)
def test_what_a_new_kind_of_card_starts_with(
    functions: str | None, passes: bool, announced: bool, ask_lengths: bool
) -> None:
    told = None if functions is None else CardCapabilities(bytes.fromhex(functions))

    kind = KindOfCard.unknown(told, extended=passes)

    assert (kind.secured.extended, kind.secured.announced, kind.ask_lengths) == (passes, announced, ask_lengths)
    assert not kind.plain.extended
    assert kind.copy() == kind
    assert kind.copy().secured is not kind.secured

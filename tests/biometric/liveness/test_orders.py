"""The orders from which one is drawn: as many as the words about replays claim, and none that proves too little."""

from __future__ import annotations

import pytest

from kiosk.biometric.liveness.orders import EXPRESSIONS, PAUSE_SECONDS, TURNS, orders
from kiosk.domain.liveness import Challenge


@pytest.mark.parametrize(
    ("expressions", "movements", "count"), [(True, 3, 48), (False, 4, 14)], ids=["with the pack", "without"]
)
def test_how_many_orders_there_are(expressions: bool, movements: int, count: int) -> None:
    drawn = orders(expressions=expressions)
    assert len(drawn) == len(set(drawn)) == count
    assert {len(order) for order in drawn} == {movements}


def test_without_the_pack_the_head_turns_to_both_sides_in_every_order() -> None:
    assert all(set(order) == set(TURNS) for order in orders(expressions=False))


def test_with_the_pack_every_order_has_a_turn_and_an_expression() -> None:
    for order in orders(expressions=True):
        assert set(order) & set(TURNS) and set(order) & set(EXPRESSIONS)


@pytest.mark.parametrize("expressions", [False, True])
def test_every_movement_may_come_first_and_may_come_last(expressions: bool) -> None:
    asked = set(TURNS) | (set(EXPRESSIONS) if expressions else set())
    drawn = orders(expressions=expressions)
    assert {order[0] for order in drawn} == {order[-1] for order in drawn} == asked
    assert Challenge.LOOK_STRAIGHT not in {one for order in drawn for one in order}


def test_pauses_differ_by_more_than_a_frame_of_a_usual_camera() -> None:
    least, most = PAUSE_SECONDS
    assert 0.0 < least < most and most - least > 1 / 10

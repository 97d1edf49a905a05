"""The ring and the ticks count what they are told, and never run backwards."""

from __future__ import annotations

import math

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.citizen.ring import BudgetRing, ChipTicks


@pytest.mark.parametrize(
    ("told", "used"),
    [
        ([(20, 0.0), (19, 0.05), (18, 0.1)], [0.0, 0.05, 0.1]),
        ([(12, 0.4), (12, 0.3), (11, 0.45)], [0.4, 0.4, 0.45]),
        ([(10, 0.5), (20, 0.0)], [0.5, 0.0]),
        ([(20, None), (15, None), (10, None)], [0.0, 0.25, 0.5]),
        ([(3, 0.9), (0, 1.4)], [0.9, 1.0]),
        ([(5, 0.8), (None, None), (20, 0.0)], [0.8, 0.8, 0.0]),
    ],
    ids=["counts down", "never backwards", "a new budget", "without a share", "not beyond its end", "hidden between"],
)
def test_the_ring(qtbot: QtBot, told: list[tuple[int | None, float | None]], used: list[float]) -> None:
    ring = BudgetRing()
    qtbot.addWidget(ring)
    seen = []
    for seconds, share in told:
        ring.show_time(seconds, share)
        seen.append(ring.used)
    assert seen == pytest.approx(used)


def test_the_ring_says_its_seconds(qtbot: QtBot) -> None:
    ring = BudgetRing()
    qtbot.addWidget(ring)
    ring.resize(200, 200)
    ring.show_time(7, 0.65)
    ((_, lines),) = ring.letters
    assert lines[0].text == "7"
    assert ring.accessibleName() == "còn 7 giây / 7 s left"


@pytest.mark.parametrize(
    ("share", "ticks"),
    [(None, 0), (0.0, 0), (0.09, 0), (0.1, 1), (0.55, 5), (0.999, 9), (1.0, 10)],
)
def test_a_tick_is_full_only_when_its_bytes_are_there(qtbot: QtBot, share: float | None, ticks: int) -> None:
    row = ChipTicks()
    qtbot.addWidget(row)
    row.show_share(share)
    assert row.filled == ticks


def test_steps_that_are_done_stay_as_ticks_on_the_used_part(qtbot: QtBot) -> None:
    ring = BudgetRing()
    qtbot.addWidget(ring)
    ring.resize(200, 200)
    ring.show()
    qtbot.waitExposed(ring)

    def dark_at(share: float) -> bool:
        image = ring.grab().toImage()
        centre, radius = 100.0, 31.0  # the ring is 68 pixels wide here, its band 6
        turn = 2 * math.pi * share
        return (
            image.pixelColor(
                round(centre + radius * math.sin(turn)), round(centre - radius * math.cos(turn))
            ).lightnessF()
            < 0.25
        )

    ring.show_time(10, 0.5)
    assert not dark_at(0.25)
    ring.show_time(10, 0.5, (0.25,))
    assert dark_at(0.25)
    ring.show_time(9, 0.55, ())
    assert not dark_at(0.25)

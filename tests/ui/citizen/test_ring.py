"""The ring and the ticks count what they are told, and never run backwards."""

from __future__ import annotations

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

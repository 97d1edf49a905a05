"""The timeline: 20 seconds, longer checks stretch it, and words give way to each other."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kiosk.check.states import Milestone
from kiosk.ui.operator.timeline_bar import TimelineBar
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.situations import TIMELINE


def bar_of(qtbot: QtBot, marks: tuple[Milestone, ...], seconds: float | None, width: int = 1000) -> TimelineBar:
    bar = TimelineBar()
    qtbot.addWidget(bar)
    bar.resize(width, bar.sizeHint().height())
    bar.show()
    qtbot.waitExposed(bar)
    bar.show_timeline(marks, seconds)
    bar.resize(width, bar.sizeHint().height())
    return bar


@pytest.mark.parametrize(
    ("marks", "seconds", "length"),
    [
        ((), None, 20.0),
        (TIMELINE, 5.6, 20.0),
        ((Milestone("card", 0.0),), 31.4, 31.4),
        ((Milestone("x", 44.0),), 2.0, 44.0),
    ],
    ids=["nothing", "a quick check", "a slow one", "a late mark"],
)
def test_the_scale(qtbot: QtBot, marks: tuple[Milestone, ...], seconds: float | None, length: float) -> None:
    assert bar_of(qtbot, marks, seconds).length == length


@pytest.mark.parametrize("width", [360, 700, 1000, 1900])
def test_words_never_cover_each_other(qtbot: QtBot, width: int) -> None:
    bar = bar_of(qtbot, TIMELINE, 5.6, width)
    assert clipped(bar) == []
    assert overlapping(bar) == []
    assert says(bar, "Kết luận")


def test_a_wide_bar_names_more(qtbot: QtBot) -> None:
    spread = tuple(
        Milestone(mark.name, 2.4 * at) for at, mark in enumerate(TIMELINE) if mark.name not in ("PACE", "SOD")
    )
    bar = bar_of(qtbot, spread, 19.0, 1900)
    for word in ("Thẻ", "Đọc", "Chip", "Giấy tờ", "Khuôn mặt", "Danh sách", "Kết luận"):
        assert says(bar, word)


def test_a_screen_reader_hears_the_times(qtbot: QtBot) -> None:
    bar = bar_of(qtbot, TIMELINE, 5.6)
    assert bar.accessibleDescription().startswith("Thẻ 0.0, Đọc 0.4, Chip 5.1")

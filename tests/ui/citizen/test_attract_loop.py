"""The attract loop: three pictures in turn, at rest when it must be, and never a flash."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.check.screens import citizen_screen
from kiosk.ui.citizen.attract_loop import STEP_MILLISECONDS, STEPS_A_PICTURE
from kiosk.ui.citizen.guide_panel import GuidePanel
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing.palette import luminance
from tests.ui.situations import NOW, SITUATIONS, StillPreview

SMALL = (96, 60)


def window_of(qtbot: QtBot, *, motion: bool) -> CitizenWindow:
    window = CitizenWindow(StillPreview(), lambda _event: None, motion=motion)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.present(citizen_screen(SITUATIONS["idle"](), NOW))
    qtbot.wait(1)
    return window


def guide_of(window: CitizenWindow) -> GuidePanel:
    assert isinstance(window.panel, GuidePanel)
    return window.panel


def seen(window: CitizenWindow) -> list[bytes]:
    """Each picture's pixels."""
    images = [step.picture.grab().toImage() for step in guide_of(window).steps]
    # Qt's view of the pixels does not keep the image: each is held until its bytes are copied.
    return [bytes(image.constBits()) for image in images]


def test_the_pictures_move_one_after_the_other(qtbot: QtBot) -> None:
    window = window_of(qtbot, motion=True)
    loop = guide_of(window).attract
    assert loop is not None
    moved = []
    for _ in range(3):
        before = seen(window)
        loop.advance()
        loop.advance()
        after = seen(window)
        moved.append([at for at in range(3) if before[at] != after[at]])
        for _ in range(STEPS_A_PICTURE - 2):
            loop.advance()
    assert moved == [[0], [1], [2]]


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in SITUATIONS if "idle" not in name])
def test_it_rests_everywhere_else(qtbot: QtBot, name: str) -> None:
    window = window_of(qtbot, motion=True)
    loop = guide_of(window).attract
    assert loop is not None
    assert loop.running
    window.present(citizen_screen(SITUATIONS[name](), NOW))
    assert not window.isHidden()
    assert not loop.running


def test_without_motion_nothing_moves(qtbot: QtBot) -> None:
    window = window_of(qtbot, motion=False)
    assert guide_of(window).attract is None
    before = seen(window)
    qtbot.wait(3 * STEP_MILLISECONDS)
    assert seen(window) == before


def test_no_place_flashes_more_than_three_times_a_second(qtbot: QtBot) -> None:
    """WCAG 2.2, 2.3.1: a flash is a pair of opposing changes of luminance by 10 % or more of the largest."""
    window = window_of(qtbot, motion=True)
    loop = guide_of(window).attract
    assert loop is not None
    frames = []
    for _ in range(3 * STEPS_A_PICTURE):
        frames.append(_luminances(window.grab().toImage()))
        loop.advance()
    a_second = 1000 // STEP_MILLISECONDS
    for at in range(len(frames[0])):
        course = [frame[at] for frame in frames]
        for start in range(len(course) - a_second):
            assert _flashes(course[start : start + a_second]) <= 3


def test_counting_flashes() -> None:
    assert _flashes([0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]) == 3
    assert _flashes([0.0, 0.05, 0.0, 0.05]) == 0
    assert _flashes([0.0, 0.5, 1.0]) == 0


def _luminances(image: QImage) -> list[float]:
    small = image.scaled(*SMALL)
    return [luminance(small.pixelColor(x, y).name()) for y in range(0, SMALL[1], 2) for x in range(0, SMALL[0], 2)]


def _flashes(course: list[float]) -> int:
    turns, mark, rising = 0, course[0], None
    for value in course[1:]:
        if abs(value - mark) >= 0.1:
            if rising is not None and (value > mark) is not rising:
                turns += 1
            rising, mark = value > mark, value
        elif rising is not None and (value > mark) is rising:
            mark = value
    return turns // 2

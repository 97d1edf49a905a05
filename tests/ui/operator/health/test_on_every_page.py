"""The strip of health stands at the foot of every page of the staff screen, and covers nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.drawing.button import Button
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.hand_desk import FakeHandDesk
from tests.fakes.health import FakeHealthDesk
from tests.fakes.seat import FakeSeat
from tests.ui import desk_pages, staff_pages
from tests.ui.desk_pages import DeskWindows
from tests.ui.lettered import clipped
from tests.ui.situations import plain_frame

SMALLEST = (1024, 600)


@pytest.fixture(scope="module")
def windows(qapp: QApplication) -> Iterator[DeskWindows]:
    made = DeskWindows()
    yield made
    made.close()


@pytest.fixture(scope="module")
def pages(qapp: QApplication) -> Iterator[OperatorWindow]:
    made = staff_pages.make_window()
    yield made
    made.close()


def show(window: OperatorWindow) -> None:
    for other in QApplication.topLevelWidgets():
        if other is not window:
            other.hide()
    window.resize(*SMALLEST)
    window.show()
    QApplication.processEvents()


def check(window: OperatorWindow) -> None:
    strip, layout = window.strip, window.layout()
    assert strip is not None
    assert layout is not None
    strip.look()
    strip.settle()
    assert strip.isVisible()
    assert strip.geometry().bottom() == window.height() - 1
    assert layout.geometry().bottom() < strip.geometry().top(), "the page ends above it"
    assert clipped(strip) == []
    covered = [
        button.accessibleName()
        for button in window.findChildren(Button)
        if button.isVisible() and button.mapTo(window, button.rect().bottomLeft()).y() >= strip.geometry().top()
    ]
    assert covered == []


@pytest.mark.parametrize("page", staff_pages.PAGES)
def test_beside_a_check(qtbot: QtBot, pages: OperatorWindow, page: str) -> None:
    show(pages)
    staff_pages.open_page(pages, staff_pages.PAGES[page])
    check(pages)


@pytest.mark.parametrize("size", [SMALLEST, (1366, 768), (1080, 1920)])
def test_beside_the_keyboard_on_the_screen(qtbot: QtBot, size: tuple[int, int]) -> None:
    desks = StaffDesks(staff=FakeSeat(), by_hand=FakeHandDesk(), health=FakeHealthDesk(), types_by_touch=lambda: True)
    window = OperatorWindow(lambda _face: plain_frame(), lambda _event: None, desks)
    qtbot.addWidget(window)
    show(window)
    window.resize(*size)
    staff_pages.open_page(window, staff_pages.PAGES["find a person"])
    keyboard, strip = window.touch_keyboard, window.strip
    assert keyboard is not None
    assert strip is not None
    assert keyboard.isVisible()
    assert keyboard.geometry().bottom() < strip.geometry().top()


@pytest.mark.parametrize("page", desk_pages.PAGES)
def test_by_which_staff_look_after_the_kiosk(qtbot: QtBot, windows: DeskWindows, page: str) -> None:
    found = desk_pages.PAGES[page]
    show(windows.window_of(found))
    windows.lead_to(found)
    check(windows.window_of(found))

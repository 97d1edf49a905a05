"""No part of a window is ever a window of its own, not even for a moment: it would flash, and take the keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.check.screens import citizen_screen
from kiosk.ui.citizen_window import CitizenWindow
from tests.ui.desk_pages import DeskWindows
from tests.ui.situations import NOW, SITUATIONS, StillPreview
from tests.ui.staff_pages import make_window


class Windows(QObject):
    """Whatever is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    windows = Windows()
    qapp.installEventFilter(windows)
    yield windows
    qapp.removeEventFilter(windows)


def test_a_part_that_is_shown_alone_is_noticed(qtbot: QtBot, windows: Windows) -> None:
    alone = QWidget()
    qtbot.addWidget(alone)
    alone.show()
    assert windows.shown == ["QWidget"]


def test_staff_windows_are_made_without_a_flash(qtbot: QtBot, windows: Windows) -> None:
    desks, pages = DeskWindows(), make_window()
    qtbot.addWidget(pages)
    desks.close()
    assert windows.shown == []


def test_the_citizens_window_is_the_only_one_on_every_screen(qtbot: QtBot, windows: Windows) -> None:
    window = CitizenWindow(StillPreview(), lambda _event: None, on_listen=lambda: None)
    qtbot.addWidget(window)
    window.show()
    for situation in SITUATIONS.values():
        window.present(citizen_screen(situation(), NOW + 6))
    assert windows.shown == ["CitizenWindow"]

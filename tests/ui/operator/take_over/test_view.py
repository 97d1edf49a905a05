"""Taking the citizen's screen over at the staff screen, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.take_over.view import TakeOverView
from tests.fakes.hand_desk import FakeTakeOverDesk
from tests.fakes.staff_screen import SHIFT, StaffScreen
from tests.ui.lettered import clipped, overlapping, says

Key = Qt.Key
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]


class Screen(StaffScreen):
    def __init__(self, folder: Path, qtbot: QtBot, login: str = "binh") -> None:
        self.desk = FakeTakeOverDesk()
        super().__init__(folder, qtbot, StaffDesks(take_over=self.desk), login)

    @property
    def view(self) -> TakeOverView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, TakeOverView))
        return view

    def open(self) -> None:
        self.press(Key.Key_F9, SHIFT)


@pytest.fixture
def screen(tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(tmp_path, qtbot)
    yield made
    made.accounts.close()


def test_f3_takes_it_and_gives_it_back_under_the_login(screen: Screen) -> None:
    screen.open()
    screen.press(Key.Key_F3)
    screen.press(Key.Key_F3)
    assert screen.desk.told == [("take", "binh"), ("release", "binh")]


def test_it_is_taken_in_the_middle_of_a_check(screen: Screen) -> None:
    screen.present("reading")
    screen.open()
    screen.present("reading-face-good")
    assert screen.shown is screen.view
    screen.press(Key.Key_F3)
    assert screen.desk.told == [("take", "binh")]


def test_f4_holds_it_longer_once_it_is_taken(screen: Screen) -> None:
    screen.open()
    screen.press(Key.Key_F4)
    assert screen.desk.told == []
    screen.press(Key.Key_F3)
    screen.press(Key.Key_F4)
    assert screen.desk.told == [("take", "binh"), ("take", "binh")]


@pytest.mark.parametrize(
    ("left", "said", "button"),
    [
        (None, "đang phục vụ", "Giữ màn hình"),
        (595.0, "còn 9 phút 55 giây", "Trả lại màn hình"),
        (12.0, "còn 0 phút 12 giây", "Trả lại màn hình"),
    ],
    ids=["free", "taken over", "about to come back"],
)
def test_how_it_stands_is_said(screen: Screen, left: float | None, said: str, button: str) -> None:
    screen.desk.left = left
    screen.open()
    assert says(screen.view, said)
    assert says(screen.view, button)


def test_leaving_the_page_gives_nothing_back(screen: Screen) -> None:
    screen.open()
    screen.press(Key.Key_F3)
    screen.press(Key.Key_Escape)
    screen.press(Key.Key_F11)
    assert screen.desk.left is not None


def test_attendants_take_nothing_over(tmp_path: Path, qtbot: QtBot) -> None:
    made = Screen(tmp_path, qtbot, "tam")
    made.open()
    assert made.shown is not made.view
    made.accounts.close()


@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def test_all_of_it_can_be_read(screen: Screen, width: int, height: int) -> None:
    screen.window.resize(width, height)
    screen.desk.left = 600.0
    screen.open()
    assert clipped(screen.view) == []
    assert overlapping(screen.view) == []

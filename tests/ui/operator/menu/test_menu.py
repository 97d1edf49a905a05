"""The menu of the staff screen: who is offered which page, by which key, and what takes it away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.accounts.accounts import StaffAccounts
from kiosk.accounts.desk import AccountsDesk
from kiosk.check.screens import operator_screen
from kiosk.domain.staff import Act, Role
from kiosk.domain.text import Text
from kiosk.ui import operator_window
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.further_pages import FurtherPage
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.staff import HASHER, PASSWORDS, ListedJournal, MovableClock
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Noted(FurtherView):
    """Notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def begin(self) -> None:
        self.told.append("begin")

    def take_back(self) -> None:
        self.told.append("take back")


class Screen:
    """A staff screen with two further pages, one for operators and one for administrators."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        clock, journal = MovableClock(), ListedJournal()
        self.accounts = StaffAccounts(folder / "accounts.sqlite", journal, clock, HASHER)
        self.accounts.add("hoa.admin", Role.ADMINISTRATOR, PASSWORDS["hoa.admin"], by="")
        self.accounts.add("binh", Role.OPERATOR, PASSWORDS["binh"], by="hoa.admin")
        self.seat = AccountsDesk(self.accounts, journal, clock)
        self.seat.log_in("binh", PASSWORDS["binh"])
        self.window = OperatorWindow(lambda face: plain_frame(), lambda event: None, StaffDesks(staff=self.seat))
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.present("idle")
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def present(self, situation: str) -> None:
        self.window.present(operator_screen(SITUATIONS[situation](), NOW))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.window, key, modifier)
        assert self.window.login is not None
        self.window.login.settle()

    @property
    def shown(self) -> object:
        layout = self.window.layout()
        assert layout is not None
        return layout.currentWidget()  # type: ignore[attr-defined]


@pytest.fixture
def views() -> dict[str, Noted]:
    return {}


@pytest.fixture
def screen(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, views: dict[str, Noted]) -> Iterator[Screen]:
    def pages(*_desks: object) -> tuple[FurtherPage, ...]:
        views.update(search=Noted(), settings=Noted())
        return (
            FurtherPage(Text("Tìm", "Find"), Key.Key_F2, Act.SEARCH_LIST, views["search"]),
            FurtherPage(Text("Cài đặt", "Settings"), Key.Key_F7, Act.CHANGE_SETTINGS, views["settings"]),
        )

    monkeypatch.setattr(operator_window, "further_pages", pages)
    made = Screen(tmp_path, qtbot)
    yield made
    made.accounts.close()


def test_the_menu_offers_what_the_role_may_do(screen: Screen, views: dict[str, Noted]) -> None:
    screen.press(Key.Key_F1, SHIFT)
    menu = screen.window.menu
    assert menu is not None
    assert screen.shown is menu
    assert menu.rows.chosen is screen.window.further[0]
    menu.rows.choose(1)
    assert menu.rows.chosen is screen.window.further[0]  # the other one is no operator's
    screen.press(Key.Key_F3)
    assert screen.shown is views["search"]
    assert views["search"].told[-1] == "begin"


def test_a_page_has_its_own_key(screen: Screen, views: dict[str, Noted]) -> None:
    screen.press(Key.Key_F2, SHIFT)
    assert screen.shown is views["search"]


def test_a_page_of_another_role_does_not_open(screen: Screen, views: dict[str, Noted]) -> None:
    screen.press(Key.Key_F7, SHIFT)
    assert screen.shown is not views["settings"]
    assert "begin" not in views["settings"].told


def test_a_check_comes_before_a_page_that_can_wait(screen: Screen, views: dict[str, Noted]) -> None:
    screen.press(Key.Key_F2, SHIFT)
    screen.present("admit")
    assert screen.shown is not views["search"]
    screen.present("idle")
    assert screen.shown is views["search"]


def test_whoever_logs_out_leaves_nothing_in_a_page(screen: Screen, views: dict[str, Noted]) -> None:
    screen.press(Key.Key_F2, SHIFT)
    views["search"].told.clear()
    screen.press(Key.Key_F11)
    assert views["search"].told == ["take back"]
    assert screen.shown is screen.window.login


def test_enter_opens_nothing(screen: Screen) -> None:
    screen.press(Key.Key_F1, SHIFT)
    screen.press(Key.Key_Return)
    assert screen.shown is screen.window.menu


@pytest.mark.parametrize(("key", "name"), [(Key.Key_F2, "Shift+F2"), (Key.Key_F11, "Shift+F11")])
def test_the_key_is_told_as_people_say_it(qtbot: QtBot, key: Qt.Key, name: str) -> None:
    view = FurtherView()
    qtbot.addWidget(view)
    assert FurtherPage(Text("", ""), key, Act.SEARCH_LIST, view).key_name == name

"""A staff screen at which an operator sits, for tests of one page: keys in, whatever the page's desk does out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.accounts.accounts import StaffAccounts
from kiosk.accounts.desk import AccountsDesk
from kiosk.check.events import Event
from kiosk.check.screens import operator_screen
from kiosk.domain.staff import Role
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.staff import HASHER, PASSWORDS, ListedJournal, MovableClock
from tests.ui.situations import NOW, SITUATIONS, plain_frame

SHIFT = Qt.KeyboardModifier.ShiftModifier

_ROLES = (
    ("hoa.admin", Role.ADMINISTRATOR),
    ("binh", Role.OPERATOR),
    ("lan", Role.SUPERVISOR),
    ("tam", Role.ATTENDANT),
)


class StaffScreen:
    """``login`` sits there; ``desks`` are what they work with, without the seat itself."""

    def __init__(self, folder: Path, qtbot: QtBot, desks: StaffDesks, login: str = "binh") -> None:
        self._qtbot = qtbot
        clock, journal = MovableClock(), ListedJournal()
        self.accounts = StaffAccounts(folder / "accounts.sqlite", journal, clock, HASHER)
        for name, role in _ROLES:
            self.accounts.add(name, role, PASSWORDS[name], by="" if role is Role.ADMINISTRATOR else "hoa.admin")
        self.seat = AccountsDesk(self.accounts, journal, clock)
        self.seat.log_in(login, PASSWORDS[login])
        self.events: list[Event] = []
        with_seat = StaffDesks(
            **{name: getattr(desks, name) for name in StaffDesks.__slots__ if name != "staff"}, staff=self.seat
        )
        self.window = OperatorWindow(lambda face: plain_frame(), self.events.append, with_seat)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.present("idle")
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def present(self, situation: str) -> None:
        self.window.present(operator_screen(SITUATIONS[situation](), NOW + 6))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.window, key, modifier)
        QApplication.processEvents()

    @property
    def shown(self) -> object:
        layout = self.window.layout()
        assert layout is not None
        return layout.currentWidget()  # type: ignore[attr-defined]

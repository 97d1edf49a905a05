"""The seat at the staff screen by keys alone: nothing of a person before a login, nothing kept after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.accounts.accounts import StaffAccounts
from kiosk.accounts.desk import AccountsDesk
from kiosk.check.screens import operator_screen
from kiosk.domain.faults import FaultCode
from kiosk.domain.staff import IDLE_LOCK_SECONDS, Role, StaffAct
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.login.forms import LAYOUTS, Form
from kiosk.ui.operator.login.view import LoginView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.staff import HASHER, PASSWORDS, ListedJournal, MovableClock
from tests.fakes.trust_desk import FakeTrustDesk
from tests.ui.lettered import clipped, overlapping, says, words
from tests.ui.situations import NAME, NOW, SITUATIONS, plain_frame

Key = Qt.Key
PIN = "271828"
SIZES = [(1024, 600), (1280, 800), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]


class Desk:
    """A staff screen over real accounts."""

    def __init__(self, folder: Path, qtbot: QtBot, *, staffed: bool) -> None:
        self._qtbot = qtbot
        self.journal, self.clock = ListedJournal(), MovableClock()
        self.accounts = StaffAccounts(folder / "accounts.sqlite", self.journal, self.clock, HASHER)
        if staffed:
            for login, role in (("hoa.admin", Role.ADMINISTRATOR), ("binh", Role.OPERATOR)):
                by = "" if login == "hoa.admin" else "hoa.admin"
                self.accounts.add(login, role, PASSWORDS[login], by=by)
            self.accounts.set_pin("binh", PIN)
        self.journal.notes.clear()
        seat = AccountsDesk(self.accounts, self.journal, self.clock)
        self.window = OperatorWindow(
            lambda face: plain_frame(), lambda event: None, StaffDesks(trust=FakeTrustDesk(), staff=seat)
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.present("admit")
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    @property
    def view(self) -> LoginView:
        assert self.window.login is not None
        return self.window.login

    def present(self, situation: str) -> None:
        self.window.present(operator_screen(SITUATIONS[situation](), NOW))

    def press(self, *keys: Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.window, key)
            self.view.settle()

    def type_in(self, *values: str) -> None:
        """F2, then each value and Enter, which goes to the next field and no further."""
        self.press(Key.Key_F2)
        for field, value in zip(self.view.page.fields, values, strict=False):
            field.field.insert(value)  # QTest types ASCII only
            self._qtbot.keyClick(field.field, Key.Key_Return)

    def log_in(self, login: str = "binh", password: str = "") -> None:
        self.type_in(login, password or PASSWORDS[login])
        self.press(Key.Key_F3)

    @property
    def asked(self) -> Form | None:
        return self.view.page.form if self.view.isVisible() else None


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(tmp_path, qtbot, staffed=True)
    yield made
    made.accounts.close()


def test_nothing_of_a_person_is_shown_before_a_login(desk: Desk) -> None:
    assert desk.asked is Form.LOG_IN
    assert NAME not in words(desk.view)
    assert not desk.window.headline.isVisible()


def test_after_a_login_the_check_is_there_at_once(desk: Desk) -> None:
    desk.log_in()

    assert desk.asked is None
    assert desk.window.headline.isVisible()
    assert desk.window.seat_bar is not None
    assert says(desk.window.seat_bar, "binh")


def test_enter_presses_nothing(desk: Desk) -> None:
    desk.type_in("binh", PASSWORDS["binh"])
    desk.press(Key.Key_Return, Key.Key_Enter, Key.Key_Space)

    assert desk.asked is Form.LOG_IN
    assert desk.journal.notes == []


def test_a_wrong_password_says_so_and_keeps_nothing_typed(desk: Desk) -> None:
    desk.log_in("binh", "sai mật khẩu rồi")

    assert desk.asked is Form.LOG_IN
    assert says(desk.view, "không đúng")
    assert [field.text for field in desk.view.page.fields] == ["", "", ""]


def test_the_wait_after_wrong_passwords_is_said_in_seconds(desk: Desk) -> None:
    for _ in range(3):
        desk.log_in("binh", "sai mật khẩu rồi")
    desk.log_in()

    assert desk.asked is Form.LOG_IN
    assert says(desk.view, "15 giây")


def test_a_locked_screen_hides_the_check_and_opens_by_pin(desk: Desk) -> None:
    desk.log_in()
    desk.press(Key.Key_F12)
    assert desk.asked is Form.BY_PIN

    desk.type_in(PIN)
    desk.press(Key.Key_F3)
    assert desk.asked is None


def test_a_seat_that_was_locked_before_the_window_opened_names_who_sits_there(desk: Desk, qtbot: QtBot) -> None:
    desk.log_in()
    desk.press(Key.Key_F12)
    seat = AccountsDesk(desk.accounts, desk.journal, desk.clock)
    seat.log_in("binh", PASSWORDS["binh"])
    seat.lock()
    late = OperatorWindow(lambda face: plain_frame(), lambda event: None, StaffDesks(staff=seat))
    qtbot.addWidget(late)

    assert late.login is not None
    said = late.login.headline.sentence.text
    assert said is not None
    assert said.vi == "Màn hình đang khóa: binh"


def test_without_a_pin_the_password_opens_a_locked_screen(desk: Desk) -> None:
    desk.log_in("hoa.admin")
    desk.press(Key.Key_F12)
    assert desk.asked is Form.BY_PASSWORD

    desk.type_in(PASSWORDS["hoa.admin"])
    desk.press(Key.Key_F3)
    assert desk.asked is None


def test_somebody_else_may_take_a_locked_seat(desk: Desk) -> None:
    desk.log_in()
    desk.press(Key.Key_F12, Key.Key_F4)
    assert desk.asked is Form.LOG_IN
    desk.view.look()
    assert desk.asked is Form.LOG_IN

    desk.log_in("hoa.admin")
    assert desk.window.seat_bar is not None
    assert says(desk.window.seat_bar, "hoa.admin")


def test_an_idle_screen_locks_itself(desk: Desk) -> None:
    desk.log_in()
    desk.clock.pass_by(IDLE_LOCK_SECONDS + 1)
    desk.view.look()

    assert desk.asked is Form.BY_PIN
    assert says(desk.view, "Màn hình đang khóa: binh")


def test_work_at_the_screen_keeps_it_open(desk: Desk, qtbot: QtBot) -> None:
    desk.log_in()
    desk.clock.pass_by(IDLE_LOCK_SECONDS - 1)
    desk.view.touch()
    desk.clock.pass_by(2)
    desk.view.look()

    assert desk.asked is None


def test_after_log_out_nobody_sits_there(desk: Desk) -> None:
    desk.log_in()
    desk.press(Key.Key_F11)

    assert desk.asked is Form.LOG_IN
    assert [note.act for note in desk.journal.notes] == [StaffAct.LOGGED_IN, StaffAct.LOGGED_OUT]


def test_a_pin_is_set_by_whoever_sits_there(desk: Desk, qtbot: QtBot) -> None:
    desk.log_in("hoa.admin")
    qtbot.keyClick(desk.window, Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    assert desk.asked is Form.NEW_PIN
    desk.view.look()
    assert desk.asked is Form.NEW_PIN

    desk.type_in(PIN, "271829")
    desk.press(Key.Key_F3)
    assert says(desk.view, "không giống nhau")

    desk.type_in(PIN, PIN)
    desk.press(Key.Key_F3)
    assert desk.asked is None
    desk.press(Key.Key_F12)
    assert desk.asked is Form.BY_PIN


def test_certificates_are_offered_to_administrators_only(desk: Desk) -> None:
    desk.present("idle")
    desk.log_in("binh")
    assert not desk.window.staff_bar.trust.isVisible()
    desk.press(Key.Key_F6)
    assert desk.window.headline.isVisible()

    desk.press(Key.Key_F11)
    desk.log_in("hoa.admin")
    assert desk.window.staff_bar.trust.isVisible()


def test_the_first_start_makes_the_administrator(tmp_path: Path, qtbot: QtBot) -> None:
    desk = Desk(tmp_path, qtbot, staffed=False)
    assert desk.asked is Form.FIRST_START

    desk.type_in("hoa.admin", PASSWORDS["hoa.admin"], PASSWORDS["hoa.admin"])
    desk.press(Key.Key_F3)

    assert desk.asked is None
    assert [member.role for member in desk.accounts.members()] == [Role.ADMINISTRATOR]
    desk.accounts.close()


def test_a_journal_that_is_full_lets_nobody_in_and_says_what_to_do(desk: Desk) -> None:
    desk.journal.full = True
    desk.log_in()

    assert desk.asked is Form.LOG_IN
    assert says(desk.view, "Chưa đăng nhập được")


def test_trouble_of_devices_is_shown_before_a_login(desk: Desk) -> None:
    idle = SITUATIONS["idle"]()
    broken = replace(idle, faults=frozenset({FaultCode.CAMERA_LOST}))
    desk.window.present(operator_screen(broken, NOW))

    assert desk.view.trouble.isVisible()


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("form", Form, ids=[form.name for form in Form])
def test_every_form_fits(desk: Desk, form: Form, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.view.page.show_form(form)
    desk.view.headline.show_headline(LAYOUTS[form].headline, desk.view.headline._tone, None)
    desk.view.page.rescale()

    assert clipped(desk.view) == []
    assert overlapping(desk.view.page) == []

"""Settings at the staff screen, by keys alone: changed, looked at, saved as a whole, the program begun anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.check.screens import operator_screen
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.settings_desk import NOT_VALID, SettingsRefused
from kiosk.domain.staff import Role
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.settings.view import SettingsView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.seat import FakeSeat
from tests.fakes.settings_desk import SETTINGS, FakeSettingsDesk
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]
ROOMS, CAMERA, VOLUME, READER = ([Key.Key_Down] * row for row in (1, 2, 3, 4))


class Desk:
    def __init__(self, qtbot: QtBot, role: Role = Role.ADMINISTRATOR) -> None:
        self._qtbot = qtbot
        self.settings = FakeSettingsDesk(plain_frame())
        desks = StaffDesks(staff=FakeSeat(role, "hoa.admin"), settings=self.settings)
        self.window = OperatorWindow(lambda face: plain_frame(), lambda event: None, desks)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.present(operator_screen(SITUATIONS["idle"](), NOW))
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.keyClick(self.window, Key.Key_F7, SHIFT)
        self.view.settle()

    @property
    def view(self) -> SettingsView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, SettingsView))
        return view

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.window, key)
            # What was saved is followed by a look at what stands there now.
            self.view.settle()
            self.view.settle()

    def type(self, text: str) -> None:
        self.view.page.field.field.setText(text)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.mark.parametrize("role", [Role.ATTENDANT, Role.OPERATOR, Role.SUPERVISOR])
def test_settings_are_for_administrators(qtbot: QtBot, role: Role) -> None:
    assert not Desk(qtbot, role).view.isVisible()


def test_a_choice_turns_to_the_next_and_is_saved_by_a_key_of_its_own(desk: Desk) -> None:
    desk.press(*VOLUME, Key.Key_F3)
    assert says(desk.view.headline, "1 mục đã đổi, chưa lưu")
    assert desk.settings.saves == []

    desk.press(Key.Key_F4)
    assert desk.settings.saves == [("hoa.admin", {"citizen.volume": "1.0"})]
    assert says(desk.view.headline, "Đã lưu – có hiệu lực ngay")


def test_choices_go_round(desk: Desk) -> None:
    desk.press(*VOLUME, Key.Key_F3, Key.Key_F3, Key.Key_F3)

    assert says(desk.view.headline, "Cài đặt của máy này")  # back at the value that is saved
    desk.press(Key.Key_F4)
    assert desk.settings.saves == []


def test_several_are_saved_as_one(desk: Desk) -> None:
    desk.press(Key.Key_F3, *VOLUME, Key.Key_F3, Key.Key_F4)

    assert desk.settings.saves == [("hoa.admin", {"site": "sites/airport.toml", "citizen.volume": "1.0"})]
    assert says(desk.view.headline, "khởi động lại để có hiệu lực")


def test_a_value_is_typed_and_taken_by_key(desk: Desk) -> None:
    desk.press(*ROOMS, Key.Key_F3)
    assert desk.view.page.asks
    desk.type("101, 102")
    desk.press(Key.Key_F3, Key.Key_F4)

    assert desk.settings.saves == [("hoa.admin", {"station.rooms": "101, 102"})]


def test_enter_takes_and_saves_nothing(desk: Desk) -> None:
    desk.press(*ROOMS, Key.Key_F3)
    desk.type("A scanner typed this")
    desk.press(Key.Key_Return, Key.Key_Enter)
    assert desk.view.page.asks

    desk.press(Key.Key_Escape)
    assert not desk.view.page.asks
    assert desk.view.isVisible()
    desk.press(Key.Key_F4)
    assert desk.settings.saves == []


def test_what_a_variable_decides_is_said_and_not_changed(desk: Desk) -> None:
    desk.press(*READER, Key.Key_F3)

    assert not desk.view.page.asks
    assert says(desk.view, "KIOSK_READER")


def test_a_refusal_is_said_and_keeps_what_was_changed(desk: Desk) -> None:
    desk.settings.refused = SettingsRefused(NOT_VALID, "citizen.volume")
    desk.press(*VOLUME, Key.Key_F3, Key.Key_F4)
    assert says(desk.view, NOT_VALID.vi)

    desk.settings.refused = None
    desk.press(Key.Key_F4)
    assert desk.settings.saves == [("hoa.admin", {"citizen.volume": "1.0"})]


def test_a_camera_is_looked_through_before_it_is_saved(desk: Desk) -> None:
    desk.press(*CAMERA, Key.Key_F3, Key.Key_F5)

    assert desk.settings.looked == ["/dev/video2"]
    assert desk.view.page.picture.has_image
    desk.press(Key.Key_Up)
    assert not desk.view.page.picture.has_image


def test_a_camera_that_is_not_there_is_said(desk: Desk) -> None:
    desk.settings.trouble = Fault(FaultCode.CAMERA_MISSING, "/dev/video2")
    desk.press(*CAMERA, Key.Key_F5)

    assert says(desk.view, FAULTS[FaultCode.CAMERA_MISSING].remedy.vi)


def test_only_a_camera_has_a_picture(desk: Desk) -> None:
    desk.press(Key.Key_F5)

    assert desk.settings.looked == []


def test_restarting_takes_two_presses(desk: Desk) -> None:
    desk.press(Key.Key_F6)
    assert desk.settings.restarts == 0
    assert says(desk.view.headline, "Nhấn F6 lần nữa")

    desk.press(Key.Key_F6)
    assert desk.settings.restarts == 1


def test_whoever_does_something_else_was_not_sure(desk: Desk) -> None:
    desk.press(Key.Key_F6, Key.Key_Escape)
    assert desk.view.isVisible()
    desk.press(Key.Key_F6, Key.Key_F3, Key.Key_F6)

    assert desk.settings.restarts == 0


def test_whoever_leaves_saves_nothing(desk: Desk) -> None:
    desk.press(*VOLUME, Key.Key_F3, Key.Key_Escape)

    assert not desk.view.isVisible()
    assert desk.settings.saves == []


def test_every_value_is_told_when_it_counts(desk: Desk) -> None:
    assert says(desk.view.page.chosen, "sau khi khởi động lại")
    desk.press(*VOLUME)
    assert says(desk.view.page.chosen, "ngay")


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("row", range(len(SETTINGS)), ids=[setting.key for setting in SETTINGS])
def test_the_page_fits(desk: Desk, size: tuple[int, int], row: int) -> None:
    desk.window.resize(*size)
    desk.press(*[Key.Key_Down] * row, Key.Key_F3)

    assert clipped(desk.window) == []
    for part in (desk.view.headline, desk.view.page.chosen, desk.view.page.rows):
        assert overlapping(part) == []

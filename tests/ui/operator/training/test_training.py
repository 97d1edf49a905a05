"""Training at the staff screen, by keys alone: begun at work in two presses; in training people come and go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.check.screens import operator_screen
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import Role
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.training.view import TrainingView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.seat import FakeSeat
from tests.fakes.training_desk import SCENES, FakeTrainingDesk
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]


class Desk:
    def __init__(self, qtbot: QtBot, *, on: bool, role: Role = Role.ATTENDANT) -> None:
        self._qtbot = qtbot
        self.training = FakeTrainingDesk(on)
        desks = StaffDesks(staff=FakeSeat(role), training=self.training)
        self.window = OperatorWindow(lambda face: plain_frame(), lambda event: None, desks)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.present(operator_screen(SITUATIONS["idle"](), NOW))
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.keyClick(self.window, Key.Key_F10, SHIFT)

    @property
    def view(self) -> TrainingView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, TrainingView))
        return view

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.window, key)
            self.view.settle()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_train(qtbot: QtBot, role: Role) -> None:
    assert Desk(qtbot, on=False, role=role).view.isVisible()


def test_work_ends_in_two_presses(qtbot: QtBot) -> None:
    desk = Desk(qtbot, on=False)
    desk.press(Key.Key_F3)
    assert desk.training.asked == []
    assert says(desk.view.headline, "Nhấn F3 lần nữa")

    desk.press(Key.Key_F3)
    assert desk.training.asked == ["begin"]


def test_whoever_leaves_the_page_was_not_sure(qtbot: QtBot) -> None:
    desk = Desk(qtbot, on=False)
    desk.press(Key.Key_F3, Key.Key_Escape)
    qtbot.keyClick(desk.window, Key.Key_F10, SHIFT)
    desk.press(Key.Key_F3)

    assert desk.training.asked == []


def test_at_work_nobody_invented_comes(qtbot: QtBot) -> None:
    desk = Desk(qtbot, on=False)
    desk.press(Key.Key_Down, Key.Key_F4, Key.Key_F6, Key.Key_Return)

    assert desk.training.asked == []


def test_in_training_people_come_and_go(qtbot: QtBot) -> None:
    desk = Desk(qtbot, on=True)
    desk.press(Key.Key_Down, Key.Key_F3, Key.Key_F4, Key.Key_F6)

    assert desk.training.asked == [SCENES[1].name, "take card", "leave"]


def test_a_scene_that_fails_is_said(qtbot: QtBot) -> None:
    desk = Desk(qtbot, on=True)
    desk.training.trouble = Fault(FaultCode.UNEXPECTED, "stuck at Idle")
    desk.press(Key.Key_F3)

    assert says(desk.view.headline, "Chưa diễn được")


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("on", [False, True], ids=["at work", "in training"])
def test_the_page_fits(qtbot: QtBot, on: bool, size: tuple[int, int]) -> None:
    desk = Desk(qtbot, on=on)
    desk.window.resize(*size)
    desk.press(Key.Key_Down)

    assert clipped(desk.window) == []
    for part in (desk.view.headline, desk.view.scrolled.widget()):
        assert overlapping(part) == []

"""The supervisor's page, by keys alone: the site's kiosks side by side, live and in shifts of the past."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.check.screens import Tone, operator_screen
from kiosk.domain.desks.supervision import Supervision
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.staff import Role
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.supervisor.lines import kiosk_rows, place_rows, tally_lines
from kiosk.ui.operator.supervisor.view import SupervisorView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.seat import FakeSeat
from tests.fakes.supervision import ALONE, SEVERAL, YESTERDAY, FakeSupervisionDesk
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]


class Desk:
    def __init__(self, qtbot: QtBot, *looks: Supervision, role: Role = Role.SUPERVISOR) -> None:
        self._qtbot = qtbot
        self.figures = FakeSupervisionDesk(*looks)
        self.window = OperatorWindow(
            lambda face: plain_frame(),
            lambda event: None,
            StaffDesks(staff=FakeSeat(role), supervision=self.figures),
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.present(operator_screen(SITUATIONS["idle"](), NOW))
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    @property
    def view(self) -> SupervisorView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, SupervisorView))
        return view

    def open(self) -> None:
        self._qtbot.keyClick(self.window, Key.Key_F4, SHIFT)
        self.view.settle()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.window, key)
            self.view.settle()


def test_the_newest_shift_is_shown_live(qtbot: QtBot) -> None:
    desk = Desk(qtbot, SEVERAL, YESTERDAY)
    desk.open()

    assert desk.view.isVisible()
    assert says(desk.view, "Ca 812 đang mở")
    assert desk.figures.asked == [812]


def test_shifts_of_the_past_by_arrow_keys(qtbot: QtBot) -> None:
    desk = Desk(qtbot, SEVERAL, YESTERDAY)
    desk.open()
    desk.press(Key.Key_Up, Key.Key_Up)
    assert says(desk.view, "Ca 640 đã đóng")
    desk.press(Key.Key_Down)

    assert says(desk.view, "Ca 812 đang mở")
    assert desk.figures.asked == [812, 640, 812]


def test_escape_leads_back_to_the_check(qtbot: QtBot) -> None:
    desk = Desk(qtbot, ALONE)
    desk.open()
    desk.press(Key.Key_Escape)

    assert not desk.view.isVisible()
    assert desk.view.page.kiosks.shown == ()


@pytest.mark.parametrize("role", [Role.ATTENDANT, Role.OPERATOR])
def test_figures_are_for_supervisors(qtbot: QtBot, role: Role) -> None:
    desk = Desk(qtbot, ALONE, role=role)
    desk.open()

    assert not desk.view.isVisible()
    assert desk.figures.asked == []


def test_before_the_first_shift(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.open()

    assert says(desk.view, "Chưa có ca nào")


def test_a_journal_that_fails_is_said_with_its_remedy(qtbot: QtBot) -> None:
    desk = Desk(qtbot, ALONE)
    desk.figures.trouble = Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")
    desk.open()

    assert says(desk.view, "Không xem được số liệu")
    assert says(desk.view, FAULTS[FaultCode.JOURNAL_FAILED].remedy.vi)


def test_every_kiosk_has_a_row_and_the_site_its_sum() -> None:
    own, second, third, broken, total = kiosk_rows(SEVERAL)

    assert own.name.vi == "quay-3 (máy này)"
    assert (second.name.vi, second.tone) == ("quay-1", Tone.NEUTRAL)
    assert own.cells == ("50", "46", "4", "2", "6,5 s", "14,5 s", "94 %", "13 %")
    assert (third.name.vi, third.tone) == ("quay-2 – 12 phút trước", Tone.ATTENTION)
    assert (broken.name.vi, broken.tone) == ("quay-9 – không đọc được", Tone.TROUBLE)
    assert total.cells == ("150", "138", "12", "6", "6,5 s", "14,5 s", "94 %", "13 %")


def test_every_place_has_a_row_and_all_their_sum() -> None:
    assert ALONE.places is not None
    first, second, total = place_rows(ALONE.places)

    assert (first.name.vi, first.cells) == ("Phòng 101", ("24", "22", "1", "0", "1", "1"))
    assert (second.name.vi, second.cells) == ("Phòng 102", ("24", "20", "0", "2", "0", "2"))
    assert total.cells == ("48", "42", "1", "2", "1", "3")
    assert place_rows(None) == ()


def test_what_had_to_be_done_twice_is_told_as_a_share() -> None:
    said = {line.label.vi: line.value.vi for line in tally_lines(ALONE.site)}

    assert said["Chip đọc được ngay lần đầu"] == "94 % của 48"
    assert said["Khuôn mặt phải so lại"] == "13 % của 47"
    assert said["Thời gian một lượt"] == "trung vị 6,5 giây · 95%: 14,5 giây"


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("looked", [ALONE, SEVERAL, YESTERDAY, None], ids=["alone", "several", "past", "none"])
def test_the_page_fits(qtbot: QtBot, size: tuple[int, int], looked: Supervision | None) -> None:
    desk = Desk(qtbot, *((replace(looked),) if looked else ()))
    desk.window.resize(*size)
    desk.open()

    assert clipped(desk.view) == []
    for part in (desk.view.headline, desk.view.page.scrolled.widget()):
        assert overlapping(part) == []

"""The shift at the staff screen, by keys alone: opened after its self test, watched, closed in two presses."""

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
from kiosk.domain.desks.shifts import FailedPart, ShiftRefusal, ShiftRefused, WrittenReport
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.shift import OpenShift, Shift
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.text import Text
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.shift.lines import figure_lines, override_lines, reason_lines, shift_lines
from kiosk.ui.operator.shift.view import ShiftView
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.shifts import morning
from tests.fakes.staff import HASHER, PASSWORDS, ListedJournal, MovableClock
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
SIZES = [(1024, 600), (1280, 800), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]

REPORT = morning()
CLOSED = Shift(REPORT.shift, REPORT.closing, REPORT.figures)
OPEN = replace(CLOSED, closing=None)


class Shifts:
    """A ``ShiftDesk`` that remembers what it was asked."""

    def __init__(self, shift: Shift | None) -> None:
        self.shift = shift
        self.asked: list[str] = []
        self.failed: tuple[FailedPart, ...] = ()
        self.trouble: Fault | None = None

    def newest(self) -> Shift | None:
        if self.trouble:
            raise self.trouble
        return self.shift

    def open(self, by: StaffMember, *, despite_failures: bool = False) -> OpenShift | ShiftRefused:
        self.asked.append(f"open {by.login}{' despite' if despite_failures else ''}")
        if self.failed and not despite_failures:
            return ShiftRefused(ShiftRefusal.PART_FAILED, self.failed)
        self.shift = OPEN
        return OPEN.opened

    def close(self, by: StaffMember, folder: Path | None = None) -> WrittenReport | ShiftRefused:
        self.asked.append(f"close {by.login}")
        self.shift = CLOSED
        return WrittenReport(REPORT, (Path("/reports/shift-812.pdf"), Path("/reports/shift-812.xlsx")))

    def report(
        self, by: StaffMember, number: int | None = None, folder: Path | None = None
    ) -> WrittenReport | ShiftRefused:
        self.asked.append(f"report {by.login}")
        return WrittenReport(REPORT, (Path("/reports/shift-812.pdf"),))


class Desk:
    def __init__(self, folder: Path, qtbot: QtBot, login: str = "lan", shift: Shift | None = None) -> None:
        self._qtbot = qtbot
        self.shifts = Shifts(shift)
        clock, journal = MovableClock(), ListedJournal()
        self.accounts = StaffAccounts(folder / "accounts.sqlite", journal, clock, HASHER)
        people = (("hoa.admin", Role.ADMINISTRATOR), ("binh", Role.OPERATOR), ("lan", Role.SUPERVISOR))
        for name, role in (*people, ("tam", Role.ATTENDANT)):
            self.accounts.add(name, role, PASSWORDS[name], by="" if name == "hoa.admin" else "hoa.admin")
        self.seat = AccountsDesk(self.accounts, journal, clock)
        self.seat.log_in(login, PASSWORDS[login])
        self.window = OperatorWindow(
            lambda face: plain_frame(), lambda event: None, StaffDesks(staff=self.seat, shifts=self.shifts)
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.present(operator_screen(SITUATIONS["idle"](), NOW))
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    @property
    def view(self) -> ShiftView:
        assert self.window.shift is not None
        return self.window.shift

    def press(self, *keys: Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.window, key)
            # An act is followed by a look at what it led to.
            self.view.settle()
            self.view.settle()


@pytest.fixture
def desks(tmp_path: Path, qtbot: QtBot) -> Iterator[list[Desk]]:
    made: list[Desk] = []
    yield made
    for desk in made:
        desk.accounts.close()


@pytest.fixture
def desk(desks: list[Desk], tmp_path: Path, qtbot: QtBot) -> Desk:
    desks.append(Desk(tmp_path, qtbot))
    return desks[0]


def test_before_the_first_shift_one_is_opened_by_key(desk: Desk) -> None:
    desk.press(Key.Key_F4)
    assert says(desk.view, "Chưa có ca nào")

    desk.press(Key.Key_F3)
    assert desk.shifts.asked == ["open lan"]
    assert says(desk.view, "Ca 812 đang mở")


def test_a_part_that_failed_is_named_and_takes_a_second_word(desk: Desk) -> None:
    desk.shifts.failed = (FailedPart("readers", "no reader", Text("Cắm đầu đọc thẻ", "Plug the reader in")),)
    desk.press(Key.Key_F4, Key.Key_F3)
    assert says(desk.view, "Cắm đầu đọc thẻ")
    assert says(desk.view, "Vẫn mở ca")

    desk.press(Key.Key_F3)
    assert desk.shifts.asked == ["open lan", "open lan despite"]
    assert says(desk.view, "Ca 812 đang mở")


def test_closing_takes_two_presses_and_says_where_the_report_lies(desk: Desk) -> None:
    desk.shifts.shift = OPEN
    desk.press(Key.Key_F4, Key.Key_F3)
    assert desk.shifts.asked == []
    assert says(desk.view, "Nhấn F3 lần nữa")

    desk.press(Key.Key_F3)
    assert desk.shifts.asked == ["close lan"]
    assert says(desk.view, "shift-812.pdf")
    assert says(desk.view, "Ca 812 đã đóng")


def test_whoever_leaves_the_page_begins_anew(desk: Desk) -> None:
    desk.shifts.shift = OPEN
    desk.press(Key.Key_F4, Key.Key_F3, Key.Key_Escape, Key.Key_F4, Key.Key_F3)

    assert desk.shifts.asked == []


def test_enter_closes_nothing(desk: Desk) -> None:
    desk.shifts.shift = OPEN
    desk.press(Key.Key_F4, Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Return)

    assert desk.shifts.asked == []


def test_the_report_is_written_again(desk: Desk) -> None:
    desk.shifts.shift = CLOSED
    desk.press(Key.Key_F4, Key.Key_F4)

    assert desk.shifts.asked == ["report lan"]
    assert says(desk.view, "shift-812.pdf")


@pytest.mark.parametrize(
    ("login", "opens", "closes"),
    [("tam", False, False), ("binh", True, False), ("lan", True, True)],
    ids=["attendant", "operator", "supervisor"],
)
def test_who_may(desks: list[Desk], tmp_path: Path, qtbot: QtBot, login: str, opens: bool, closes: bool) -> None:
    desks.append(Desk(tmp_path, qtbot, login, OPEN))
    desk = desks[0]
    desk.press(Key.Key_F4)
    assert desk.view.isVisible() is opens
    assert not opens or says(desk.view, "F3 · Đóng ca"), "named also to those who may not"

    desk.press(Key.Key_F3, Key.Key_F3)
    assert (desk.shifts.asked == [f"close {login}"]) is closes


def test_a_journal_that_fails_is_said_with_its_remedy(desk: Desk) -> None:
    desk.shifts.trouble = Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")
    desk.press(Key.Key_F4)

    assert says(desk.view, "Không dùng được sổ ca")
    assert says(desk.view, FAULTS[FaultCode.JOURNAL_FAILED].remedy.vi)


def test_what_is_said_of_a_shift() -> None:
    said = {line.label.vi: line.value.vi for line in (*shift_lines(CLOSED), *figure_lines(CLOSED))}

    assert said["Mở bởi"] == "binh"
    assert said["Danh sách"] == "phong-3.csv · 48 dòng"
    assert said["Tự kiểm tra"] == "1 phần cần lưu ý: Ổ đĩa"
    assert said["Mã khóa sổ"] == "0123456789abcdef…"
    assert said["Lượt kiểm tra"] == "50"
    assert said["Đã vào"] == "46"
    assert said["Quyết định thay"] == "1"
    assert said["Thời gian một lượt"] == "trung vị 6,2 giây · 95%: 14,9 giây"


def test_reasons_are_counted_in_words_most_frequent_first() -> None:
    assert [line.value.vi for line in reason_lines(CLOSED)] == ["3", "2", "2"]
    assert reason_lines(CLOSED)[0].label.vi == "Khuôn mặt chưa đủ giống, cần người xem"


def test_a_code_of_a_newer_journal_stands_as_it_is() -> None:
    figures = replace(CLOSED.figures, reasons=(("of-tomorrow", 1),), faults=(("device-of-tomorrow", 1),))
    newer = replace(CLOSED, figures=figures)

    assert reason_lines(newer)[0].label.vi == "of-tomorrow"
    assert figure_lines(newer)[-1].label.vi == "device-of-tomorrow"


def test_an_override_names_logins_and_the_row_of_the_list() -> None:
    newest, oldest = override_lines(CLOSED)

    assert "binh + lan" in newest.label.vi
    assert newest.detail is not None
    assert newest.detail.vi == "đã hoàn tác bởi lan"
    assert "000117 · binh" in oldest.label.vi


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("shift", [None, OPEN, CLOSED], ids=["none", "open", "closed"])
def test_the_page_fits(desk: Desk, size: tuple[int, int], shift: Shift | None) -> None:
    desk.shifts.shift = shift
    desk.window.resize(*size)
    desk.press(Key.Key_F4)

    assert clipped(desk.view) == []
    for part in (desk.view.headline, desk.view.page.shift, desk.view.page.figures, desk.view.page.hours):
        assert overlapping(part) == []

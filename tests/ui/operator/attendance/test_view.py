"""Who came and who is awaited, at the staff screen: rooms with counts, the people of one, counted anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from kiosk.domain.arrivals import Arrival, Awaited, Group
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.ui.operator.attendance import captions
from kiosk.ui.operator.attendance.rows import MOST_NAMED
from kiosk.ui.operator.attendance.view import AttendanceView
from kiosk.ui.operator.desks import StaffDesks
from tests.fakes.staff_screen import SHIFT, StaffScreen
from tests.ui.lettered import clipped, overlapping, says

Key = Qt.Key
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]
CAME = Arrival(datetime(2026, 11, 22, 7, 5, tzinfo=UTC), "TS-1")


def awaited(key: str, name: str, arrival: Arrival | None = None) -> Awaited:
    return Awaited(Listing(key, name=name, place=Text("Phòng 101 – Ghế 7", "Room 101 – Seat 7")), arrival)


ROOM_101 = Group("101", (awaited("TS-1", "Nguyễn Văn An", CAME), awaited("TS-2", "Trần Thị Bích Ngọc")))
ROOM_102 = Group("102", (awaited("TS-3", "Đỗ Minh Đức", CAME),))
LEFT = replace(awaited("TS-9", "Lê Hoàng Bảo", CAME), left_at=datetime(2026, 11, 22, 9, 12).astimezone())
ROOM_OUT = Group("101", (*ROOM_101.people, LEFT))
CROWD = Group("", tuple(awaited(f"TS-{at}", "Lê Hoàng Bảo") for at in range(MOST_NAMED + 5)))


class Desk:
    def __init__(self) -> None:
        self.counted: tuple[Group, ...] | None = (ROOM_101, ROOM_102)
        self.fault: FaultCode | None = None
        self.re_entry = Verdict.ADMIT_WITH_ATTENTION
        self.noted: list[tuple[str, str]] = []
        self.left_at: datetime | None = datetime(2026, 11, 22, 9, 12).astimezone()

    def note_leaving(self, key: str, by: str) -> datetime | None:
        if self.fault is not None:
            raise Fault(self.fault)
        self.noted.append((key, by))
        return self.left_at

    def groups(self) -> tuple[Group, ...] | None:
        if self.fault is not None:
            raise Fault(self.fault)
        return self.counted


class Screen(StaffScreen):
    def __init__(self, folder: Path, qtbot: QtBot, login: str = "binh") -> None:
        self.desk = Desk()
        super().__init__(folder, qtbot, StaffDesks(attendance=self.desk), login)

    @property
    def view(self) -> AttendanceView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, AttendanceView))
        return view

    def open(self) -> None:
        self.press(Key.Key_F6, SHIFT)
        self.view.settle()


@pytest.fixture
def screen(tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(tmp_path, qtbot)
    yield made
    made.accounts.close()


def test_rooms_are_counted(screen: Screen) -> None:
    screen.open()
    assert says(screen.view, "Đã đến 2 trên 3, còn vắng 1")
    assert says(screen.view, "1/2 · vắng 1")
    assert says(screen.view, "Đã đến đủ")
    assert not says(screen.view, "Trần Thị Bích Ngọc"), "nobody is named before a room is opened"


def test_a_room_names_who_is_awaited_and_nobody_else(screen: Screen) -> None:
    screen.open()
    screen.press(Key.Key_F3)
    assert says(screen.view, "101: còn vắng 1 trên 2")
    assert says(screen.view, "Trần Thị Bích Ngọc")
    assert not says(screen.view, "Nguyễn Văn An")
    screen.press(Key.Key_Escape)
    assert says(screen.view, "Đã đến 2 trên 3")


def test_it_is_counted_anew_where_one_stands(screen: Screen, qtbot: QtBot) -> None:
    screen.open()
    screen.press(Key.Key_F3)
    screen.desk.counted = (Group("101", ROOM_101.people[:1]), ROOM_102)
    screen.view._timer.timeout.emit()
    screen.view.settle()
    assert says(screen.view, "101: còn vắng 0 trên 1")


def test_more_people_than_anybody_calls_out_are_counted_only(screen: Screen) -> None:
    screen.desk.counted = (CROWD,)
    screen.open()
    assert says(screen.view, "Không ghi phòng")
    screen.press(Key.Key_F3)
    assert says(screen.view, "… và 5 người nữa")


@pytest.mark.parametrize(
    ("counted", "fault", "said"),
    [
        (None, None, "Chưa mở ca"),
        ((), None, "không có ai ở đây"),
        ((), FaultCode.LIST_MISSING, "danh sách"),
    ],
    ids=["no shift", "nobody expected", "no list"],
)
def test_what_keeps_it_from_counting_is_said(
    screen: Screen, counted: tuple[Group, ...] | None, fault: FaultCode | None, said: str
) -> None:
    screen.desk.counted, screen.desk.fault = counted, fault
    screen.open()
    assert says(screen.view, said)


def test_names_leave_with_whoever_leaves(screen: Screen) -> None:
    screen.open()
    screen.press(Key.Key_F3)
    screen.press(Key.Key_F11)
    assert screen.view.rows.chosen is None


def test_attendants_see_no_names(tmp_path: Path, qtbot: QtBot) -> None:
    made = Screen(tmp_path, qtbot, "tam")
    made.open()
    assert made.shown is not made.view
    made.accounts.close()


def inside(screen: Screen, *keys: Key) -> None:
    """Room 101, those who came into it, then ``keys``."""
    screen.open()
    for key in (Key.Key_F3, Key.Key_F4, *keys):
        screen.press(key)
    screen.view.settle()


def test_a_room_names_who_came_in(screen: Screen) -> None:
    inside(screen)
    assert says(screen.view, "101: đã vào 1 trên 2")
    assert says(screen.view, "Nguyễn Văn An")
    assert not says(screen.view, "Trần Thị Bích Ngọc")
    screen.press(Key.Key_F4)
    assert says(screen.view, "101: còn vắng 1 trên 2")


def test_who_left_for_now_is_counted_beside_who_came(screen: Screen) -> None:
    screen.desk.counted = (ROOM_OUT, replace(ROOM_102, people=(replace(LEFT),)))
    screen.open()
    assert says(screen.view, "Đã đến 3 trên 4, còn vắng 1, đang ra ngoài 2")
    assert says(screen.view, "2/3 · vắng 1, đang ra ngoài 1")
    assert says(screen.view, "Đã đến đủ, đang ra ngoài 1")
    screen.press(Key.Key_F3)
    assert not says(screen.view, "Lê Hoàng Bảo"), "whoever is out is not awaited"
    screen.press(Key.Key_F4)
    assert says(screen.view, "101: đã vào 2 trên 3, đang ra ngoài 1")
    assert says(screen.view, "TS-9 · Phòng 101 – Ghế 7 · ra ngoài từ 09:12")


def test_whoever_is_out_already_is_not_noted_again(screen: Screen) -> None:
    screen.desk.counted = (ROOM_OUT,)
    inside(screen, Key.Key_F3, Key.Key_F3)
    assert says(screen.view, "Lê Hoàng Bảo đã ra ngoài lúc 09:12, chưa quay lại"), "they stand before the others"
    assert screen.desk.noted == []


@pytest.mark.parametrize("rule", captions.RE_ENTRY)
def test_what_follows_when_they_come_back_is_said_before_it_is_noted(screen: Screen, rule: Verdict) -> None:
    screen.desk.re_entry = rule
    inside(screen)
    assert screen.view.note.text == captions.RE_ENTRY[rule]
    assert set(captions.RE_ENTRY) == {Verdict.ADMIT_WITH_ATTENTION, Verdict.REFER}, "all that the rule can be"


def test_somebody_leaves_for_now_by_two_keys(screen: Screen) -> None:
    inside(screen, Key.Key_F3)
    assert says(screen.view, "Nguyễn Văn An ra ngoài? Nhấn F3 lần nữa")
    assert screen.desk.noted == []
    screen.press(Key.Key_F3)
    screen.view.settle()
    assert screen.desk.noted == [("TS-1", "binh")]
    assert says(screen.view, "Đã ghi: Nguyễn Văn An ra ngoài lúc 09:12")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        pytest.param((Key.Key_F3, Key.Key_Escape), "101: đã vào", id="Esc takes the question back"),
        pytest.param((Key.Key_F3, Key.Key_Down), "101: đã vào", id="so does choosing another"),
        pytest.param((Key.Key_F3, Key.Key_F4), "101: còn vắng", id="and turning the page"),
        pytest.param((Key.Key_F4, Key.Key_F3, Key.Key_F3), "101: còn vắng", id="nobody who has not come can leave"),
    ],
)
def test_nothing_is_noted_without_the_second_key(screen: Screen, keys: tuple[Key, ...], said: str) -> None:
    inside(screen, *keys)
    assert says(screen.view, said)
    assert screen.desk.noted == []


def test_a_click_asks_and_never_notes(screen: Screen, qtbot: QtBot) -> None:
    inside(screen)
    for _ in range(3):
        qtbot.mouseClick(screen.view.rows, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert says(screen.view, "Nhấn F3 lần nữa")
    assert screen.desk.noted == []


def test_counting_anew_does_not_take_the_question_away(screen: Screen) -> None:
    inside(screen, Key.Key_F3)
    screen.view._timer.timeout.emit()
    screen.view.settle()
    assert says(screen.view, "Nhấn F3 lần nữa")


@pytest.mark.parametrize(
    ("fault", "said"),
    [(None, "không có ai với mã này"), (FaultCode.JOURNAL_FAILED, "nhật ký")],
    ids=["the journal knows nobody inside", "the journal cannot be written"],
)
def test_what_could_not_be_noted_is_said(screen: Screen, fault: FaultCode | None, said: str) -> None:
    inside(screen, Key.Key_F3)
    screen.desk.left_at, screen.desk.fault = None, fault
    screen.press(Key.Key_F3)
    screen.view.settle()
    assert says(screen.view.headline, said)


def test_administrators_decide_about_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    made = Screen(tmp_path, qtbot, "hoa.admin")
    inside(made, Key.Key_F3, Key.Key_F3)
    assert not made.view.open.isEnabled()
    assert made.desk.noted == []
    made.accounts.close()


def test_a_lock_takes_the_question_back(screen: Screen) -> None:
    inside(screen, Key.Key_F3)
    screen.press(Key.Key_F12)
    assert not says(screen.view, "Nguyễn Văn An")
    assert screen.desk.noted == []


@pytest.mark.parametrize("counted", [ROOM_101, ROOM_OUT], ids=["all inside", "one is out"])
@pytest.mark.parametrize("keys", [(), (Key.Key_F3,)], ids=["who came in", "the question"])
@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def test_leaving_can_be_read(screen: Screen, width: int, height: int, keys: tuple[Key, ...], counted: Group) -> None:
    screen.desk.counted = (counted, ROOM_102)
    screen.window.resize(width, height)
    inside(screen, *keys)
    assert clipped(screen.view) == []
    note, rows, button = screen.view.note.geometry(), screen.view.page.scrolled.geometry(), screen.view.open.geometry()
    assert rows.bottom() < note.top()
    assert note.bottom() < button.top()


@pytest.mark.parametrize("opened", [False, True], ids=["rooms", "people"])
@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def test_all_of_it_can_be_read(screen: Screen, width: int, height: int, opened: bool) -> None:
    screen.window.resize(width, height)
    screen.desk.counted = (ROOM_OUT, ROOM_102, CROWD)
    screen.open()
    if opened:
        screen.press(Key.Key_F3)
    assert clipped(screen.view) == []
    assert overlapping(screen.view.rows) == []

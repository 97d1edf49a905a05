"""Who came and who is awaited, at the staff screen: rooms with counts, the people of one, counted anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.domain.arrivals import Arrival, Awaited, Group
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.ui.operator.attendance.view import MOST_NAMED, AttendanceView
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
CROWD = Group("", tuple(awaited(f"TS-{at}", "Lê Hoàng Bảo") for at in range(MOST_NAMED + 5)))


class Desk:
    def __init__(self) -> None:
        self.counted: tuple[Group, ...] | None = (ROOM_101, ROOM_102)
        self.fault: FaultCode | None = None

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


@pytest.mark.parametrize("opened", [False, True], ids=["rooms", "people"])
@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def test_all_of_it_can_be_read(screen: Screen, width: int, height: int, opened: bool) -> None:
    screen.window.resize(width, height)
    screen.desk.counted = (ROOM_101, ROOM_102, CROWD)
    screen.open()
    if opened:
        screen.press(Key.Key_F3)
    assert clipped(screen.view) == []
    assert overlapping(screen.view.rows) == []

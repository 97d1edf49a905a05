"""Importing lists at the staff screen, by keys: file, columns, difference, agreeing twice, taking a version back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.domain.desks.list_import import ListPreview
from kiosk.domain.faults import FaultCode
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.list_import.view import ListImportView
from tests.fakes.list_desk import BAD, GOOD, SEVERAL, FakeListDesk, SlowFile
from tests.fakes.staff_screen import SHIFT, StaffScreen
from tests.ui.lettered import clipped, overlapping, says

Key = Qt.Key
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]


class Screen(StaffScreen):
    def __init__(self, folder: Path, qtbot: QtBot, login: str = "lan") -> None:
        self.desk = FakeListDesk()
        super().__init__(folder, qtbot, StaffDesks(lists=self.desk), login)

    @property
    def view(self) -> ListImportView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, ListImportView))
        return view

    def open(self) -> None:
        self.press(Key.Key_F5, SHIFT)
        self.view.settle()

    def keys(self, *keys: Key) -> None:
        for key in keys:
            self.press(key)
            self.view.settle()

    def look_at(self, preview: ListPreview = GOOD) -> None:
        """Open the page, the stick, and the file on it."""
        self.desk.preview = preview
        self.open()
        self.keys(Key.Key_F3, Key.Key_F3, Key.Key_F3)


@pytest.fixture
def screen(tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(tmp_path, qtbot)
    yield made
    made.accounts.close()


def test_what_is_in_force_is_said_first(screen: Screen) -> None:
    screen.open()
    assert says(screen.view, "Đang dùng: phiên bản 3, 1.196 người")
    assert says(screen.view, "2 · danh-sach-thi-v2.xlsx")


def test_without_a_list_it_says_so(screen: Screen) -> None:
    screen.desk.versions = ()
    screen.open()
    assert says(screen.view, "Chưa có danh sách")


def test_a_file_is_shown_with_its_differences_and_counts_after_two_presses(screen: Screen) -> None:
    screen.look_at()
    for words in ("1.204 người", "12 người", "31 người", "dòng 18, 203"):
        assert says(screen.view, words)
    screen.keys(Key.Key_F3)
    assert screen.desk.done == []
    assert says(screen.view, "Nhấn lần nữa")
    screen.keys(Key.Key_F3)
    assert screen.desk.done == [("install", GOOD.number, "lan")]
    assert says(screen.view, "Đã dùng danh sách mới")


@pytest.fixture
def slow(screen: Screen) -> Iterator[SlowFile]:
    """The stick is open, and its file is read so slowly that one can look."""
    screen.desk.held = SlowFile()
    screen.open()
    screen.keys(Key.Key_F3, Key.Key_F3)
    yield screen.desk.held
    screen.desk.held.goes_on.set()


def begin_reading(screen: Screen, slow: SlowFile, rows: int) -> None:
    slow.rows = rows
    screen.press(Key.Key_F3)
    assert slow.begun.wait(10.0)
    screen.view._timer.timeout.emit()


@pytest.mark.parametrize(
    ("rows", "said"), [(0, "Đang mở tệp"), (999, "Đang đọc: 999 dòng"), (345_000, "Đang đọc: 345.000 dòng")]
)
def test_how_far_the_reading_is(screen: Screen, slow: SlowFile, rows: int, said: str) -> None:
    begin_reading(screen, slow, rows)
    assert says(screen.view, said)
    assert screen.view._timer.isActive()
    assert screen.view._timer.interval() <= 500, "twice a second at the least"


def test_that_it_is_compared_is_said_too(screen: Screen, slow: SlowFile) -> None:
    begin_reading(screen, slow, 1204)
    reading = screen.view._reading
    assert reading is not None
    reading.compare()
    screen.view._timer.timeout.emit()
    assert says(screen.view, "Đang so với danh sách cũ: 1.204 dòng")


def test_esc_stops_the_reading_and_leads_back_to_what_is_in_force(
    screen: Screen, slow: SlowFile, caplog: pytest.LogCaptureFixture
) -> None:
    begin_reading(screen, slow, 345_000)
    assert says(screen.view, "Dừng đọc, giữ danh sách đang dùng")
    screen.press(Key.Key_Escape)
    slow.goes_on.set()
    screen.view.settle()
    assert slow.stopped
    assert says(screen.view, "Đang dùng: phiên bản 3")
    assert not screen.view._timer.isActive()
    assert caplog.records == [], "nothing went wrong"


def test_whoever_leaves_stops_the_reading(screen: Screen, slow: SlowFile) -> None:
    begin_reading(screen, slow, 345_000)
    screen.press(Key.Key_F11)
    slow.goes_on.set()
    screen.view.settle()
    assert slow.stopped


def test_of_a_workbook_with_several_lists_one_is_chosen_by_keys(screen: Screen) -> None:
    screen.look_at(SEVERAL)
    assert says(screen.view, "Trang tính nào là danh sách?")
    assert says(screen.view, "Ca sáng")
    screen.desk.preview = GOOD
    screen.keys(Key.Key_Down, Key.Key_F3)
    assert screen.desk.sheets == ["", "Ca chiều"]
    assert says(screen.view, "1.204 người")


def test_with_other_columns_the_same_sheet_is_read_again(screen: Screen) -> None:
    screen.look_at(SEVERAL)
    screen.desk.preview = GOOD
    screen.keys(Key.Key_F3, Key.Key_F4, Key.Key_Down, Key.Key_Right, Key.Key_F3)
    assert screen.desk.sheets == ["", "Ca sáng", "Ca sáng"]


def test_a_workbook_of_which_no_sheet_is_wanted(screen: Screen) -> None:
    screen.look_at(SEVERAL)
    screen.keys(Key.Key_Escape)
    assert says(screen.view, "Đang dùng: phiên bản 3")
    assert screen.desk.sheets == [""]


def test_a_list_with_bad_rows_cannot_be_used(screen: Screen) -> None:
    screen.look_at(BAD)
    assert says(screen.view, "dòng 41, 42")
    screen.keys(Key.Key_F3, Key.Key_F3)
    assert screen.desk.done == []


def test_columns_are_changed_by_the_arrow_keys_and_read_again(screen: Screen) -> None:
    screen.look_at()
    screen.keys(Key.Key_F4)
    assert says(screen.view, "Số định danh (bắt buộc)")
    screen.keys(Key.Key_F3)
    assert screen.desk.columns == [{}], "nothing was changed yet"
    screen.keys(Key.Key_Down, Key.Key_Right, Key.Key_Right)
    assert says(screen.view, "«Mã ĐDCD»")
    screen.keys(Key.Key_F3)
    assert screen.desk.columns == [{}, {"number": "Mã ĐDCD"}]
    assert says(screen.view, "1.204 người")


def test_esc_leaves_the_columns_as_they_were(screen: Screen) -> None:
    screen.look_at()
    screen.keys(Key.Key_F4, Key.Key_Down, Key.Key_Right, Key.Key_Escape, Key.Key_F4)
    assert screen.view.columns.chosen == {}


def test_an_older_version_is_taken_back_after_two_presses(screen: Screen) -> None:
    screen.open()
    screen.keys(Key.Key_Down, Key.Key_Down, Key.Key_F3)
    assert says(screen.view, "Dùng lại phiên bản 2?")
    screen.keys(Key.Key_F3)
    assert screen.desk.done == []
    screen.keys(Key.Key_F3)
    assert screen.desk.done == [("restore", 2, "lan")]


def test_the_version_in_force_need_not_be_taken_back(screen: Screen) -> None:
    screen.open()
    screen.keys(Key.Key_Down, Key.Key_F3, Key.Key_F3, Key.Key_F3)
    assert screen.desk.done == []


@pytest.mark.parametrize(
    ("when", "said"),
    [("look", "danh sách đang dùng giữ nguyên"), ("install", "danh sách đang dùng giữ nguyên")],
    ids=["the file cannot be read", "the list cannot be put in force"],
)
def test_what_fails_leaves_the_list_in_force(screen: Screen, when: str, said: str) -> None:
    if when == "look":
        screen.desk.fault = FaultCode.LIST_MALFORMED
        screen.look_at()
        assert says(screen.view, "list.csv: row 2")
    else:
        screen.look_at()
        screen.desk.fault = FaultCode.JOURNAL_FAILED
        screen.keys(Key.Key_F3, Key.Key_F3)
    assert says(screen.view, said)
    assert screen.desk.done == []


def test_enter_agrees_to_nothing(screen: Screen) -> None:
    screen.look_at()
    screen.keys(Key.Key_Return, Key.Key_Return, Key.Key_Enter)
    assert screen.desk.done == []


def test_pressed_once_before_a_way_round_counts_for_nothing(screen: Screen) -> None:
    screen.look_at()
    screen.keys(Key.Key_F3, Key.Key_F4, Key.Key_Escape, Key.Key_F3)
    assert screen.desk.done == []


def test_whoever_leaves_leaves_no_draft(screen: Screen) -> None:
    screen.look_at()
    before = screen.desk.dropped
    screen.press(Key.Key_F11)
    screen.view.settle()
    assert screen.desk.dropped == before + 1


def test_operators_import_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    made = Screen(tmp_path, qtbot, "binh")
    made.open()
    assert made.shown is not made.view
    made.accounts.close()


@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
@pytest.mark.parametrize("page", ["kept", "preview", "bad", "columns", "sheets", "older"])
def test_all_of_it_can_be_read(screen: Screen, width: int, height: int, page: str) -> None:
    screen.window.resize(width, height)
    if page == "kept":
        screen.open()
    elif page == "older":
        screen.open()
        screen.keys(Key.Key_Down, Key.Key_Down, Key.Key_F3)
    else:
        screen.look_at({"bad": BAD, "sheets": SEVERAL}.get(page, GOOD))
    if page == "columns":
        screen.keys(Key.Key_F4)
    assert clipped(screen.view) == []
    rows = (screen.view.kept.rows, screen.view.columns.rows, screen.view.sheets.rows)
    for board in (*rows, screen.view.preview.scrolled.widget()):
        if board.isVisible():
            assert overlapping(board) == []

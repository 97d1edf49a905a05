"""Looking for somebody in the list at the staff screen, by keys: type, search, choose, look, decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.check import events as ev
from kiosk.check.overrides.runner import OverrideRunner
from kiosk.check.overrides.screen import OverrideKind
from kiosk.check.overrides.steps import Decided
from kiosk.check.referrals import Referred
from kiosk.check.screens import operator_screen
from kiosk.domain.desks.by_hand import Hindrance
from kiosk.domain.desks.list_search import FoundPeople
from kiosk.domain.faults import FaultCode
from kiosk.domain.override import OverrideRules
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Reason, Verdict
from kiosk.ui.operator.by_hand.view import ByHandView
from kiosk.ui.operator.desks import StaffDesks
from tests.fakes.hand_desk import PEOPLE, FakeHandDesk
from tests.fakes.staff import MovableClock
from tests.fakes.staff_screen import SHIFT, StaffScreen
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.operator.override.test_override import Book
from tests.ui.situations import NOW, SITUATIONS, plain_frame

Key = Qt.Key
SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]


class Screen(StaffScreen):
    def __init__(self, folder: Path, qtbot: QtBot, login: str = "binh") -> None:
        self.desk = FakeHandDesk()
        self.overrides = OverrideRunner(OverrideRules(), Book(), MovableClock())
        desks = StaffDesks(
            by_hand=self.desk, overrides=self.overrides, decode_list_photo=lambda photo: plain_frame(blue=20)
        )
        super().__init__(folder, qtbot, desks, login)

    @property
    def view(self) -> ByHandView:
        (view,) = (page.view for page in self.window.further if isinstance(page.view, ByHandView))
        return view

    def open(self) -> None:
        self.press(Key.Key_F2, SHIFT)

    def look_for(self, typed: str) -> None:
        self.view.page.field.field.setText(typed)
        self.press(Key.Key_F3)
        self.view.settle()


@pytest.fixture
def screen(tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(tmp_path, qtbot)
    yield made
    made.overrides.stop()
    made.accounts.close()


def test_it_opens_ready_to_type(screen: Screen) -> None:
    screen.open()
    assert screen.shown is screen.view
    assert screen.view.page.field.field.hasFocus()


def test_what_was_typed_is_searched_and_a_row_is_chosen(screen: Screen) -> None:
    screen.open()
    screen.look_for("  nguyen van an ")
    assert screen.desk.asked == ["nguyen van an"]
    assert says(screen.view, "Nguyễn Văn An")
    assert says(screen.view, "Phòng 203 – Ghế 17")

    screen.press(Key.Key_Down)
    screen.press(Key.Key_F3)
    screen.view.settle()
    assert screen.desk.begun == [(PEOPLE[1], "binh")]
    assert screen.shown is not screen.view


def test_another_text_is_searched_before_a_row_can_be_chosen(screen: Screen) -> None:
    screen.open()
    screen.look_for("an")
    screen.look_for("anh")
    assert screen.desk.asked == ["an", "anh"]
    assert screen.desk.begun == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (FoundPeople(), "Không tìm thấy ai"),
        (FoundPeople(PEOPLE), "Tìm thấy 3 người"),
        (FoundPeople(PEOPLE, more=True), "gõ thêm để thu hẹp"),
    ],
    ids=["nobody", "some", "too many"],
)
def test_it_says_how_many_there_are(screen: Screen, found: FoundPeople, said: str) -> None:
    screen.desk.found = found
    screen.open()
    screen.look_for("an")
    assert says(screen.view, said)


def test_enter_searches_nothing(screen: Screen) -> None:
    screen.open()
    screen.view.page.field.field.setText("an")
    screen.press(Key.Key_Return)
    assert screen.desk.asked == []


def test_without_a_word_nothing_is_searched(screen: Screen) -> None:
    screen.open()
    screen.look_for("   ")
    assert screen.desk.asked == []


def test_while_somebody_is_checked_it_says_so(screen: Screen) -> None:
    screen.desk.why = Hindrance.BUSY
    screen.open()
    assert says(screen.view, "Đang kiểm tra một người")
    screen.look_for("an")
    screen.press(Key.Key_F3)
    screen.view.settle()
    assert screen.shown is screen.view
    assert says(screen.view, "Đang kiểm tra một người")


def test_a_list_that_is_missing_is_said(screen: Screen) -> None:
    screen.desk.fault = FaultCode.LIST_MISSING
    screen.open()
    screen.look_for("an")
    assert says(screen.view, "danh sách")


def test_whoever_leaves_takes_the_search_along(screen: Screen) -> None:
    screen.open()
    screen.look_for("an")
    screen.press(Key.Key_Escape)
    screen.open()
    assert screen.view.page.field.text == ""
    assert screen.view.page.rows.chosen is None


def test_it_opens_beside_the_result_of_a_dead_chip_and_stays(screen: Screen) -> None:
    screen.present("refer-dead-chip")
    screen.open()
    screen.present("remove-card")
    assert screen.shown is screen.view
    screen.look_for("an")
    screen.press(Key.Key_F3)
    screen.view.settle()
    screen.present("by-hand")
    assert screen.shown is not screen.view


def test_attendants_do_not_search(tmp_path: Path, qtbot: QtBot) -> None:
    made = Screen(tmp_path, qtbot, "tam")
    made.open()
    assert made.shown is not made.view
    made.overrides.stop()
    made.accounts.close()


class TestLooking:
    def test_the_lists_photo_stands_in_the_place_of_the_chips(self, screen: Screen) -> None:
        screen.present("by-hand")
        screen.window.settle()
        assert screen.window.list_photo.has_image
        assert screen.window.live_photo.has_image
        assert screen.window.chip_photo.isHidden()

    def test_beside_a_chips_photo_it_is_the_third(self, screen: Screen) -> None:
        screen.present("admit")
        assert screen.window.list_photo.isHidden()
        assert not screen.window.chip_photo.isHidden()

    def test_nothing_of_it_stays_when_the_check_is_wiped(self, screen: Screen) -> None:
        screen.present("by-hand")
        screen.window.settle()
        screen.present("idle")
        assert not screen.window.list_photo.has_image

    def test_f3_says_that_enough_was_seen_and_only_then(self, screen: Screen) -> None:
        screen.press(Key.Key_F3)
        screen.present("by-hand")
        screen.press(Key.Key_F3)
        check = SITUATIONS["by-hand"]().check
        assert check is not None
        assert screen.events == [ev.HandCheckDone(check.id)]

    def test_then_the_reasons_are_offered(self, screen: Screen) -> None:
        screen.overrides.post(Decided(Referred(CheckId("c1"), Verdict.REFER, (Reason.CHECKED_BY_HAND,), 1.0, "An")))
        screen.present("by-hand-waits")
        assert screen.window.override is not None
        screen.window.override.settle()
        assert screen.shown is screen.window.override
        assert screen.window.override._shown is OverrideKind.REASONS

    def test_when_it_is_decided_the_page_goes_as_it_came(self, screen: Screen) -> None:
        screen.overrides.post(Decided(Referred(CheckId("c1"), Verdict.REFER, (Reason.CHECKED_BY_HAND,), 1.0, "An")))
        screen.present("by-hand-waits")
        assert screen.window.override is not None
        screen.present("idle")
        assert screen.shown is screen.window.override, "somebody is still choosing a reason"
        screen.present("by-hand-waits")
        screen.press(Key.Key_Escape)
        screen.present("by-hand-admitted")
        assert screen.shown is not screen.window.override

    def test_a_list_without_a_photo_says_so(self, screen: Screen) -> None:
        bare = replace(operator_screen(SITUATIONS["by-hand"](), NOW), list_photo=None)
        screen.window.present(bare)
        assert says(screen.window.list_photo, "Danh sách không có ảnh")
        assert screen.window.chip_photo.isHidden()

    def test_an_administrator_leaves_the_person_to_those_who_decide(self, tmp_path: Path, qtbot: QtBot) -> None:
        made = Screen(tmp_path, qtbot, "hoa.admin")
        made.present("by-hand-waits")
        assert made.shown is not made.window.override
        made.overrides.stop()
        made.accounts.close()


@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def test_all_of_it_can_be_read(screen: Screen, width: int, height: int) -> None:
    screen.window.resize(width, height)
    screen.open()
    screen.look_for("an")
    assert clipped(screen.view) == []
    assert overlapping(screen.view.page) == []

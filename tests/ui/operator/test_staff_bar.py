"""Staff actions: each has its function key, and nothing that a scanner types presses anything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.check.events import ChipGivenUp, Dismissed, Event, KeyTyped, MoreTimeAsked, StaffLooks
from kiosk.domain.access_key import Can
from kiosk.domain.record import CheckId
from kiosk.ui.drawing.button import Button
from kiosk.ui.operator.staff_bar import StaffBar
from tests.ui.lettered import says


@pytest.fixture
def posted() -> list[Event]:
    return []


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def bar(qtbot: QtBot, posted: list[Event], opened: list[str]) -> StaffBar:
    bar = StaffBar(posted.append, lambda: opened.append("trust"))
    qtbot.addWidget(bar)
    bar.resize(1366, 60)
    bar.rescale()
    bar.show()
    with qtbot.waitActive(bar):
        bar.activateWindow()
    return bar


@pytest.mark.parametrize(
    ("key", "event"),
    [(Qt.Key.Key_F8, Dismissed()), (Qt.Key.Key_F9, ChipGivenUp()), (Qt.Key.Key_F10, StaffLooks())],
    ids=["F8", "F9", "F10"],
)
def test_function_keys(qtbot: QtBot, bar: StaffBar, posted: list[Event], key: Qt.Key, event: Event) -> None:
    qtbot.keyClick(bar, key)
    assert posted == [event]


def test_an_attention_is_seen_before_the_result_is_closed(qtbot: QtBot, posted: list[Event]) -> None:
    seen: list[CheckId] = []
    bar = StaffBar(posted.append, on_seen=seen.append)
    qtbot.addWidget(bar)
    bar.show()
    with qtbot.waitActive(bar):
        bar.activateWindow()
    bar.offer_seeing(CheckId("c-1"))
    assert says(bar, "F8 · Đã xem")
    qtbot.keyClicks(bar, "001090012345|Nguyen Van An ")
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert (seen, posted) == ([], [])

    qtbot.keyClick(bar, Qt.Key.Key_F8)
    assert (seen, posted) == (["c-1"], [])
    bar.offer_seeing(None)
    assert says(bar, "F8 · Đóng kết quả")
    qtbot.keyClick(bar, Qt.Key.Key_F8)
    assert (seen, posted) == (["c-1"], [Dismissed()])


@pytest.mark.parametrize(
    ("name", "event"),
    [("dismiss", Dismissed()), ("chip_given_up", ChipGivenUp()), ("staff_looks", StaffLooks())],
    ids=["dismiss", "chip given up", "staff look"],
)
def test_buttons_do_what_their_keys_do(
    qtbot: QtBot, bar: StaffBar, posted: list[Event], name: str, event: Event
) -> None:
    bar.offer_looking(True)
    qtbot.mouseClick(getattr(bar, name), Qt.MouseButton.LeftButton)
    assert posted == [event]


def test_looking_oneself_is_offered_while_the_person_is_asked_to_move(bar: StaffBar) -> None:
    assert bar.staff_looks.isHidden()
    bar.offer_looking(True)
    assert bar.staff_looks.isVisible()
    bar.offer_looking(False)
    assert bar.staff_looks.isHidden()


@pytest.mark.parametrize("offered", [True, False], ids=["somebody has only so long", "nothing ends by itself"])
def test_more_time_is_given_by_key_and_button(qtbot: QtBot, bar: StaffBar, posted: list[Event], offered: bool) -> None:
    bar.offer_more_time(offered)
    qtbot.keyClick(bar, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    if offered:
        qtbot.mouseClick(bar.more_time, Qt.MouseButton.LeftButton)
    assert (bar.more_time.isVisible(), posted) == (offered, [MoreTimeAsked()] * (2 * offered))


def test_every_button_shows_its_key(bar: StaffBar) -> None:
    for button in bar.findChildren(Button):
        ((_, lines),) = button.letters
        assert button.accessibleDescription() in lines[0].text.split()
    assert {button.accessibleDescription() for button in bar.findChildren(Button)} == {
        *("F2", "F3", "F6", "F7", "F8", "F9", "F10", "Shift+F11")
    }


@pytest.mark.parametrize("width", [1024, 1366])
def test_the_letters_of_its_buttons_are_of_about_one_size(qtbot: QtBot, bar: StaffBar, width: int) -> None:
    bar.offer_more_time(True)
    bar.offer_looking(True)
    bar.resize(width, 60)
    bar.rescale()
    qtbot.waitUntil(lambda: all(button.width() > 1 for button in bar.findChildren(Button) if button.isVisible()))
    shown = [button for button in bar.findChildren(Button) if button.isVisible()]
    sizes = [button.letters[0][1][0].font.pixelSize() for button in shown]
    assert max(sizes) <= 1.25 * min(sizes)


def test_certificates_open_by_key_and_button_between_checks_only(
    qtbot: QtBot, bar: StaffBar, opened: list[str], posted: list[Event]
) -> None:
    bar.allow_trust(False)
    qtbot.keyClick(bar, Qt.Key.Key_F6)
    assert (opened, bar.trust.isVisible()) == ([], False)
    bar.allow_trust(True)
    qtbot.keyClick(bar, Qt.Key.Key_F6)
    qtbot.mouseClick(bar.trust, Qt.MouseButton.LeftButton)
    assert (opened, posted) == (["trust", "trust"], [])


def test_without_a_desk_there_is_no_button(qtbot: QtBot, posted: list[Event]) -> None:
    bar = StaffBar(posted.append)
    qtbot.addWidget(bar)
    bar.show()
    with qtbot.waitActive(bar):
        bar.activateWindow()
    qtbot.keyClick(bar, Qt.Key.Key_F6)
    assert (bar.trust.isVisible(), posted) == (False, [])


def test_f2_leads_to_the_field(qtbot: QtBot, bar: StaffBar) -> None:
    assert not bar.field.hasFocus()
    qtbot.keyClick(bar, Qt.Key.Key_F2)
    assert bar.field.hasFocus()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("012345", "012345"),
        ("001090012345", "012345"),
        ("00109", None),
        ("0010900", None),
        ("", None),
        ("abc012345", "012345"),
        ("001090012345|012345678|Nguyen Van An|15031990", "012345"),
    ],
    ids=["six", "twelve", "too few", "neither", "nothing", "letters are dropped", "a scanned QR text"],
)
def test_numbers(qtbot: QtBot, bar: StaffBar, posted: list[Event], typed: str, key: str | None) -> None:
    qtbot.keyClick(bar, Qt.Key.Key_F2)
    qtbot.keyClicks(bar.field, typed)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert posted == ([KeyTyped((Can(key),))] if key else [])
    if key:
        assert bar.field.text() == ""
        assert not bar.field.hasFocus()
    else:
        assert says(bar, "Cần đúng 6 hoặc 12 chữ số")


@pytest.mark.parametrize(
    ("typed", "key"), [("012345", "012345"), ("00109", None)], ids=["six digits", "too few are left to be mended"]
)
def test_the_key_that_leads_to_the_field_also_hands_it_on(
    qtbot: QtBot, bar: StaffBar, posted: list[Event], typed: str, key: str | None
) -> None:
    qtbot.keyClick(bar, Qt.Key.Key_F2)
    assert says(bar, "F2 · Nhập số")
    qtbot.keyClicks(bar.field, typed)
    assert says(bar, "F2 · Nhận số")
    qtbot.keyClick(bar, Qt.Key.Key_F2)
    assert posted == ([KeyTyped((Can(key),))] if key else [])
    assert bar.field.text() == ("" if key else typed)


def test_a_typed_number_cannot_be_brought_back(qtbot: QtBot, bar: StaffBar) -> None:
    qtbot.keyClick(bar, Qt.Key.Key_F2)
    qtbot.keyClicks(bar.field, "001090012345")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    bar.begin_typing()
    for sequence in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo):
        QTest.keySequence(bar.field, QKeySequence(sequence))
    assert bar.field.text() == ""
    assert bar.field.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu


def test_escape_drops_what_was_typed(qtbot: QtBot, bar: StaffBar, posted: list[Event]) -> None:
    qtbot.keyClick(bar, Qt.Key.Key_F2)
    qtbot.keyClicks(bar.field, "0010")
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert (bar.field.text(), bar.field.hasFocus(), posted) == ("", False, [])


def test_a_scanner_presses_nothing(qtbot: QtBot, bar: StaffBar, posted: list[Event]) -> None:
    for widget in (bar, *bar.findChildren(QWidget)):
        if widget is not bar.field:
            qtbot.keyClicks(widget, "001090012345|Nguyen Van An ")
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Tab):
                qtbot.keyClick(widget, key)
    assert posted == []

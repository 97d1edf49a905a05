"""A scanner that types into Qt's windows: caught whole, and never able to press anything; people type as ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.reader.codes.kinds import recognise
from kiosk.reader.codes.qr import CardQr
from kiosk.ui.scanner_keys.bursts import AFTER_SECONDS, GAP_SECONDS
from kiosk.ui.scanner_keys.key_filter import ScannerKeys
from tests.fakes.lds_files import QR_A, QR_B

SCANNER, PERSON = GAP_SECONDS / 5, GAP_SECONDS * 3


class Window(QWidget):
    """A field, a default button, and shortcuts on keys that scanners send."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.field = QLineEdit()
        self.button = QPushButton("OK")
        self.button.setDefault(True)
        self.button.clicked.connect(lambda: self.pressed.append("button"))
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.button)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Q):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda key=key: self.pressed.append(key.name))


class Desk:
    def __init__(self, window: Window, prefix: str = "") -> None:
        self.now = 100.0
        self.scanned: list[str] = []
        self.window = window
        self.keys = ScannerKeys(self.scanned.append, prefix, lambda: self.now)

    def type(self, text: str, pause: float, into: QWidget | None = None) -> None:
        for char in text:
            self.now += pause
            if pause > GAP_SECONDS:
                self.keys.fall_silent()
            self.press(char, into or self.window.field)

    def press(self, char: str, into: QWidget) -> None:
        if char == "\r":
            QTest.keyClick(into, Qt.Key.Key_Return)
        elif char.isascii():
            QTest.keyClicks(into, char)
        else:
            # The letters of other keyboards come with their text and without a key of their own.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, char)
                QCoreApplication.sendEvent(into, event)

    def silence(self) -> None:
        self.now += AFTER_SECONDS * 2
        self.keys.fall_silent()


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.field.setFocus()
    return window


@pytest.fixture
def desk(qapp: QApplication, window: Window) -> Iterator[Desk]:
    desk = Desk(window)
    qapp.installEventFilter(desk.keys)
    yield desk
    qapp.removeEventFilter(desk.keys)


@pytest.mark.parametrize("text", [QR_A, QR_B], ids=["CCCD", "Căn cước"])
def test_a_card_is_caught_to_the_letter_and_presses_nothing(desk: Desk, text: str) -> None:
    desk.type(f"{text}\r", SCANNER)
    desk.silence()
    assert "".join(desk.scanned) == f"{text}\r"
    assert isinstance(recognise("".join(desk.scanned)), CardQr)
    assert (desk.window.field.text(), desk.window.pressed) == ("", [])


def test_it_does_not_matter_where_the_focus_is(desk: Desk) -> None:
    desk.window.button.setFocus()
    desk.type(f"{QR_A}\r", SCANNER, into=desk.window.button)
    assert (desk.scanned, desk.window.pressed) == ([f"{QR_A}\r"], [])


def test_keys_that_come_by_way_of_the_window_system(qapp: QApplication, window: Window) -> None:
    """They carry the time of their pressing; by a prefix the scanner is told however slow this machine is."""
    desk = Desk(window, prefix="~")
    handle = window.windowHandle()
    qapp.installEventFilter(desk.keys)
    try:
        QTest.keyClick(handle, Qt.Key.Key_A)
        for sign in "~001090":
            QTest.keyClick(handle, Qt.Key(ord(sign)))
        event = QInputMethodEvent()
        event.setCommitString("Đ")
        QCoreApplication.sendEvent(window.field, event)
        QTest.keyClick(handle, Qt.Key.Key_Return)
    finally:
        qapp.removeEventFilter(desk.keys)
    assert ("".join(desk.scanned), window.field.text(), window.pressed) == ("001090Đ\r", "a", [])


def test_shortcuts_among_the_letters_do_not_fire(desk: Desk) -> None:
    desk.type("00109QqQ|\r", SCANNER)
    QTest.keyClick(desk.window.field, Qt.Key.Key_F2)
    assert desk.window.pressed == []
    desk.silence()
    QTest.keyClick(desk.window.field, Qt.Key.Key_F2)
    assert desk.window.pressed == ["Key_F2"]


def test_a_second_enter_and_a_late_one_press_nothing(desk: Desk) -> None:
    desk.type(f"{QR_A}\r\r", SCANNER)
    desk.now += AFTER_SECONDS * 0.9
    desk.press("\r", desk.window.field)
    assert desk.window.pressed == []


def test_a_person_types_as_ever(desk: Desk) -> None:
    desk.type("012345 Đặng", PERSON)
    desk.keys.fall_silent()
    assert (desk.window.field.text(), desk.scanned) == ("012345 Đặng", [])
    desk.press("\r", desk.window.field)
    assert desk.window.pressed == ["Key_Return"]


def test_some_keys_in_a_heap_come_in_order_and_before_what_follows(desk: Desk) -> None:
    desk.type("abc", SCANNER)
    QTest.keyClick(desk.window.field, Qt.Key.Key_Backspace)
    desk.type("d", SCANNER)
    desk.keys.fall_silent()
    assert (desk.window.field.text(), desk.scanned) == ("abd", [])


def test_a_shortcut_comes_behind_what_was_typed_before_it(desk: Desk) -> None:
    desk.type("ab", SCANNER)
    QTest.keyClick(desk.window.field, Qt.Key.Key_F2)
    assert (desk.window.field.text(), desk.window.pressed) == ("ab", ["Key_F2"])


def test_what_an_input_method_writes_is_a_persons_at_a_persons_pace(desk: Desk) -> None:
    for letter in "Đặ":
        event = QInputMethodEvent()
        event.setCommitString(letter)
        desk.now += PERSON
        desk.keys.fall_silent()
        QCoreApplication.sendEvent(desk.window.field, event)
    desk.keys.fall_silent()
    assert desk.window.field.text() == "Đặ"


def test_what_an_input_method_makes_of_a_scanner_is_caught_too(desk: Desk) -> None:
    desk.type("001090012345||", SCANNER)
    for letter in ("D", "Đ", "a", "ă", "ặ"):
        event = QInputMethodEvent()
        event.setCommitString(letter)
        desk.now += SCANNER
        QCoreApplication.sendEvent(desk.window.field, event)
    desk.type("ng\r", SCANNER)
    assert desk.scanned == ["001090012345||DĐaăặng\r"]
    assert desk.window.field.text() == ""


def test_a_key_held_down_is_no_scanner(desk: Desk) -> None:
    for _ in range(20):
        desk.now += SCANNER
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, "x", True)
        QCoreApplication.sendEvent(desk.window.field, event)
    desk.keys.fall_silent()
    assert (desk.window.field.text(), desk.scanned) == ("x" * 20, [])


def test_silence_comes_by_itself(qtbot: QtBot, desk: Desk) -> None:
    desk.type("ab", SCANNER)
    qtbot.waitUntil(lambda: desk.window.field.text() == "ab")
    desk.now += PERSON
    desk.type(QR_A, SCANNER)
    qtbot.waitUntil(lambda: desk.scanned == [QR_A])


def test_a_window_that_closed_meanwhile_gets_nothing(qtbot: QtBot, desk: Desk) -> None:
    other = QLineEdit()
    other.show()
    desk.type("ab", SCANNER, into=other)
    other.deleteLater()
    qtbot.waitUntil(lambda: not _is_alive(other))
    desk.keys.fall_silent()
    assert desk.scanned == []


def _is_alive(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return isValid(widget)


def test_with_a_prefix_nothing_of_a_person_is_held_back(qapp: QApplication, window: Window) -> None:
    desk = Desk(window, prefix="~")
    qapp.installEventFilter(desk.keys)
    try:
        desk.type("ab", SCANNER)
        assert window.field.text() == "ab"
        desk.type(f"~{QR_A}\r", PERSON)
        desk.silence()
    finally:
        qapp.removeEventFilter(desk.keys)
    assert "".join(desk.scanned) == f"{QR_A}\r"
    assert (window.field.text(), window.pressed) == ("ab", [])

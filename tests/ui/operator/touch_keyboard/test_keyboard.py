"""The keyboard on the staff screen: when it comes, what its keys write, where it lies, how large they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.drawing.measure import STAFF_TARGET_MM, millimetres
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.touch_keyboard.keyboard import TouchKeyboard
from kiosk.ui.operator.touch_keyboard.keys import FACES, Act, Face
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.hand_desk import FakeHandDesk
from tests.fakes.seated import Seated
from tests.ui.lettered import clipped, overlapping
from tests.ui.situations import plain_frame

SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]


class Form(QWidget):
    """Two fields, one at the head and one at the foot."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = QLineEdit(), QLineEdit()
        self.last.setEchoMode(QLineEdit.EchoMode.Password)
        column = QVBoxLayout(self)
        column.addWidget(self.first)
        column.addStretch(1)
        column.addWidget(self.last)
        self.keyboard = TouchKeyboard(self)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    QApplication.processEvents()
    return made


def touch(form: Form, *keys: str | Act) -> None:
    for key in keys:
        form.keyboard.key(key).click()


def test_it_comes_with_a_field_and_goes_with_it(form: Form) -> None:
    assert form.keyboard.isHidden()
    form.first.setFocus()
    assert form.keyboard.isVisible()
    touch(form, Act.DONE)
    assert form.keyboard.isHidden()


def test_it_writes_letters_digits_and_capitals(form: Form) -> None:
    form.first.setFocus()
    touch(form, Act.CAPITALS, "N", "g", "0", "0", "1", " ", ".", Act.DELETE)
    assert form.first.text() == "Ng001 "
    assert form.keyboard.face is Face.SMALL, "one capital at a time"


def test_signs_have_a_face_of_their_own(form: Form) -> None:
    form.first.setFocus()
    touch(form, Act.SIGNS, "_", "@", Act.SIGNS, "a")
    assert form.first.text() == "_@a"


def test_the_next_field_is_one_touch_away(form: Form) -> None:
    form.first.setFocus()
    touch(form, "a", Act.NEXT, "b")
    assert (form.first.text(), form.last.text()) == ("a", "b")


def test_a_longest_text_is_not_overrun(form: Form) -> None:
    form.first.setMaxLength(2)
    form.first.setFocus()
    touch(form, "a", "b", "c")
    assert form.first.text() == "ab"


def test_it_never_covers_the_field(form: Form) -> None:
    for field in (form.first, form.last):
        field.setFocus()
        top = field.mapTo(form, QPoint(0, 0)).y()
        assert not form.keyboard.geometry().intersects(field.geometry().translated(0, top - field.y()))


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize(("width", "height"), SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def test_keys_are_large_enough_and_can_be_read(form: Form, width: int, height: int, face: Face) -> None:
    form.resize(width, height)
    form.first.setFocus()
    form.keyboard.turn(face)
    QApplication.processEvents()
    for row in FACES[face]:
        for key in row:
            button = form.keyboard.key(key)
            assert min(button.width(), button.height()) >= millimetres(form, STAFF_TARGET_MM) - 1
    assert clipped(form.keyboard) == []
    assert overlapping(form.keyboard) == []


@pytest.mark.parametrize("by_touch", [True, False], ids=["without a keyboard", "with one"])
def test_the_staff_screen_has_it_where_the_settings_say_so(qtbot: QtBot, by_touch: bool) -> None:
    desks = StaffDesks(staff=Seated(), by_hand=FakeHandDesk(), types_by_touch=by_touch)
    window = OperatorWindow(lambda face: plain_frame(), lambda event: None, desks)
    qtbot.addWidget(window)
    assert bool(window.findChildren(TouchKeyboard)) is by_touch

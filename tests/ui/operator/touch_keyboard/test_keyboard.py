"""The keyboard on the staff screen: when it comes, what its keys write, where it lies, how large they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.drawing.measure import STAFF_TARGET_MM, millimetres
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.touch_keyboard.keyboard import TouchKeyboard
from kiosk.ui.operator.touch_keyboard.keys import FACES, Act, Face
from kiosk.ui.operator.touch_keyboard.vietnamese import Method
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.hand_desk import FakeHandDesk
from tests.fakes.seat import FakeSeat
from tests.ui.lettered import clipped, overlapping
from tests.ui.situations import plain_frame

SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]


class Form(QWidget):
    """Two fields, one at the head and one at the foot; the keyboard comes while ``needed``."""

    def __init__(self) -> None:
        super().__init__()
        self.needed = True
        self.first, self.last = QLineEdit(), QLineEdit()
        self.last.setEchoMode(QLineEdit.EchoMode.Password)
        column = QVBoxLayout(self)
        column.addWidget(self.first)
        column.addStretch(1)
        column.addWidget(self.last)
        self.keyboard = TouchKeyboard(self, lambda: self.needed)


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


def test_it_comes_only_where_it_is_needed(form: Form) -> None:
    form.needed = False
    form.first.setFocus()
    assert form.keyboard.isHidden()


def test_a_keyboard_that_is_plugged_in_takes_its_place_at_once(form: Form) -> None:
    form.first.setFocus()
    form.needed = False
    form.keyboard.look()
    assert form.keyboard.isHidden()
    assert form.first.hasFocus()

    form.needed = True
    form.keyboard.look()
    assert form.keyboard.isVisible()


def test_two_touches_of_a_field_bring_it_in_any_case(form: Form, qtbot: QtBot) -> None:
    form.needed = False
    form.first.setFocus()
    qtbot.mouseDClick(form.first, Qt.MouseButton.LeftButton)
    assert form.keyboard.isVisible()
    touch(form, "a", Act.NEXT)
    form.keyboard.look()
    assert form.keyboard.isVisible(), "for the next field too"

    touch(form, Act.DONE)
    form.first.setFocus()
    assert form.keyboard.isHidden(), "once only"


def test_it_makes_vietnamese_letters(form: Form) -> None:
    form.first.setFocus()
    touch(form, Act.CAPITALS, *"Nguyeenx", " ", *"vawn", " ", *"ddi")
    assert form.first.text() == "Nguyễn văn đi"


def test_the_method_is_one_touch_away_and_stays_from_field_to_field(form: Form) -> None:
    form.last.setEchoMode(QLineEdit.EchoMode.Normal)
    form.first.setFocus()
    touch(form, Act.METHOD, *"bich", "1", Act.NEXT, *"d9i2")
    assert (form.keyboard.method, form.first.text(), form.last.text()) == (Method.VNI, "bích", "đì")

    touch(form, Act.METHOD, *"as", Act.METHOD, *" as")
    assert form.last.text() == "đìas á"


@pytest.mark.parametrize("hint", [Qt.InputMethodHint.ImhLatinOnly, Qt.InputMethodHint.ImhHiddenText])
def test_logins_and_secrets_get_what_is_typed(form: Form, hint: Qt.InputMethodHint) -> None:
    form.first.setInputMethodHints(hint)
    form.first.setFocus()
    touch(form, *"aasdd")
    assert form.first.text() == "aasdd"
    assert not form.keyboard.key(Act.METHOD).isEnabled()

    form.last.setFocus()
    touch(form, *"aasdd")
    assert form.last.text() == "aasdd", "dots hide what is there"


@pytest.mark.parametrize(
    ("text", "cursor", "selected", "key", "after"),
    [
        pytest.param("toi ten la", 3, 0, "s", "tói ten la", id="in the middle"),
        pytest.param("a1b", 3, 0, "s", "a1bs", id="behind a digit"),
        pytest.param("hoa", 0, 3, "s", "s", id="in the place of what is selected"),
        pytest.param("hoa.admin", 3, 0, "f", "hòa.admin", id="before a sign"),
        pytest.param("tho\u0302i", 5, 0, "s", "thối", id="letters in two pieces"),
    ],
)
def test_only_the_word_before_the_cursor_changes(
    form: Form, text: str, cursor: int, selected: int, key: str, after: str
) -> None:
    form.first.setFocus()
    form.first.setText(text)
    form.first.setCursorPosition(cursor)
    if selected:
        form.first.setSelection(cursor, selected)
    touch(form, key)
    assert form.first.text() == after


def test_every_key_is_one_change(form: Form, qtbot: QtBot) -> None:
    form.first.setFocus()
    heard: list[str] = []
    form.first.textChanged.connect(heard.append)
    touch(form, *"aas")
    assert heard == ["a", "â", "ấ"]


def test_what_an_input_method_of_the_system_writes_stays(form: Form) -> None:
    """Fcitx and IBus make their own letters and hand them over whole."""
    form.first.setFocus()
    for composed in ("Nguyễn", " ", "as"):
        event = QInputMethodEvent()
        event.setCommitString(composed)
        QApplication.sendEvent(form.first, event)
    assert form.first.text() == "Nguyễn as"

    touch(form, "x")
    assert form.first.text() == "Nguyễn asx"


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


@pytest.mark.parametrize("types_by_touch", [lambda: True, None], ids=["it may be wanted", "never"])
def test_the_staff_screen_has_it_where_the_settings_say_so(
    qtbot: QtBot, types_by_touch: Callable[[], bool] | None
) -> None:
    desks = StaffDesks(staff=FakeSeat(), by_hand=FakeHandDesk(), types_by_touch=types_by_touch)
    window = OperatorWindow(lambda face: plain_frame(), lambda event: None, desks)
    qtbot.addWidget(window)
    assert bool(window.findChildren(TouchKeyboard)) is (types_by_touch is not None)

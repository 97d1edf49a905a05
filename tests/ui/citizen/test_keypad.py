"""The keypad: six or twelve digits, delete, confirm; nothing but the CAN leaves it, and hints are no locks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.access_key import Can
from kiosk.ui.citizen import keypad as keypad_module
from kiosk.ui.citizen.keypad import Keypad
from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.measure import CITIZEN_TARGET_MM, millimetres


@pytest.fixture
def posted() -> list[Can]:
    return []


@pytest.fixture
def pad(qtbot: QtBot, posted: list[Can]) -> Keypad:
    pad = Keypad(posted.append)
    qtbot.addWidget(pad)
    pad.resize(500, 560)
    pad.show()
    qtbot.waitExposed(pad)
    return pad


def button(pad: Keypad, name: str) -> Button:
    return next(one for one in pad.findChildren(Button) if one.accessibleName().split(" / ")[0] == name)


def tap(qtbot: QtBot, pad: Keypad, names: str) -> None:
    for name in names.split():
        qtbot.mouseClick(button(pad, name), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("taps", "shown", "handed_on"),
    [
        ("0 1 2 3 4 5 Xong", "", ["012345"]),
        ("0 1 2 3 4 5", "012345", []),
        ("0 1 2 3 4 5 6 7 Xong", "01234567", []),
        ("0 0 1 0 9 0 0 1 2 3 4 5 Xong", "", ["012345"]),
        ("9 9 9 3 9 9 0 1 2 3 4 5 Xong", "", ["012345"]),
        ("0 0 1 0 9 0 0 1 2 3 4 5 6", "001090012345", []),
        ("0 1 2 Xong", "012", []),
        ("0 1 2 Xóa Xóa 9", "09", []),
        ("Xóa", "", []),
        ("1 1 1 1 1 1 Xong 2", "2", ["111111"]),
        ("1 1 1 1 1 1 Xóa 7 Xong", "", ["111117"]),
    ],
    ids=[
        "six",
        "not confirmed",
        "neither six nor twelve",
        "twelve",
        "twelve that look wrong",
        "a thirteenth is dropped",
        "too few",
        "corrected",
        "nothing to delete",
        "again",
        "mended",
    ],
)
def test_taps(qtbot: QtBot, pad: Keypad, posted: list[Can], taps: str, shown: str, handed_on: list[str]) -> None:
    tap(qtbot, pad, taps)
    assert pad.digits == shown
    assert [key.digits for key in posted] == handed_on


def test_digits_are_shown_as_they_are_typed(qtbot: QtBot, pad: Keypad) -> None:
    tap(qtbot, pad, "4 2")
    boxes = pad.findChild(keypad_module.DigitBoxes)
    assert boxes is not None
    assert [lines[0].text for _, lines in boxes.letters] == ["4", "2"]


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("012345", ""),
        ("001090", "6 số đầu"),
        ("0010900", "còn 5 số"),
        ("001090012345", ""),
        ("999090012345", "3 số đầu"),
        ("001399012345", "số thứ 4 đến thứ 6"),
    ],
    ids=["a CAN", "the first six", "seven", "a number", "no province", "born in 2099"],
)
def test_hints(qtbot: QtBot, pad: Keypad, digits: str, said: str) -> None:
    tap(qtbot, pad, " ".join(digits))
    assert (said in pad.hint.vi) if pad.hint and said else (pad.hint is None and not said)
    tap(qtbot, pad, " ".join(["Xóa"] * len(digits)))
    assert pad.hint is None


@pytest.mark.parametrize(("digits", "boxes"), [("", 6), ("012345", 6), ("0010900", 12)])
def test_there_is_a_box_for_every_digit_that_may_come(qtbot: QtBot, pad: Keypad, digits: str, boxes: int) -> None:
    tap(qtbot, pad, " ".join(digits))
    shown = pad.findChild(keypad_module.DigitBoxes)
    assert shown is not None
    assert f"Đã nhập {len(digits)} trên {boxes}" in shown.accessibleName()
    assert [lines[0].text for _, lines in shown.letters] == [*digits]


def test_a_scanner_that_types_changes_nothing(qtbot: QtBot, pad: Keypad, posted: list[Can]) -> None:
    tap(qtbot, pad, "0 1 2 3 4")
    for widget in (pad, *pad.findChildren(QWidget)):
        qtbot.keyClicks(widget, "001090012345")
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            qtbot.keyClick(widget, key)
    assert (pad.digits, posted) == ("01234", [])


@pytest.mark.parametrize(("width", "height"), [(500, 560), (500, 420), (900, 260)], ids=["roomy", "small", "low"])
def test_keys_are_20_mm_in_every_arrangement(qtbot: QtBot, pad: Keypad, width: int, height: int) -> None:
    pad.resize(width, height)
    qtbot.wait(1)
    least = millimetres(pad, CITIZEN_TARGET_MM)
    assert least > 60
    assert [key.size() for key in pad.findChildren(Button) if min(key.width(), key.height()) < least] == []
    assert not pad.rect().isEmpty()
    assert all(pad.rect().contains(key.geometry()) for key in pad.findChildren(Button))

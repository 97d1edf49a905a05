"""Real windows over a whole kiosk, and nothing but keys: a person's fingers, and a scanner that types between them.

Every key goes to the widget that has the focus, as from a window system, and only a key that the screen offers at that
moment is pressed: on a button, beside a field, or the arrows of a list.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app.windows import Windows
from kiosk.check.screens import ScreenKind, Tone
from kiosk.check.states import Phase
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button
from kiosk.ui.operator.choice_rows import ChoiceRows
from kiosk.ui.operator.further_pages import FurtherPage
from kiosk.ui.operator.typed_field import TypedField
from tests.scenario.house import House
from tests.ui.lettered import says, words

os.environ["QT_QPA_PLATFORM"] = "offscreen"

WAIT_MILLISECONDS = 15_000
BETWEEN_KEYS = 0.2
"""Seconds between two keys of a person; a scanner leaves a few milliseconds."""
AFTER_A_SCAN = 1.0

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ARROWS = {"↑": Qt.Key.Key_Up, "↓": Qt.Key.Key_Down}


class Pace:
    """The clock by which a person is told from a scanner: a person's keys move it, so that nobody has to wait."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self._ahead

    def rest(self, seconds: float) -> None:
        self._ahead += seconds


class Keyboard:
    """Staff before the windows of ``house``. ``pace`` is what the windows' scanner filter was made with."""

    def __init__(self, house: House, windows: Windows, qtbot: QtBot, pace: Pace) -> None:
        self._house = house
        self._qtbot = qtbot
        self._pace = pace
        self.citizen, self.staff = windows.ui.citizen, windows.ui.operator
        windows.show()
        self.staff.activateWindow()
        self.until(lambda: QApplication.activeWindow() is self.staff)

    def until(self, wanted: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(wanted, timeout=WAIT_MILLISECONDS)

    def until_phase(self, such: type[Phase]) -> Phase:
        self.until(lambda: isinstance(self._house.assembly.runner.kiosk.phase, such))
        return self._house.assembly.runner.kiosk.phase

    def until_citizen(self, kind: ScreenKind, tone: Tone = Tone.NEUTRAL) -> None:
        """Wait until the citizen sees this."""
        self.until(lambda: self._citizen_sees() == (kind, tone))

    def until_staff_read(self, *said: Text | str) -> None:
        """Wait until all of this is painted on the staff screen."""
        wanted = [one if isinstance(one, str) else one.vi for one in said]
        try:
            self.until(lambda: all(says(self.staff, one) for one in wanted))
        except Exception as error:
            raise AssertionError(f"not on the screen: {wanted}, but: {words(self.staff)}") from error

    def press(self, *keys: str) -> None:
        """One after the other, each as soon as it is offered: «F3», «Shift+F12», «Esc», «↓»."""
        for key in keys:
            try:
                self.until(lambda key=key: self._offers(key))  # type: ignore[misc]
            except Exception as error:
                raise AssertionError(f"no {key} is offered: {words(self.staff)}") from error
            self._pace.rest(BETWEEN_KEYS)
            code, modifier = _code_of(key)
            QTest.keyClick(self._focused(), code, modifier)

    def type(self, text: str) -> None:
        """Letter by letter into the field that has the focus."""
        field = self._focused()
        assert isinstance(field, QLineEdit), "nothing to type into has the focus"
        assert field.isVisible()
        before = "" if field.hasSelectedText() else field.text()
        for letter in text:
            self._pace.rest(BETWEEN_KEYS)
            for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
                QTest.sendKeyEvent(action, field, Qt.Key.Key_unknown, letter, _NONE)
        # The last letter is held back until it is sure that no scanner typed it.
        self.until(lambda: field.text() == before + text)

    def fill(self, *texts: str) -> None:
        """Into the fields of a form, from the first; F2 leads to the next one that is empty."""
        for text in texts:
            self.press("F2")
            self.type(text)

    def scan(self, code: str) -> None:
        """A scanner types this, with Enter behind it, into whatever is there."""
        self._pace.rest(AFTER_A_SCAN)
        for sign in code:
            for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
                QTest.sendKeyEvent(action, self._focused(), Qt.Key.Key_unknown, sign, _NONE)
        QTest.keyClick(self._focused(), Qt.Key.Key_Return)
        self._pace.rest(AFTER_A_SCAN)

    def open_page(self, name: Text) -> None:
        """By the menu, where every page stands with its key."""
        self.press("Shift+F1")
        menu = self.staff.menu
        assert menu is not None
        self.until(menu.isVisible)
        self.choose(lambda page: isinstance(page, FurtherPage) and page.caption == name)
        self.press("F3")
        self.until(lambda: not menu.isVisible())

    def choose(self, such: Callable[[object], bool]) -> None:
        """Down to the first such row of the list on the screen."""
        rows = self._rows()
        assert rows is not None
        self.until(lambda: rows.chosen is not None)
        while not such(rows.chosen):
            before = rows.chosen
            self.press("↓")
            assert rows.chosen is not before, f"there is no such row: {words(self.staff)}"

    def _rows(self) -> ChoiceRows[object] | None:
        return next((rows for rows in self.staff.findChildren(ChoiceRows) if rows.isVisible()), None)

    def _offers(self, key: str) -> bool:
        """Whether the screen shows this key at something that can be done now."""
        if key in _ARROWS:
            rows = self._rows()
            return rows is not None and rows.chosen is not None
        buttons = (one for one in self.staff.findChildren(Button) if one.isVisible() and one.isEnabled())
        fields = (one for one in self.staff.findChildren(TypedField) if one.isVisible() and one.isEnabled())
        return any(key in one.accessibleDescription().split() for one in buttons) or any(
            one.caption.text is not None and one.caption.text.vi.startswith(f"{key} ·") for one in fields
        )

    def _focused(self) -> QWidget:
        assert QApplication.activeWindow() is self.staff, "something else took the keys away"
        return QApplication.focusWidget() or self.staff

    def _citizen_sees(self) -> tuple[ScreenKind, Tone] | None:
        shown = self.citizen.shown
        return (shown.kind, shown.tone) if shown else None


def _code_of(key: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    if key in _ARROWS:
        return _ARROWS[key], _NONE
    name = key.removeprefix("Shift+")
    return Qt.Key["Key_Escape" if name == "Esc" else f"Key_{name}"], _SHIFT if name != key else _NONE

"""A keyboard on the staff screen: it comes with a field that is touched, and writes into that field alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QWidget

from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter, millimetres
from kiosk.ui.drawing.palette import TRACK, colour
from kiosk.ui.operator.touch_keyboard.keys import FACES, METHODS, WIDTHS, Act, Face, Key, named
from kiosk.ui.operator.touch_keyboard.vietnamese import Method, typed

LOOK_MILLISECONDS = 1000
"""Between two looks whether somebody has plugged a keyboard in or out, while a field waits for letters."""

_GAP_MM = 1.0
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])*\Z")
"""Letters, which may be in two pieces."""
_PLAIN_HINTS = Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhHiddenText


class TouchKeyboard(QWidget):
    """Lies over the foot of its parent, or over its head where the field stands at the foot.

    ``wanted`` says whether people need it just now, which changes when a keyboard is plugged in; it is asked on Qt's
    thread and must not block. Two touches of a field bring it in any case: the system may take a scanner for a
    keyboard, and whoever cannot type cannot log in to change that. Where a field takes names, keys make Vietnamese
    letters. Nothing of what is typed is kept here or noted anywhere; secret fields stay dotted, and get what is typed
    as it is.
    """

    def __init__(self, parent: QWidget, wanted: Callable[[], bool] = lambda: True) -> None:
        super().__init__(parent)
        self._window = parent
        self._wanted = wanted
        self._field: QLineEdit | None = None
        self._called = False
        self._face = Face.SMALL
        self._method = Method.TELEX
        self._keys: dict[tuple[Face, Key], Button] = {}
        self._grid = QGridLayout(self)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self.hide()
        parent.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @property
    def face(self) -> Face:
        return self._face

    @property
    def method(self) -> Method:
        """How letters with diacritics are typed where the field takes them; stays from field to field."""
        return self._method

    def key(self, key: Key) -> Button:
        """The key of the face that is shown."""
        return self._keys[self._face, key]

    def turn(self, face: Face) -> None:
        """Show these keys."""
        self._make_keys()
        self._face = face
        for (of, _), button in self._keys.items():
            button.setVisible(of is face)

    def look(self) -> None:
        """Come where a field waits and there is no other keyboard; go where there is one."""
        wanted = self._field is not None and (self._called or self._wanted())
        if wanted and self.isHidden():
            self.turn(Face.SMALL)
            self._show_method()
            self.place()
            self.show()
        elif not wanted:
            self.hide()

    def press(self, key: Key) -> None:
        """What a touch of this key does."""
        field = self._field
        if field is None:
            return
        match key:
            case Act.CAPITALS:
                self.turn(Face.SMALL if self._face is Face.CAPITALS else Face.CAPITALS)
            case Act.SIGNS:
                self.turn(Face.SMALL if self._face is Face.SIGNS else Face.SIGNS)
            case Act.DELETE:
                field.backspace()
            case Act.NEXT:
                self._to_next(field)
            case Act.DONE:
                field.clearFocus()
            case Act.METHOD:
                self._method = METHODS[(METHODS.index(self._method) + 1) % len(METHODS)]
                self._show_method()
            case str():
                _write(field, key, self._method if _takes_names(field) else Method.PLAIN)
                if self._face is Face.CAPITALS:
                    self.turn(Face.SMALL)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() is QEvent.Type.MouseButtonDblClick:
            self._called = True
            self.look()
        elif event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def place(self) -> None:
        """Where it covers the field least, in keys of at least 12 mm."""
        window, field = self._window, self._field
        rows, gap = len(FACES[self._face]), millimetres(self, _GAP_MM)
        height = rows * max(millimetres(self, STAFF_TARGET_MM), round(2.6 * letter(self))) + (rows + 1) * gap
        self._grid.setContentsMargins(gap, gap, gap, gap)
        self._grid.setSpacing(gap)
        below = window.height() - height
        foot = field.mapTo(window, QPoint(0, field.height())).y() if field is not None else 0
        # The strip of health in the window's margin stays in view where there is room for it.
        places = (below - window.contentsMargins().bottom(), below)
        top = next((place for place in places if foot <= place), 0)
        self.setGeometry(0, top, window.width(), height)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), colour(TRACK))

    def _make_keys(self) -> None:
        """When they are wanted for the first time: most kiosks have a keyboard, and start sooner without these."""
        if not self._keys:
            for face in Face:
                self._make(face)

    def _show_method(self) -> None:
        """Where the field takes none, there is nothing to choose."""
        names = self._field is not None and _takes_names(self._field)
        for face in Face:
            button = self._keys[face, Act.METHOD]
            button.rename(named(Act.METHOD, self._method if names else Method.PLAIN))
            button.setEnabled(names)

    def _make(self, face: Face) -> None:
        columns = max(_span(row) for row in FACES[face]) * 2
        for at, row in enumerate(FACES[face]):
            column = (columns - 2 * _span(row)) // 2
            for key in row:
                look = Look.PRIMARY if key is Act.DONE else Look.PLAIN
                button = Button(named(key), least_mm=STAFF_TARGET_MM, look=look)
                button.clicked.connect(partial(self._pressed, key))
                width = 2 * WIDTHS.get(key, 1)
                self._grid.addWidget(button, at, column, 1, width)
                column += width
                self._keys[face, key] = button

    def _pressed(self, key: Key, _checked: bool = False) -> None:
        self.press(key)

    def _to_next(self, before: QLineEdit) -> None:
        """Fields take the focus by touch only, so the next one is looked for by its place."""
        fields = [one for one in self._window.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]
        if before in fields:
            fields[(fields.index(before) + 1) % len(fields)].setFocus()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Come with a field of this window, and go with it."""
        if self._field is not None:
            self._field.removeEventFilter(self)
        self._field = now if isinstance(now, QLineEdit) and self._window.isAncestorOf(now) else None
        # Also from one field to the next, which may lie elsewhere and take other letters.
        self.hide()
        if self._field is None:
            self._called = False
            self._timer.stop()
        else:
            self._field.installEventFilter(self)
            self._timer.start()
            self.look()


def _takes_names(field: QLineEdit) -> bool:
    return field.echoMode() is QLineEdit.EchoMode.Normal and not field.inputMethodHints() & _PLAIN_HINTS


def _write(field: QLineEdit, key: str, method: Method) -> None:
    """One key at the cursor, as if it had been typed: what is selected goes, and no longest text is overrun."""
    # What an input method of the system has not handed over yet comes before it.
    QApplication.inputMethod().commit()
    cursor = field.cursorPosition()
    found = _WORD.search(field.text()[:cursor])
    word = found[0] if found is not None and not field.hasSelectedText() else ""
    after = typed(word, key, method)
    if after == word + key:
        field.insert(key)
    else:
        field.setSelection(cursor - len(word), len(word))
        field.insert(after)


def _span(row: tuple[Key, ...]) -> int:
    return sum(WIDTHS.get(key, 1) for key in row)

"""A keyboard on the staff screen: it comes with a field that is touched, and writes into that field alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QWidget

from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter, millimetres
from kiosk.ui.drawing.palette import TRACK, colour
from kiosk.ui.operator.touch_keyboard.keys import FACES, WIDTHS, Act, Face, Key, named

_GAP_MM = 1.0


class TouchKeyboard(QWidget):
    """Lies over the foot of its parent, or over its head where the field stands at the foot.

    Nothing of what is typed is kept here or noted anywhere; secret fields stay dotted.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._field: QLineEdit | None = None
        self._face = Face.SMALL
        self._keys: dict[tuple[Face, Key], Button] = {}
        self._grid = QGridLayout(self)
        for face in Face:
            self._make(face)
        self.hide()
        parent.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self.turn(Face.SMALL)

    @property
    def face(self) -> Face:
        return self._face

    def key(self, key: Key) -> Button:
        """The key of the face that is shown."""
        return self._keys[self._face, key]

    def turn(self, face: Face) -> None:
        """Show these keys."""
        self._face = face
        for (of, _), button in self._keys.items():
            button.setVisible(of is face)

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
            case str():
                field.insert(key)
                if self._face is Face.CAPITALS:
                    self.turn(Face.SMALL)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
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
        self.setGeometry(0, below if foot <= below else 0, window.width(), height)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), colour(TRACK))

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
        if isinstance(now, QLineEdit) and self._window.isAncestorOf(now):
            self._field = now
            self.turn(Face.SMALL)
            self.place()
            self.show()
        else:
            self._field = None
            self.hide()


def _span(row: tuple[Key, ...]) -> int:
    return sum(WIDTHS.get(key, 1) for key in row)

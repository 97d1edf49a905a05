"""Digits typed with a finger: the number on the card or its last six, which open the chip (CAN)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain.access_key import Can
from kiosk.domain.personal_number import CAN_LENGTH, LENGTH
from kiosk.domain.text import Text
from kiosk.ui.captions import KEY_CONFIRM, KEY_DELETE, KEYPAD_DIGITS
from kiosk.ui.citizen.key_hints import key_hint
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.language import read_out
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import CITIZEN_TARGET_MM, millimetres
from kiosk.ui.drawing.palette import ACCENT, INK, WHITE, colour
from kiosk.ui.drawing.typeface import Weight

_ORDER = "1234567890"
_KEYS = 12
_ARRANGEMENTS = (3, 6)
"""Columns: as on a telephone, else two rows where four would not fit."""

_GAP_MM = 2.0
_BOXES_SHARE, _KEYS_SHARE = 3, 18


class DigitBoxes(QWidget):
    """The digits typed so far, legible: they are printed on the card and open nothing without it.

    There are six boxes, and twelve as soon as somebody types more than six digits.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_digits(self, digits: str) -> None:
        self._digits = digits
        self.setAccessibleName(read_out(self, KEYPAD_DIGITS.filled(n=len(digits), of=self._count)))
        self.update()

    @property
    def digits(self) -> str:
        return self._digits

    @property
    def _count(self) -> int:
        return CAN_LENGTH if len(self._digits) <= CAN_LENGTH else LENGTH

    def _boxes(self) -> list[QRectF]:
        count, gap = self._count, self.width() * 0.015 * CAN_LENGTH / self._count
        width = min((self.width() - gap * (count - 1)) / count, self.height() * 0.9)
        left = (self.width() - width * count - gap * (count - 1)) / 2
        return [QRectF(left + at * (width + gap), 1, width, self.height() - 2) for at in range(count)]

    @property
    def letters(self) -> tuple[Placed, ...]:
        return tuple(
            placed(box, (Paragraph(digit, min(box.height() * 0.7, box.width()), Weight.Bold, INK),))
            for digit, box in zip(self._digits, self._boxes(), strict=False)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, box in enumerate(self._boxes()):
            next_one = at == len(self._digits)
            painter.setPen(QPen(colour(ACCENT if next_one else "#7d8ea3"), 4 if next_one else 2))
            painter.setBrush(colour(WHITE))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 8, 8)
        draw(painter, self.letters)


class Keypad(QWidget):
    """Digits, delete and confirm, each at least 20 mm on a side; two rows of keys where four would not fit.

    Six digits are a CAN, twelve the whole number, whose last six are the CAN. ``hint`` says what looks like a slip in
    them, ``on_hint`` is told when it changes. Only touch and mouse work here: a barcode scanner types digits too, and
    each wrong key slows the card down.
    """

    def __init__(
        self,
        on_key: Callable[[Can], None],
        on_hint: Callable[[], None] = lambda: None,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_key = on_key
        self._on_hint = on_hint
        self._today = today
        self._digits = ""
        self.hint: Text | None = None
        self._boxes = DigitBoxes()
        self._keys: dict[str, Button] = {}
        for digit in _ORDER:
            key = Button(Text(digit, digit), least_mm=CITIZEN_TARGET_MM)
            key.clicked.connect(lambda _checked=False, digit=digit: self.press(digit))
            self._keys[digit] = key
        self._delete = Button(KEY_DELETE, least_mm=CITIZEN_TARGET_MM)
        self._delete.clicked.connect(self.delete)
        self._confirm = Button(KEY_CONFIRM, least_mm=CITIZEN_TARGET_MM, look=Look.PRIMARY)
        self._confirm.clicked.connect(self.confirm)
        self._grid = QGridLayout()
        self._columns = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._boxes, _BOXES_SHARE)
        column.addLayout(self._grid, _KEYS_SHARE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._arrange(3)
        self.clear()

    def press(self, digit: str) -> None:
        if len(self._digits) < LENGTH:
            self._type(self._digits + digit)

    def delete(self) -> None:
        self._type(self._digits[:-1])

    def clear(self) -> None:
        self._type("")

    def confirm(self) -> None:
        """Hand the last six digits on and forget them all."""
        if len(self._digits) in (CAN_LENGTH, LENGTH):
            key = Can(self._digits[-CAN_LENGTH:])
            self.clear()
            self._on_key(key)

    @property
    def digits(self) -> str:
        return self._digits

    def _type(self, digits: str) -> None:
        self._digits = digits
        self._boxes.show_digits(digits)
        self._confirm.setEnabled(len(digits) in (CAN_LENGTH, LENGTH))
        self._delete.setEnabled(bool(digits))
        hint = key_hint(digits, self._today())
        if hint != self.hint:
            self.hint = hint
            self._on_hint()

    def fits(self, room: QSize) -> bool:
        """Whether one of the arrangements has keys of 20 mm in ``room``."""
        least = millimetres(self, CITIZEN_TARGET_MM)
        return any(min(self._key_size(columns, room)) >= least for columns in _ARRANGEMENTS)

    def _key_size(self, columns: int, room: QSize) -> tuple[int, int]:
        rows, gap = _KEYS // columns, millimetres(self, _GAP_MM)
        keys_height = room.height() * _KEYS_SHARE // (_KEYS_SHARE + _BOXES_SHARE)
        return (room.width() - gap * (columns - 1)) // columns, (keys_height - gap * rows) // rows

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        order = [*_ORDER[:9], "delete", "0", "confirm"] if columns == 3 else [*_ORDER, "delete", "confirm"]
        for at, name in enumerate(order):
            key = {"delete": self._delete, "confirm": self._confirm}.get(name) or self._keys[name]
            self._grid.addWidget(key, at // columns, at % columns)
        gap = millimetres(self, _GAP_MM)
        self._grid.setSpacing(gap)
        self._grid.setContentsMargins(0, gap, 0, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        least = millimetres(self, CITIZEN_TARGET_MM)
        columns = max(_ARRANGEMENTS, key=lambda columns: min(least, *self._key_size(columns, self.size())))
        self._arrange(columns)
        for key in (*self._keys.values(), self._delete, self._confirm):
            # On a display too small for 20 mm, small keys are better than keys beyond the edge.
            key.setMinimumSize(*(max(1, min(least, side)) for side in self._key_size(columns, self.size())))

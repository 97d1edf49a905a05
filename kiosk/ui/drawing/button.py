"""A large bilingual button that only a finger, the mouse or its named function key can press."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.domain.text import Text
from kiosk.ui.drawing.kept import Kept
from kiosk.ui.drawing.language import language_of, read_out, spoken
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import millimetres
from kiosk.ui.drawing.palette import ACCENT, INK, MUTED, RULE, TRACK, WHITE, colour
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.drawing.typeface import Weight, metrics


class Look(Enum):
    """Ground, ground while pressed, ink, English ink, border."""

    PRIMARY = (ACCENT, "#08457a", WHITE, "#e3effa", ACCENT)
    PLAIN = (WHITE, TRACK, INK, MUTED, "#7d8ea3")
    DISABLED = (TRACK, TRACK, MUTED, MUTED, RULE)


class Button(QAbstractButton):
    """Takes no keyboard focus: a scanner types Enter and spaces, and they must never press anything.

    ``least_mm`` is the smallest height on the display. ``key`` is the function key that does the same, shown on the
    button; the window owns the shortcut.
    """

    def __init__(
        self,
        text: Text,
        *,
        least_mm: float,
        look: Look = Look.PLAIN,
        mark: Mark = Mark.NONE,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._least_mm = least_mm
        self._look = look
        self._mark = mark
        self._key = key
        self._laid = Kept[Placed]()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name()
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def rename(self, text: Text) -> None:
        """Say something else on the button."""
        if text != self._text:
            self._text = text
            self._laid.forget()
            self._name()
            self.update()

    def _name(self) -> None:
        self.setAccessibleName(read_out(self, self._text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
            self.update()

    @property
    def wished_width(self) -> int:
        """Pixels that its words ask for at its height; a row shared out by this has letters of about one size."""
        large, _ = self._said(self._look)
        words = metrics(large.pixels, large.weight).horizontalAdvance(large.text)
        return round(words + 2 * (self.width() - self._room().width()))

    def sizeHint(self) -> QSize:
        side = millimetres(self, self._least_mm)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def letters(self) -> tuple[Placed, ...]:
        """Laid out once for each size, look and language: a keypad of twelve would cost 5 ms a painting else."""
        look = self._look if self.isEnabled() else Look.DISABLED
        depends_on = (look, self.width(), self.height(), language_of(self).code)
        return (self._laid.get(depends_on, lambda: self._placed(look)),)

    def _placed(self, look: Look) -> Placed:
        return placed(self._room(), self._said(look), smallest=0.2, gap=0.05)

    def _said(self, look: Look) -> tuple[Paragraph, Paragraph]:
        room = self._room()
        large, small = spoken(self, self._text)
        big = room.height() * 0.44 if small else min(room.height() * 0.62, room.width())
        key = f"{self._key} · " if self._key else ""
        return (
            Paragraph(f"{key}{large}", big, Weight.DemiBold, look.value[2]),
            Paragraph(small, big * 0.62, Weight.Normal, look.value[3]),
        )

    def _room(self) -> QRectF:
        margin = min(self.width(), self.height()) * 0.12
        left = margin + (self.height() * 0.62 if self._mark is not Mark.NONE and self._text.vi else 0.0)
        return QRectF(left, margin, max(1.0, self.width() - left - margin), max(1.0, self.height() - 2 * margin))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look if self.isEnabled() else Look.DISABLED
        ground, pressed, ink, _, border = look.value
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        radius = min(14.0, self.height() * 0.18)
        painter.setPen(QPen(colour(border), 2))
        painter.setBrush(colour(pressed if self.isDown() else ground))
        painter.drawRoundedRect(body, radius, radius)
        if self._mark is not Mark.NONE:
            side = self.height() * 0.36
            draw_mark(
                painter, QRectF(self.height() * 0.2, (self.height() - side) / 2, side, side), self._mark, colour(ink)
            )
        draw(painter, self.letters)

"""Choices one below the other, one of them chosen by the arrow keys; a click opens a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter, millimetres
from kiosk.ui.drawing.palette import ACCENT, INK, MUTED, RULE, WHITE, colour
from kiosk.ui.drawing.typeface import Weight

ICON_SHARE = 0.44
"""Of a row's height."""

_Value = TypeVar("_Value")

DrawIcon = Callable[[QPainter, QRectF], None]


@dataclass(frozen=True, slots=True)
class Choice(Generic[_Value]):
    """One row: what it stands for, its name, what is said at its right, and a picture before it."""

    value: _Value
    name: Text = field(repr=False)
    aside: Text
    icon: DrawIcon


class ChoiceRows(QWidget, Generic[_Value]):
    """Rows of one height; the chosen one is what the open key takes."""

    def __init__(self, on_open: Callable[[_Value], None], *, aside_letters: float = 17.0) -> None:
        super().__init__()
        self._on_open = on_open
        self._aside_letters = aside_letters
        self._choices: tuple[Choice[_Value], ...] = ()
        self._chosen = 0
        self._laid: tuple[tuple[int, float], tuple[Placed, ...]] | None = None

    def show_choices(self, choices: tuple[Choice[_Value], ...], *, keep: bool = False) -> None:
        """``keep`` leaves the same row chosen where there still is one."""
        self._choices, self._laid = choices, None
        self._chosen = max(0, min(self._chosen, len(choices) - 1)) if keep else 0
        self.rescale()
        self._speak()
        self.update()

    @property
    def chosen(self) -> _Value | None:
        return self._choices[self._chosen].value if self._choices else None

    def choose(self, rows: int) -> QRectF:
        """Choose the row that lies ``rows`` further; where it stands."""
        self._chosen = max(0, min(len(self._choices) - 1, self._chosen + rows))
        self._speak()
        self.update()
        return self._row(self._chosen)

    def open_chosen(self) -> None:
        if self._choices:
            self._on_open(self._choices[self._chosen].value)

    def rescale(self) -> None:
        """Follow the window's letter size."""
        self._laid = None
        self.setMinimumHeight(len(self._choices) * self._height())

    def sizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    @property
    def letters(self) -> tuple[Placed, ...]:
        key = (self.width(), letter(self))
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, tuple(one for at in range(len(self._choices)) for one in self._lay(at)))
        return self._laid[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, self.width(), len(self._choices) * self._height()), colour(WHITE))
        for at, choice in enumerate(self._choices):
            row = self._row(at)
            if at == self._chosen:
                painter.setPen(QPen(colour(ACCENT), 3))
                painter.setBrush(colour("#e3effa"))
                painter.drawRoundedRect(row.adjusted(2, 2, -2, -2), 6, 6)
            elif at:
                painter.setPen(QPen(colour(RULE), 1))
                painter.drawLine(row.topLeft(), row.topRight())
            choice.icon(painter, self._icon(at))
        draw(painter, self.letters)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // self._height()
        if 0 <= at < len(self._choices) and self.rect().contains(event.position().toPoint()):
            self.choose(at - self._chosen)
            self.open_chosen()

    def _lay(self, at: int) -> tuple[Placed, ...]:
        choice, row, size = self._choices[at], self._row(at), letter(self)
        left = self._icon(at).right() + size
        aside = self._aside_letters * size
        name = QRectF(left, row.top() + 3, max(1.0, row.right() - aside - left - size), row.height() - 6)
        about = QRectF(row.right() - aside, row.top() + 3, aside - size, row.height() - 6)
        return (
            placed(name, _lines(choice.name, 1.25 * size, INK), Align.LEFT_MIDDLE, smallest=0.8, gap=0.0),
            placed(about, _lines(choice.aside, size, MUTED), Align.RIGHT_MIDDLE, gap=0.0),
        )

    def _height(self) -> int:
        return max(millimetres(self, STAFF_TARGET_MM), round(3.2 * letter(self)))

    def _row(self, at: int) -> QRectF:
        height = self._height()
        return QRectF(0, at * height, self.width(), height)

    def _icon(self, at: int) -> QRectF:
        row = self._row(at)
        side = row.height() * ICON_SHARE
        return QRectF(row.left() + letter(self), row.top() + (row.height() - side) / 2, side, side)

    def _speak(self) -> None:
        name = self._choices[self._chosen].name if self._choices else Text("", "")
        self.setAccessibleName(name.vi if name.en == name.vi else f"{name.vi} / {name.en}")


def _lines(text: Text, pixels: float, ink: str) -> tuple[Paragraph, ...]:
    large = Paragraph(text.vi, pixels, Weight.Medium, ink)
    return (large,) if text.en == text.vi else (large, Paragraph(text.en, 0.78 * pixels, Weight.Normal, MUTED))

"""One sentence on the screen: the window's language large, another small below it, fitted to the room it has."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.domain.text import Text
from kiosk.ui.drawing.language import read_out, spoken
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import unit
from kiosk.ui.drawing.palette import INK, MUTED
from kiosk.ui.drawing.typeface import Weight

_DASH = re.compile(" [–·] ")


class Sentence(QWidget):
    """Shows a ``Text``; the layout decides the room, the sentence fills it. Empty when nothing is said.

    ``size`` is the wished letter size in units of the window (``measure.unit``), ``english`` the share of it that
    the small line has, ``clause`` the share that what follows a dash has on a line of its own (0 keeps it in line),
    ``most_lines`` what a headline is held to, ``smallest`` the share of its size down to which it shrinks before words
    are left out. ``letter_pixels`` sets a size in pixels instead, for the staff screen.
    """

    def __init__(
        self,
        size: float,
        *,
        english: float = 0.5,
        clause: float = 0.0,
        most_lines: int = 99,
        smallest: float = 0.45,
        weight: Weight = Weight.DemiBold,
        align: Align = Align.CENTRE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._english = english
        self._clause = clause
        self._most_lines = most_lines
        self._smallest = smallest
        self._weight = weight
        self._align = align
        self._pixels: float | None = None
        self._text: Text | None = None
        self._colours = (INK, MUTED)
        self._letters: tuple[Placed, ...] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def say(self, text: Text | None) -> None:
        if text == self._text:
            return
        self._text = text
        self._name()
        self._refit()

    def _name(self) -> None:
        self.setAccessibleName(read_out(self, self._text) if self._text else "")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
            self._refit()

    def letter_pixels(self, pixels: float) -> None:
        self._pixels = pixels
        self._refit()

    def colour(self, ink: str, muted: str) -> None:
        if (ink, muted) != self._colours:
            self._colours = (ink, muted)
            self._refit()

    @property
    def text(self) -> Text | None:
        return self._text

    @property
    def letters(self) -> tuple[Placed, ...]:
        if self._letters is None:
            self._letters = (placed(QRectF(self.rect()), self._paragraphs(), self._align, smallest=self._smallest),)
        return self._letters

    def _paragraphs(self) -> tuple[Paragraph, ...]:
        if self._text is None:
            return ()
        pixels = self._size * unit(self) if self._pixels is None else self._pixels
        ink, muted = self._colours
        large, small = spoken(self, self._text)
        word, *clauses = _DASH.split(large) if self._clause else (large,)
        return (
            Paragraph(word, pixels, self._weight, ink, self._most_lines),
            *(
                Paragraph(clause[:1].upper() + clause[1:], pixels * self._clause, self._weight, ink, self._most_lines)
                for clause in clauses
            ),
            Paragraph(small, pixels * self._english, Weight.Normal, muted),
        )

    def _refit(self) -> None:
        self._letters = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: object) -> None:
        self._letters = None

    def paintEvent(self, event: QPaintEvent) -> None:
        draw(QPainter(self), self.letters)

"""A table of numbers: a name at the left of each row, one column a number, a total at the foot."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.check.screens import Tone
from kiosk.domain.text import Text
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import INK, MARKS, MUTED, RULE, TRACK, colour
from kiosk.ui.drawing.shapes import TONE_MARKS, draw_mark
from kiosk.ui.drawing.typeface import Weight

_HEADING, _ROW, _EMPTY, _MARK = 3.7, 2.4, 2.0, 1.5
"""Heights, and the width that a mark takes, in letters."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """``tone`` marks a row that somebody should look at; a ``total`` stands on a ground of its own."""

    name: Text
    cells: tuple[str, ...]
    tone: Tone = Tone.NEUTRAL
    total: bool = False


class NumberTable(QWidget):
    """As wide as it is given, as high as its rows. ``name_share`` is the part of the width that names have."""

    def __init__(self, name: Text, columns: tuple[Text, ...], *, name_share: float = 0.3) -> None:
        super().__init__()
        self._headings = (name, *columns)
        self._name_share = name_share
        self._rows: tuple[TableRow, ...] = ()
        self._empty = Text("", "")

    def show_rows(self, rows: tuple[TableRow, ...], empty: Text) -> None:
        """Replace all rows; ``empty`` stands there when there is none."""
        if (rows, empty) == (self._rows, self._empty):
            return
        self._rows, self._empty = rows, empty
        self.setAccessibleDescription("; ".join(self._spoken(row) for row in rows))
        self.update()

    @property
    def shown(self) -> tuple[TableRow, ...]:
        return self._rows

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        high = _HEADING + _ROW * len(self._rows) if self._rows else _EMPTY
        return round(high * letter(self))

    @property
    def letters(self) -> tuple[Placed, ...]:
        size = letter(self)
        if not self._rows:
            rect = QRectF(0, 0, self.width(), _EMPTY * size)
            return (placed(rect, _said(self._empty, size, Weight.Medium, MUTED), Align.LEFT_MIDDLE, gap=0.0),)
        made = [
            placed(
                self._cell(at, 0.0, _HEADING),
                _said(heading, 0.9 * size, Weight.Medium, INK, INK),
                Align.RIGHT_MIDDLE if at else Align.LEFT_MIDDLE,
                gap=0.0,
            )
            for at, heading in enumerate(self._headings)
        ]
        for row_at, row in enumerate(self._rows):
            top = _HEADING + _ROW * row_at
            ink = INK if row.tone is Tone.NEUTRAL else MARKS[row.tone]
            name = self._cell(0, top, _ROW)
            name.setLeft(name.left() + self._indent())
            weight = Weight.DemiBold if row.total else Weight.Medium
            made.append(placed(name, _said(row.name, size, weight, ink), Align.LEFT_MIDDLE, gap=0.0))
            for at, cell in enumerate(row.cells, 1):
                said = (Paragraph(cell, size, Weight.DemiBold, ink),)
                made.append(placed(self._cell(at, top, _ROW), said, Align.RIGHT_MIDDLE))
        return tuple(made)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = letter(self)
        for at, row in enumerate(self._rows):
            top = (_HEADING + _ROW * at) * size
            if row.total:
                painter.fillRect(QRectF(0, top, self.width(), _ROW * size), colour(TRACK))
            painter.setPen(QPen(colour(RULE), 1))
            painter.drawLine(QRectF(0, top, self.width(), 0).topLeft(), QRectF(0, top, self.width(), 0).topRight())
            square = QRectF(0, top + 0.6 * size, size, size)
            draw_mark(painter, square, TONE_MARKS[row.tone], colour(MARKS[row.tone]))
        draw(painter, self.letters)

    def _indent(self) -> float:
        return _MARK * letter(self) if any(row.tone is not Tone.NEUTRAL for row in self._rows) else 0.0

    def _cell(self, column: int, top: float, height: float) -> QRectF:
        size = letter(self)
        names = self.width() * self._name_share
        each = (self.width() - names) / max(1, len(self._headings) - 1)
        left = 0.3 * size if column == 0 else names + (column - 1) * each + 0.4 * size
        width = names if column == 0 else each - 0.7 * size
        return QRectF(left, top * size, max(1.0, width), height * size)

    def _spoken(self, row: TableRow) -> str:
        numbers = ", ".join(
            f"{heading.vi} {cell}" for heading, cell in zip(self._headings[1:], row.cells, strict=False)
        )
        return f"{row.name.vi}: {numbers}"


def _said(text: Text, size: float, weight: Weight, ink: str, small_ink: str = MUTED) -> tuple[Paragraph, ...]:
    """``small_ink`` is the English: letters as small as a heading's lose contrast at their smoothed edges."""
    large = Paragraph(text.vi, size, weight, ink)
    return (large,) if text.en == text.vi else (large, Paragraph(text.en, 0.78 * size, Weight.Normal, small_ink))

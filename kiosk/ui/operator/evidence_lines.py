"""Lines of evidence as the staff read them: a mark, what was asked, and the answer in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.check.screens import Line, Tone
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.text import Text
from kiosk.ui.captions import NOTHING_YET
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, flowing
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import ACCENT, INK, MARKS, MUTED, RULE, colour
from kiosk.ui.drawing.shapes import TONE_MARKS, Mark, draw_mark
from kiosk.ui.drawing.typeface import Weight

_STATUS_MARKS: Mapping[CheckStatus, Mark] = MappingProxyType(
    {
        CheckStatus.PASSED: Mark.TICK,
        CheckStatus.FAILED: Mark.CROSS,
        CheckStatus.NOT_SUPPORTED: Mark.DASH,
        CheckStatus.NOT_DONE: Mark.RING,
    }
)
"""«Not supported» and «not done» have one tone but are different facts, so each answer has its own mark."""


def mark_of(line: Line) -> Mark:
    """The mark before a line: that of a document check's status, else that of its tone."""
    return TONE_MARKS[line.tone] if line.status is None else _STATUS_MARKS[line.status]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of evidence, laid out in the widget."""

    mark: Mark
    tone: Tone
    top: float
    bottom: float
    letters: tuple[Placed, ...]


class EvidenceLines(QWidget):
    """Paints lines one below the other, as high as they need.

    ``label_share`` is the part of the width that the label has; 0 puts the answer below the label, for long
    sentences with their remedies. A line without an answer, and what a line adds to its answer, have the whole width.
    """

    def __init__(self, label_share: float) -> None:
        super().__init__()
        self._label_share = label_share
        self._empty = NOTHING_YET
        self._lines: tuple[Line, ...] = ()
        self._laid: tuple[tuple[float, float], tuple[_Row, ...]] | None = None

    def show_lines(self, lines: tuple[Line, ...], empty: Text = NOTHING_YET) -> bool:
        """Replace all lines, leaving nothing of the former ones; says whether anything changed.

        ``empty`` stands there when there is no line.
        """
        if (lines, empty) == (self._lines, self._empty):
            return False
        self._lines, self._empty = lines, empty
        self._laid = None
        self.setAccessibleDescription("; ".join(map(_spoken, lines)))
        self.update()
        return True

    @property
    def shown(self) -> tuple[Line, ...]:
        return self._lines

    @property
    def letters(self) -> tuple[Placed, ...]:
        return tuple(letters for row in self._rows(self.width()) for letters in row.letters)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return math.ceil(self._rows(width)[-1].bottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = letter(self)
        for at, row in enumerate(self._rows(self.width())):
            if at:
                painter.setPen(QPen(colour(RULE), 1))
                painter.drawLine(QPointF(0, row.top), QPointF(self.width(), row.top))
            square = QRectF(0, row.top + size * 0.32, size * 1.15, size * 1.15)
            draw_mark(painter, square, row.mark, colour(MARKS[row.tone]))
        draw(painter, self.letters)

    def _rows(self, width: float) -> tuple[_Row, ...]:
        """At least one row; laid out once for each width and letter size."""
        size = letter(self)
        if self._laid and self._laid[0] == (width, size):
            return self._laid[1]
        lines = self._lines or (Line(self._empty, Text("", "")),)
        indent = size * 1.7 if any(mark_of(line) is not Mark.NONE for line in lines) else 0.0
        rows: list[_Row] = []
        for line in lines:
            rows.append(self._row(line, indent, width, rows[-1].bottom if rows else 0.0))
        self._laid = ((width, size), tuple(rows))
        return self._laid[1]

    def _row(self, line: Line, indent: float, width: float, top: float) -> _Row:
        size = letter(self)
        pad = size * 0.22
        room = max(1.0, width - indent)
        if self._label_share == 0.0 or not self._lines:
            label = _said(line.label, size, *((Weight.DemiBold, INK) if self._lines else (Weight.Medium, MUTED)))
            value = _said(line.value, size, Weight.Medium, ACCENT)
            above = flowing(QPointF(indent, top + pad), room, label)
            below = flowing(QPointF(indent, above[0].bottom()), room, value)
            return _Row(mark_of(line), line.tone, top, below[0].bottom() + pad, (above, below))
        answer = INK if line.tone is Tone.NEUTRAL else MARKS[line.tone]
        label_width = max(1.0, room * self._label_share - size * 0.6)
        value_width = max(1.0, room * (1 - self._label_share))
        if not line.value.vi:
            whole = flowing(QPointF(indent, top + pad), room, _said(line.label, size, Weight.DemiBold, answer))
            return _Row(mark_of(line), line.tone, top, whole[0].bottom() + pad, (whole,))
        left = flowing(QPointF(indent, top + pad), label_width, _said(line.label, size, Weight.Medium, INK))
        right = flowing(
            QPointF(width - value_width, top + pad), value_width, _said(line.value, size, Weight.DemiBold, answer)
        )
        bottom = max(left[0].bottom(), right[0].bottom())
        if line.detail is None:
            return _Row(mark_of(line), line.tone, top, bottom + pad, (left, right))
        below = flowing(QPointF(indent, bottom), room, _said(line.detail, size, Weight.Medium, answer))
        return _Row(mark_of(line), line.tone, top, below[0].bottom() + pad, (left, right, below))


def _spoken(line: Line) -> str:
    detail = f" – {line.detail.vi}" if line.detail else ""
    return f"{line.label.vi}: {line.value.vi}{detail}" if line.value.vi else line.label.vi


def _said(text: Text, size: float, weight: Weight, ink: str) -> tuple[Paragraph, ...]:
    english = "" if text.en == text.vi else text.en
    return Paragraph(text.vi, size, weight, ink), Paragraph(english, size * 0.78, Weight.Normal, MUTED)

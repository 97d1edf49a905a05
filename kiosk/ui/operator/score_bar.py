"""The face comparison as a bar: three zones named in words, both thresholds, and where the score lies."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.check.screens import Tone
from kiosk.domain.numerals import decimal
from kiosk.domain.text import Text
from kiosk.ui.captions import SCORE_BAR, ZONE_MATCH, ZONE_NO_MATCH, ZONE_UNSURE
from kiosk.ui.drawing.kept import Kept
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import INK, ZONES, colour
from kiosk.ui.drawing.typeface import Weight

_MIDDLE = (0.33, 0.66)
"""Where the two thresholds stand on the bar: fixed, so that the zones' words always have room."""

_ZONES = ((Tone.REFUSE, ZONE_NO_MATCH), (Tone.ATTENTION, ZONE_UNSURE), (Tone.SUCCESS, ZONE_MATCH))


@dataclass(frozen=True, slots=True)
class Score:
    """A score with its thresholds, all on the engine's scale."""

    value: float
    review_at: float
    accept_at: float

    @property
    def place(self) -> float:
        """Where the score stands on the bar, 0–1: straight between the thresholds, nearing the ends outside them.

        Engines have scales of their own (cosines end at 1, fused scores do not): the accept threshold is the measure.
        """
        below, above = _MIDDLE
        measure = abs(self.accept_at) or 1.0
        if self.value < self.review_at:
            return below * math.exp((self.value - self.review_at) / measure)
        if self.value < self.accept_at:
            return below + (above - below) * (self.value - self.review_at) / (self.accept_at - self.review_at)
        return 1.0 - (1.0 - above) * math.exp((self.accept_at - self.value) / measure)


class ScoreBar(QWidget):
    """Shows a ``Score``; empty zones until there is one."""

    def __init__(self) -> None:
        super().__init__()
        self._score: Score | None = None
        self._laid = Kept[tuple[Placed, ...]]()

    def show_score(self, score: Score | None) -> None:
        if score == self._score:
            return
        self._score = score
        said = SCORE_BAR.filled(score=_figure(score.value), accept=_figure(score.accept_at)).vi if score else ""
        self.setAccessibleName(said)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(6.2 * letter(self))

    def _bar(self) -> QRectF:
        size = letter(self)
        return QRectF(0, 2.1 * size, self.width(), 2.1 * size)

    def _zones(self) -> tuple[QRectF, QRectF, QRectF]:
        bar = self._bar()
        low, high = (bar.width() * edge for edge in _MIDDLE)
        return (
            QRectF(0, bar.top(), low, bar.height()),
            QRectF(low, bar.top(), high - low, bar.height()),
            QRectF(high, bar.top(), bar.width() - high, bar.height()),
        )

    @property
    def letters(self) -> tuple[Placed, ...]:
        """The zones' words; with a score also the thresholds below the bar and the score above it."""
        size, below = letter(self), self._bar().bottom() + 0.2 * letter(self)
        letters = list(self._laid.get((size, self.width()), lambda: self._words(size)))
        if self._score:
            letters.append(self._number(_MIDDLE[0], self._score.review_at, below, Weight.Normal))
            letters.append(self._number(_MIDDLE[1], self._score.accept_at, below, Weight.Normal))
            letters.append(self._number(self._score.place, self._score.value, 0.0, Weight.Bold))
        return tuple(letters)

    def _words(self, size: float) -> tuple[Placed, ...]:
        return tuple(
            placed(zone.adjusted(2, 0, -2, 0), _said(word, size), gap=0.0)
            for zone, (_, word) in zip(self._zones(), _ZONES, strict=True)
        )

    def _number(self, at: float, value: float, top: float, weight: Weight) -> Placed:
        size = letter(self)
        width = 4 * size
        left = min(max(0.0, at * self.width() - width / 2), self.width() - width)
        return placed(QRectF(left, top, width, 1.35 * size), (Paragraph(_figure(value), size, weight, INK),))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = self._bar()
        for zone, (tone, _) in zip(self._zones(), _ZONES, strict=True):
            painter.fillRect(zone, colour(ZONES[tone]))
        painter.setPen(QPen(colour(INK), 2))
        for at in _MIDDLE:
            x = bar.width() * at
            painter.drawLine(QPointF(x, bar.top() - 2), QPointF(x, bar.bottom() + 3))
        if self._score:
            x = min(max(4.0, bar.width() * self._score.place), bar.width() - 4.0)
            half, top = 0.45 * letter(self), bar.top() - 0.75 * letter(self)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(INK))
            painter.drawPolygon(QPolygonF([QPointF(x, bar.top()), QPointF(x - half, top), QPointF(x + half, top)]))
        draw(painter, self.letters)


def _figure(value: float) -> str:
    """One figure for both languages, so as Vietnamese writes it."""
    return decimal(value, 2).vi


def _said(word: Text, size: float) -> tuple[Paragraph, Paragraph]:
    return (
        Paragraph(word.vi, size * 0.92, Weight.Medium, INK),
        Paragraph(word.en, size * 0.72, Weight.Normal, INK),
    )

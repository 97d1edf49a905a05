"""The ring of the time budget with the seconds left, and the ticks of the chip's bytes."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.captions import CHIP_PROGRESS, SECONDS, SECONDS_LEFT
from kiosk.ui.drawing.language import read_out, spoken
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import unit
from kiosk.ui.drawing.palette import ACCENT, GOLD, INK, MUTED, TRACK, WHITE, colour
from kiosk.ui.drawing.typeface import Weight

_FULL = 360 * 16
_TOP = 90 * 16
_LARGEST = 36.0
"""In units of the window: the ring must not outshine the picture beside it."""


class BudgetRing(QWidget):
    """A ring that empties clockwise as the time is used; the number inside counts down.

    Within one countdown the ring never runs backwards, whatever it is told.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds: int | None = None
        self._longest = 0
        self._used = 0.0
        self._steps: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_time(self, seconds_left: int | None, used: float | None, steps: tuple[float, ...] = ()) -> None:
        """``used`` is 0–1; without it the ring follows the number. ``None`` seconds show nothing.

        ``steps`` are the places on the ring (0–1) where something was done; they stay behind as ticks.
        """
        if steps != self._steps:
            self._steps = steps
            self.update()
        if seconds_left is None:
            if self._seconds is not None:
                self._seconds = None
                self.update()
            return
        if self._seconds is None or seconds_left > self._seconds + 1:
            self._longest, self._used = max(1, seconds_left), 0.0
        share = 1.0 - seconds_left / self._longest if used is None else used
        share = min(1.0, max(self._used, share))
        if (seconds_left, share) == (self._seconds, self._used):
            return
        self._seconds, self._used = seconds_left, share
        self.setAccessibleName(read_out(self, SECONDS_LEFT.filled(n=seconds_left)))
        self.update()

    @property
    def used(self) -> float:
        return self._used

    @property
    def letters(self) -> tuple[Placed, ...]:
        if self._seconds is None:
            return ()
        square = self._square()
        side = square.width() * 0.62
        inside = QRectF(square.center() - QPointF(side / 2, side / 2), QSizeF(side, side))
        number = Paragraph(str(self._seconds), side * 0.62, Weight.Bold, INK)
        words = Paragraph(" / ".join(spoken(self, SECONDS)), side * 0.14, Weight.Medium, MUTED)
        return (placed(inside, (number, words), gap=0.0),)

    def _square(self) -> QRectF:
        side = min(self.width(), self.height(), _LARGEST * unit(self)) - 4.0
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._seconds is None:
            return
        square = self._square()
        thick = square.width() * 0.085
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        band = square.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(QPen(colour(TRACK), thick))
        painter.drawEllipse(band)
        painter.setPen(QPen(colour(ACCENT), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(band, _TOP - round(_FULL * self._used), -round(_FULL * (1.0 - self._used)))
        painter.setPen(QPen(colour(INK), max(2.0, thick * 0.22), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        for step in self._steps:
            painter.drawLine(*_across(band, thick, step))
        draw(painter, self.letters)


def _across(band: QRectF, thick: float, share: float) -> tuple[QPointF, QPointF]:
    """From the inner to the outer edge of the ring, ``share`` of the way round, clockwise from the top."""
    turn = 2 * math.pi * share
    out = QPointF(math.sin(turn), -math.cos(turn))
    radius = band.width() / 2
    return band.center() + out * (radius - thick * 0.5), band.center() + out * (radius + thick * 0.5)


class ChipTicks(QWidget):
    """A chip and a row of ticks, filled as its bytes come in."""

    TICKS = 10

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_share(self, share: float | None) -> None:
        """``share`` is 0–1; ``None`` hides the row."""
        if share == self._share:
            return
        self._share = share
        self.setAccessibleName(read_out(self, CHIP_PROGRESS.filled(n=round(100 * (share or 0.0)))))
        self.update()

    @property
    def filled(self) -> int:
        """How many ticks are full; the last one only when every byte is there."""
        return int((self._share or 0.0) * self.TICKS + 1e-9)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._share is None:
            return
        height = min(self.height() * 0.7, self.width() / 12)
        top = (self.height() - height) / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chip = QRectF(0, top, height * 1.2, height)
        painter.setPen(QPen(colour(INK), max(1.0, height / 16)))
        painter.setBrush(colour(GOLD))
        painter.drawRoundedRect(chip.adjusted(1, 1, -1, -1), height / 6, height / 6)
        painter.drawLine(QPointF(chip.left(), chip.center().y()), QPointF(chip.right(), chip.center().y()))
        painter.drawLine(QPointF(chip.center().x(), chip.top()), QPointF(chip.center().x(), chip.bottom()))
        left = chip.right() + height * 0.4
        step = (self.width() - left) / self.TICKS
        for tick in range(self.TICKS):
            part = min(1.0, max(0.0, self._share * self.TICKS - tick))
            box = QRectF(left + tick * step, top + height * 0.15, step * 0.8, height * 0.7)
            painter.setPen(QPen(colour(MUTED), 1.0))
            painter.setBrush(colour(WHITE))
            painter.drawRoundedRect(box, height / 8, height / 8)
            if part > 0.0:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour(ACCENT))
                painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * part, box.height()), 2, 2)

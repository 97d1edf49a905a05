"""Throughput by the hour as bars: all checks pale, those who came in dark, with the numbers above."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.shift import HourOfShift
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import ACCENT, INK, MUTED, TRACK, colour
from kiosk.ui.drawing.typeface import Weight
from kiosk.ui.operator.shift import captions

MOST_HOURS = 12
"""The newest ones; a shift is no longer than that."""
_HEIGHT, _LINE = 12.0, 1.7
"""Of the whole chart and of a row of figures, in letters."""


class HourChart(QWidget):
    """As wide as it is given, of one height."""

    def __init__(self) -> None:
        super().__init__()
        self._hours: tuple[HourOfShift, ...] = ()

    def show_hours(self, hours: tuple[HourOfShift, ...]) -> None:
        shown = hours[-MOST_HOURS:]
        if shown == self._hours:
            return
        self._hours = shown
        said = "; ".join(
            captions.HOUR.filled(hour=_hour(one), checks=one.checks, admitted=one.admitted).vi for one in shown
        )
        self.setAccessibleName(said)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(_HEIGHT * letter(self)) if self._hours else round(2 * letter(self))

    @property
    def letters(self) -> tuple[Placed, ...]:
        size = letter(self)
        if not self._hours:
            nothing = (Paragraph(captions.NOTHING.vi, size, Weight.Normal, MUTED),)
            return (placed(QRectF(0, 0, self.width(), 2 * size), nothing, Align.LEFT_MIDDLE),)
        said: list[Placed] = []
        for at, hour in enumerate(self._hours):
            column = self._column(at)
            top = QRectF(column.left(), 0, column.width(), _LINE * size)
            foot = QRectF(column.left(), self.height() - _LINE * size, column.width(), _LINE * size)
            number = (Paragraph(str(hour.checks), size, Weight.DemiBold, INK),)
            said.append(placed(top, number, smallest=0.5))
            said.append(placed(foot, (Paragraph(_hour(hour), 0.9 * size, Weight.Normal, MUTED),), smallest=0.5))
        return tuple(said)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((hour.checks for hour in self._hours), default=0)
        for at, hour in enumerate(self._hours):
            column = self._column(at)
            bar = column.adjusted(column.width() * 0.18, 0, -column.width() * 0.18, 0)
            for count, ink in ((hour.checks, TRACK), (hour.admitted, ACCENT)):
                height = column.height() * count / most if most else 0.0
                painter.fillRect(QRectF(bar.left(), bar.bottom() - height, bar.width(), height), colour(ink))
        draw(painter, self.letters)

    def _column(self, at: int) -> QRectF:
        size = letter(self)
        width = self.width() / max(4, len(self._hours))
        return QRectF(at * width, _LINE * size, width, max(1.0, self.height() - 2 * _LINE * size))


def _hour(hour: HourOfShift) -> str:
    return f"{hour.begins.astimezone():%H}h"

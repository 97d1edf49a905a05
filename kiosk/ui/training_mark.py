"""The mark of training: a striped band over every screen of a window, which nothing on the screen can switch off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.palette import GOLD, INK, colour
from kiosk.ui.drawing.typeface import Weight

SENTENCE = Text("CHẾ ĐỘ HUẤN LUYỆN – TRAINING", "CHẾ ĐỘ HUẤN LUYỆN – TRAINING")
SHARE = 0.05
"""Of the window's shorter side."""


class TrainingMark(QWidget):
    """Lies at the top of ``window``, whose own screens begin below it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(SENTENCE.vi)
        window.installEventFilter(self)
        self._lie()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and stay above whatever comes into it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._lie()
        elif event.type() is QEvent.Type.ChildAdded:
            self.raise_()
        return False

    def _lie(self) -> None:
        height = max(24, round(SHARE * min(self._window.width(), self._window.height())))
        margins = self._window.contentsMargins()
        margins.setTop(height)
        self._window.setContentsMargins(margins)
        self.setGeometry(0, 0, self._window.width(), height)
        self.raise_()

    @property
    def letters(self) -> tuple[Placed, ...]:
        said = (Paragraph(SENTENCE.vi, 0.58 * self.height(), Weight.Bold, INK, most_lines=1),)
        return (placed(self._plate(), said, smallest=0.3),)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour(GOLD))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(INK))
        high = float(self.height())
        for at in range(-1, round(self.width() / high / 2) + 1):
            left = 2 * at * high
            corners = ((left, high), (left + high, high), (left + 2 * high, 0.0), (left + high, 0.0))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        painter.fillRect(self._plate(), colour(GOLD))
        draw(painter, self.letters)

    def _plate(self) -> QRectF:
        width = min(float(self.width()), 20.0 * self.height())
        return QRectF((self.width() - width) / 2, 0, width, self.height())

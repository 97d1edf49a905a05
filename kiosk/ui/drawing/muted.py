"""The flag that says that nothing is heard: whoever waits for a sound would wait in vain."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.ui.drawing.kept import Kept
from kiosk.ui.drawing.language import language_of, read_out, spoken
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.palette import INK, colour
from kiosk.ui.drawing.typeface import Weight

SILENT = Text("Tắt tiếng", "No sound")
_WIDE = 4.2
"""Width to height."""


class MutedFlag(QWidget):
    """A loudspeaker that is crossed out, and its word; hidden while there is sound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = INK
        self._laid = Kept[Placed]()
        self.setAccessibleName(read_out(self, SILENT))
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.setAccessibleName(read_out(self, SILENT))
            self.update()

    def dress(self, ink: str, height: int) -> None:
        """In this colour, and so high; the width follows."""
        self._ink = ink
        self.setFixedSize(round(_WIDE * height), height)
        self.update()

    @property
    def letters(self) -> tuple[Placed, ...]:
        depends_on = (self._ink, self.width(), self.height(), language_of(self).code)
        return (self._laid.get(depends_on, self._placed),)

    def _placed(self) -> Placed:
        size = self.height()
        large, small = spoken(self, SILENT)
        said = (
            Paragraph(large, 0.46 * size, Weight.DemiBold, self._ink),
            Paragraph(small, 0.34 * size, Weight.Medium, self._ink),
        )
        return placed(QRectF(1.15 * size, 0, self.width() - 1.15 * size, size), said, Align.LEFT_MIDDLE, gap=0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = float(self.height())
        ink = colour(self._ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        body = ((0.08, 0.38), (0.26, 0.38), (0.5, 0.16), (0.5, 0.84), (0.26, 0.62), (0.08, 0.62))
        painter.drawPolygon(QPolygonF([QPointF(x * size, y * size) for x, y in body]))
        pen = QPen(ink, max(2.0, 0.08 * size))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for one, other in (((0.62, 0.36), (0.92, 0.66)), ((0.92, 0.36), (0.62, 0.66))):
            painter.drawLine(QPointF(one[0] * size, one[1] * size), QPointF(other[0] * size, other[1] * size))
        draw(painter, self.letters)

"""The name of a display, large on that display: which of two is which, nobody can tell by a name in a list."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.ui.drawing.lettering import Paragraph, Placed, draw, placed
from kiosk.ui.drawing.palette import ACCENT, WHITE, colour
from kiosk.ui.drawing.typeface import Weight

_WIDE, _HIGH = 0.6, 0.22
"""Of the display; the page behind it can still be read."""


class DisplaySign(QWidget):
    """Lies over the head of one display and takes neither focus nor touches."""

    def __init__(self, screen: QScreen) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.WindowTransparentForInput,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._name = screen.name()
        area = screen.geometry()
        width, height = round(_WIDE * area.width()), round(_HIGH * area.height())
        self.setGeometry(QRect(area.center().x() - width // 2, area.top(), width, height))
        self.setAccessibleName(self._name)

    @property
    def letters(self) -> tuple[Placed, ...]:
        said = Paragraph(self._name, 0.45 * self.height(), Weight.Bold, WHITE)
        return (placed(QRectF(self.rect()).adjusted(12, 6, -12, -6), (said,)),)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(ACCENT))
        draw(painter, self.letters)


def facts_of(screen: QScreen) -> Text:
    """Its size in pixels, and in millimetres as the display claims it."""
    area, claimed = screen.geometry(), screen.physicalSize()
    said = f"{area.width()}×{area.height()}, {claimed.width():.0f}×{claimed.height():.0f} mm"
    return Text(said, said)

"""What all panels of the citizen window share: turning with the window, boxes, and the banner."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from kiosk.check.screens import CitizenScreen, Tone
from kiosk.domain.text import Text
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import unit
from kiosk.ui.drawing.palette import THEMES, colour
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.shapes import draw_badge


class Panel(QWidget):
    """One arrangement of the citizen window; wide and tall windows turn the same boxes."""

    def show_screen(self, screen: CitizenScreen) -> None:
        raise NotImplementedError

    def turn(self, tall: bool) -> None:
        """Arrange for a tall or a wide window."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.turn(self.height() > self.width())
        layout = self.layout()
        if layout:
            layout.setSpacing(round(2 * unit(self)))


DOWN, ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


def box(direction: QBoxLayout.Direction, parent: QWidget | None = None) -> QBoxLayout:
    """A box layout without margins, as ``parent``'s own or to be put into another."""
    made = QBoxLayout(direction, parent) if parent else QBoxLayout(direction)
    made.setContentsMargins(0, 0, 0, 0)
    return made


class Banner(QWidget):
    """A sentence on its own ground with the tone's badge, for what must not be overlooked."""

    def __init__(self, size: float, tone: Tone) -> None:
        super().__init__()
        self.sentence = Sentence(size, align=Align.LEFT_MIDDLE, parent=self)
        self.show_tone(tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_tone(self, tone: Tone) -> None:
        self._tone = tone
        theme = THEMES[tone]
        self.sentence.colour(theme.ink, theme.muted)
        self.update()

    def say(self, text: Text | None) -> None:
        self.sentence.say(text)
        self.setVisible(text is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        height = self.height()
        self.sentence.setGeometry(height, 0, max(1, self.width() - height - height // 4), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = THEMES[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme.ground))
        painter.drawRoundedRect(self.rect(), self.height() / 5, self.height() / 5)
        side = self.height() * 0.62
        badge = QRectF((self.height() - side) / 2, (self.height() - side) / 2, side, side)
        draw_badge(painter, badge, self._tone, colour(theme.mark), colour(theme.ground))

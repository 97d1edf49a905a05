"""The result over the whole window: colour, shape, word, and where to go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.check.screens import CitizenScreen, Tone
from kiosk.domain.text import Text
from kiosk.ui import captions
from kiosk.ui.citizen.panel import ACROSS, DOWN, Panel, box
from kiosk.ui.drawing.measure import unit
from kiosk.ui.drawing.palette import THEMES, Theme, colour
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.shapes import draw_badge
from kiosk.ui.drawing.typeface import Weight


class PlaceCard(QWidget):
    """Where to go, as large as it fits, on a raised panel."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = Sentence(
            20, english=0.3, clause=1.0, most_lines=2, smallest=0.2, weight=Weight.Bold, parent=self
        )
        self._ground = THEMES[Tone.SUCCESS].panel
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_place(self, place: Text | None, theme: Theme) -> None:
        self._ground = theme.panel
        self.sentence.colour(theme.panel_ink, theme.panel_ink)
        self.sentence.say(place)
        self.setVisible(place is not None and bool(place.vi))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        margin = round(2 * unit(self))
        self.sentence.setGeometry(self.rect().adjusted(2 * margin, margin, -2 * margin, -margin))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self._ground))
        painter.drawRoundedRect(self.rect(), 3 * unit(self), 3 * unit(self))


class Badge(QWidget):
    """The result's shape, as large as it fits."""

    def __init__(self) -> None:
        super().__init__()
        self.tone = Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_tone(self, tone: Tone) -> None:
        if tone is not self.tone:
            self.tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = THEMES[self.tone]
        draw_badge(QPainter(self), QRectF(self.rect()), self.tone, colour(theme.mark), colour(theme.ground))


class ResultPanel(Panel):
    """The result over the whole window: colour, shape, word, and where to go. Touching it holds it (``on_hold``)."""

    def __init__(self, on_hold: Callable[[], None]) -> None:
        super().__init__()
        self._on_hold = on_hold
        self.badge = Badge()
        self.title = Sentence(14, english=0.3, clause=0.56, most_lines=2, weight=Weight.Bold)
        self.place = PlaceCard()
        self.detail = Sentence(6, english=0.55)
        self.closing = Sentence(2.6, english=0.8, weight=Weight.Normal)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.addWidget(self.title, 10)
        words.addWidget(self.place, 11)
        words.addWidget(self.detail, 6)
        self._top = box(ACROSS)
        self._top.addWidget(self.badge, 4)
        self._top.addLayout(words, 9)
        column = box(DOWN, self)
        column.addLayout(self._top, 20)
        column.addWidget(self.closing, 2)

    def show_screen(self, screen: CitizenScreen) -> None:
        theme = THEMES[screen.tone]
        self.badge.show_tone(screen.tone)
        for sentence in (self.title, self.detail, self.closing):
            sentence.colour(theme.ink, theme.muted)
        self.title.say(screen.title)
        self.place.show_place(screen.place, theme)
        self.detail.say(screen.detail)
        self.detail.setVisible(screen.detail is not None)
        left = screen.seconds_left
        self.closing.say(captions.CLOSES_IN.filled(n=left) if left is not None else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._on_hold()

    def turn(self, tall: bool) -> None:
        self._top.setDirection(DOWN if tall else ACROSS)
        self._top.setSpacing(round(3 * unit(self)))
        self._top.setStretch(0, 6 if tall else 4)
        self._top.setStretch(1, 9)

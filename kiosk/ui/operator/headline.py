"""The staff screen's headline: the verdict or the state by colour, shape and word, and the seconds used."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.check.screens import Tone
from kiosk.domain.numerals import decimal
from kiosk.domain.text import Text
from kiosk.ui import captions
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.muted import MutedFlag
from kiosk.ui.drawing.palette import HEADLINE_NEUTRAL, THEMES, Theme, colour
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.shapes import draw_badge
from kiosk.ui.drawing.typeface import Weight


class Headline(QWidget):
    """The verdict or the state over the whole width: colour, shape, word, and the seconds used."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.NEUTRAL
        self._seconds: float | None = None
        self.sentence = Sentence(0, english=0.55, align=Align.LEFT_MIDDLE, weight=Weight.Bold, parent=self)
        self.muted = MutedFlag(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_headline(self, text: Text, tone: Tone, seconds: float | None) -> None:
        shown = None if seconds is None else round(seconds, 1)
        if tone is not self._tone or shown != self._seconds:
            self._tone, self._seconds = tone, shown
            self._place()
            self.update()
        theme = _headline_theme(tone)
        self.sentence.colour(theme.ink, theme.muted)
        self.sentence.say(text)

    def show_silence(self, silent: bool) -> None:
        """Whether the citizen's window makes no sound."""
        self.muted.setVisible(silent)
        self._place()

    def rescale(self) -> None:
        size = letter(self)
        self.setFixedHeight(round(5.4 * size))
        self.sentence.letter_pixels(2.2 * size)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        side = self.height()
        left = side if self._tone is not Tone.NEUTRAL else round(0.7 * letter(self))
        self.muted.dress(_headline_theme(self._tone).ink, round(0.4 * side))
        mute = self.muted.width() if not self.muted.isHidden() else 0
        self.muted.move(self.width() - 2 * side - mute, (side - self.muted.height()) // 2)
        self.sentence.setGeometry(left, 0, max(1, self.width() - left - 2 * side - mute), side)

    @property
    def letters(self) -> tuple[Placed, ...]:
        if self._seconds is None:
            return ()
        theme = _headline_theme(self._tone)
        number = captions.SECONDS_USED.filled(n=decimal(self._seconds, 1))
        size = letter(self)
        said = (Paragraph(number.vi, 1.9 * size, Weight.DemiBold, theme.ink),)
        side = float(self.height())
        return (placed(QRectF(self.width() - 2 * side, 0, 1.8 * side, side), said, Align.RIGHT_MIDDLE),)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = _headline_theme(self._tone)
        side = float(self.height())
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(theme.ground))
        box = QRectF(side * 0.18, side * 0.18, side * 0.64, side * 0.64)
        if self._tone is not Tone.NEUTRAL:
            draw_badge(painter, box, self._tone, colour(theme.mark), colour(theme.ground))
        draw(painter, self.letters)


def _headline_theme(tone: Tone) -> Theme:
    return HEADLINE_NEUTRAL if tone is Tone.NEUTRAL else THEMES[tone]

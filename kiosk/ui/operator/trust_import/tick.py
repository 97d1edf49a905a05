"""One consent with its own box to tick, by a finger, the mouse or its function key; never ticked beforehand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from kiosk.check.screens import Tone
from kiosk.domain.desks.trust_import import ConsentAsked
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import ACCENT, INK, MARKS, MUTED, WHITE, colour
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.drawing.typeface import Weight


class Tick(QAbstractButton):
    """Takes no keyboard focus: the spaces of a scanner must tick nothing."""

    def __init__(self, consent: ConsentAsked, key: str) -> None:
        super().__init__()
        self.consent = consent
        self._key = key
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{consent.sentence.vi} / {consent.sentence.en}")
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    @property
    def letters(self) -> tuple[Placed, ...]:
        size, box = letter(self), self._box()
        left = box.right() + 0.7 * size
        room = QRectF(left, 2, max(1.0, self.width() - left - 0.5 * size), max(1.0, self.height() - 4))
        said = self.consent.sentence
        words = (
            Paragraph(f"{self._key} · {said.vi}", 1.05 * size, Weight.DemiBold, INK),
            Paragraph(said.en, 0.8 * size, Weight.Normal, MUTED),
        )
        return (placed(room, words, Align.LEFT_MIDDLE, gap=0.0),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = ACCENT if self.isChecked() else MARKS[Tone.ATTENTION]
        painter.setPen(QPen(colour(edge), 2))
        painter.setBrush(colour("#e3effa" if self.isChecked() else WHITE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        box = self._box()
        painter.setPen(QPen(colour(INK), 2))
        painter.setBrush(colour(WHITE))
        painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            draw_mark(painter, box.adjusted(3, 3, -3, -3), Mark.TICK, colour(ACCENT))
        draw(painter, self.letters)

    def _box(self) -> QRectF:
        size = letter(self)
        side = 2 * size
        return QRectF(0.8 * size, (self.height() - side) / 2, side, side)

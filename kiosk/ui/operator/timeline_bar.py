"""The course of one check as a bar of 20 seconds, with a tick for each step and the words of the important ones."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.check.states import Milestone
from kiosk.domain.numerals import decimal
from kiosk.ui.captions import MILESTONES, TIMELINE
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import ACCENT, INK, MUTED, TRACK, WHITE, colour
from kiosk.ui.drawing.typeface import Weight

LENGTH_SECONDS = 20.0

_WEIGHT = {
    name: place for place, name in enumerate(("verdict", "card", "chip", "code-only", "face", "list", "document"))
}
_WEIGHT["reading"] = len(_WEIGHT)
"""Whose word stays where two would meet, weightiest first."""


class TimelineBar(QWidget):
    """Shows the milestones and how far the check is; longer checks stretch the scale."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Milestone, ...] = ()
        self._seconds = 0.0
        self._laid: tuple[object, tuple[Placed, ...]] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{TIMELINE.vi} / {TIMELINE.en}")

    def show_timeline(self, marks: tuple[Milestone, ...], seconds: float | None) -> None:
        wanted = round(seconds or 0.0, 1)
        if (marks, wanted) == (self._marks, self._seconds):
            return
        if marks != self._marks:
            said = ", ".join(
                f"{MILESTONES[mark.name].vi} {mark.seconds:.1f}" for mark in marks if mark.name in MILESTONES
            )
            self.setAccessibleDescription(said)
        self._marks, self._seconds = marks, wanted
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, round(4.4 * letter(self)))

    @property
    def length(self) -> float:
        """Seconds that the whole bar stands for."""
        return max(LENGTH_SECONDS, self._seconds, *(mark.seconds for mark in self._marks), 1.0)

    def _bar(self) -> QRectF:
        size = letter(self)
        heading = 7.5 * size
        return QRectF(heading, 1.7 * size, max(1.0, self.width() - heading), 0.9 * size)

    @property
    def letters(self) -> tuple[Placed, ...]:
        """The heading, the words above and the times below.

        Where words would meet, the weightier one stays; the tick of the other stays too.
        """
        key = (self._marks, self._seconds if self._seconds > LENGTH_SECONDS else 0.0, self.width(), letter(self))
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, self._lay())
        return self._laid[1]

    def _lay(self) -> tuple[Placed, ...]:
        size, bar = letter(self), self._bar()
        letters = [self._heading(QRectF(0, 0.8 * size, bar.left() - size, 2.6 * size))]
        taken: list[QRectF] = []
        for mark in sorted(self._marks, key=lambda mark: _WEIGHT.get(mark.name, 0)):
            word = MILESTONES.get(mark.name)
            if word is None:
                continue
            width = max(len(word.vi), 5) * 0.64 * size
            x = bar.left() + bar.width() * mark.seconds / self.length
            above = QRectF(min(max(bar.left(), x - width / 2), bar.right() - width), 0, width, 1.5 * size)
            if any(above.intersects(other) for other in taken):
                continue
            taken.append(above)
            said = Paragraph(word.vi, size * 0.92, Weight.DemiBold, INK)
            letters.append(placed(above, (said,)))
            letters.append(self._time(mark.seconds, above.left(), width))
        if not any(other.right() > bar.right() - 5 * size for other in taken):
            letters.append(self._time(self.length, bar.right() - 5 * size, 5 * size, Align.RIGHT_MIDDLE))
        return tuple(letters)

    def _heading(self, rect: QRectF) -> Placed:
        size = letter(self)
        words = (
            Paragraph(TIMELINE.vi, size * 0.95, Weight.DemiBold, MUTED),
            Paragraph(TIMELINE.en, size * 0.78, Weight.Normal, MUTED),
        )
        return placed(rect, words, Align.LEFT_MIDDLE, gap=0.0)

    def _time(self, seconds: float, left: float, width: float, align: Align = Align.CENTRE) -> Placed:
        size = letter(self)
        rect = QRectF(left, self._bar().bottom() + 0.2 * size, width, 1.3 * size)
        said = decimal(seconds, 1).vi.removesuffix(",0") + " s"
        return placed(rect, (Paragraph(said, size * 0.85, Weight.Normal, MUTED),), align)

    def paintEvent(self, event: QPaintEvent) -> None:
        bar = self._bar()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(TRACK), 0))
        painter.setBrush(colour(TRACK))
        painter.drawRoundedRect(bar, 3, 3)
        if self._seconds > 0:
            painter.setBrush(colour(ACCENT))
            painter.drawRoundedRect(
                QRectF(bar.left(), bar.top(), bar.width() * self._seconds / self.length, bar.height()), 3, 3
            )
        for mark in self._marks:
            x = bar.left() + min(max(1.0, bar.width() * mark.seconds / self.length), bar.width() - 1.0)
            named = mark.name in MILESTONES
            painter.setPen(QPen(colour(INK if named else WHITE), 2))
            reach = 4 if named else -2
            painter.drawLine(QPointF(x, bar.top() - reach), QPointF(x, bar.bottom() + reach))
        draw(painter, self.letters)

"""The strip at the foot of the staff screen: each part by shape and word, and how many people came in the shift."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.desks.health import STRIP, Health, HealthDesk, PartHealth
from kiosk.domain.faults import Fault
from kiosk.domain.numerals import whole
from kiosk.domain.shift import Shift
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.ui.drawing.lettering import Align, Paragraph, Placed, draw, placed
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import INK, MARKS, MUTED, RULE, WHITE, colour
from kiosk.ui.drawing.shapes import TONE_MARKS, draw_mark
from kiosk.ui.drawing.typeface import Weight, metrics
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.health import captions
from kiosk.ui.operator.health.captions import STATES, TONES, name_of

LOOK_MILLISECONDS = 5000
_HEIGHT, _NARROWEST = 2.9, 11.0
"""Of one row, and of one part in it, in letters."""
_MARK, _MARGIN = 2.0, 0.6
"""What the mark of a part takes, and what stays free beside its words, in letters."""
_COUNTERS = 2
"""Parts whose room the counters take."""

NewestShift = Callable[[], Shift | None]


class HealthStrip(QWidget):
    """Asks the desk every few seconds while it is shown. A click opens the page of all parts, by ``on_open``.

    ``newest`` gives the shift whose people are counted and may raise ``Fault``; without it nobody is.
    """

    def __init__(
        self, desk: HealthDesk, on_open: Callable[[], None], parent: QWidget, newest: NewestShift | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._on_open = on_open
        self._newest = newest
        self._parts: tuple[PartHealth, ...] = ()
        self._counted = captions.NO_SHIFT
        self._waiting = 0
        self._thread = DeskThread()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def shown(self) -> tuple[PartHealth, ...]:
        return self._parts

    def look(self) -> None:
        """Ask how the parts are now."""
        self._thread.ask(self._ask, self._take, self._fail)

    def count_waiting(self, waiting: int) -> None:
        """How many people wait for staff."""
        self._waiting = waiting
        self.update()

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def height_for(self, width: int) -> int:
        """As many rows as the parts need at this width."""
        return round(_HEIGHT * letter(self) * -(-self._cells // self._columns(width)))

    def showEvent(self, event: QShowEvent) -> None:
        self.look()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._on_open()

    @property
    def letters(self) -> tuple[Placed, ...]:
        size = letter(self)
        boxes = self._boxes()
        made = []
        for part, box in zip(self._parts, boxes, strict=False):
            ink = INK if part.status is Health.OK else MARKS[TONES[part.status]]
            room = box.adjusted(_MARK * size, 2, 0, -2)
            made.append(placed(room, _lines(_said(part), size, ink), Align.LEFT_MIDDLE, smallest=0.6, gap=0.0))
        if self._newest is not None:
            room = boxes[-1].adjusted(0, 2, -_MARGIN * size, -2)
            made.append(placed(room, _lines(self.counters, size, INK), Align.RIGHT_MIDDLE, smallest=0.6, gap=0.0))
        return tuple(made)

    @property
    def counters(self) -> Text:
        """How many came in the shift that is open, and how many wait now."""
        return captions.WAITING.filled(said=self._counted, n=self._waiting) if self._waiting else self._counted

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(WHITE))
        painter.setPen(QPen(colour(RULE), 1))
        painter.drawLine(0, 0, self.width(), 0)
        size = letter(self)
        for part, box in zip(self._parts, self._boxes(), strict=False):
            square = QRectF(box.left() + 0.5 * size, box.center().y() - 0.6 * size, 1.2 * size, 1.2 * size)
            tone = TONES[part.status]
            draw_mark(painter, square, TONE_MARKS[tone], colour(MARKS[tone]))
        draw(painter, self.letters)

    @property
    def _cells(self) -> int:
        return len(STRIP) + (_COUNTERS if self._newest is not None else 0)

    def _columns(self, width: int) -> int:
        """The same for every row; the counters' room is never parted."""
        most = max(_COUNTERS, min(self._cells, int(width / (_NARROWEST * letter(self)))))
        rows = -(-self._cells // most)
        return -(-self._cells // rows)

    def _boxes(self) -> tuple[QRectF, ...]:
        """One for each part, and the last one for the counters. Each is as wide in its row as its words need."""
        size, columns = letter(self), self._columns(self.width())
        needs = [_MARK * size + _wide(_said(part), size) for part in self._parts]
        needs += [0.0] * (len(STRIP) - len(needs))
        if self._newest is not None:
            needs.append(_wide(self.counters, size))
        boxes = []
        for top in range(0, len(needs), columns):
            row = needs[top : top + columns]
            spare = (self.width() - sum(row)) / len(row)
            shrunk = min(1.0, self.width() / max(1.0, sum(row)))
            left = 0.0
            for need in row:
                width = shrunk * need + max(0.0, spare)
                boxes.append(QRectF(left, top // columns * _HEIGHT * size, width, _HEIGHT * size))
                left += width
        return tuple(boxes)

    def _ask(self) -> tuple[tuple[PartHealth, ...], Shift | None]:
        """On the desk's thread. A journal that cannot be counted shows in its own part."""
        try:
            shift = self._newest() if self._newest is not None else None
        except Fault:
            shift = None
        return self._desk.watch(), shift

    def _take(self, answer: tuple[tuple[PartHealth, ...], Shift | None]) -> None:
        self._parts, shift = answer
        self._counted = _counted(shift)
        spoken = [f"{_said(part).vi}: {STATES[part.status].vi}" for part in self._parts]
        self.setAccessibleName("; ".join((*spoken, self.counters.vi)))
        self.update()

    def _fail(self, fault: Fault) -> None:
        """The desk answers whatever happens; a strip that could not ask keeps what it knew."""


def _said(part: PartHealth) -> Text:
    name, state = name_of(part.name), STATES[part.status]
    beside = part.brief if part.brief.vi and part.status is Health.OK else state
    return Text(f"{name.vi}: {beside.vi}", f"{name.en}: {beside.en}")


def _lines(said: Text, size: float, ink: str) -> tuple[Paragraph, ...]:
    return (
        Paragraph(said.vi, 0.95 * size, Weight.DemiBold, ink),
        Paragraph(said.en, 0.72 * size, Weight.Normal, MUTED),
    )


def _wide(said: Text, size: float) -> float:
    """What the words need at full size, in pixels."""
    lines = _lines(said, size, INK)
    return _MARGIN * size + max(metrics(one.pixels, one.weight).horizontalAdvance(one.text) for one in lines)


def _counted(shift: Shift | None) -> Text:
    if shift is None or shift.closing is not None:
        return captions.NO_SHIFT
    figures = shift.figures
    referred = dict(figures.verdicts).get(Verdict.REFER, 0)
    return captions.COUNTERS.filled(
        checks=whole(figures.checks), admitted=whole(figures.admitted), referred=whole(referred)
    )

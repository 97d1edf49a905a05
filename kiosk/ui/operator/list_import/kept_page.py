"""The versions of the list that are kept, and the way to a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from kiosk.domain.desks.list_import import KeptList
from kiosk.domain.numerals import whole
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.drawing.palette import ACCENT, colour
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.list_import import captions
from kiosk.ui.operator.rows_page import RowsPage

_GREEN = "#0a6b3b"


class KeptPage(RowsPage[KeptList | None]):
    """``on_open`` takes the version that was chosen, or ``None`` for a new file."""

    def __init__(self, on_open: Callable[[KeptList | None], None], on_leave: Callable[[], None]) -> None:
        super().__init__(ChoiceRows(on_open, aside_letters=30.0))
        self.open = Button(captions.BUTTON_OPEN, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.leave = Button(captions.BUTTON_LEAVE, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        self.column.addLayout(self.foot)
        self.add_button(self.open, Qt.Key.Key_F3, self.rows.open_chosen)
        self.add_button(self.leave, Qt.Key.Key_Escape, on_leave)

    def show_kept(self, kept: tuple[KeptList, ...]) -> None:
        new: Choice[KeptList | None] = Choice(None, captions.ROW_IMPORT, captions.ROW_HINT, _draw_plus)
        self.rows.show_choices((new, *(_choice(one) for one in kept)))


def _choice(kept: KeptList) -> Choice[KeptList | None]:
    said = captions.ROW_IN_FORCE if kept.in_force else captions.ROW_KEPT
    about = said.filled(people=whole(kept.people), day=f"{kept.imported_at.astimezone():%H:%M %d/%m/%Y}")
    name = captions.ROW_VERSION.filled(n=kept.number, file=kept.file)
    return Choice(kept, Text(name.vi, name.vi), about, _draw_tick if kept.in_force else draw_lines)


def _draw_plus(painter: QPainter, box: QRectF) -> None:
    painter.setPen(QPen(colour(ACCENT), box.width() / 6))
    centre = box.center()
    painter.drawLine(QPointF(box.left(), centre.y()), QPointF(box.right(), centre.y()))
    painter.drawLine(QPointF(centre.x(), box.top()), QPointF(centre.x(), box.bottom()))


def _draw_tick(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.TICK, colour(_GREEN))


def draw_lines(painter: QPainter, box: QRectF) -> None:
    """A sheet of paper with its lines."""
    painter.setPen(QPen(colour(ACCENT), 1.6))
    for share in (0.2, 0.5, 0.8):
        y = box.top() + box.height() * share
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

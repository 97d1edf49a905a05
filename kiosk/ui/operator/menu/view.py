"""The staff screen while somebody chooses where to go: one row a page, each with its own key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.drawing.palette import ACCENT, colour
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.further_pages import FurtherPage
from kiosk.ui.operator.headed_view import HeadedView
from kiosk.ui.operator.menu import captions
from kiosk.ui.operator.rows_page import RowsPage


class MenuView(HeadedView):
    """``on_open`` opens the chosen page, ``on_leave`` closes the menu."""

    def __init__(self, on_open: Callable[[FurtherPage], None], on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._count = 0
        self.rows: ChoiceRows[FurtherPage] = ChoiceRows(on_open, aside_letters=8.0)
        self.page = RowsPage(self.rows)
        self.open = Button(captions.BUTTON_OPEN, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.page.column.addWidget(self.page.scrolled, 1)
        self.page.column.addLayout(self.page.foot)
        self.page.add_button(self.open, Qt.Key.Key_F3, self.rows.open_chosen)
        self.page.add_button(self.back, Qt.Key.Key_Escape, on_leave)
        self.put_in(self.page)
        self.turn_to(self.page, captions.HEADLINE)

    def begin(self) -> None:
        """From the top: whoever knows the way counts the presses."""
        self.page.choose(-self._count)

    def offer(self, pages: Sequence[FurtherPage]) -> None:
        """The pages that whoever sits there may open."""
        self._count = len(pages)
        self.rows.show_choices(
            tuple(Choice(page, page.caption, Text(page.key_name, page.key_name), _draw_page) for page in pages)
        )


def _draw_page(painter: QPainter, box: QRectF) -> None:
    """An arrow to the right."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ACCENT))
    tip = QPointF(box.right(), box.center().y())
    painter.drawPolygon(QPolygonF([box.topLeft(), box.bottomLeft(), tip]))

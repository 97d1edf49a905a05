"""The staff screen while somebody chooses where to go: one row a page, each with its own key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.check.screens import Tone
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.drawing.palette import ACCENT, colour
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.further_pages import FurtherPage
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.menu import captions
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling


class MenuView(FurtherView):
    """``on_open`` opens the chosen page, ``on_leave`` closes the menu."""

    def __init__(self, on_open: Callable[[FurtherPage], None], on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._count = 0
        self.headline = Headline()
        self.rows: ChoiceRows[FurtherPage] = ChoiceRows(on_open, aside_letters=8.0)
        self.scrolled = scrolling(self.rows)
        self.page = Page()
        self.open = Button(captions.BUTTON_OPEN, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.page.column.addWidget(self.scrolled, 1)
        for button in (self.open, self.back):
            self.page.foot.addWidget(button)
        self.page.column.addLayout(self.page.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(self.page, 1)
        self.headline.show_headline(captions.HEADLINE, Tone.NEUTRAL, None)
        self.open.clicked.connect(lambda _checked=False: self.rows.open_chosen())
        self.back.clicked.connect(lambda _checked=False: on_leave())
        on_key(self, Qt.Key.Key_F3, self.rows.open_chosen)
        on_key(self, Qt.Key.Key_Escape, on_leave)
        for key, rows in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, rows), repeats=True)

    def begin(self) -> None:
        """From the top: whoever knows the way counts the presses."""
        self._step(-self._count)

    def offer(self, pages: Sequence[FurtherPage]) -> None:
        """The pages that whoever sits there may open."""
        self._count = len(pages)
        self.rows.show_choices(
            tuple(Choice(page, page.caption, Text(page.key_name, page.key_name), _draw_page) for page in pages)
        )

    def _step(self, rows: int) -> None:
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        self.page.rescale()
        self.rows.rescale()


def _draw_page(painter: QPainter, box: QRectF) -> None:
    """An arrow to the right."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ACCENT))
    tip = QPointF(box.right(), box.center().y())
    painter.drawPolygon(QPolygonF([box.topLeft(), box.bottomLeft(), tip]))

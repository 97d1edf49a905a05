"""Why a patient has no card of their own: one of the site's cases."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from kiosk.domain.hospital.reception import CASES, ManualCase
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.drawing.palette import ACCENT, colour
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.reception import captions


class CasePage(Page):
    """``on_choose`` takes the case, ``on_leave`` closes the page."""

    def __init__(self, on_choose: Callable[[ManualCase], None], on_leave: Callable[[], None]) -> None:
        super().__init__()
        self.rows: ChoiceRows[ManualCase] = ChoiceRows(on_choose, aside_letters=2.0)
        self.choose = Button(captions.BUTTON_CHOOSE, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.rows, 1)
        for button in (self.choose, self.back):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.choose.clicked.connect(lambda _checked=False: self.rows.open_chosen())
        self.back.clicked.connect(lambda _checked=False: on_leave())
        on_key(self, Qt.Key.Key_F3, self.rows.open_chosen)
        on_key(self, Qt.Key.Key_Escape, on_leave)
        for key, by in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, by), repeats=True)

    def begin(self, cases: Collection[ManualCase]) -> None:
        """Offer the cases that the site has, in their usual order."""
        offered = [(case, said) for case, said in CASES.items() if case in cases]
        self.rows.show_choices(tuple(Choice(case, said, Text("", ""), _draw_person) for case, said in offered))

    def _step(self, rows: int) -> None:
        self.rows.choose(rows)

    def rescale(self) -> None:
        super().rescale()
        self.rows.rescale()


def _draw_person(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.PERSON, colour(ACCENT))

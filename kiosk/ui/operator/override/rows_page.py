"""A page of rows to choose from: who waits, or which reasons there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from kiosk.check.overrides.screen import OverrideKind, OverrideScreen, ReasonRow, WaitingRow
from kiosk.check.screens import Tone
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import INK, MARKS, MUTED, colour
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.shapes import TONE_MARKS, draw_mark
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.override import captions
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling

Row = WaitingRow | ReasonRow


class RowsPage(Page):
    """``on_choose`` takes the chosen row, ``on_gone`` somebody who left, ``on_seen`` somebody admitted whom staff have
    seen, ``on_back`` leads one step back."""

    def __init__(
        self,
        on_choose: Callable[[Row], None],
        on_gone: Callable[[WaitingRow], None],
        on_back: Callable[[], None],
        on_seen: Callable[[WaitingRow], None],
    ) -> None:
        super().__init__()
        self._on_gone = on_gone
        self._on_seen = on_seen
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE)
        self.rows: ChoiceRows[Row] = ChoiceRows(on_choose, aside_letters=26.0)
        self.scrolled = scrolling(self.rows)
        self.choose = Button(captions.BUTTON_CHOOSE, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.gone = Button(captions.BUTTON_GONE, least_mm=STAFF_TARGET_MM, key="F4")
        self.seen = Button(captions.BUTTON_SEEN, least_mm=STAFF_TARGET_MM, key="F8")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.column.addWidget(self.note)
        self.column.addWidget(self.scrolled, 1)
        for button in (self.choose, self.seen, self.gone, self.back):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.choose.clicked.connect(lambda _checked=False: self.rows.open_chosen())
        self.gone.clicked.connect(lambda _checked=False: self._leave())
        self.seen.clicked.connect(lambda _checked=False: self._see())
        self.back.clicked.connect(lambda _checked=False: on_back())
        on_key(self, Qt.Key.Key_F3, self.rows.open_chosen)
        on_key(self, Qt.Key.Key_F4, self._leave)
        on_key(self, Qt.Key.Key_F8, self._see)
        on_key(self, Qt.Key.Key_Escape, on_back)
        for key, rows in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, rows), repeats=True)

    def show_screen(self, screen: OverrideScreen, *, keep: bool) -> None:
        """``keep`` leaves the same row chosen: only minutes went by."""
        rows: tuple[Row, ...] = screen.waiting or screen.reasons
        waiting = screen.kind is OverrideKind.WAITING
        self.rows.show_choices(tuple(_choice(row) for row in rows), keep=keep)
        self.choose.setEnabled(bool(rows))
        self.gone.setVisible(waiting)
        self.seen.setVisible(any(row.unseen for row in screen.waiting))
        self.gone.setEnabled(any(not row.undoes for row in screen.waiting))
        empty = captions.NOBODY_WAITS if waiting and not rows else None
        self.note.colour(MARKS[Tone.REFUSE] if screen.notice else INK, MUTED)
        self.note.say(screen.notice or empty)
        self.note.setVisible(self.note.text is not None)

    def _step(self, rows: int) -> None:
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))

    def _leave(self) -> None:
        chosen = self.rows.chosen
        if isinstance(chosen, WaitingRow) and not chosen.undoes and not self.gone.isHidden():
            self._on_gone(chosen)

    def _see(self) -> None:
        chosen = self.rows.chosen
        if isinstance(chosen, WaitingRow) and chosen.unseen and not self.seen.isHidden():
            self._on_seen(chosen)

    def rescale(self) -> None:
        super().rescale()
        size = letter(self)
        self.note.letter_pixels(1.2 * size)
        self.note.setFixedHeight(round(3 * size))
        self.rows.rescale()


def _choice(row: Row) -> Choice[Row]:
    return Choice(row, row.name, row.about, partial(_draw_tone, tone=row.tone))


def _draw_tone(painter: QPainter, box: QRectF, tone: Tone) -> None:
    draw_mark(painter, box, TONE_MARKS[tone], colour(MARKS.get(tone, INK)))

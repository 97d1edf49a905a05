"""Which column of the file each field is read from; the arrow keys change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from kiosk.check.screens import Tone
from kiosk.domain.desks.list_import import ColumnChoice, ListPreview
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.drawing.palette import MARKS, colour
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.list_import import captions
from kiosk.ui.operator.rows_page import RowsPage


class ColumnsPage(RowsPage[int]):
    """``on_read`` takes the header texts by field that differ from what was found."""

    def __init__(self, on_read: Callable[[Mapping[str, str]], None], on_back: Callable[[], None]) -> None:
        super().__init__(ChoiceRows(lambda _at: self._turn(1), aside_letters=34.0))
        self._on_read = on_read
        self._headers: tuple[str, ...] = ()
        self._before: tuple[ColumnChoice, ...] = ()
        self._fields: list[ColumnChoice] = []
        self.previous = Button(captions.BUTTON_PREVIOUS, least_mm=STAFF_TARGET_MM, key="←")
        self.next = Button(captions.BUTTON_NEXT, least_mm=STAFF_TARGET_MM, key="→")
        self.read = Button(captions.BUTTON_READ, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        self.column.addLayout(self.foot)
        self.add_button(self.previous, Qt.Key.Key_Left, partial(self._turn, -1), repeats=True)
        self.add_button(self.next, Qt.Key.Key_Right, partial(self._turn, 1), repeats=True)
        self.add_button(self.read, Qt.Key.Key_F3, self._press)
        self.add_button(self.back, Qt.Key.Key_Escape, on_back)

    def show_columns(self, preview: ListPreview) -> None:
        self._headers = preview.headers
        self._before = preview.columns
        self._fields = list(preview.columns)
        self._show(keep=False)

    @property
    def chosen(self) -> Mapping[str, str]:
        """Header texts by field, of the fields that were changed."""
        pairs = zip(self._before, self._fields, strict=True)
        return {after.field: after.header for before, after in pairs if after.header and after != before}

    def _turn(self, by: int) -> None:
        """Another column for the chosen field; no field loses the column that it was found in for good."""
        at = self.rows.chosen
        if at is None:
            return
        options = ("", *self._headers) if not self._before[at].header else self._headers
        field = self._fields[at]
        here = options.index(field.header) if field.header in options else 0
        self._fields[at] = replace(field, header=options[(here + by) % len(options)] if options else "")
        self._show(keep=True)

    def _press(self) -> None:
        if self.read.isEnabled():
            self._on_read(self.chosen)

    def _show(self, *, keep: bool) -> None:
        self.rows.show_choices(tuple(_choice(at, field) for at, field in enumerate(self._fields)), keep=keep)
        self.read.setEnabled(bool(self.chosen))


def _choice(at: int, field: ColumnChoice) -> Choice[int]:
    name = captions.NEEDED.filled(name=field.name) if field.needed else field.name
    about = Text(f"«{field.header}»", f"«{field.header}»") if field.header else captions.NOT_THERE
    return Choice(at, name, about, partial(_draw_state, there=bool(field.header), needed=field.needed))


def _draw_state(painter: QPainter, box: QRectF, *, there: bool, needed: bool) -> None:
    tone = Tone.SUCCESS if there else Tone.REFUSE if needed else Tone.NEUTRAL
    draw_mark(painter, box, Mark.TICK if there else Mark.CROSS if needed else Mark.DASH, colour(MARKS[tone]))

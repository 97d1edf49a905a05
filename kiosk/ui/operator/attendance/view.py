"""The page of attendance: rooms or flights with their counts, and the people of one of them who have not come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.check.screens import Tone
from kiosk.domain.arrivals import AttendanceDesk, Awaited, Group
from kiosk.domain.faults import Fault
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.drawing.palette import ACCENT, MARKS, colour
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.attendance import captions
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling

TICK_MILLISECONDS = 10_000
"""Between two countings."""
MOST_NAMED = 200
"""People who are named at most: whoever calls out names does not call a thousand."""


class AttendanceView(FurtherView):
    """F3 opens a room or flight, Esc leads back. Names are here only while the page is open."""

    def __init__(self, desk: AttendanceDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._on_leave = on_leave
        self._thread = DeskThread()
        self._groups: tuple[Group, ...] = ()
        self._opened: str | None = None
        self.headline = Headline()
        self.page = Page()
        self.rows: ChoiceRows[Group | Awaited | None] = ChoiceRows(self._open, aside_letters=26.0)
        self.scrolled = scrolling(self.rows)
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
        self.open.clicked.connect(lambda _checked=False: self.rows.open_chosen())
        self.back.clicked.connect(lambda _checked=False: self._back())
        on_key(self, Qt.Key.Key_F3, self.rows.open_chosen)
        on_key(self, Qt.Key.Key_Escape, self._back)
        for key, rows in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, rows), repeats=True)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._count)

    def begin(self) -> None:
        self.take_back()
        self.headline.show_headline(captions.COUNTING, Tone.NEUTRAL, None)
        self._count()

    def take_back(self) -> None:
        self._thread.drop()
        self._groups, self._opened = (), None
        self.rows.show_choices(())

    def settle(self) -> None:
        """Wait until the desk has counted, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        self.page.rescale()
        self.rows.rescale()

    def _count(self) -> None:
        self._thread.ask(self._desk.groups, self._take, self._fail)

    def _take(self, groups: tuple[Group, ...] | None) -> None:
        self._groups = groups or ()
        if groups is None:
            self.headline.show_headline(captions.NO_SHIFT, Tone.ATTENTION, None)
        else:
            self._show(keep=True)

    def _fail(self, fault: Fault) -> None:
        self.headline.show_headline(fault.entry.sentence, Tone.TROUBLE, None)

    def _show(self, *, keep: bool) -> None:
        opened = next((group for group in self._groups if group.name == self._opened), None)
        self.open.setEnabled(opened is None and bool(self._groups))
        if opened is not None:
            absent, expected = len(opened.absent), len(opened.people)
            said = captions.OF_GROUP.filled(name=_called(opened), absent=absent, expected=expected)
            self.rows.show_choices(_people(opened.absent), keep=keep)
        else:
            expected = sum(len(group.people) for group in self._groups)
            came = sum(group.came for group in self._groups)
            said = captions.TOTAL.filled(came=came, expected=expected, absent=expected - came)
            self.rows.show_choices(tuple(_group(group) for group in self._groups), keep=keep)
        self.headline.show_headline(said if self._groups else captions.NOBODY, Tone.NEUTRAL, None)

    def _open(self, row: Group | Awaited | None) -> None:
        if isinstance(row, Group):
            self._opened = row.name
            self._show(keep=False)

    def _back(self) -> None:
        if self._opened is not None:
            self._opened = None
            self._show(keep=False)
        else:
            self.take_back()
            self._on_leave()

    def _step(self, rows: int) -> None:
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))


def _called(group: Group) -> Text:
    return Text(group.name, group.name) if group.name else captions.WITHOUT_GROUP


def _group(group: Group) -> Choice[Group | Awaited | None]:
    absent = len(group.absent)
    about = captions.CAME.filled(came=group.came, expected=len(group.people), absent=absent)
    return Choice(
        group, _called(group), about if absent else captions.ALL_CAME, partial(_draw_group, complete=not absent)
    )


def _people(absent: tuple[Awaited, ...]) -> tuple[Choice[Group | Awaited | None], ...]:
    named = [_person(one) for one in absent[:MOST_NAMED]]
    if len(absent) > MOST_NAMED:
        more = captions.MORE.filled(n=len(absent) - MOST_NAMED)
        named.append(Choice(None, more, Text("", ""), lambda _painter, _box: None))
    return tuple(named)


def _person(awaited: Awaited) -> Choice[Group | Awaited | None]:
    listing = awaited.listing
    about = " · ".join(part for part in (listing.key, listing.place.vi) if part)
    english = " · ".join(part for part in (listing.key, listing.place.en) if part)
    name = listing.name or listing.key
    return Choice(awaited, Text(name, name), Text(about, english), _draw_person)


def _draw_group(painter: QPainter, box: QRectF, *, complete: bool) -> None:
    mark, tone = (Mark.TICK, Tone.SUCCESS) if complete else (Mark.RING, Tone.ATTENTION)
    draw_mark(painter, box, mark, colour(MARKS[tone]))


def _draw_person(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.PERSON, colour(ACCENT))

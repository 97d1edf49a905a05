"""The page of attendance: rooms or flights with their counts, who of one of them has not come, and who leaves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy

from kiosk.check.screens import Tone
from kiosk.domain.arrivals import AttendanceDesk, Awaited, Group
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.faults import Fault
from kiosk.domain.numerals import whole
from kiosk.domain.staff import Act
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.operator.attendance import captions
from kiosk.ui.operator.attendance.rows import called, clock, group_row, people_rows, with_out
from kiosk.ui.operator.choice_rows import ChoiceRows
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.headed_view import HeadedView
from kiosk.ui.operator.rows_page import RowsPage

TICK_MILLISECONDS = 10_000
"""Between two countings."""


class AttendanceView(HeadedView):
    """F3 opens a room or flight, F4 shows who came into it, F3 twice notes that one of them left; Esc leads back.

    Names are here only while the page is open. A row that is clicked is only ever asked about, never noted.
    """

    def __init__(self, desk: AttendanceDesk, staff: StaffDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._thread = DeskThread()
        self._groups: tuple[Group, ...] = ()
        self._opened: str | None = None
        self._inside = False
        self._asked: Awaited | None = None
        self._writing = False
        self.rows: ChoiceRows[Group | Awaited | None] = ChoiceRows(self._open, aside_letters=26.0)
        self.page = RowsPage(self.rows, self._before_step)
        self.open = Button(captions.BUTTON_OPEN, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.turn = Button(captions.BUTTON_INSIDE, least_mm=STAFF_TARGET_MM, key="F4")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.page.column.addWidget(self.page.scrolled, 1)
        self.page.column.addWidget(self.note)
        self.page.column.addLayout(self.page.foot)
        self.page.add_button(self.open, Qt.Key.Key_F3, self._act)
        self.page.add_button(self.turn, Qt.Key.Key_F4, self._turn)
        self.page.add_button(self.back, Qt.Key.Key_Escape, self._back)
        self.put_in(self.page)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._count_anew)

    def begin(self) -> None:
        self.take_back()
        self.headline.show_headline(captions.COUNTING, Tone.NEUTRAL, None)
        self._count()

    def take_back(self) -> None:
        self._thread.drop()
        self._groups, self._opened, self._inside = (), None, False
        self._asked, self._writing = None, False
        self.note.say(None)
        self.rows.show_choices(())

    def settle(self) -> None:
        """Wait until the desk has counted, and show it."""
        self._thread.settle()

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.note.letter_pixels(1.1 * letter(self))
        self.note.setFixedHeight(round(3.0 * letter(self)))

    def _count_anew(self) -> None:
        # The question about somebody must not go, nor the row that it is about.
        if self._asked is None:
            self._count()

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
        inside = opened is not None and self._inside
        self.open.rename(captions.BUTTON_LEFT if inside else captions.BUTTON_OPEN)
        self.open.setEnabled(self._may_note() if inside else opened is None and bool(self._groups))
        self.turn.rename(captions.BUTTON_ABSENT if inside else captions.BUTTON_INSIDE)
        self.turn.setEnabled(opened is not None)
        self.note.say(captions.RE_ENTRY[self._desk.re_entry] if inside else None)
        if opened is not None and inside:
            entered = tuple(one for one in opened.people if one.arrival is not None)
            said = captions.OF_INSIDE.filled(
                name=called(opened), came=whole(len(entered)), expected=whole(len(opened.people))
            )
            said = with_out(said, len(opened.out))
            self.rows.show_choices(people_rows(entered), keep=keep)
        elif opened is not None:
            absent, expected = len(opened.absent), len(opened.people)
            said = captions.OF_GROUP.filled(name=called(opened), absent=whole(absent), expected=whole(expected))
            self.rows.show_choices(people_rows(opened.absent), keep=keep)
        else:
            expected = sum(len(group.people) for group in self._groups)
            came = sum(group.came for group in self._groups)
            said = captions.TOTAL.filled(came=whole(came), expected=whole(expected), absent=whole(expected - came))
            said = with_out(said, sum(len(group.out) for group in self._groups))
            self.rows.show_choices(tuple(group_row(group) for group in self._groups), keep=keep)
        self.headline.show_headline(said if self._groups else captions.NOBODY, Tone.NEUTRAL, None)

    def _open(self, row: Group | Awaited | None) -> None:
        if isinstance(row, Group):
            self._opened = row.name
            self._show(keep=False)
        elif row is not None and self._inside and self._may_note() and not self._writing:
            if row.left_at is not None:
                said = captions.OUT_ALREADY.filled(name=_name(row), at=clock(row.left_at))
                self.headline.show_headline(said, Tone.NEUTRAL, None)
                return
            self._asked = row
            self.headline.show_headline(captions.SURE.filled(name=_name(row)), Tone.ATTENTION, None)

    def _act(self) -> None:
        if self._asked is None:
            self.rows.open_chosen()
        else:
            self._note(self._asked)

    def _turn(self) -> None:
        if self._opened is not None and not self._writing:
            self._asked, self._inside = None, not self._inside
            self._show(keep=False)

    def _may_note(self) -> bool:
        return self._staff.may(Act.OVERRIDE)

    def _note(self, person: Awaited) -> None:
        member = self._staff.status().member
        if self._writing or member is None or not self._may_note():
            return
        self._writing = True
        key, by = person.listing.key, member.login
        self._thread.ask(lambda: self._desk.note_leaving(key, by), self._noted, self._not_noted)

    def _noted(self, at: datetime | None) -> None:
        person, self._asked, self._writing = self._asked, None, False
        if person is None or at is None:
            self.headline.show_headline(captions.NOT_INSIDE, Tone.ATTENTION, None)
        else:
            said = captions.NOTED.filled(name=_name(person), at=clock(at))
            self.headline.show_headline(said, Tone.SUCCESS, None)

    def _not_noted(self, fault: Fault) -> None:
        self._asked, self._writing = None, False
        self._fail(fault)

    def _back(self) -> None:
        if self._asked is not None:
            if not self._writing:
                self._asked = None
                self._show(keep=True)
        elif self._inside:
            self._turn()
        elif self._opened is not None:
            self._opened = None
            self._show(keep=False)
        else:
            self.take_back()
            self._on_leave()

    def _before_step(self) -> bool:
        """Whoever chooses another person takes the question back."""
        if self._asked is not None and not self._writing:
            self._asked = None
            self._show(keep=True)
        return not self._writing


def _name(person: Awaited) -> str:
    return person.listing.name or person.listing.key

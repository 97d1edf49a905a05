"""The page on which staff take the citizen's screen over, hold it longer, and give it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.desks.take_over import TakeOverDesk
from kiosk.domain.faults import Fault
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.headed_view import HeadedView
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.take_over import captions

TICK_MILLISECONDS = 100
LAST_SECONDS = 60.0
"""So long before it comes back by itself, the headline warns."""

_LINES = (
    Line(captions.WHAT, captions.WAIT),
    Line(captions.UNDER_WAY, captions.GOES_ON),
    Line(captions.NEW_CARDS, captions.NOT_READ),
    Line(captions.ENDS, captions.AFTER),
)


class TakeOverView(HeadedView):
    """F3 takes the screen over or gives it back, F4 holds it longer. ``on_leave`` closes the page, not the hold.

    Whoever leaves the seat does not give the screen back either: it was taken for the person before it.
    """

    def __init__(self, desk: TakeOverDesk, staff: StaffDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self.page = Page()
        self.lines = EvidenceLines(0.3)
        self._board = Board({"about": Sheet(captions.PAGE, self.lines)})
        self.scrolled = scrolling(self._board)
        self.turn = Button(captions.BUTTON_TAKE, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.longer = Button(captions.BUTTON_LONGER, least_mm=STAFF_TARGET_MM, key="F4")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.page.column.addWidget(self.scrolled, 1)
        self.page.column.addLayout(self.page.foot)
        self.page.add_button(self.turn, Qt.Key.Key_F3, self._turn)
        self.page.add_button(self.longer, Qt.Key.Key_F4, self._hold)
        self.page.add_button(self.back, Qt.Key.Key_Escape, on_leave)
        self.put_in(self.page)
        self.lines.show_lines(_LINES)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self.refresh)

    def begin(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands now."""
        left = self._desk.held()
        if left is None:
            self.headline.show_headline(captions.FREE, Tone.NEUTRAL, None)
        else:
            minutes, seconds = divmod(round(left), 60)
            said = captions.HELD.filled(minutes=minutes, seconds=seconds)
            self.headline.show_headline(said, Tone.TROUBLE if left <= LAST_SECONDS else Tone.ATTENTION, None)
        self.turn.rename(captions.BUTTON_TAKE if left is None else captions.BUTTON_RELEASE)
        self.longer.setEnabled(left is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._board.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def _turn(self) -> None:
        by = self._seated()
        if by and self._desk.held() is None:
            self._desk.take(by)
        elif by:
            self._desk.release(by)

    def _hold(self) -> None:
        by = self._seated()
        if by and self._desk.held() is not None:
            self._desk.take(by)

    def _seated(self) -> str:
        try:
            status = self._staff.status()
        except Fault:
            return ""
        return "" if status.locked or status.member is None else status.member.login

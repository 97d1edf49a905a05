"""The staff screen while a supervisor looks at figures, live or of a shift of the past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent

from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.shifts import ShiftRefused
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.desks.supervision import Supervision, SupervisionDesk
from kiosk.domain.faults import Fault
from kiosk.domain.staff import StaffMember
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.headed_view import HeadedView
from kiosk.ui.operator.shift.lines import fault_lines, plain
from kiosk.ui.operator.supervisor import captions
from kiosk.ui.operator.supervisor.lines import headline
from kiosk.ui.operator.supervisor.page import SupervisorPage

LIVE_MILLISECONDS = 5000


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the desk said: the shift at ``place`` of ``of``, counted from the newest; nothing where there is none."""

    place: int
    of: int
    found: Supervision | ShiftRefused | None


class SupervisorView(HeadedView):
    """Figures are live while it is shown. ``on_leave`` closes it."""

    def __init__(self, desk: SupervisionDesk, staff: StaffDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._thread = DeskThread()
        self._place = 0
        self._of = 0
        self.page = SupervisorPage(self._turn, self._leave)
        self.put_in(self.page)
        self._timer = QTimer(self)
        self._timer.setInterval(LIVE_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        self._place = self._of = 0
        self.page.show_figures(None)
        self.page.offer(older=False, newer=False)
        self.headline.show_headline(captions.LOADING, Tone.NEUTRAL, None)
        self._look()
        self._timer.start()

    def take_back(self) -> None:
        self._timer.stop()
        self._thread.drop()
        self.page.show_figures(None)

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def _leave(self) -> None:
        self.take_back()
        self._on_leave()

    def _turn(self, shifts: int) -> None:
        place = max(0, min(self._of - 1, self._place + shifts))
        if place != self._place:
            self._place = place
            self._look()

    def _look(self) -> None:
        try:
            by = self._staff.status().member
        except Fault as fault:
            self._fail(fault)
            return
        if by is not None:
            place = self._place
            self._thread.ask(lambda: _looked(self._desk, by, place), self._take, self._fail)

    def _take(self, looked: _Looked) -> None:
        self._place, self._of = looked.place, looked.of
        self.page.offer(older=looked.place + 1 < looked.of, newer=looked.place > 0)
        found = looked.found
        if isinstance(found, Supervision):
            self.page.show_figures(found)
            tone = Tone.SUCCESS if found.shift.closing is None else Tone.NEUTRAL
            self.headline.show_headline(headline(found), tone, None)
        elif found is None:
            self.page.show_figures(None)
            self.headline.show_headline(captions.NO_SHIFT, Tone.NEUTRAL, None)
        else:
            self._refuse((Line(found.sentence, plain("")),))

    def _fail(self, fault: Fault) -> None:
        self._refuse(fault_lines(fault))

    def _refuse(self, lines: tuple[Line, ...]) -> None:
        self.headline.show_headline(captions.NOT_SHOWN, Tone.TROUBLE, None)
        self.page.show_notice(lines)


def _looked(desk: SupervisionDesk, by: StaffMember, place: int) -> _Looked:
    """On the desk's thread."""
    shifts = desk.shifts(by)
    if not shifts:
        return _Looked(0, 0, None)
    place = min(place, len(shifts) - 1)
    return _Looked(place, len(shifts), desk.look(by, shifts[place].number))

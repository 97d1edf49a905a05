"""The staff screen while a shift is opened, looked at or closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.check.screens import Tone
from kiosk.domain.desks.shifts import ShiftDesk, ShiftRefusal, ShiftRefused, WrittenReport
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.faults import Fault
from kiosk.domain.shift import OpenShift, Shift
from kiosk.domain.staff import Act, StaffMember, may
from kiosk.domain.text import Text
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.shift import captions
from kiosk.ui.operator.shift.lines import fault_lines, refusal_lines, report_lines
from kiosk.ui.operator.shift.page import ShiftPage

LIVE_MILLISECONDS = 5000


class ShiftView(QWidget):
    """Figures are live while it is shown. ``on_leave`` closes it. Closing a shift takes two presses."""

    def __init__(self, desk: ShiftDesk, staff: StaffDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._thread = DeskThread()
        self._shift: Shift | None = None
        self._working = False
        self._sure = False
        self._despite = False
        self.headline = Headline()
        self.page = ShiftPage(self._act, self._report, self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(self.page, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(LIVE_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Look the newest shift up."""
        self._sure = self._despite = self._working = False
        self.page.show_notice(())
        self.headline.show_headline(captions.LOADING, Tone.NEUTRAL, None)
        self.page.offer(None, report=False, leave=True)
        self._look()
        self._timer.start()

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def rescale(self) -> None:
        """Follow the window's letter size."""
        self.headline.rescale()
        self.page.rescale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rescale()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back begins anew; an act that is under way comes to its end all the same."""
        self._timer.stop()
        self._sure = self._despite = False

    def _leave(self) -> None:
        if not self._working:
            self._thread.drop()
            self._on_leave()

    def _look(self) -> None:
        if not self._working:
            self._thread.ask(self._desk.newest, self._take, self._fail)

    def _take(self, shift: Shift | None) -> None:
        self._shift = shift
        self.page.show_shift(shift)
        self._offer()

    def _act(self) -> None:
        by = self._seated()
        if by is None or self._working:
            return
        if not self._is_open:
            despite = self._despite
            self._work(captions.TESTING, lambda: self._desk.open(by, despite_failures=despite), self._opened)
        elif self._sure:
            self._work(captions.CLOSING, lambda: self._desk.close(by), self._written)
        else:
            self._sure = True
            self._offer()

    def _report(self) -> None:
        by = self._seated()
        if by is None or self._working:
            return
        self._work(captions.REPORTING, lambda: self._desk.report(by), self._written)

    def _work(self, headline: Text, ask: Callable[[], object], then: Callable[[object], None]) -> None:
        self._working = True
        self._sure = self._despite = False
        self.page.show_notice(())
        self.page.offer(None, report=False, leave=False)
        self.headline.show_headline(headline, Tone.NEUTRAL, None)
        self._thread.ask(ask, then, self._fail)

    def _opened(self, answer: object) -> None:
        self._working = False
        if isinstance(answer, ShiftRefused):
            self._refused(answer)
        elif isinstance(answer, OpenShift):
            self._look()

    def _written(self, answer: object) -> None:
        self._working = False
        if isinstance(answer, ShiftRefused):
            self._refused(answer)
        elif isinstance(answer, WrittenReport):
            self.page.show_notice(report_lines(answer))
        self._look()

    def _refused(self, refused: ShiftRefused) -> None:
        self._despite = refused.why is ShiftRefusal.PART_FAILED
        self.page.show_notice(refusal_lines(refused))
        self._offer()

    def _fail(self, fault: Fault) -> None:
        self._working = False
        self.headline.show_headline(captions.UNUSABLE, Tone.TROUBLE, None)
        self.page.show_notice(fault_lines(fault))
        self.page.offer(None, report=False, leave=True)

    @property
    def _is_open(self) -> bool:
        return self._shift is not None and self._shift.closing is None

    def _offer(self) -> None:
        if self._working:
            return
        by, shift = self._seated(), self._shift
        open_now = self._is_open
        number = shift.opened.number if shift else 0
        headline = captions.NONE_YET if shift is None else captions.OPEN if open_now else captions.CLOSED
        headline = captions.CLOSE_SURE if self._sure else headline
        tone = Tone.ATTENTION if self._sure else Tone.SUCCESS if open_now else Tone.NEUTRAL
        self.headline.show_headline(headline.filled(number=number), tone, None)
        wanted = Act.CLOSE_SHIFT if open_now else Act.OPEN_SHIFT
        said = captions.BUTTON_CLOSE if open_now else captions.BUTTON_OPEN
        said = captions.BUTTON_OPEN_DESPITE if self._despite and not open_now else said
        allowed = by is not None and may(by.role, wanted)
        reports = by is not None and may(by.role, Act.SEE_REPORT) and shift is not None
        self.page.offer(said, allowed=allowed, report=reports, leave=True)

    def _seated(self) -> StaffMember | None:
        try:
            status = self._staff.status()
        except Fault:
            return None
        return None if status.locked else status.member

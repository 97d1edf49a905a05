"""The staff screen while somebody decides beside the machine: one page a step, by keys, nothing by a scanner."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from kiosk.check.overrides import steps as st
from kiosk.check.overrides.screen import OverrideKind, WaitingRow, override_screen, waiting_count
from kiosk.domain.desks.staff import Refused, StaffDesk
from kiosk.domain.faults import Fault
from kiosk.domain.record import CheckId
from kiosk.domain.staff import Act, StaffMember, may
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.override.confirm_page import ConfirmPage
from kiosk.ui.operator.override.rows_page import Row, RowsPage

TICK_MILLISECONDS = 1000


class Overrides(Protocol):
    """As much of an ``OverrideRunner`` as a window needs."""

    @property
    def state(self) -> st.Overriding: ...

    def subscribe(self, observer: Callable[[st.Overriding], None]) -> None: ...

    def post(self, event: st.Event) -> None: ...


class _Bridge(QObject):
    """From the thread that brought a change to Qt's."""

    changed = Signal(object)


class OverrideView(QWidget):
    """``on_leave`` closes it, ``on_count`` is told how many people wait."""

    def __init__(
        self,
        overrides: Overrides,
        staff: StaffDesk,
        on_leave: Callable[[], None],
        on_count: Callable[[int], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._overrides = overrides
        self._staff = staff
        self._on_leave = on_leave
        self._on_count = on_count
        self._monotonic = monotonic
        self._undoing: CheckId | None = None
        self._shown: OverrideKind | None = None
        self._thread = DeskThread()
        self._bridge = _Bridge()
        self._bridge.changed.connect(self._take)
        self.headline = Headline()
        self.rows = RowsPage(self._choose, self._gone, self._back, lambda row: self.see(row.check_id))
        self.confirm = ConfirmPage(lambda: self._overrides.post(st.Confirmed()), self._second, self._back)
        self._pages = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addLayout(self._pages, 1)
        # Only now: a page without a parent would be shown as a window of its own for a moment.
        for page in (self.rows, self.confirm):
            self._pages.addWidget(page)
        overrides.subscribe(self._bridge.changed.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._present()

    def begin(self) -> None:
        """Start with who waits."""
        self._undoing = None
        self._overrides.post(st.Cancelled())
        self._present()

    @property
    def rests(self) -> bool:
        """Whether nobody is deciding here."""
        return isinstance(self._overrides.state.step, st.Resting)

    def begin_about(self, check_id: CheckId) -> None:
        """Start with the reasons about this person, for whoever may decide; for others they wait."""
        self.begin()
        by = self._seated()
        if by is not None and may(by.role, Act.OVERRIDE):
            self._overrides.post(st.Begun(check_id, by))

    def see(self, check_id: CheckId) -> None:
        """Whoever sits there has seen what is to be known about this person."""
        by = self._seated()
        if by is not None:
            self._overrides.post(st.Seen(check_id, by))

    def take_back(self) -> None:
        """Whoever sat there left, or a check comes in between: what was not confirmed does not count."""
        self._thread.drop()
        self._undoing = None
        self.confirm.forget()
        self._overrides.post(st.Cancelled())

    def settle(self) -> None:
        """Wait until a password has been looked at, and show what came of it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def rescale(self) -> None:
        """Follow the window's letter size."""
        self.headline.rescale()
        for page in (self.rows, self.confirm):
            page.rescale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rescale()

    def _tick(self) -> None:
        self._overrides.post(st.Ticked())
        if self.isVisible() and self._shown is OverrideKind.WAITING:
            self._present()

    def _take(self, _state: object) -> None:
        self._present()

    def _present(self) -> None:
        state = self._overrides.state
        screen = override_screen(state, self._monotonic(), self._undoing)
        self.headline.show_headline(screen.headline, screen.tone, None)
        if screen.kind in (OverrideKind.CONFIRM, OverrideKind.SECOND_PERSON):
            if screen.kind is not self._shown:
                self.confirm.forget()
            self.confirm.show_screen(screen)
            self._pages.setCurrentWidget(self.confirm)
        else:
            self.confirm.forget()
            self.rows.show_screen(screen, keep=screen.kind is self._shown)
            self._pages.setCurrentWidget(self.rows)
        self._shown = screen.kind
        self._on_count(waiting_count(state))

    def _seated(self) -> StaffMember | None:
        try:
            status = self._staff.status()
        except Fault:
            return None
        return None if status.locked else status.member

    def _choose(self, row: Row) -> None:
        by = self._seated()
        if by is None:
            return
        if isinstance(row, WaitingRow):
            if row.undoes:
                self._undoing = row.check_id
                self._present()
            else:
                self._overrides.post(st.Begun(row.check_id, by))
        elif self._undoing is not None:
            undoing, self._undoing = self._undoing, None
            self._overrides.post(st.UndoWanted(undoing, by, row.code))
        else:
            self._overrides.post(st.Chosen(row.code))

    def _gone(self, row: WaitingRow) -> None:
        self._overrides.post(st.Gone(row.check_id))

    def _back(self) -> None:
        if self._shown is OverrideKind.WRITING:
            return
        if self._shown is OverrideKind.WAITING:
            self.take_back()
            self._on_leave()
        else:
            self.begin()

    def _second(self, login: str, password: str) -> None:
        self.confirm.work(True)
        self._thread.ask(
            lambda: self._staff.second_person(login, password, Act.CONFIRM_OVERRIDE), self._answered, self._failed
        )

    def _answered(self, answer: StaffMember | Refused) -> None:
        self.confirm.work(False)
        self.confirm.password.forget()
        if isinstance(answer, Refused):
            self.confirm.say(answer.sentence)
        else:
            self._overrides.post(st.SecondConfirmed(answer))

    def _failed(self, fault: Fault) -> None:
        self.confirm.work(False)
        self.confirm.forget()
        self.confirm.say(fault.entry.remedy)

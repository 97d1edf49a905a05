"""The staff screen while nobody sits there: who is asked for what, and the desk's answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.staff import DeskStatus, Refused, StaffDesk
from kiosk.domain.faults import Fault
from kiosk.domain.staff import StaffMember
from kiosk.ui.captions import SECTION_TROUBLE
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.login import captions
from kiosk.ui.operator.login.forms import LAYOUTS, Form, form_for
from kiosk.ui.operator.login.page import LoginPage

STATUS_MILLISECONDS = 1000


class LoginView(QWidget):
    """Asks the desk who sits there every second, and tells ``on_status`` when that changed.

    Shows the trouble of devices, which is nobody's personal data, and nothing else of a check.
    """

    def __init__(self, desk: StaffDesk, on_status: Callable[[DeskStatus | None], None]) -> None:
        super().__init__()
        self._desk = desk
        self._on_status = on_status
        self._status: DeskStatus | None = None
        self._form: Form | None = None
        self._working = False
        self._thread = DeskThread()
        self.headline = Headline()
        self.page = LoginPage(self._done, self._other)
        self.trouble = EvidenceLines(0.0)
        self._sheet = Sheet(SECTION_TROUBLE, self.trouble)
        self._board = Board({"trouble": self._sheet})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(self.page, 1)
        column.addWidget(self._board)
        self._timer = QTimer(self)
        self._timer.setInterval(STATUS_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.show_trouble(())

    @property
    def status(self) -> DeskStatus | None:
        """Who sits there by the last look; ``None`` where the accounts cannot be used."""
        return self._status

    def look(self) -> None:
        """Ask the desk now."""
        try:
            status = self._desk.status()
        except Fault as fault:
            self._take_status(None)
            self._show_fault(fault)
            return
        self._take_status(status)

    def new_pin(self) -> None:
        """Whoever sits there wants a PIN."""
        self._show(Form.NEW_PIN)

    def lock(self) -> None:
        self._ask_quickly(self._desk.lock)

    def log_out(self) -> None:
        self._ask_quickly(self._desk.log_out)

    def touch(self) -> None:
        """Somebody is at work."""
        self._ask_quickly(self._desk.touch)

    def show_trouble(self, trouble: tuple[Line, ...]) -> None:
        if self.trouble.show_lines(trouble):
            self._sheet.setVisible(bool(trouble))
            self._board.arrange()
        self._board.setVisible(bool(trouble))

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    @property
    def wanted(self) -> bool:
        """Whether this view is to be shown instead of a check."""
        return self._form is not None

    def _ask_quickly(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Fault as fault:
            self._show_fault(fault)
        self.look()

    def _take_status(self, status: DeskStatus | None) -> None:
        form = form_for(status) if status is not None else Form.LOG_IN
        keeps_pin = self._form is Form.NEW_PIN and form is None
        keeps_other = self._form is Form.LOG_IN and form in (Form.BY_PIN, Form.BY_PASSWORD)
        changed = status is None or self._status is None or _seat(status) != _seat(self._status)
        self._status = status
        if not (keeps_pin or keeps_other) and form is not self._form:
            self._show(form)
        elif changed:
            self._on_status(status)

    def _show(self, form: Form | None) -> None:
        self._form = form
        if form is None:
            self.page.forget()
        else:
            self.page.show_form(form)
            login = self._status.member.login if self._status and self._status.member else ""
            headline = LAYOUTS[form].headline.filled(login=login)
            self.headline.show_headline(headline, Tone.NEUTRAL, None)
            self.page.work(False)
        self._on_status(self._status)

    def _other(self) -> None:
        self._show(None if self._form is Form.NEW_PIN else Form.LOG_IN)
        self.look()

    def _done(self, typed: tuple[str, ...]) -> None:
        form = self._form
        if form is None:
            return
        if form in (Form.FIRST_START, Form.NEW_PIN) and typed[-1] != typed[-2]:
            self.page.forget()
            self.page.say(captions.NOT_ALIKE, wrong=True)
            return
        self.page.work(True)
        self.page.say(captions.WORKING)
        self._thread.ask(lambda: _asked(self._desk, form, self._status, typed), self._answered, self._failed)

    def _answered(self, answer: StaffMember | Refused | None) -> None:
        self.page.forget()
        self.page.work(False)
        if isinstance(answer, Refused):
            self.page.say(answer.sentence, wrong=True)
            return
        self._form = None
        self.look()
        self._show(form_for(self._status) if self._status else Form.LOG_IN)

    def _failed(self, fault: Fault) -> None:
        self.page.forget()
        self.page.work(False)
        self._show_fault(fault)

    def _show_fault(self, fault: Fault) -> None:
        self.headline.show_headline(captions.UNUSABLE, Tone.TROUBLE, None)
        self.page.say(fault.entry.remedy, wrong=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        self.page.rescale()
        self._board.arrange()


def _seat(status: DeskStatus) -> tuple[object, ...]:
    """What of a status changes the screen; the seconds that are left do not."""
    return status.member, status.locked, status.by_pin, status.first_start


def _asked(
    desk: StaffDesk, form: Form, status: DeskStatus | None, typed: tuple[str, ...]
) -> StaffMember | Refused | None:
    """On the desk's thread: what this form asks of it."""
    match form:
        case Form.FIRST_START:
            return desk.make_administrator(typed[0], typed[1])
        case Form.LOG_IN:
            return desk.log_in(typed[0], typed[1])
        case Form.BY_PIN:
            return desk.unlock(typed[0])
        case Form.BY_PASSWORD:
            login = status.member.login if status and status.member else ""
            return desk.log_in(login, typed[0])
        case Form.NEW_PIN:
            return desk.set_pin(typed[0])

"""The staff screen while a patient without a card is received: the case, what is typed, how it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout

from kiosk.check.screens import Line, Tone
from kiosk.check.wording.insurance_lines import insurance_lines
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.faults import Fault
from kiosk.domain.hospital.insurance import InsuranceFact
from kiosk.domain.hospital.reception import CASES, ManualCase, ManualPatient, ManualReception, ReceptionDesk, lacking
from kiosk.domain.text import Text
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.reception import captions
from kiosk.ui.operator.reception.case_page import CasePage
from kiosk.ui.operator.reception.form_page import FormPage
from kiosk.ui.operator.reception.result_page import ResultPage


def today_here() -> date:
    return datetime.now(VIETNAM).date()


class ReceptionView(FurtherView):
    """Offers the cases of the site. ``on_leave`` closes it."""

    def __init__(
        self,
        desk: ReceptionDesk,
        staff: StaffDesk,
        on_leave: Callable[[], None],
        today: Callable[[], date] = today_here,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._thread = DeskThread()
        self.headline = Headline()
        self.case = CasePage(self._choose, self._leave)
        self.form = FormPage(
            lambda patient: lacking(patient, today()), self._record, self.begin, looks_up=desk.looks_up
        )
        self.result = ResultPage(self.begin, self._leave)
        self._pages = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addLayout(self._pages, 1)
        # Only now: a page without a parent would be shown as a window of its own for a moment.
        for page in (self.case, self.form, self.result):
            self._pages.addWidget(page)

    def begin(self) -> None:
        self.take_back()
        self.case.begin(self._desk.cases)
        self._show(self.case, captions.WHY, Tone.NEUTRAL)

    def take_back(self) -> None:
        self._thread.drop()
        self.form.forget()
        self.result.show_lines(())

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        for page in (self.case, self.form, self.result):
            page.rescale()

    def _leave(self) -> None:
        self.take_back()
        self._on_leave()

    def _choose(self, case: ManualCase) -> None:
        self._show(self.form, captions.TYPE.filled(case=CASES[case]), Tone.NEUTRAL)
        self.form.begin(case, self._desk.guardian() if case is ManualCase.CHILD else None)

    def _record(self, patient: ManualPatient, look_up: bool) -> None:
        by = self._seated()
        if not by:
            return
        self.result.show_lines(())
        self._show(self.result, captions.RECORDING_AND_ASKING if look_up else captions.RECORDING, Tone.NEUTRAL)
        self._thread.ask(lambda: self._desk.receive(patient, by, look_up=look_up), self._received, self._fail)

    def _received(self, reception: ManualReception) -> None:
        self.form.forget()
        answer = reception.insurance
        insured = insurance_lines(answer, frozenset(InsuranceFact)) if answer else ()
        lines = (
            Line(captions.CASE, CASES[reception.case]),
            Line(captions.ENTRY, Text(str(reception.entry), str(reception.entry))),
            *(insured or (Line(captions.INSURANCE, captions.NOT_ASKED),)),
        )
        self.result.show_lines(lines)
        self._show(self.result, captions.RECORDED, Tone.ATTENTION)

    def _fail(self, fault: Fault) -> None:
        self.result.show_lines((Line(fault.entry.sentence, fault.entry.remedy, Tone.TROUBLE),))
        self._show(self.result, captions.NOT_RECORDED, Tone.TROUBLE)

    def _show(self, page: Page, headline: Text, tone: Tone) -> None:
        self.headline.show_headline(headline, tone, None)
        self._pages.setCurrentWidget(page)

    def _seated(self) -> str:
        try:
            status = self._staff.status()
        except Fault:
            return ""
        return "" if status.locked or status.member is None else status.member.login

"""The staff screen while a patient is registered: who, what for, once more in full, and the number that came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout

from kiosk.check.registration_lines import CATALOGUES, answer_lines, choice_lines, patient_lines
from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.registration import (
    ARRIVED_MINUTES,
    REGISTRATION_LACKS,
    ArrivedPatient,
    ClinicChoice,
    ClinicOffers,
    RegistrationAnswer,
    RegistrationDesk,
)
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.faults import Fault
from kiosk.domain.hospital.registration import CatalogueEntry
from kiosk.domain.text import Text
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.registration import captions
from kiosk.ui.operator.registration.clinic_page import ClinicPage
from kiosk.ui.operator.registration.lines_page import LinesPage, Offered
from kiosk.ui.operator.registration.people_page import PeoplePage

LOOK_MILLISECONDS = 1000
"""How often the page looks whether somebody else came in."""


class RegistrationView(FurtherView):
    """``on_leave`` closes it."""

    def __init__(self, desk: RegistrationDesk, staff: StaffDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._thread = DeskThread()
        self._patient: ArrivedPatient | None = None
        self._offers = ClinicOffers()
        self._choice = ClinicChoice(())
        self.headline = Headline()
        self.people = PeoplePage(self._take, self._leave)
        self.clinics = ClinicPage(self._choose, self._step_back)
        self.lines = LinesPage()
        self._pages = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addLayout(self._pages, 1)
        # Only now: a page without a parent would be shown as a window of its own for a moment.
        for page in (self.people, self.clinics, self.lines):
            self._pages.addWidget(page)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_MILLISECONDS)
        self._clock.timeout.connect(self.look)

    def begin(self) -> None:
        self.take_back()
        self._show(self.people, captions.WHO)
        self.look()
        self._clock.start()

    def take_back(self) -> None:
        self._clock.stop()
        self._thread.drop()
        self._patient = None
        self._choice = ClinicChoice(())
        self.people.show_people(())
        self.clinics.begin((), old=False)
        self.lines.show_lines((), ())

    def look(self) -> None:
        """Who came in by now, while one of them is to be chosen."""
        if self._pages.currentWidget() is self.people:
            people = self._desk.waiting()
            self.people.show_people(people)
            self.headline.show_headline(captions.WHO if people else captions.NOBODY, Tone.NEUTRAL, None)

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        for page in (self.people, self.clinics, self.lines):
            page.rescale()

    def _leave(self) -> None:
        self.take_back()
        self._on_leave()

    # Who, and what for

    def _take(self, patient: ArrivedPatient) -> None:
        self._patient, self._choice = patient, ClinicChoice(())
        self._wait(captions.ASKING)
        self.lines.offer(Offered(back=self.begin))
        self._thread.ask(self._desk.offers, self._offered, partial(self._fail, partial(self._take, patient)))

    def _offered(self, offers: ClinicOffers) -> None:
        self._offers = offers
        self._next_catalogue()

    def _next_catalogue(self) -> None:
        """The first that is not chosen from yet; where one has a single entry, there is nothing to choose."""
        chosen = self._choice.chosen
        for kind, entries in self._offers.catalogues[len(chosen) :]:
            if len(entries) > 1:
                name = self._patient.name if self._patient else ""
                self.clinics.begin(entries, old=self._offers.old)
                self._show(self.clinics, captions.CHOOSE.filled(name=name, what=CATALOGUES[kind]))
                return
            chosen = (*chosen, (kind, entries[0]))
            self._choice = ClinicChoice(chosen)
        self._confirm()

    def _choose(self, entry: CatalogueEntry) -> None:
        kind, _ = self._offers.catalogues[len(self._choice.chosen)]
        self._choice = ClinicChoice((*self._choice.chosen, (kind, entry)))
        self._next_catalogue()

    def _step_back(self) -> None:
        """To the catalogue before; from the first to the people."""
        chosen = list(self._choice.chosen)
        while chosen:
            chosen.pop()
            self._choice = ClinicChoice(tuple(chosen))
            if len(self._offers.catalogues[len(chosen)][1]) > 1:
                self._next_catalogue()
                return
        self.begin()

    # Once more in full

    def _confirm(self) -> None:
        patient = self._patient
        if patient is None:
            return
        offers = self._offers
        self.lines.show_lines(patient_lines(patient, looks_up=self._desk.looks_up), self._what())
        self.lines.offer(
            Offered(
                go=self._register if offers.catalogues else None,
                look_up=self._look_up if self._desk.looks_up else None,
                back=self._step_back,
            )
        )
        self._show(self.lines, captions.CONFIRM if offers.catalogues else captions.LOOK)

    def _what(self) -> tuple[Line, ...]:
        """What is registered, or why nothing can be."""
        offers = self._offers
        if offers.lack is not None:
            sentence, remedy = REGISTRATION_LACKS[offers.lack]
            return (Line(captions.CANNOT_REGISTER, sentence, Tone.ATTENTION, detail=remedy),)
        if offers.trouble is not None:
            return answer_lines(RegistrationAnswer(trouble=offers.trouble), self._choice)
        return choice_lines(self._choice)

    def _look_up(self) -> None:
        patient, by = self._patient, self._seated()
        if patient is None or not by:
            return
        self._wait(captions.LOOKING_UP)
        ask = partial(self._desk.look_up, patient.visit, by)
        self._thread.ask(ask, self._looked_up, partial(self._fail, self._look_up))

    def _looked_up(self, patient: ArrivedPatient | None) -> None:
        if patient is None:
            self._gone()
        else:
            self._patient = patient
            self._confirm()

    # What came of it

    def _register(self) -> None:
        patient, by = self._patient, self._seated()
        if patient is None or not by:
            return
        self._wait(captions.REGISTERING)
        ask = partial(self._desk.register, patient.visit, self._choice, by)
        self._thread.ask(ask, self._registered, partial(self._fail, self._register))

    def _registered(self, answer: RegistrationAnswer | None) -> None:
        patient = self._patient
        if answer is None or patient is None:
            self._gone()
            return
        done = answer.registered
        self.lines.show_lines(
            patient_lines(patient, looks_up=self._desk.looks_up),
            (*answer_lines(answer, self._choice), *choice_lines(self._choice)),
        )
        if done is not None:
            self.lines.offer(Offered(self.begin, captions.BUTTON_NEXT, back=self._leave))
            self._show(self.lines, captions.REGISTERED.filled(number=done.queue_number), Tone.SUCCESS)
            return
        self.lines.offer(Offered(self._register, captions.BUTTON_AGAIN, back=self._step_back))
        headline = captions.UNCERTAIN if answer.uncertain else captions.NOT_REGISTERED
        self._show(self.lines, headline, Tone.TROUBLE)

    def _gone(self) -> None:
        gone = Line(captions.CANNOT_REGISTER, captions.GONE.filled(minutes=ARRIVED_MINUTES), Tone.ATTENTION)
        self.lines.show_lines((), (gone,))
        self.lines.offer(Offered(back=self.begin))
        self._show(self.lines, captions.FAILED, Tone.ATTENTION)

    def _fail(self, again: Callable[[], None], fault: Fault) -> None:
        line = Line(fault.entry.sentence, fault.entry.remedy, Tone.TROUBLE)
        self.lines.show_lines((), (line,))
        self.lines.offer(Offered(again, captions.BUTTON_AGAIN, back=self.begin))
        self._show(self.lines, captions.FAILED, Tone.TROUBLE)

    def _wait(self, headline: Text) -> None:
        """Something is under way: nothing can be pressed."""
        self.lines.show_lines((), ())
        self.lines.offer(Offered())
        self._show(self.lines, headline)

    def _show(self, page: Page, headline: Text, tone: Tone = Tone.NEUTRAL) -> None:
        self.headline.show_headline(headline, tone, None)
        self._pages.setCurrentWidget(page)

    def _seated(self) -> str:
        try:
            status = self._staff.status()
        except Fault:
            return ""
        return "" if status.locked or status.member is None else status.member.login

"""The patients who came in and may be registered, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from kiosk.domain.desks.registration import ARRIVED_MINUTES, ArrivedPatient
from kiosk.domain.text import Text
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import ACCENT, INK, MUTED, colour
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.registration import captions
from kiosk.ui.operator.scrolling import scrolling


class PeoplePage(Page):
    """``on_choose`` takes the patient, ``on_leave`` closes the page."""

    def __init__(self, on_choose: Callable[[ArrivedPatient], None], on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._shown: tuple[ArrivedPatient, ...] = ()
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rows: ChoiceRows[ArrivedPatient] = ChoiceRows(on_choose, aside_letters=30.0)
        self.scrolled = scrolling(self.rows)
        self.choose = Button(captions.BUTTON_CHOOSE, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.note)
        self.column.addWidget(self.scrolled, 1)
        for button in (self.choose, self.back):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.choose.clicked.connect(lambda _checked=False: self.rows.open_chosen())
        self.back.clicked.connect(lambda _checked=False: on_leave())
        on_key(self, Qt.Key.Key_F3, self.rows.open_chosen)
        on_key(self, Qt.Key.Key_Escape, on_leave)
        for key, by in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, by), repeats=True)
        self.show_people(())

    def show_people(self, people: tuple[ArrivedPatient, ...]) -> bool:
        """Whoever was chosen stays so; whether anything is shown otherwise than before."""
        if people == self._shown and people:
            return False
        chosen = self.rows.chosen
        self._shown = people
        self.rows.show_choices(tuple(_choice(patient) for patient in people))
        visits = [patient.visit for patient in people]
        if chosen is not None and chosen.visit in visits:
            self.rows.choose(visits.index(chosen.visit))
        self.note.colour(INK, MUTED)
        self.note.say(captions.NOBODY_HINT.filled(minutes=ARRIVED_MINUTES))
        self.choose.setEnabled(bool(people))
        return True

    def _step(self, by: int) -> None:
        row = self.rows.choose(by)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))

    def rescale(self) -> None:
        super().rescale()
        self.note.letter_pixels(1.1 * letter(self))
        self.note.setFixedHeight(round(3 * letter(self)))
        self.rows.rescale()


def _choice(patient: ArrivedPatient) -> Choice[ArrivedPatient]:
    place = patient.listing.place if patient.listing else Text("", "")
    time = patient.at.astimezone(VIETNAM).strftime("%H:%M")
    number = patient.registered.queue_number if patient.registered else ""
    done = f"{patient.clinic} · {number}"
    said = Text(done, done) if number else place
    aside = Text(_joined(time, said.vi), _joined(time, said.en))
    name = patient.name or patient.identity.number or "–"
    return Choice(patient, Text(name, name), aside, _draw_done if number else _draw_person)


def _joined(time: str, said: str) -> str:
    return f"{time} · {said}" if said else time


def _draw_person(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.PERSON, colour(ACCENT))


def _draw_done(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.TICK, colour(ACCENT))

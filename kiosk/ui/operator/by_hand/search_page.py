"""What staff type, and the rows of the list that fit it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from kiosk.check.screens import Tone
from kiosk.domain.desks.list_search import LONGEST_TYPED, FoundPeople, FoundPerson
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import ACCENT, INK, MARKS, MUTED, colour
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.by_hand import captions
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.rows_page import RowsPage
from kiosk.ui.operator.typed_field import TypedField


class SearchPage(RowsPage[FoundPerson]):
    """One button does what comes next: search what was typed, then choose among what was found."""

    def __init__(
        self, on_search: Callable[[str], None], on_choose: Callable[[FoundPerson], None], on_back: Callable[[], None]
    ) -> None:
        super().__init__(ChoiceRows(on_choose, aside_letters=34.0))
        self._on_search = on_search
        self._searched = ""
        self.field = TypedField(captions.FIELD, LONGEST_TYPED, self._typed)
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.go = Button(captions.BUTTON_SEARCH, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        for widget, stretch in ((self.field, 0), (self.note, 0), (self.scrolled, 1)):
            self.column.addWidget(widget, stretch)
        self.column.addLayout(self.foot)
        self.add_button(self.go, Qt.Key.Key_F3, self._go)
        self.add_button(self.back, Qt.Key.Key_Escape, on_back)
        on_key(self, Qt.Key.Key_F2, self.begin_typing)
        self.forget()

    def begin_typing(self) -> None:
        self.window().activateWindow()
        self.field.field.setFocus()
        self.field.field.selectAll()

    def forget(self) -> None:
        """Nothing of anybody stays here."""
        self._searched = ""
        self.field.forget()
        self.rows.show_choices(())
        self.say(captions.HINT)
        self._offer()

    def show_found(self, found: FoundPeople) -> None:
        self.rows.show_choices(tuple(_choice(person) for person in found.people))
        self.scrolled.verticalScrollBar().setValue(0)
        said = captions.MORE if found.more else captions.FOUND if found.people else captions.NOBODY
        self.say(said.filled(n=len(found.people)), wrong=found.more or not found.people)
        self._offer()

    def say(self, text: Text, *, wrong: bool = False) -> None:
        self.note.colour(MARKS[Tone.REFUSE] if wrong else INK, MUTED)
        self.note.say(text)

    def work(self, working: bool) -> None:
        """Nothing can be pressed while the list is asked."""
        self.go.setEnabled(not working)
        if not working:
            self._offer()

    @property
    def _chooses(self) -> bool:
        return self.rows.chosen is not None and self._wanted == self._searched

    @property
    def _wanted(self) -> str:
        return self.field.text.strip()

    def _typed(self) -> None:
        self._offer()

    def _offer(self) -> None:
        self.go.rename(captions.BUTTON_CHOOSE if self._chooses else captions.BUTTON_SEARCH)
        self.go.setEnabled(bool(self._wanted))

    def _go(self) -> None:
        if not self.go.isEnabled():
            return
        if self._chooses:
            self.rows.open_chosen()
        else:
            self._searched = self._wanted
            self.rows.show_choices(())
            self.say(captions.SEARCHING)
            self._on_search(self._wanted)

    def rescale(self) -> None:
        super().rescale()
        size = letter(self)
        self.field.rescale()
        self.note.letter_pixels(1.1 * size)
        self.note.setFixedHeight(round(3 * size))


def _choice(person: FoundPerson) -> Choice[FoundPerson]:
    listing = person.listing
    about = captions.ASIDE.filled(key=listing.key, birth=listing.birth_date or "–")
    if listing.place.vi:
        about = Text(f"{about.vi} · {listing.place.vi}", f"{about.en} · {listing.place.en}")
    name = listing.name or listing.number or listing.key
    return Choice(person, Text(name, name), about, _draw_person)


def _draw_person(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.PERSON, colour(ACCENT))

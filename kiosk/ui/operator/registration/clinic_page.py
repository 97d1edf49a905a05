"""One catalogue to choose from: by number, by arrows, or by typing where it is long."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from kiosk.check.registration_lines import entry_aside
from kiosk.check.screens import Tone
from kiosk.domain.hospital.registration import CatalogueEntry
from kiosk.domain.names import fold
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import ACCENT, INK, MARKS, MUTED, colour
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.registration import captions
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.typed_field import TypedField

MOST_ROWS = 40
"""Of a longer catalogue the rest is typed for."""
NUMBERED = 9
LONGEST_TYPED = 40


class ClinicPage(Page):
    """``on_choose`` takes the entry, ``on_back`` goes a step back."""

    def __init__(self, on_choose: Callable[[CatalogueEntry], None], on_back: Callable[[], None]) -> None:
        super().__init__()
        self._on_choose = on_choose
        self._entries: tuple[CatalogueEntry, ...] = ()
        self._shown: list[CatalogueEntry] = []
        self._old = False
        self.field = TypedField(captions.FIELD, LONGEST_TYPED, self._filter)
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rows: ChoiceRows[CatalogueEntry] = ChoiceRows(on_choose, aside_letters=18.0)
        self.scrolled = scrolling(self.rows)
        self.choose = Button(captions.BUTTON_CHOOSE, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        for widget, stretch in ((self.field, 0), (self.note, 0), (self.scrolled, 1)):
            self.column.addWidget(widget, stretch)
        for button in (self.choose, self.back):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.choose.clicked.connect(lambda _checked=False: self.rows.open_chosen())
        self.back.clicked.connect(lambda _checked=False: on_back())
        on_key(self, Qt.Key.Key_F2, self.begin_typing)
        on_key(self, Qt.Key.Key_F3, self.rows.open_chosen)
        on_key(self, Qt.Key.Key_Escape, on_back)
        for key, by in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, by), repeats=True)
        for number in range(NUMBERED):
            on_key(self, Qt.Key(Qt.Key.Key_1 + number), partial(self._open, number))

    def begin(self, entries: tuple[CatalogueEntry, ...], *, old: bool) -> None:
        """Offer a catalogue; ``old``: it is what the hospital said before."""
        self._entries = entries
        self._old = old
        self.field.forget()
        self._filter()
        self.field.field.clearFocus()

    def begin_typing(self) -> None:
        self.window().activateWindow()
        self.field.field.setFocus()
        self.field.field.selectAll()

    def _filter(self) -> None:
        words = self.field.text.casefold().split()
        fitting = [entry for entry in self._entries if all(_fits(word, entry) for word in words)]
        self._shown = fitting[:MOST_ROWS]
        self.rows.show_choices(tuple(_choice(at, entry) for at, entry in enumerate(self._shown)))
        self.scrolled.verticalScrollBar().setValue(0)
        self.choose.setEnabled(bool(self._shown))
        self._say(len(fitting) > MOST_ROWS, bool(fitting))

    def _say(self, more: bool, any_fits: bool) -> None:
        said = None
        if not any_fits:
            said = captions.NONE_FITS
        elif self._old:
            said = captions.OLD_OFFERS
        elif more:
            said = captions.MORE.filled(n=MOST_ROWS)
        self.note.colour(MARKS[Tone.ATTENTION] if self._old or not any_fits else INK, MUTED)
        self.note.say(said)
        self.note.setVisible(said is not None)

    def _open(self, number: int) -> None:
        """The row of this number; there is none where fewer are shown."""
        if number < len(self._shown):
            self._on_choose(self._shown[number])

    def _step(self, by: int) -> None:
        row = self.rows.choose(by)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))

    def rescale(self) -> None:
        super().rescale()
        self.field.rescale()
        self.note.letter_pixels(1.1 * letter(self))
        self.note.setFixedHeight(round(3 * letter(self)))
        self.rows.rescale()


def _fits(word: str, entry: CatalogueEntry) -> bool:
    """Letters without their accents, digits as they stand."""
    said = f"{entry.name} {entry.code} {entry.kind}"
    letters = fold(word)
    return word in said.casefold() or (letters != "" and letters in fold(said))


def _choice(at: int, entry: CatalogueEntry) -> Choice[CatalogueEntry]:
    name = entry.name or entry.code
    name = f"{at + 1} · {name}" if at < NUMBERED else name
    return Choice(entry, Text(name, name), entry_aside(entry) or Text("", ""), _draw_clinic)


def _draw_clinic(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.RING, colour(ACCENT))

"""What a file holds, what it takes to install it, and the two ways on: install, or leave everything as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk.check.screens import Tone
from kiosk.domain.desks.trust_import import ConsentAsked, FilePreview, TypedAgreement
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import MARKS, MUTED
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.trust_import import captions
from kiosk.ui.operator.trust_import.lines import lines_of
from kiosk.ui.operator.trust_import.tick import Tick
from kiosk.ui.operator.typed_field import TypedField

_TICK_KEYS = ((Qt.Key.Key_F3, "F3"), (Qt.Key.Key_F4, "F4"), (Qt.Key.Key_F5, "F5"))
_LONGEST_NAME, _LONGEST_REFERENCE, _LONGEST_FINGERPRINTS = 60, 120, 4000

Lacking = Callable[[int, TypedAgreement], tuple[Text, ...]]
Install = Callable[[int, TypedAgreement], None]


class PreviewPage(Page):
    """``lacking`` is asked after every change; only when it names nothing can the install button be pressed."""

    def __init__(self, lacking: Lacking, on_install: Install, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._lacking = lacking
        self._on_install = on_install
        self._preview: FilePreview | None = None
        self._ticks: tuple[Tick, ...] = ()
        self.facts = EvidenceLines(0.4)
        self.incoming = EvidenceLines(0.35)
        self.rejected = EvidenceLines(0.45)
        self._sheets = {
            "file": Sheet(captions.SECTION_FILE, self.facts),
            "incoming": Sheet(captions.SECTION_INCOMING, self.incoming),
            "rejected": Sheet(captions.SECTION_REJECTED, self.rejected),
        }
        self._board = Board(self._sheets)
        self.scrolled = scrolling(self._board)
        self.person = TypedField(captions.FIELD_PERSON, _LONGEST_NAME, self._weigh)
        self.second = TypedField(captions.FIELD_SECOND, _LONGEST_NAME, self._weigh)
        self.reference = TypedField(captions.FIELD_REFERENCE, _LONGEST_REFERENCE, self._weigh, plain=True)
        self.fingerprint = TypedField(captions.FIELD_FINGERPRINT, _LONGEST_FINGERPRINTS, self._weigh, plain=True)
        self.fields = (self.person, self.second, self.reference, self.fingerprint)
        self.hint = Sentence(0, english=0.78, align=Align.LEFT_MIDDLE)
        self.install = Button(captions.BUTTON_INSTALL, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F7")
        self.leave = Button(captions.BUTTON_UNCHANGED, least_mm=STAFF_TARGET_MM, key="Esc")
        self._tick_row, self._field_row = QHBoxLayout(), QHBoxLayout()
        for field, stretch in zip(self.fields, (3, 3, 3, 6), strict=True):
            self._field_row.addWidget(field, stretch)
        self.column.addWidget(self.scrolled, 1)
        self.column.addLayout(self._tick_row)
        self.column.addLayout(self._field_row)
        for widget, stretch in ((self.hint, 6), (self.install, 3), (self.leave, 3)):
            self.foot.addWidget(widget, stretch)
        self.column.addLayout(self.foot)
        self.install.clicked.connect(lambda _checked=False: self._install())
        self.leave.clicked.connect(lambda _checked=False: on_leave())
        on_key(self, Qt.Key.Key_F2, self._next_field)
        for at, (key, _) in enumerate(_TICK_KEYS):
            on_key(self, key, partial(self._toggle, at))
        on_key(self, Qt.Key.Key_F7, self._install)
        on_key(self, Qt.Key.Key_Escape, on_leave)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        return self._ticks

    def show_preview(self, preview: FilePreview | None) -> None:
        """Show another file, or none; nothing that was typed or ticked for the former one is kept."""
        self._preview = None
        for tick in self._ticks:
            tick.hide()
            tick.deleteLater()
        for field in self.fields:
            field.forget()
        asked = preview.consents if preview else ()
        self._ticks = tuple(self._tick(*one) for one in zip(asked, _TICK_KEYS[: len(asked)], strict=True))
        self._preview = preview
        self.facts.show_lines(lines_of(preview.facts if preview else ()))
        self.incoming.show_lines(lines_of(preview.incoming if preview else ()), captions.NOTHING_INCOMING)
        self.rejected.show_lines(lines_of(preview.rejected if preview else ()))
        self._sheets["rejected"].setVisible(bool(preview and preview.rejected))
        possible = preview is not None and preview.obstacle is None
        self.person.setVisible(possible)
        for field in (self.second, self.reference):
            field.setVisible(bool(preview and preview.asks_two))
        self.fingerprint.setVisible(bool(preview and preview.asks_fingerprint))
        pinning = preview is not None and preview.asks_two
        self.fingerprint.call(captions.FIELD_FINGERPRINT if pinning else captions.FIELD_OR_FINGERPRINT)
        self.rescale()
        self.scrolled.verticalScrollBar().setValue(0)
        self._weigh()

    def take_back(self) -> None:
        """Untick everything: whoever comes back may be somebody else."""
        for tick in self._ticks:
            tick.setChecked(False)
        for field in self.fields:
            field.forget()
            field.field.clearFocus()

    @property
    def said(self) -> TypedAgreement:
        """What is typed and ticked now."""
        return TypedAgreement(
            tuple(name for name in (self.person.text, self.second.text) if name.strip()),
            frozenset(tick.consent.code for tick in self._ticks if tick.isChecked()),
            self.fingerprint.text,
            self.reference.text,
        )

    def _weigh(self) -> None:
        preview = self._preview
        if preview is None:
            return
        if preview.obstacle is not None:
            self._hint(preview.obstacle, Tone.REFUSE)
            self.install.setEnabled(False)
            return
        lacking = self._lacking(preview.number, self.said)
        self.install.setEnabled(not lacking)
        if lacking:
            self._hint(_told(lacking), Tone.ATTENTION)
        else:
            self._hint(captions.READY, Tone.SUCCESS)

    def _hint(self, told: Text, tone: Tone) -> None:
        self.hint.colour(MARKS[tone], MUTED)
        self.hint.say(told)

    def _install(self) -> None:
        if self._preview is not None and self.install.isEnabled():
            self._on_install(self._preview.number, self.said)

    def _toggle(self, at: int) -> None:
        if at < len(self._ticks):
            self._ticks[at].toggle()

    def _next_field(self) -> None:
        shown = [one.field for one in self.fields if not one.isHidden()]
        if shown:
            focused = next((at for at, field in enumerate(shown) if field.hasFocus()), -1)
            shown[(focused + 1) % len(shown)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def rescale(self) -> None:
        super().rescale()
        size = letter(self)
        for row in (self._tick_row, self._field_row):
            row.setSpacing(round(0.7 * size))
        for tick in self._ticks:
            tick.setFixedHeight(round((5 if len(self._ticks) == len(_TICK_KEYS) else 3.8) * size))
        for field in self.fields:
            field.rescale()
        self.hint.letter_pixels(1.1 * size)
        columns = [("file",), ("incoming",), *([("rejected",)] if not self._sheets["rejected"].isHidden() else [])]
        self._board.set_columns(columns if self.width() > self.height() else [tuple(self._sheets)])

    def _tick(self, consent: ConsentAsked, key: tuple[Qt.Key, str]) -> Tick:
        tick = Tick(consent, key[1])
        tick.toggled.connect(lambda _checked: self._weigh())
        self._tick_row.addWidget(tick, 1)
        return tick


def _told(lacking: tuple[Text, ...]) -> Text:
    """The first thing by its name: the others are seen above, and the words stay large."""
    first, more = lacking[0], len(lacking) - 1
    template = captions.LACKING_MORE if more else captions.LACKING
    return Text(template.vi.format(what=first.vi, n=more), template.en.format(what=first.en, n=more))

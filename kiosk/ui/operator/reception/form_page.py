"""What staff type about a patient without a card, what is missing of it, and whether a look-up is agreed to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from kiosk.check.screens import Tone
from kiosk.domain.hospital.reception import LACKS, MAX_NAME, ManualCase, ManualLack, ManualPatient
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import INK, MARKS, MUTED
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.reception import captions
from kiosk.ui.operator.typed_field import TypedField

_LONGEST_DATE, _LONGEST_NUMBER = 10, 15


class FormPage(Page):
    """``lacking`` is asked after every letter; only when it names nothing can the patient be recorded.

    ``on_record`` is told whether the patient agreed to be looked up, where the kiosk ``looks_up`` anybody.
    """

    def __init__(
        self,
        lacking: Callable[[ManualPatient], tuple[ManualLack, ...]],
        on_record: Callable[[ManualPatient, bool], None],
        on_back: Callable[[], None],
        *,
        looks_up: bool,
    ) -> None:
        super().__init__()
        self._lacking = lacking
        self._on_record = on_record
        self._case = ManualCase.NO_CARD
        self._guardian: CheckId | None = None
        self._looks_up = looks_up
        self.name = TypedField(captions.FIELD_NAME, MAX_NAME, self._weigh)
        self.birth = TypedField(captions.FIELD_BIRTH, _LONGEST_DATE, self._weigh)
        self.number = TypedField(captions.FIELD_NUMBER, _LONGEST_NUMBER, self._weigh)
        self.fields = (self.name, self.birth, self.number)
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.record = Button(captions.BUTTON_RECORD, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.only_record = Button(captions.BUTTON_ONLY_RECORD, least_mm=STAFF_TARGET_MM, key="F4")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        for widget in (*self.fields, self.note):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        for button in (self.record, self.only_record, self.back):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.record.clicked.connect(lambda _checked=False: self._press(self._asks))
        self.only_record.clicked.connect(lambda _checked=False: self._press(False))
        self.back.clicked.connect(lambda _checked=False: on_back())
        on_key(self, Qt.Key.Key_F2, self.begin_typing)
        on_key(self, Qt.Key.Key_F3, lambda: self._press(self._asks))
        on_key(self, Qt.Key.Key_F4, lambda: self._press(False))
        on_key(self, Qt.Key.Key_Escape, on_back)

    def begin(self, case: ManualCase, guardian: CheckId | None) -> None:
        self._case, self._guardian = case, guardian
        self.record.rename(captions.BUTTON_AGREED if self._asks else captions.BUTTON_RECORD)
        self.only_record.setVisible(self._asks)
        self.forget()
        self.begin_typing()

    def begin_typing(self) -> None:
        """Into the first empty field; Tab leads through them."""
        self.window().activateWindow()
        next((field for field in self.fields if not field.text), self.name).field.setFocus()

    def forget(self) -> None:
        """Nothing of the patient stays here."""
        for field in self.fields:
            field.forget()
        self._weigh()

    @property
    def patient(self) -> ManualPatient:
        """A birth date that is no date counts as missing."""
        try:
            birth = PartialDate.parse(self.birth.text.strip())
        except ValueError:
            birth = None
        name, number = " ".join(self.name.text.split()), self.number.text.strip().upper()
        return ManualPatient(self._case, name, birth, number, self._guardian)

    def _weigh(self) -> None:
        lacks = self._lacking(self.patient)
        for button in (self.record, self.only_record):
            button.setEnabled(not lacks)
        self.note.colour(MARKS[Tone.ATTENTION] if lacks else INK, MUTED)
        ready = captions.ASK_FIRST if self._asks else captions.READY
        self.note.say(captions.STILL.filled(lack=LACKS[lacks[0]]) if lacks else ready)

    @property
    def _asks(self) -> bool:
        """Whether there is anything to agree to: in an emergency nobody is asked."""
        return self._looks_up and self._case is not ManualCase.EMERGENCY

    def _press(self, look_up: bool) -> None:
        if self.record.isEnabled():
            self._on_record(self.patient, look_up)

    def rescale(self) -> None:
        super().rescale()
        size = letter(self)
        for field in self.fields:
            field.rescale()
        self.note.letter_pixels(1.1 * size)
        self.note.setFixedHeight(round(3 * size))

"""The login page: up to three fields, one button that does it, and a sentence that says what was wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from kiosk.check.screens import Tone
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import INK, MARKS, MUTED
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.login.forms import LAYOUTS, Form
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.typed_field import TypedField

_MOST_FIELDS = 3
_WIDTH = 54
"""Of the form, in letters: a line of fields across a whole display is hard to follow."""


class LoginPage(Page):
    """``on_done`` takes what was typed, field by field; ``on_other`` is the second button's.

    Enter goes from field to field and presses nothing: a scanner sends it too.
    """

    def __init__(self, on_done: Callable[[tuple[str, ...]], None], on_other: Callable[[], None]) -> None:
        super().__init__()
        self._on_done = on_done
        self._on_other = on_other
        self._form = Form.LOG_IN
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE, weight=Weight.Medium)
        self.fields = tuple(TypedField(Text("", ""), 1, self._typed, plain=True) for _ in range(_MOST_FIELDS))
        self.done = Button(Text("", ""), least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.other = Button(Text("", ""), least_mm=STAFF_TARGET_MM, key="F4")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for field in self.fields:
            self.column.addWidget(field)
        self.column.addWidget(self.note)
        for button in (self.done, self.other):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.column.addStretch(1)
        self.done.clicked.connect(lambda _checked=False: self._finish())
        self.other.clicked.connect(lambda _checked=False: self._go_other())
        on_key(self, Qt.Key.Key_F2, self.begin_typing)
        on_key(self, Qt.Key.Key_F3, self._finish)
        on_key(self, Qt.Key.Key_F4, self._go_other)
        for field, following in zip(self.fields, self.fields[1:], strict=False):
            field.field.returnPressed.connect(following.field.setFocus)
        self.show_form(Form.LOG_IN)

    @property
    def form(self) -> Form:
        return self._form

    def show_form(self, form: Form) -> None:
        """Ask for this; what was typed before is gone."""
        self._form = form
        layout = LAYOUTS[form]
        self.forget()
        for at, field in enumerate(self.fields):
            field.setVisible(at < len(layout.fields))
            if at < len(layout.fields):
                asked = layout.fields[at]
                field.call(asked.name)
                field.field.setMaxLength(asked.longest)
                field.field.setEchoMode(QLineEdit.EchoMode.Password if asked.secret else QLineEdit.EchoMode.Normal)
                hidden = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
                plain = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhLowercaseOnly
                field.field.setInputMethodHints(hidden if asked.secret else plain)
        self.done.rename(layout.button)
        self.other.setVisible(layout.other is not None)
        if layout.other is not None:
            self.other.rename(layout.other)
        self.say(layout.note)

    def begin_typing(self) -> None:
        """The first field that is still empty takes the keys."""
        shown = [field for field in self.fields if not field.isHidden()]
        self.window().activateWindow()
        next((field for field in shown if not field.text), shown[0]).field.setFocus()

    def say(self, note: Text, *, wrong: bool = False) -> None:
        self.note.colour(MARKS[Tone.REFUSE] if wrong else INK, MUTED)
        self.note.say(note)

    def work(self, working: bool) -> None:
        """Nothing can be pressed while the desk thinks."""
        self.done.setEnabled(not working and self._complete())
        self.other.setEnabled(not working)

    def forget(self) -> None:
        """Drop what was typed."""
        for field in self.fields:
            field.forget()

    def _complete(self) -> bool:
        return all(field.text for field in self.fields if not field.isHidden())

    def _typed(self) -> None:
        self.done.setEnabled(self._complete())

    def _finish(self) -> None:
        if self.done.isEnabled():
            self._on_done(tuple(field.text for field in self.fields if not field.isHidden()))

    def _go_other(self) -> None:
        if not self.other.isHidden() and self.other.isEnabled():
            self._on_other()

    def rescale(self) -> None:
        super().rescale()
        size = letter(self)
        side = max(round(size), (self.width() - round(_WIDTH * size)) // 2)
        self.column.setContentsMargins(side, round(2 * size), side, round(size))
        for field in self.fields:
            field.rescale()
        self.note.letter_pixels(1.1 * size)
        self.note.setFixedHeight(round(4.2 * size))

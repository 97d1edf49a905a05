"""What staff can do, each with its function key: type a number, give more time, close the result, give the chip up."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kiosk.check import events as ev
from kiosk.check.screens import Tone
from kiosk.domain.access_key import Can
from kiosk.domain.record import CheckId
from kiosk.domain.text import Text
from kiosk.ui.captions import (
    BUTTON_ATTENTION_SEEN,
    BUTTON_CHIP_GIVEN_UP,
    BUTTON_DISMISS,
    BUTTON_SCANNERS,
    BUTTON_SEEN,
    BUTTON_STAFF_LOOKS,
    BUTTON_TAKE_KEY,
    BUTTON_TRUST,
    BUTTON_TYPE_KEY,
    FIELD_KEY,
    FIELD_KEY_TAKEN,
    FIELD_KEY_WRONG,
    MORE_TIME,
)
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.field import dress_field
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter, millimetres
from kiosk.ui.drawing.palette import INK, MARKS, MUTED
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight
from kiosk.ui.operator.keys import on_key

Post = Callable[[ev.Event], None]

_FIELD, _NOTE = 9.0, 15.0
"""Widths in letters, beside what the words of the buttons ask for."""


class KeyField(QLineEdit):
    """Takes the 12-digit number or its last six digits, and nothing else.

    Enter hands the digits on; a scanner that types a whole QR text here leaves its first field, the number. Nothing
    typed can be brought back afterwards (no undo, no menu).
    """

    def __init__(self, on_key: Callable[[Can], None], on_note: Callable[[Text], None]) -> None:
        super().__init__()
        self._on_key = on_key
        self._on_note = on_note
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,12}"), self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.setAccessibleName(f"{FIELD_KEY.vi} / {FIELD_KEY.en}")
        self.returnPressed.connect(self.hand_on)

    def hand_on(self) -> None:
        digits = self.text()
        if not re.fullmatch(r"[0-9]{6}|[0-9]{12}", digits):
            self._on_note(FIELD_KEY_WRONG)
            return
        self.forget()
        self.clearFocus()
        self._on_note(FIELD_KEY_TAKEN)
        self._on_key(Can(digits[-6:]))

    def forget(self) -> None:
        # setText, unlike clear, also drops what undo would bring back.
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.forget()
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class StaffBar(QWidget):
    """The row of staff actions. The function keys work in every window of the program, on press and never repeating.

    ``on_trust`` opens the import of certificates, ``on_scanners`` the set-up of scanners; both are offered between
    checks only, and without them there are no buttons. ``on_seen`` takes the check that staff acknowledge.
    """

    def __init__(
        self,
        post: Post,
        on_trust: Callable[[], None] | None = None,
        on_scanners: Callable[[], None] | None = None,
        on_seen: Callable[[CheckId], None] | None = None,
    ) -> None:
        super().__init__()
        self._on_trust = on_trust
        self._on_scanners = on_scanners
        self._on_seen = on_seen
        self._to_see: CheckId | None = None
        self._by_hand: CheckId | None = None
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE, weight=Weight.Medium)
        self.field = KeyField(lambda key: post(ev.KeyTyped((key,))), self._say)
        self.type_key = Button(BUTTON_TYPE_KEY, least_mm=STAFF_TARGET_MM, key="F2")
        self.more_time = Button(MORE_TIME, least_mm=STAFF_TARGET_MM, key="Shift+F11")
        self.dismiss = Button(BUTTON_DISMISS, least_mm=STAFF_TARGET_MM, key="F8")
        self.chip_given_up = Button(BUTTON_CHIP_GIVEN_UP, least_mm=STAFF_TARGET_MM, key="F9")
        self.staff_looks = Button(BUTTON_STAFF_LOOKS, least_mm=STAFF_TARGET_MM, key="F10")
        self.seen = Button(BUTTON_SEEN, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.trust = Button(BUTTON_TRUST, least_mm=STAFF_TARGET_MM, key="F6")
        self.scanners = Button(BUTTON_SCANNERS, least_mm=STAFF_TARGET_MM, key="F7")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.type_key, self.field, self.note, self.trust, self.scanners, self.more_time):
            self._row.addWidget(widget)
        for widget in (self.staff_looks, self.seen, self.dismiss, self.chip_given_up):
            self._row.addWidget(widget)
        self._act(self.type_key, Qt.Key.Key_F2, self._type)
        self._act(self.dismiss, Qt.Key.Key_F8, self._dismiss)
        self._act(self.chip_given_up, Qt.Key.Key_F9, lambda: post(ev.ChipGivenUp()))
        self._act(self.staff_looks, Qt.Key.Key_F10, lambda: post(ev.StaffLooks()))
        self._act(self.trust, Qt.Key.Key_F6, self._open_trust)
        self._act(self.scanners, Qt.Key.Key_F7, self._open_scanners)
        self._post = post
        self.seen.clicked.connect(lambda _checked=False: self._have_seen())
        on_key(self, Qt.Key.Key_F3, self._have_seen)
        self.more_time.clicked.connect(lambda _checked=False: self._give_more_time())
        on_key(self, Qt.Modifier.SHIFT | Qt.Key.Key_F11, self._give_more_time)
        self.field.textChanged.connect(self._name_typing)
        self.staff_looks.hide()
        self.seen.hide()
        self.more_time.hide()
        self._may_trust, self._at_rest = True, True
        self._offer_set_up()
        self._say(FIELD_KEY)

    def offer_looking(self, asked: bool) -> None:
        """Whether a person is asked to move: staff may look at them instead. The key works all through a check."""
        self.staff_looks.setVisible(asked)

    def offer_deciding(self, by_hand: CheckId | None) -> None:
        """The check in which staff look after somebody by hand, and may say that they have seen enough."""
        self._by_hand = by_hand
        self.seen.setVisible(by_hand is not None)
        self.chip_given_up.setVisible(by_hand is None)
        self.type_key.setEnabled(by_hand is None)

    def offer_seeing(self, to_see: CheckId | None) -> None:
        """The check whose person is admitted with something to know: it is acknowledged before it can be closed."""
        self._to_see = to_see if self._on_seen is not None else None
        self.dismiss.rename(BUTTON_ATTENTION_SEEN if self._to_see is not None else BUTTON_DISMISS)

    def offer_more_time(self, offered: bool) -> None:
        """Whether the person has only so long, and staff may give them more."""
        self.more_time.setVisible(offered)

    def offer_trust(self, offered: bool) -> None:
        """Whether whoever sits at this screen may import certificates at all."""
        self._may_trust = offered
        self._offer_set_up()

    def allow_trust(self, allowed: bool) -> None:
        """Whether certificates may be imported, and scanners be set up, now; a check needs their buttons' room."""
        self._at_rest = allowed
        self._offer_set_up()

    def _offer_set_up(self) -> None:
        self.trust.setVisible(self._at_rest and self._may_trust and self._on_trust is not None)
        self.scanners.setVisible(self._at_rest and self._on_scanners is not None)

    def _have_seen(self) -> None:
        if self._by_hand is not None:
            self._post(ev.HandCheckDone(self._by_hand))

    def _dismiss(self) -> None:
        if self._to_see is not None and self._on_seen is not None:
            self._on_seen(self._to_see)
        else:
            self._post(ev.Dismissed())

    def _give_more_time(self) -> None:
        if not self.more_time.isHidden():
            self._post(ev.MoreTimeAsked())

    def _open_trust(self) -> None:
        if self._on_trust is not None and not self.trust.isHidden():
            self._on_trust()

    def _open_scanners(self) -> None:
        if self._on_scanners is not None and not self.scanners.isHidden():
            self._on_scanners()

    def _act(self, button: Button, key: Qt.Key, action: Callable[[], None]) -> None:
        button.clicked.connect(lambda _checked=False: action())
        on_key(self, key, action, context=Qt.ShortcutContext.ApplicationShortcut)

    def _type(self) -> None:
        """The key that begins the number also hands it on: Enter is a scanner's as well, and shown nowhere."""
        if self.field.hasFocus() and self.field.text():
            self.field.hand_on()
        else:
            self.begin_typing()

    def _name_typing(self, typed: str) -> None:
        self.type_key.rename(BUTTON_TAKE_KEY if typed else BUTTON_TYPE_KEY)

    def begin_typing(self) -> None:
        self._say(FIELD_KEY)
        self.window().activateWindow()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def forget(self) -> None:
        """Drop what was typed for the person who has gone."""
        self.field.forget()
        self._say(FIELD_KEY)

    def _say(self, note: Text) -> None:
        wrong = note is FIELD_KEY_WRONG
        self.note.colour(MARKS[Tone.REFUSE] if wrong else INK, MUTED)
        self.note.say(note)

    def rescale(self) -> None:
        """Follow the window's letter size."""
        size = letter(self)
        height = max(millimetres(self, STAFF_TARGET_MM), round(3.2 * size))
        for widget in (*self.findChildren(Button), self.field):
            widget.setFixedHeight(height)
        for button in self.findChildren(Button):
            self._row.setStretchFactor(button, button.wished_width)
        self._row.setStretchFactor(self.field, round(_FIELD * size))
        self._row.setStretchFactor(self.note, round(_NOTE * size))
        self.note.letter_pixels(size)
        self._row.setSpacing(round(0.8 * size))
        dress_field(self.field, size)

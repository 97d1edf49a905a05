"""What is about to be decided, read out once more, and the second person's login where it takes two."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from kiosk.check.overrides.screen import OverrideKind, OverrideScreen
from kiosk.check.screens import Tone
from kiosk.domain.staff import PASSWORD_LENGTHS
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import MARKS, MUTED
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.override import captions
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.typed_field import TypedField

_LOGIN_LENGTH = 32


class ConfirmPage(Page):
    """``on_confirm`` is the first person's word, ``on_second`` takes the second one's login and password."""

    def __init__(
        self,
        on_confirm: Callable[[], None],
        on_second: Callable[[str, str], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__()
        self._on_confirm = on_confirm
        self._on_second = on_second
        self._takes_second = False
        self.lines = EvidenceLines(0.3)
        self._board = Board({"about": Sheet(captions.SECTION_ABOUT, self.lines)})
        self.scrolled = scrolling(self._board)
        self.login = TypedField(captions.FIELD_LOGIN, _LOGIN_LENGTH, self._typed, plain=True)
        self.password = TypedField(captions.FIELD_PASSWORD, PASSWORD_LENGTHS[1], self._typed)
        self.password.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.login.field.returnPressed.connect(self.password.field.setFocus)
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.confirm = Button(captions.BUTTON_CONFIRM, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        for widget in (self.login, self.password, self.note):
            self.column.addWidget(widget)
        for button in (self.confirm, self.back):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.confirm.clicked.connect(lambda _checked=False: self._finish())
        self.back.clicked.connect(lambda _checked=False: on_back())
        on_key(self, Qt.Key.Key_F2, self._begin_typing)
        on_key(self, Qt.Key.Key_F3, self._finish)
        on_key(self, Qt.Key.Key_Escape, on_back)

    def show_screen(self, screen: OverrideScreen) -> None:
        self._takes_second = screen.kind is OverrideKind.SECOND_PERSON
        self.lines.show_lines(screen.lines)
        self._board.arrange()
        for field in (self.login, self.password):
            field.setVisible(self._takes_second)
        self.say(screen.notice)
        self._typed()

    def say(self, wrong: Text | None) -> None:
        """Why nothing was done; ``None`` clears it."""
        self.note.colour(MARKS[Tone.REFUSE], MUTED)
        self.note.say(wrong)
        self.note.setVisible(wrong is not None)

    def work(self, working: bool) -> None:
        """Nothing can be pressed while a password is looked at."""
        self.confirm.setEnabled(not working)
        self.back.setEnabled(not working)

    def forget(self) -> None:
        """Drop what was typed."""
        self.login.forget()
        self.password.forget()

    def _typed(self) -> None:
        self.confirm.setEnabled(not self._takes_second or bool(self.login.text and self.password.text))

    def _begin_typing(self) -> None:
        if self._takes_second:
            self.window().activateWindow()
            (self.password if self.login.text else self.login).field.setFocus()

    def _finish(self) -> None:
        if not self.confirm.isEnabled():
            return
        if self._takes_second:
            self._on_second(self.login.text, self.password.text)
        else:
            self._on_confirm()

    def rescale(self) -> None:
        super().rescale()
        size = letter(self)
        for field in (self.login, self.password):
            field.rescale()
        self.note.letter_pixels(1.1 * size)
        self.note.setFixedHeight(round(3 * size))
        self._board.arrange()

"""A field to type in, with its name above it; Enter in it does nothing, since a scanner sends it too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain.text import Text
from kiosk.ui.drawing.field import dress_field
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight


class TypedField(QWidget):
    """``longest`` is in letters. What was typed cannot be brought back after ``forget``.

    ``plain``: what belongs in it has no diacritics (a login, a fingerprint), and keys on the screen make none.
    """

    def __init__(self, name: Text, longest: int, on_change: Callable[[], None], *, plain: bool = False) -> None:
        super().__init__()
        self.caption = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE, weight=Weight.DemiBold)
        self.field = QLineEdit()
        self.field.setMaxLength(longest)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.take_plain(plain)
        self.field.textChanged.connect(lambda _text: on_change())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addWidget(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.call(name)

    def call(self, name: Text) -> None:
        """Another name for what is to be typed here."""
        self.caption.say(name)
        self.field.setAccessibleName(f"{name.vi} / {name.en}")

    def take_plain(self, plain: bool) -> None:
        """Whether what belongs in it has no diacritics."""
        hints = self.field.inputMethodHints() & ~Qt.InputMethodHint.ImhLatinOnly
        self.field.setInputMethodHints(hints | Qt.InputMethodHint.ImhLatinOnly if plain else hints)

    @property
    def text(self) -> str:
        return self.field.text()

    def forget(self) -> None:
        # setText, unlike clear, also drops what undo would bring back.
        self.field.setText("")

    def rescale(self) -> None:
        """Follow the window's letter size."""
        size = letter(self)
        self.caption.letter_pixels(size)
        self.caption.setFixedHeight(round(2.6 * size))
        self.field.setFixedHeight(round(2.6 * size))
        dress_field(self.field, size, share=1.2)

"""What all pages of the staff screen have: how they begin to be shown, and how they follow the window's size."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter, millimetres
from kiosk.ui.operator.keys import on_key


class Page(QWidget):
    """A column that fills the view below the headline; a row of buttons is its foot."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(0, 0, 0, 0)

    def add_button(self, button: Button, key: Qt.Key, act: Callable[[], None], *, repeats: bool = False) -> None:
        """Put a button at the foot; it and its key do the same."""
        self.foot.addWidget(button)
        button.clicked.connect(lambda _checked=False: act())
        on_key(self, key, act, repeats=repeats)

    def rescale(self) -> None:
        """Follow the window's letter size."""
        gap = round(0.7 * letter(self))
        self.column.setContentsMargins(gap, gap, gap, gap)
        self.column.setSpacing(gap)
        self.foot.setSpacing(gap)
        height = max(millimetres(self, STAFF_TARGET_MM), round(3.2 * letter(self)))
        for button in self.findChildren(Button):
            button.setFixedHeight(height)

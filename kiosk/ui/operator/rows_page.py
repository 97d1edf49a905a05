"""A page of choices one below the other, which the arrow keys go through."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt

from kiosk.ui.operator.choice_rows import ChoiceRows
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling

_Value = TypeVar("_Value")


class RowsPage(Page, Generic[_Value]):
    """``rows`` stand in ``scrolled``, which a page of this kind has yet to place among its other parts.

    ``before_step`` is asked whenever an arrow key is pressed, and says whether it does anything now.
    """

    def __init__(self, rows: ChoiceRows[_Value], before_step: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self.rows = rows
        self.scrolled = scrolling(rows)
        self._before_step = before_step
        for key, by in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, by), repeats=True)

    def choose(self, rows: int) -> None:
        """Choose the row that lies ``rows`` further, and bring it into view."""
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))

    def rescale(self) -> None:
        super().rescale()
        self.rows.rescale()

    def _step(self, rows: int) -> None:
        if self._before_step():
            self.choose(rows)

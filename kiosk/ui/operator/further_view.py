"""What every page has that the menu of the staff screen leads to: how it begins, and how it is taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class FurtherView(QWidget):
    """A page that takes the place of the check's."""

    def begin(self) -> None:
        """Shown from now on, as if for the first time."""

    def take_back(self) -> None:
        """Whoever sat there has left, or the page is closed: nothing of a person and nothing half done stays in it."""

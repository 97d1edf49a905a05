"""The pages of the staff screen that its menu leads to: a table of captions, keys, rights and views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.domain.staff import Act
from kiosk.domain.staff_desk import StaffDesk
from kiosk.domain.text import Text
from kiosk.ui.operator.desks import StaffDesks


class FurtherView(QWidget):
    """A page that takes the place of the check's."""

    def begin(self) -> None:
        """Shown from now on, as if for the first time."""

    def take_back(self) -> None:
        """Whoever sat there has left, or the page is closed: nothing of a person and nothing half done stays in it."""


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """``act`` is what somebody must be allowed to do. A page that ``can_wait`` makes room for the check of a person."""

    caption: Text
    key: Qt.Key
    act: Act
    view: FurtherView
    can_wait: bool = True

    @property
    def key_name(self) -> str:
        return f"⇧F{self.key.value - Qt.Key.Key_F1.value + 1}"


def further_pages(desks: StaffDesks, staff: StaffDesk, on_leave: Callable[[], None]) -> tuple[FurtherPage, ...]:
    """The pages of the desks that are there, in the order of their keys: ⇧F2 to ⇧F11."""
    return ()

"""Who sits at the staff screen, and how they leave it: PIN, lock, log out, each with its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.domain.staff import StaffMember
from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter, millimetres
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.login import captions
from kiosk.ui.operator.menu.captions import BUTTON_MENU
from kiosk.ui.operator.override.captions import BUTTON_WAITING, BUTTON_WAITING_COUNT
from kiosk.ui.operator.shift.captions import BUTTON_SHIFT

_NAME = 10.0
"""The name's width in letters, beside what the words of the buttons ask for."""


class SeatBar(QWidget):
    """A row of the staff screen; empty while nobody sits there.

    The keys of locking and logging out are the window's, since they work on every page. ``on_waiting`` opens the queue
    of whoever waits, ``on_shift`` the shift, ``on_menu`` what has no button here.
    """

    def __init__(
        self,
        on_pin: Callable[[], None],
        on_lock: Callable[[], None],
        on_log_out: Callable[[], None],
        on_waiting: Callable[[], None] | None = None,
        on_shift: Callable[[], None] | None = None,
        on_menu: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.name = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE, weight=Weight.Medium)
        self.pin = Button(captions.BUTTON_PIN, least_mm=STAFF_TARGET_MM, key="Shift+F12")
        self.lock = Button(captions.BUTTON_LOCK, least_mm=STAFF_TARGET_MM, key="F12")
        self.log_out = Button(captions.BUTTON_LOG_OUT, least_mm=STAFF_TARGET_MM, key="F11")
        self.waiting = Button(BUTTON_WAITING, least_mm=STAFF_TARGET_MM, key="F5")
        self.shift = Button(BUTTON_SHIFT, least_mm=STAFF_TARGET_MM, key="F4")
        self.menu = Button(BUTTON_MENU, least_mm=STAFF_TARGET_MM, key="Shift+F1")
        self._on_waiting = on_waiting
        self._on_shift = on_shift
        self._on_menu = on_menu
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.name)
        for button, key, act in (
            (self.menu, Qt.Modifier.SHIFT | Qt.Key.Key_F1, self._open_menu),
            (self.shift, Qt.Key.Key_F4, self._open_shift),
            (self.waiting, Qt.Key.Key_F5, self._open_waiting),
            (self.pin, Qt.Modifier.SHIFT | Qt.Key.Key_F12, on_pin),
            (self.lock, None, on_lock),
            (self.log_out, None, on_log_out),
        ):
            self._row.addWidget(button)
            button.clicked.connect(lambda _checked=False, act=act: act())
            if key is not None:
                on_key(self, key, act)
        self.offer_menu(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def offer_waiting(self, offered: bool) -> None:
        """Whether whoever sits there may decide beside the machine."""
        self.waiting.setVisible(offered and self._on_waiting is not None)

    def offer_shift(self, offered: bool) -> None:
        """Whether whoever sits there may open shifts."""
        self.shift.setVisible(offered and self._on_shift is not None)

    def offer_menu(self, offered: bool) -> None:
        """Whether the menu has a page that whoever sits there may open."""
        self.menu.setVisible(offered and self._on_menu is not None)

    def count(self, waiting: int) -> None:
        """How many people wait for staff."""
        self.waiting.rename(BUTTON_WAITING_COUNT.filled(n=waiting) if waiting else BUTTON_WAITING)
        self._share_out()

    def _open_shift(self) -> None:
        if self._on_shift is not None and not self.shift.isHidden():
            self._on_shift()

    def _open_menu(self) -> None:
        if self._on_menu is not None and not self.menu.isHidden():
            self._on_menu()

    def _open_waiting(self) -> None:
        if self._on_waiting is not None and not self.waiting.isHidden():
            self._on_waiting()

    def seat(self, member: StaffMember | None) -> None:
        self.setVisible(member is not None)
        if member is not None:
            role = captions.ROLES[member.role]
            self.name.say(captions.SEATED.filled(login=member.login, role=role))

    def rescale(self) -> None:
        """Follow the window's letter size."""
        size = letter(self)
        self._row.setSpacing(round(0.8 * size))
        self.name.letter_pixels(size)
        height = max(millimetres(self, STAFF_TARGET_MM), round(3.2 * size))
        for widget in (self.name, self.menu, self.shift, self.waiting, self.pin, self.lock, self.log_out):
            widget.setFixedHeight(height)
        self._share_out()

    def _share_out(self) -> None:
        for button in (self.menu, self.shift, self.waiting, self.pin, self.lock, self.log_out):
            self._row.setStretchFactor(button, button.wished_width)
        self._row.setStretchFactor(self.name, round(_NAME * letter(self)))

"""Kiosk mode: full screens that nobody leaves without being allowed to, no cursor, and one display for two windows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.blanking import inhibit_blanking

LEAVE_KEY = "Ctrl+Shift+Q"
TURN_KEY = "F1"


class KioskMode(QObject):
    """Guards both windows from ``begin`` to ``end``. Main thread only.

    A window is closed, by whatever way the system offers, only while ``may_leave`` says so; then the program ends.
    On one display the windows share it: ``TURN_KEY`` turns to the other one, and a check turns to the citizen's.
    """

    def __init__(
        self, citizen: QWidget, operator: QWidget, may_leave: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._windows = (citizen, operator)
        self._may_leave = may_leave
        self._sharing = False
        self._guarding = False
        # One each: the keys of a hidden window do nothing.
        self._keys = [
            self._key(window, key, action)
            for window in self._windows
            for key, action in ((LEAVE_KEY, self.leave), (TURN_KEY, self.turn))
        ]

    def _key(self, window: QWidget, key: str, action: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.setAutoRepeat(False)
        shortcut.setEnabled(False)
        shortcut.activated.connect(action)
        return shortcut

    def begin(self) -> None:
        """From now on the windows stay; calling twice does no harm."""
        if self._guarding:
            return
        self._guarding = True
        for window in self._windows:
            window.installEventFilter(self)
        for key in self._keys:
            key.setEnabled(True)
        self._windows[0].setCursor(Qt.CursorShape.BlankCursor)
        inhibit_blanking("kiosk", "identity checks")

    def end(self) -> None:
        """The windows are ordinary ones again."""
        self._guarding = False
        for window in self._windows:
            window.removeEventFilter(self)
        for key in self._keys:
            key.setEnabled(False)
        self._windows[0].unsetCursor()

    def share_display(self, sharing: bool) -> None:
        """Whether both windows have one display between them."""
        self._sharing = sharing
        for window in self._windows:
            window.setVisible(True)
        if sharing:
            self._put_forward(self._windows[0])

    def turn(self) -> None:
        """The other window, where they share a display."""
        if self._sharing:
            citizen, operator = self._windows
            self._put_forward(operator if citizen.isVisible() else citizen)

    def serve(self) -> None:
        """Somebody is here: the citizen's window comes forward."""
        if self._sharing and not self._windows[0].isVisible():
            self._put_forward(self._windows[0])

    def _put_forward(self, window: QWidget) -> None:
        window.showFullScreen()
        window.activateWindow()
        for other in self._windows:
            if other is not window:
                other.hide()

    def leave(self) -> None:
        """End the program, if whoever is here may."""
        if self._may_leave():
            QApplication.quit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Close or not self._guarding:
            return False
        event.ignore()
        self.leave()
        return True

"""Notices that somebody is at work at the staff screen, so that it does not lock under their hands."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

SECONDS = 1.0
"""Between two words to the desk."""

_WORK = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class Activity(QObject):
    """Calls ``on_work`` at most once a second while keys, mouse or fingers work in ``window``; takes nothing away."""

    def __init__(
        self, window: QWidget, on_work: Callable[[], None], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(window)
        self._window = window
        self._on_work = on_work
        self._monotonic = monotonic
        self._told_at = float("-inf")
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WORK and isinstance(watched, QWidget) and watched.window() is self._window:
            now = self._monotonic()
            if now - self._told_at >= SECONDS:
                self._told_at = now
                self._on_work()
        return False

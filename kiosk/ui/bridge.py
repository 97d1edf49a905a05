"""The one way from the check's thread to the screens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kiosk.check.states import Kiosk


class UiBridge(QObject):
    """Carries each new state over to Qt's thread.

    Make it on the main thread; ``publish`` may then be called from any thread, and whatever is connected to
    ``changed`` runs on the main one, in order (Qt queues a signal whose emitter lives on another thread).
    """

    changed = Signal(object)

    def publish(self, kiosk: Kiosk) -> None:
        self.changed.emit(kiosk)

"""A way for another thread to have something done on Qt's thread, and to wait until it is done."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThread, Signal

WAIT_SECONDS = 20.0


class MainThread(QObject):
    """Make it on the main thread; ``call`` it from any thread."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def call(self, work: Callable[[], object]) -> None:
        """Run ``work`` on the main thread; raises ``TimeoutError`` when the main thread does not come to it."""
        if QThread.currentThread() == self.thread():
            work()
            return
        done = threading.Event()

        def and_tell() -> None:
            try:
                work()
            finally:
                done.set()

        self._asked.emit(and_tell)
        if not done.wait(WAIT_SECONDS):
            raise TimeoutError("the main thread is busy")

    def _do(self, work: Callable[[], None]) -> None:
        work()

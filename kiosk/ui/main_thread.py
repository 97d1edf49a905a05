"""Qt's thread beside the others: how soon they let it go on, and a way to have something done on it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThread, Signal

WAIT_SECONDS = 20.0

HAND_OVER_SECONDS = 0.001


def hand_over_soon() -> None:
    """Let threads that work in Python give way after a millisecond; once, where there are windows.

    Painting gives Python's lock back with every call into Qt and wants it again a moment later. With Python's usual
    five milliseconds each such call can wait that long for a thread that parses, and one repaint has dozens of them.
    """
    sys.setswitchinterval(HAND_OVER_SECONDS)


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

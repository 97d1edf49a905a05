"""The bridge carries states from the check's thread to the main one."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.check.states import Idle, Kiosk, Starting
from kiosk.ui.bridge import UiBridge
from tests.ui.situations import kiosk


class Window(QObject):
    """Notes on which thread it was called."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[Kiosk, bool]] = []

    def take(self, state: Kiosk) -> None:
        self.taken.append((state, QThread.currentThread() is self.thread()))


def _publish(bridge: UiBridge, *states: Kiosk) -> None:
    worker = threading.Thread(target=lambda: [bridge.publish(state) for state in states], name="check")
    worker.start()
    worker.join()


def test_slots_run_on_the_main_thread_in_order(qtbot: QtBot, qapp: QApplication) -> None:
    bridge, window = UiBridge(), Window()
    plain: list[bool] = []
    bridge.changed.connect(window.take)
    bridge.changed.connect(lambda _state: plain.append(QThread.currentThread() is qapp.thread()))
    first, second = kiosk(Starting()), kiosk(Idle())
    _publish(bridge, first, second)
    qtbot.waitUntil(lambda: len(window.taken) == 2 and len(plain) == 2)
    assert [state for state, _ in window.taken] == [first, second]
    assert window.taken[0][0] is first
    assert all(on_main for _, on_main in window.taken)
    assert all(plain)


def test_nothing_is_drawn_on_the_check_thread(qtbot: QtBot) -> None:
    bridge, window = UiBridge(), Window()
    bridge.changed.connect(window.take)
    _publish(bridge, kiosk(Idle()))
    assert window.taken == []  # only the main loop delivers
    qtbot.waitUntil(lambda: len(window.taken) == 1)

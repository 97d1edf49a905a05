"""Qt's thread beside the others: work is done on it, and they let it go on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from kiosk.ui.main_thread import HAND_OVER_SECONDS, MainThread, hand_over_soon


@pytest.fixture
def usual_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("usual_turns")
def test_threads_give_way_sooner_than_usual() -> None:
    hand_over_soon()
    assert sys.getswitchinterval() == pytest.approx(HAND_OVER_SECONDS)
    assert HAND_OVER_SECONDS < 0.005


def test_work_of_another_thread_is_done_on_this_one_before_it_goes_on(qtbot: QtBot) -> None:
    main_thread = MainThread()
    told: list[str] = []

    def elsewhere() -> None:
        main_thread.call(lambda: told.append("main" if QThread.currentThread() is main_thread.thread() else "other"))
        told.append("goes on")

    worker = threading.Thread(target=elsewhere)
    worker.start()
    qtbot.waitUntil(lambda: len(told) == 2)
    worker.join()
    assert told == ["main", "goes on"]


def test_work_of_its_own_thread_is_done_at_once(qtbot: QtBot) -> None:
    told: list[int] = []
    MainThread().call(lambda: told.append(1))
    assert told == [1]

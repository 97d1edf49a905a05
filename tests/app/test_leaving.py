"""What follows when the windows are closed."""

from __future__ import annotations

import signal
import sys

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.app import leaving
from kiosk.app.leaving import Leaving, arguments_for, begin_anew, ending_by_signals
from kiosk.app.windows import Windows
from kiosk.ui.main_thread import MainThread

RUN = ["run", "--config", "kiosk.toml"]


@pytest.mark.parametrize(
    ("wanted", "given", "expected"),
    [
        (Leaving.RESTART, RUN, RUN),
        (Leaving.TRAIN, RUN, [*RUN, "--training"]),
        (Leaving.RESTART, [*RUN, "--training"], [*RUN, "--training"]),
        (Leaving.BACK_TO_WORK, [*RUN, "--training"], RUN),
        (Leaving.TRAIN, [*RUN, "--training"], [*RUN, "--training"]),
    ],
    ids=["restart", "train", "restart training", "back to work", "train anew"],
)
def test_the_next_command_line(wanted: Leaving, given: list[str], expected: list[str]) -> None:
    assert arguments_for(wanted, given) == expected


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_whoever_ends_the_program_by_a_signal_lets_it_finish(sent: signal.Signals) -> None:
    before, ended = signal.getsignal(sent), []
    with ending_by_signals(lambda: ended.append(sent)):
        signal.raise_signal(sent)
    assert ended == [sent]
    assert signal.getsignal(sent) is before


def test_the_program_ends_though_its_windows_may_not_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An attendant may not leave the kiosk, but may begin training: windows that refuse to close are not asked."""
    ended: list[int] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_: pytest.fail("the windows would be asked"))
    monkeypatch.setattr(QApplication, "exit", ended.append)
    windows = Windows.__new__(Windows)
    windows._main_thread = MainThread()
    windows.quit(Leaving.TRAIN)

    assert (ended, windows.leaving) == ([0], Leaving.TRAIN)


def test_nothing_follows_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(leaving.os, "execv", lambda program, words: begun.append(words))
    monkeypatch.setattr(sys, "argv", ["kiosk", *RUN])
    begin_anew(Leaving.END)
    begin_anew(Leaving.RESTART)

    assert begun == [[sys.executable, "-m", "kiosk", *RUN]]

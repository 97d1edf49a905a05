"""A serial line without hardware: a pseudo-terminal, whose other end is the scanner."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.reader.scanners.thread import ScannerThread


class ScannerEnd:
    """The scanner's end of a line; ``device`` is what the kiosk opens, a link that stays while scanners come and go."""

    def __init__(self, link: Path) -> None:
        self.device = str(link)
        self._link = link
        self._master = -1
        self.plug_in()

    def plug_in(self) -> None:
        self._master, slave = os.openpty()
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(slave))
        # The kiosk opens its own; without a second one the line hangs up when the kiosk closes it.
        self._slave = slave

    def send(self, data: bytes) -> None:
        os.write(self._master, data)

    def pull_out(self) -> None:
        if self._master >= 0:
            self._link.unlink(missing_ok=True)
            os.close(self._slave)
            os.close(self._master)
            self._master = -1


def sends_when_opened(monkeypatch: pytest.MonkeyPatch, scanner: ScannerEnd, data: bytes) -> None:
    """Send as soon as the kiosk listens: what comes before is dropped at opening, as old keys are."""
    _do_when_opened(monkeypatch, lambda: scanner.send(data))


def when_opened(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set as soon as the kiosk listens."""
    opened = threading.Event()
    _do_when_opened(monkeypatch, opened.set)
    return opened


def _do_when_opened(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    read = ScannerThread._read

    def opened(running: ScannerThread) -> None:
        act()
        read(running)

    monkeypatch.setattr(ScannerThread, "_read", opened)


@contextmanager
def serial_line(folder: Path) -> Iterator[ScannerEnd]:
    if not hasattr(os, "openpty"):
        pytest.skip("no pseudo-terminals here")
    end = ScannerEnd(folder / "ttyScanner")
    try:
        yield end
    finally:
        end.pull_out()

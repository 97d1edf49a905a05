"""A scanner's thread over a pseudo-terminal: codes as they were sent, and scanners that come and go."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.reader.scanners import thread
from kiosk.reader.scanners.sources import ByteSource, SerialLine, SerialSource, TypedSource
from kiosk.reader.scanners.thread import ScannerThread
from tests.fakes.lds_files import QR_A, QR_B
from tests.fakes.serial_line import serial_line

WAIT = 10.0


class Desk:
    """What came from a scanner, and how it is."""

    def __init__(self) -> None:
        self.codes: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.states: queue.SimpleQueue[FaultCode | None] = queue.SimpleQueue()

    @contextmanager
    def running(self, source: ByteSource) -> Iterator[None]:
        running = ScannerThread("scanner", source, self.take, self.states.put, SystemClock())
        running.start()
        try:
            yield
        finally:
            running.stop()

    def take(self, code: bytes) -> None:
        self.codes.put(code)

    def next(self) -> bytes:
        return self.codes.get(timeout=WAIT)

    def state(self) -> FaultCode | None:
        return self.states.get(timeout=WAIT)


@pytest.fixture(autouse=True)
def reopened_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "REOPEN_SECONDS", 0.01)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b""], ids=["CR", "LF", "CRLF", "none"])
def test_codes_as_they_were_sent(tmp_path: Path, end: bytes) -> None:
    desk = Desk()
    with serial_line(tmp_path) as scanner, desk.running(SerialSource(SerialLine(scanner.device))):
        assert desk.state() is None
        for text in (QR_A, QR_B):
            scanner.send(text.encode() + end)
            assert desk.next() == text.encode()
    assert desk.codes.empty()


def test_a_scanner_that_is_unplugged_in_the_middle_and_comes_back(tmp_path: Path) -> None:
    desk = Desk()
    with serial_line(tmp_path) as scanner, desk.running(SerialSource(SerialLine(scanner.device))):
        assert desk.state() is None
        scanner.send(QR_A.encode()[:40])
        scanner.pull_out()
        assert desk.state() is FaultCode.SCANNER_LOST
        scanner.plug_in()
        assert desk.state() is None
        scanner.send(QR_B.encode() + b"\r")
        assert desk.next() == QR_B.encode()
    assert desk.states.empty()


def test_a_scanner_that_comes_late(tmp_path: Path) -> None:
    desk = Desk()
    with serial_line(tmp_path) as scanner:
        scanner.pull_out()
        with desk.running(SerialSource(SerialLine(scanner.device))):
            assert desk.state() is FaultCode.SCANNER_MISSING
            scanner.plug_in()
            assert desk.state() is None
            scanner.send(QR_A.encode() + b"\r\n")
            assert desk.next() == QR_A.encode()


def test_what_is_typed_goes_the_same_way() -> None:
    desk, source = Desk(), TypedSource()
    with desk.running(source):
        assert desk.state() is None
        source.type(QR_A[:70])
        source.type(QR_A[70:] + "\r")
        assert desk.next() == QR_A.encode()


def test_a_code_that_somebody_chokes_on_costs_that_code_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Choking(Desk):
        def take(self, code: bytes) -> None:
            if code == QR_A.encode():
                raise ValueError(QR_A)
            self.codes.put(code)

    desk = Choking()
    with serial_line(tmp_path) as scanner, desk.running(SerialSource(SerialLine(scanner.device))):
        assert desk.state() is None
        for text in (QR_A, QR_B):
            scanner.send(f"{text}\r".encode())
        assert desk.next() == QR_B.encode()
    assert "ValueError" in caplog.text and "001090012345" not in caplog.text

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scanners.sources import SerialLine, SerialSource, TypedSource, serial_ports
from tests.fakes.lds_files import QR_A
from tests.fakes.serial_line import serial_line

WAIT = 5.0


def test_bytes_come_as_they_were_sent(tmp_path: Path) -> None:
    every_byte = bytes(range(256))
    with serial_line(tmp_path) as scanner:
        source = SerialSource(SerialLine(scanner.device, baud=115200))
        source.open()
        scanner.send(every_byte)
        came = b""
        while len(came) < len(every_byte):
            piece = source.read(WAIT)
            assert piece, "the line is silent"
            came += piece
        assert came == every_byte
        assert source.read(0.01) == b""
        source.close()
        source.close()


@pytest.mark.parametrize("port", ["/dev/there-is-no-such-port", "9999:9999", "no such name"])
def test_a_scanner_that_is_not_there(port: str) -> None:
    with pytest.raises(Fault) as caught:
        SerialSource(SerialLine(port)).open()
    assert caught.value.code is FaultCode.SCANNER_MISSING


def test_a_file_is_no_scanner(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    with pytest.raises(Fault) as caught:
        SerialSource(SerialLine(str(file))).open()
    assert caught.value.code is FaultCode.SCANNER_MISSING


def test_a_scanner_that_is_pulled_out(tmp_path: Path) -> None:
    with serial_line(tmp_path) as scanner:
        source = SerialSource(SerialLine(scanner.device))
        source.open()
        scanner.pull_out()
        with pytest.raises(Fault) as caught:
            source.read(WAIT)
        assert caught.value.code is FaultCode.SCANNER_LOST
        source.close()
    with pytest.raises(Fault):
        source.read(0)


def test_what_was_typed_comes_as_utf_8() -> None:
    source = TypedSource()
    source.open()
    source.type(QR_A + "\r")
    source.type("\ud800")
    assert source.read(0) == QR_A.encode() + b"\r"
    assert source.read(0) == b"?"
    assert source.read(0) == b""
    source.close()


def test_whoever_types_without_end_is_not_kept() -> None:
    source = TypedSource()
    for _ in range(TypedSource.MOST_WAITING + 5):
        source.type("x")
    assert sum(bool(source.read(0)) for _ in range(TypedSource.MOST_WAITING + 5)) == TypedSource.MOST_WAITING


@pytest.mark.parametrize("error", [OSError(), TypeError(), ValueError()], ids=lambda error: type(error).__name__)
def test_a_port_that_leaves_while_it_is_looked_at(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    from serial.tools import list_ports

    def comports() -> None:
        raise error

    monkeypatch.setattr(list_ports, "comports", comports)
    assert serial_ports() == ()

"""Where a scanner's bytes come from: a serial port through pyserial, or keys that the windows caught."""

from __future__ import annotations

import os
import queue
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scanners.ports import PortInfo, choose_port

if TYPE_CHECKING:
    import serial

MOST_BYTES_AT_ONCE = 4096


class ByteSource(Protocol):
    """One scanner; every method is called on its thread only."""

    def open(self) -> None:
        """Raise ``Fault(SCANNER_MISSING)`` when it is not there."""
        ...

    def read(self, seconds: float) -> bytes:
        """What has come, waiting up to ``seconds``; empty when nothing has. Raise ``Fault(SCANNER_LOST)``."""
        ...

    def close(self) -> None:
        """Closing twice does no harm."""
        ...


@dataclass(frozen=True, slots=True)
class SerialLine:
    """How a scanner is connected: ``port`` as ``choose_port`` takes it; 8 data bits, 1 stop bit.

    Scanners in USB-COM mode ignore the rest; those at a real RS-232 line come with 9600 baud and no parity.
    """

    port: str
    baud: int = 9600
    parity: str = "N"


class SerialSource:
    """A scanner at a serial port, opened for nobody else."""

    def __init__(self, line: SerialLine) -> None:
        self._line = line
        self._port: serial.Serial | None = None

    def open(self) -> None:
        import serial

        device = choose_port(self._line.port, serial_ports())
        if device is None:
            raise Fault(FaultCode.SCANNER_MISSING, "no serial port fits the settings")
        try:
            self._port = serial.Serial(
                device, self._line.baud, parity=self._line.parity, timeout=0, write_timeout=0, exclusive=True
            )
        except (OSError, ValueError) as error:
            raise Fault(FaultCode.SCANNER_MISSING, f"{device}: {_why(error)}") from error

    def read(self, seconds: float) -> bytes:
        port = self._port
        if port is None:
            raise Fault(FaultCode.SCANNER_LOST, "not open")
        try:
            port.timeout = seconds
            first: bytes = port.read(1)
            return first + port.read(min(port.in_waiting, MOST_BYTES_AT_ONCE)) if first else b""
        except (OSError, TypeError) as error:
            # TypeError: where the port goes away under a read, pyserial asks the system for None (its issue 328).
            raise Fault(FaultCode.SCANNER_LOST, _why(error)) from error

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            try:
                port.close()
            except OSError:
                return


class TypedSource:
    """A scanner that types: the windows catch its keys and hand them in, from any thread."""

    MOST_WAITING = 64

    def __init__(self) -> None:
        self._typed: queue.Queue[bytes] = queue.Queue(self.MOST_WAITING)

    def type(self, text: str) -> None:
        """Hand in what was typed in one go, a line end behind it if there was one. Never blocks."""
        try:
            self._typed.put_nowait(text.encode("utf-8", "replace"))
        except queue.Full:
            return

    def open(self) -> None:
        return

    def read(self, seconds: float) -> bytes:
        try:
            return self._typed.get(timeout=seconds)
        except queue.Empty:
            return b""

    def close(self) -> None:
        return


def serial_ports() -> tuple[PortInfo, ...]:
    """The serial ports that the system knows now; none while one of them comes or goes."""
    from serial.tools import list_ports

    try:
        found = list_ports.comports()
    except (OSError, TypeError, ValueError):
        # A device that leaves while it is asked for its numbers (pyserial's issue 774); the next look is a second away.
        return ()
    return tuple(
        PortInfo(
            port.device,
            " ".join(filter(None, (port.device, port.description, port.manufacturer, port.product))),
            port.vid,
            port.pid,
        )
        for port in found
    )


def _why(error: Exception) -> str:
    """What the system said; pyserial wraps a longer message of its own around it."""
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else type(error).__name__

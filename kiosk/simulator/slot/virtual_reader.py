"""The card server behind the virtual reader's driver: one Unix socket is one reader with one slot.

The protocol on the socket stands at the top of ``driver/ifd_virtual_reader.c``.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import threading
from enum import IntEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.simulator.slot.card_port import CardMute, CardTorn, SimulatedCard
from kiosk.simulator.slot.pcscd import ReaderEntry
from kiosk.simulator.slot.slot import MUTE_SECONDS, CardSlot

log = logging.getLogger(__name__)

MAX_MESSAGE = 65548 + 16  # the driver's own limit
MAX_UNIX_PATH = 107  # sun_path without its closing zero

SHORT_APDU = 261  # the longest command of a reader that knows short APDUs only (CCID, "Short APDU" exchange level)

CTL_BASE = 0x42000000  # SCARD_CTL_CODE of pcsc-lite
CTL_FEATURES = CTL_BASE + 3400  # CM_IOCTL_GET_FEATURE_REQUEST, PC/SC part 10 §2.2
FEATURE_TLV_PROPERTIES = 0x12
CTL_TLV_PROPERTIES = CTL_BASE + FEATURE_TLV_PROPERTIES
PROPERTY_MAX_APDU_DATA = 0x0A  # dwMaxAPDUDataSize, PC/SC part 10 §2.6.14

ATTRIBUTE_VENDOR_NAME = 0x00010100
ATTRIBUTE_ATR = 0x00090303
VENDOR_NAME = b"Kiosk\x00"


class IfdStatus(IntEnum):
    """What a driver answers to pcscd (``ifdhandler.h``)."""

    SUCCESS = 0
    UNKNOWN_TAG = 600
    POWER_FAILED = 608
    COMMUNICATION_ERROR = 612
    TIMEOUT = 613
    NOT_SUPPORTED = 614


class VirtualReader:
    """A reader that pcscd believes in, and the hand that lays cards on it.

    Usage: ``start`` it, then start pcscd with its ``entry``; ``insert`` and ``remove`` at will, from any thread.
    ``max_apdu`` is the longest command in bytes (``SHORT_APDU`` for readers without extended length, None for no
    limit). ``driver_timeout`` is the driver's patience with this server in seconds, for tests of a server that hangs.
    """

    def __init__(
        self,
        path: Path,
        name: str = "Kiosk Virtual Reader",
        *,
        max_apdu: int | None = None,
        mute_seconds: float = MUTE_SECONDS,
        driver_timeout: float | None = None,
    ) -> None:
        if len(str(path).encode()) > MAX_UNIX_PATH:
            raise ValueError(f"a socket's path has at most {MAX_UNIX_PATH} bytes")
        self.path = path
        self.name = name
        self._max_apdu = max_apdu
        self._driver_timeout = driver_timeout
        self._slot = CardSlot(mute_seconds=mute_seconds, on_change=self._announce)
        self._guard = threading.Lock()  # over the three fields below
        self._listener: socket.socket | None = None
        self._streams: set[socket.socket] = set()
        self._events: socket.socket | None = None

    @property
    def entry(self) -> ReaderEntry:
        """This reader's lines in pcscd's configuration."""
        option = "" if self._driver_timeout is None else f"timeout={max(1, round(self._driver_timeout * 1000))}:"
        return ReaderEntry(self.name, f"virtual:{option}{self.path}")

    def start(self) -> Self:
        """Listen for the driver; must come before pcscd starts, which asks only once."""
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.path.unlink(missing_ok=True)
        listener.bind(str(self.path))
        self.path.chmod(0o666)  # pcscd may run as another user
        listener.listen(8)
        with self._guard:
            self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), name=f"reader {self.path.name}", daemon=True).start()
        return self

    def stop(self) -> None:
        """Leave: pcscd sees a reader that was pulled out. ``start`` plugs it in again."""
        with self._guard:
            listener, self._listener = self._listener, None
            streams, self._streams = self._streams, set()
            self._events = None
        if listener is not None:
            streams.add(listener)
            self.path.unlink(missing_ok=True)
        for stream in streams:
            # shutdown wakes the thread that waits on this stream, close alone would not
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)
            stream.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def insert(self, card: SimulatedCard) -> None:
        self._slot.insert(card)

    def remove(self) -> None:
        self._slot.remove()

    def _announce(self) -> None:
        with self._guard:
            events = self._events
        if events is not None:
            with contextlib.suppress(OSError):
                events.send(b"!", socket.MSG_DONTWAIT)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                stream, _ = listener.accept()
            except OSError:
                return
            with self._guard:
                if self._listener is not listener:
                    stream.close()
                    return
                self._streams.add(stream)
            threading.Thread(target=self._serve, args=(stream,), name=f"stream {self.path.name}", daemon=True).start()

    def _serve(self, stream: socket.socket) -> None:
        try:
            if stream.recv(1) == b"E":
                with self._guard:
                    self._events = stream
                self._announce()  # something may have changed while nobody listened
                return  # the driver only listens on this one
            while True:
                (length,) = struct.unpack(">I", _receive(stream, 4))
                if not 1 <= length <= MAX_MESSAGE:
                    raise EOFError("the driver's message has an impossible length")
                request = _receive(stream, length)
                status, answer = self._answer(request[:1], request[1:])
                stream.sendall(struct.pack(">IH", len(answer) + 2, status) + answer)
        except (EOFError, OSError):
            with self._guard:
                self._streams.discard(stream)
            stream.close()

    def _answer(self, op: bytes, payload: bytes) -> tuple[IfdStatus, bytes]:
        try:
            match op:
                case b"P":
                    return IfdStatus.SUCCESS, bytes((self._slot.look(),))
                case b"U" | b"R":
                    return IfdStatus.SUCCESS, self._slot.power_up()
                case b"D":
                    return IfdStatus.SUCCESS, b""
                case b"W":
                    self._slot.removal_known()
                    return IfdStatus.SUCCESS, b""
                case b"T":
                    return self._transmit(payload)
                case b"C":
                    return self._control(payload)
                case b"A":
                    return self._attribute(payload)
        except CardTorn:
            return IfdStatus.COMMUNICATION_ERROR, b""
        except CardMute:
            return IfdStatus.POWER_FAILED if op in b"UR" else IfdStatus.TIMEOUT, b""
        except Exception:
            # a broken card must not take the reader with it; its text may hold card data and stays out of the log
            log.error("the virtual card failed; the reader answers with a communication error")
            return IfdStatus.COMMUNICATION_ERROR, b""
        return IfdStatus.NOT_SUPPORTED, b""

    def _transmit(self, command: bytes) -> tuple[IfdStatus, bytes]:
        if self._max_apdu is not None and len(command) > self._max_apdu:
            return IfdStatus.COMMUNICATION_ERROR, b""  # as libccid does: "Command too long"
        return IfdStatus.SUCCESS, self._slot.transmit(command)

    def _control(self, payload: bytes) -> tuple[IfdStatus, bytes]:
        match int.from_bytes(payload[:4], "big"):
            case code if code == CTL_FEATURES:
                return IfdStatus.SUCCESS, struct.pack(">BBI", FEATURE_TLV_PROPERTIES, 4, CTL_TLV_PROPERTIES)
            case code if code == CTL_TLV_PROPERTIES:
                # libccid: 0 for readers that know short APDUs only
                size = 0x10000 if self._max_apdu is None else 0
                return IfdStatus.SUCCESS, struct.pack("<BBI", PROPERTY_MAX_APDU_DATA, 4, size)
        return IfdStatus.NOT_SUPPORTED, b""

    def _attribute(self, payload: bytes) -> tuple[IfdStatus, bytes]:
        match int.from_bytes(payload, "big"):
            case code if code == ATTRIBUTE_VENDOR_NAME:
                return IfdStatus.SUCCESS, VENDOR_NAME
            case code if code == ATTRIBUTE_ATR and self._slot.atr:
                return IfdStatus.SUCCESS, self._slot.atr
        return IfdStatus.UNKNOWN_TAG, b""


def _receive(stream: socket.socket, size: int) -> bytes:
    """Exactly ``size`` bytes; raises ``EOFError`` when the other side ends before."""
    parts = bytearray()
    while len(parts) < size:
        part = stream.recv(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)

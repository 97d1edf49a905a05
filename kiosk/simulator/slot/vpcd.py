"""The virtual card behind the stock driver of vsmartcard-vpcd: a second, independent way into pcscd."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from ipaddress import ip_address
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode
from kiosk.simulator.slot.card_port import CardMute, CardTorn, SimulatedCard
from kiosk.simulator.slot.pcscd import ReaderEntry
from kiosk.simulator.slot.slot import MUTE_SECONDS, CardSlot

VPCD_LIBRARY = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
DEFAULT_PORT = 35963  # of Debian's /etc/reader.conf.d/vpcd
CONNECT_SECONDS = 5.0
MAX_FRAME = 0xFFFF

# The one-byte messages of vpcd; everything longer is a command APDU.
POWER_OFF, POWER_ON, RESET, ASK_ATR = 0, 1, 2, 4


def vpcd_entry(port: int = DEFAULT_PORT, name: str = "Virtual PCD") -> ReaderEntry:
    """A reader of vpcd's driver in pcscd's configuration. vpcd listens on all interfaces at ``port`` and the next."""
    return ReaderEntry(name, f"/dev/null:0x{port:04X}", VPCD_LIBRARY, port)


class VpcdLink:
    """The hand that lays cards on vpcd's reader: an open connection is a card, a closed one is none.

    vpcd looks at its connection every 0.4 s, so that events are that late, and a swap within that time may show as
    one. Only this machine is talked to: ``host`` must be a loopback address.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = DEFAULT_PORT, *, mute_seconds: float = MUTE_SECONDS
    ) -> None:
        if not ip_address(host).is_loopback:
            raise ValueError("vpcd is unprotected: only a loopback address will do")
        self._address = (host, port)
        self._slot = CardSlot(mute_seconds=mute_seconds)
        self._stream: socket.socket | None = None

    def insert(self, card: SimulatedCard) -> None:
        """Lay a card on the reader, in place of one that lies there; raises ``Fault(READER_LOST)`` without vpcd."""
        self.remove()
        self._stream = stream = self._dial()
        self._slot.insert(card)
        threading.Thread(target=self._serve, args=(stream,), name="vpcd", daemon=True).start()

    def remove(self) -> None:
        self._slot.remove()
        stream, self._stream = self._stream, None
        if stream is not None:
            _hang_up(stream)

    def _dial(self) -> socket.socket:
        end = time.monotonic() + CONNECT_SECONDS
        while True:
            try:
                stream = socket.create_connection(self._address, CONNECT_SECONDS)
                stream.settimeout(None)
                return stream
            except OSError as error:
                if time.monotonic() > end:
                    raise Fault(FaultCode.READER_LOST, f"vpcd does not listen: {error.strerror}") from None
                time.sleep(0.02)  # pcscd may be loading the driver at this moment

    def _serve(self, stream: socket.socket) -> None:
        try:
            while True:
                (length,) = struct.unpack(">H", _receive(stream, 2))
                answer = self._answer(_receive(stream, length))
                if answer is not None:
                    stream.sendall(struct.pack(">H", len(answer)) + answer)
        except (CardTorn, CardMute, EOFError, OSError):
            # vpcd knows no other way to report a card that does not answer than one that is gone
            _hang_up(stream)

    def _answer(self, message: bytes) -> bytes | None:
        """The frame to send back, None for none. Never an empty one: vpcd would wait for its content for ever."""
        if len(message) != 1:
            answer = self._slot.transmit(message)
            if not 1 <= len(answer) <= MAX_FRAME:
                raise CardTorn
            return answer
        match message[0]:
            case code if code in (POWER_ON, RESET):
                self._slot.power_up()
            case code if code == ASK_ATR:
                return self._slot.atr or self._slot.power_up()
        return None


def _receive(stream: socket.socket, size: int) -> bytes:
    """Exactly ``size`` bytes; raises ``EOFError`` when the other side ends before."""
    parts = bytearray()
    while len(parts) < size:
        # vpcd sends length and body apart: without the quick acknowledgement Nagle holds the body back for 40 ms, and
        # the kernel forgets the wish after a while
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = stream.recv(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _hang_up(stream: socket.socket) -> None:
    with contextlib.suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)
    stream.close()

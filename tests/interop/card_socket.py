"""A card at the end of a Unix socket, for programs that cannot be given one otherwise."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

from kiosk.simulator.slot.card_port import SimulatedCard


@contextlib.contextmanager
def card_at(path: Path, card: SimulatedCard) -> Iterator[None]:
    """Serve the card to the first who calls: a length of two bytes before each command and each answer."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(1)
        server = threading.Thread(target=_serve, args=(listener, card), name="card", daemon=True)
        server.start()
        yield
        listener.shutdown(socket.SHUT_RDWR)
        server.join()


def _serve(listener: socket.socket, card: SimulatedCard) -> None:
    with contextlib.suppress(OSError, EOFError):
        caller, _ = listener.accept()
        with caller:
            card.power_up()
            while True:
                (size,) = struct.unpack(">H", _receive(caller, 2))
                answer = card.transmit(_receive(caller, size))
                caller.sendall(struct.pack(">H", len(answer)) + answer)


def _receive(caller: socket.socket, size: int) -> bytes:
    received = b""
    while len(received) < size:
        part = caller.recv(size - len(received))
        if not part:
            raise EOFError
        received += part
    return received

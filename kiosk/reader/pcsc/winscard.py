"""The PC/SC calls as this program uses them: typed, with ``bytes``; nothing else touches pyscard."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, IntFlag
from typing import Any

from smartcard import scard

from kiosk.reader.pcsc.codes import ScardCode, ScardError
from kiosk.reader.pcsc.state import ReaderFlag, ReaderState


class Share(IntEnum):
    EXCLUSIVE = 1
    SHARED = 2


class Disposition(IntEnum):
    """What happens to the card when the connection ends."""

    LEAVE = 0
    RESET = 1
    UNPOWER = 2


class Protocol(IntFlag):
    T0 = 1
    T1 = 2


class CardHandle:
    """An open connection to a card (``SCARDHANDLE``)."""

    def __init__(self, handle: Any, protocol: int) -> None:
        self._handle = handle
        self.protocol = Protocol(protocol & (Protocol.T0 | Protocol.T1))

    def transmit(self, command: bytes) -> bytes:
        code, answer = scard.SCardTransmit(self._handle, int(self.protocol), list(command))
        _require("SCardTransmit", code)
        return bytes(answer)

    def control(self, code: int, data: bytes = b"") -> bytes:
        """``SCardControl``: a word with the reader, not with the card."""
        returned, answer = scard.SCardControl(self._handle, code, list(data))
        _require("SCardControl", returned)
        return bytes(answer)

    def disconnect(self, disposition: Disposition) -> None:
        _require("SCardDisconnect", scard.SCardDisconnect(self._handle, int(disposition)))


class Context:
    """A connection to the card service (``SCARDCONTEXT``).

    One thread uses it, with one exception: ``cancel`` may come from any thread. pcsc-lite lets calls on one context
    wait for each other, so whoever waits for events needs a context of its own.
    """

    def __init__(self, handle: Any) -> None:
        self._handle = handle

    @classmethod
    def establish(cls) -> Context:
        code, handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _require("SCardEstablishContext", code)
        return cls(handle)

    def release(self) -> None:
        """Never fails: there is nothing left to do about a context that is dead already."""
        scard.SCardReleaseContext(self._handle)

    def readers(self) -> tuple[str, ...]:
        """The names of all readers, possibly none."""
        code, names = scard.SCardListReaders(self._handle, [])
        if _unsigned(code) == ScardCode.NO_READERS_AVAILABLE:
            return ()
        _require("SCardListReaders", code)
        return tuple(names)

    def wait(self, known: Sequence[tuple[str, int]], seconds: float) -> tuple[ReaderState, ...] | None:
        """Wait until a reader is in another state than the one known of it; None when the time is over."""
        code, states = scard.SCardGetStatusChange(self._handle, max(0, round(seconds * 1000)), list(known))
        if _unsigned(code) == ScardCode.TIMEOUT:
            return None
        _require("SCardGetStatusChange", code)
        return tuple(ReaderState(name, _unsigned(state), bytes(atr)) for name, state, atr in states)

    def look(self, reader: str) -> ReaderState:
        """The state of one reader now, without waiting."""
        states = self.wait([(reader, ReaderFlag.UNAWARE)], 0.0)
        return states[0] if states else ReaderState(reader, ReaderFlag.UNKNOWN)

    def cancel(self) -> None:
        """End a ``wait`` that is under way with ``CANCELLED``; one that begins later is not touched."""
        scard.SCardCancel(self._handle)

    def connect(self, reader: str, share: Share) -> CardHandle:
        code, handle, protocol = scard.SCardConnect(self._handle, reader, int(share), int(Protocol.T0 | Protocol.T1))
        _require("SCardConnect", code)
        return CardHandle(handle, protocol)


def control_code(number: int) -> int:
    """``SCARD_CTL_CODE`` of this platform."""
    return int(scard.SCARD_CTL_CODE(number))


def _unsigned(code: int) -> int:
    # pyscard gives signed numbers on some platforms and unsigned ones on others
    return code & 0xFFFFFFFF


def _require(call: str, code: int) -> None:
    if _unsigned(code) != ScardCode.SUCCESS:
        raise ScardError(call, _unsigned(code))

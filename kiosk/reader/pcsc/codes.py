"""What PC/SC answers: the return codes that matter to a kiosk, and the fault that each of them means."""

from __future__ import annotations

from enum import IntEnum

from kiosk.domain.faults import FaultCode


class ScardCode(IntEnum):
    """Return codes of ``winscard.h``, unsigned; the values are the same on Linux and Windows."""

    SUCCESS = 0x00000000
    BROKEN_PIPE = 0x0000006D  # Windows: the smart card service went away under a call
    CANCELLED = 0x80100002
    INVALID_HANDLE = 0x80100003
    INVALID_PARAMETER = 0x80100004
    UNKNOWN_READER = 0x80100009
    TIMEOUT = 0x8010000A
    SHARING_VIOLATION = 0x8010000B
    NO_SMARTCARD = 0x8010000C
    PROTO_MISMATCH = 0x8010000F
    NOT_READY = 0x80100010
    INVALID_VALUE = 0x80100011
    COMM_ERROR = 0x80100013
    NOT_TRANSACTED = 0x80100016
    READER_UNAVAILABLE = 0x80100017
    NO_SERVICE = 0x8010001D
    SERVICE_STOPPED = 0x8010001E
    NO_READERS_AVAILABLE = 0x8010002E
    COMM_DATA_LOST = 0x8010002F
    UNSUPPORTED_CARD = 0x80100065
    UNRESPONSIVE_CARD = 0x80100066
    UNPOWERED_CARD = 0x80100067
    RESET_CARD = 0x80100068
    REMOVED_CARD = 0x80100069


class ScardError(Exception):
    """A PC/SC call that did not succeed; ``code`` is unsigned."""

    def __init__(self, call: str, code: int) -> None:
        super().__init__(call, code)
        self.call = call
        self.code = code

    def __str__(self) -> str:
        return f"{self.call}: 0x{self.code:08X}"


_FAULTS: dict[int, FaultCode] = {
    ScardCode.NO_SMARTCARD: FaultCode.CARD_REMOVED,
    ScardCode.REMOVED_CARD: FaultCode.CARD_REMOVED,
    ScardCode.RESET_CARD: FaultCode.CARD_RESET,
    ScardCode.PROTO_MISMATCH: FaultCode.CARD_RESET,  # in a command: the card was powered anew under this connection
    ScardCode.UNRESPONSIVE_CARD: FaultCode.CARD_MUTE,
    ScardCode.TIMEOUT: FaultCode.CARD_MUTE,
    ScardCode.UNSUPPORTED_CARD: FaultCode.NOT_AN_ID_CARD,
    ScardCode.SHARING_VIOLATION: FaultCode.READER_REFUSED,
    ScardCode.NOT_READY: FaultCode.READER_REFUSED,
    ScardCode.UNKNOWN_READER: FaultCode.READER_LOST,
    ScardCode.INVALID_VALUE: FaultCode.READER_LOST,
    ScardCode.READER_UNAVAILABLE: FaultCode.READER_LOST,
    ScardCode.NO_READERS_AVAILABLE: FaultCode.NO_READER,
    ScardCode.BROKEN_PIPE: FaultCode.CARD_SERVICE_DOWN,
    ScardCode.COMM_ERROR: FaultCode.CARD_SERVICE_DOWN,
    # handles die with the service that gave them, and the first call after a restart says only this
    ScardCode.INVALID_HANDLE: FaultCode.CARD_SERVICE_DOWN,
    ScardCode.NO_SERVICE: FaultCode.CARD_SERVICE_DOWN,
    ScardCode.SERVICE_STOPPED: FaultCode.CARD_SERVICE_DOWN,
}

# Codes that a card taken away, a mute card and a reader out of its depth have in common: the slot has to be looked at.
_AMBIGUOUS = frozenset({ScardCode.NOT_TRANSACTED, ScardCode.COMM_DATA_LOST, ScardCode.UNPOWERED_CARD})


def fault_of(code: int) -> FaultCode | None:
    """The fault that a code means by itself; None where only a look at the slot can tell."""
    if code in _AMBIGUOUS:
        return None
    return _FAULTS.get(code, FaultCode.READER_REFUSED)

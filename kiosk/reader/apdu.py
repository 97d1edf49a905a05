"""Command and response APDUs and the status words of ISO/IEC 7816-4."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

MAX_SHORT_DATA = 255
MAX_SHORT_RESPONSE = 256
MAX_EXTENDED = 65536


class StatusWord(IntEnum):
    """The status words that this program tells apart."""

    OK = 0x9000
    WARNING_END_OF_FILE = 0x6282
    VERIFICATION_FAILED = 0x6300
    MEMORY_FAILURE = 0x6581
    WRONG_LENGTH = 0x6700
    SM_DATA_MISSING = 0x6987
    SM_DATA_WRONG = 0x6988
    SECURITY_STATUS = 0x6982
    AUTHENTICATION_BLOCKED = 0x6983
    CONDITIONS_OF_USE = 0x6985
    NO_CURRENT_FILE = 0x6986
    WRONG_DATA = 0x6A80
    FUNCTION_NOT_SUPPORTED = 0x6A81
    FILE_NOT_FOUND = 0x6A82
    WRONG_P1P2 = 0x6A86
    REFERENCE_NOT_FOUND = 0x6A88
    WRONG_OFFSET = 0x6B00
    INS_NOT_SUPPORTED = 0x6D00
    CLA_NOT_SUPPORTED = 0x6E00
    NO_DIAGNOSIS = 0x6F00


@dataclass(frozen=True, slots=True)
class Command:
    """A command APDU. ``le`` is the number of bytes wanted (1–65536), ``None`` for no Le field.

    The encoding is short where data and Le allow it and extended otherwise (ISO/IEC 7816-4 §5.2), unless
    ``extended`` asks for the extended form.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None
    extended: bool = False

    def __post_init__(self) -> None:
        if not all(0 <= byte <= 0xFF for byte in (self.cla, self.ins, self.p1, self.p2)):
            raise ValueError("a header byte is out of range")
        if len(self.data) > 0xFFFF or (self.le is not None and not 1 <= self.le <= MAX_EXTENDED):
            raise ValueError("data or Le is out of range")

    @property
    def needs_extended(self) -> bool:
        return self.extended or len(self.data) > MAX_SHORT_DATA or (self.le or 0) > MAX_SHORT_RESPONSE

    def encode(self) -> bytes:
        """The bytes on the wire."""
        header = bytes((self.cla, self.ins, self.p1, self.p2))
        if not self.needs_extended:
            lc = bytes((len(self.data),)) + self.data if self.data else b""
            le = b"" if self.le is None else bytes((self.le & 0xFF,))
            return header + lc + le
        lc = b"\x00" + len(self.data).to_bytes(2, "big") + self.data if self.data else b""
        if self.le is None:
            return header + lc
        marker = b"" if self.data else b"\x00"
        return header + lc + marker + (self.le & 0xFFFF).to_bytes(2, "big")

    @classmethod
    def decode(cls, raw: bytes) -> Command:
        """Parse a command as a card does; raises ``ValueError`` when the lengths do not add up."""
        if len(raw) < 4:
            raise ValueError("a command has at least four bytes")
        cla, ins, p1, p2 = raw[:4]
        body = raw[4:]
        if not body:
            return cls(cla, ins, p1, p2)
        if len(body) == 1:
            return cls(cla, ins, p1, p2, le=body[0] or 256)
        if body[0] != 0:
            lc = body[0]
            data, rest = body[1 : 1 + lc], body[1 + lc :]
            if len(data) != lc or len(rest) > 1:
                raise ValueError("Lc does not fit the data")
            return cls(cla, ins, p1, p2, data, (rest[0] or 256) if rest else None)
        if len(body) == 3:
            return cls(cla, ins, p1, p2, le=int.from_bytes(body[1:], "big") or MAX_EXTENDED, extended=True)
        lc = int.from_bytes(body[1:3], "big")
        data, rest = body[3 : 3 + lc], body[3 + lc :]
        if lc == 0 or len(data) != lc or len(rest) not in (0, 2):
            raise ValueError("extended Lc does not fit the data")
        le = (int.from_bytes(rest, "big") or MAX_EXTENDED) if rest else None
        return cls(cla, ins, p1, p2, data, le, extended=True)


@dataclass(frozen=True, slots=True)
class Response:
    """A response APDU: ``data`` without the status word, and the status word ``sw``."""

    data: bytes = field(repr=False)
    sw: int

    @classmethod
    def decode(cls, raw: bytes) -> Response:
        """Split the bytes of an answer; raises ``ValueError`` when there is no status word."""
        if len(raw) < 2:
            raise ValueError("a response has at least two bytes")
        return cls(bytes(raw[:-2]), int.from_bytes(raw[-2:], "big"))

    def encode(self) -> bytes:
        return self.data + self.sw.to_bytes(2, "big")

    @property
    def ok(self) -> bool:
        return self.sw == StatusWord.OK

"""Secure messaging for both sides: commands and answers into data objects and out of them (ICAO Doc 9303-11 §9.8)."""

from __future__ import annotations

from dataclasses import dataclass

from tests.interop import ber
from tests.interop.primitives import Primitives, pad, unpad

SECURE = 0x0C


class BrokenMessage(Exception):  # noqa: N818 - what a chip answers with 6988, not an error
    """The MAC of a message is wrong, or missing."""


@dataclass(frozen=True)
class Apdu:
    """A command in plain; ``le`` is the number of bytes wanted, 0 where the field is missing."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int = 0

    @property
    def header(self) -> bytes:
        return bytes((self.cla, self.ins, self.p1, self.p2))

    def encode(self) -> bytes:
        """Short where it fits."""
        lc, le = b"", b""
        if len(self.data) > 255 or self.le > 256:
            lc = b"\x00" + len(self.data).to_bytes(2, "big") if self.data else b"\x00"
            le = (self.le % 65536).to_bytes(2, "big") if self.le else b""
        else:
            lc = bytes((len(self.data),)) if self.data else b""
            le = bytes((self.le % 256,)) if self.le else b""
        return self.header + lc + self.data + le

    @classmethod
    def decode(cls, raw: bytes) -> Apdu:
        header, body = raw[:4], raw[4:]
        if body[:1] == b"\x00" and len(body) > 1:
            if len(body) == 3:
                return cls(*header, le=int.from_bytes(body[1:], "big") or 65536)
            size, body = int.from_bytes(body[1:3], "big"), body[3:]
            most = 65536
        elif len(body) <= 1:
            return cls(*header, le=(body[0] or 256) if body else 0)
        else:
            size, body = body[0], body[1:]
            most = 256
        rest = body[size:]
        return cls(*header, body[:size], (int.from_bytes(rest, "big") or most) if rest else 0)


def protect_command(keys: Primitives, plain: Apdu) -> Apdu:
    keys.count()
    body = b""
    if plain.data:
        cryptogram = keys.encrypt(pad(plain.data, keys.block_size))
        body = ber.encode(0x85, cryptogram) if plain.ins & 1 else ber.encode(0x87, b"\x01" + cryptogram)
    if plain.le:
        body += ber.encode(0x97, (plain.le % 65536).to_bytes(2, "big") if plain.le > 256 else bytes((plain.le % 256,)))
    header = bytes((plain.cla | SECURE, plain.ins, plain.p1, plain.p2))
    covered = pad(header, keys.block_size) + (pad(body, keys.block_size) if body else b"")
    body += ber.encode(0x8E, keys.authenticate(covered))
    return Apdu(*header, body, 65536 if plain.le > 256 or len(body) > 255 else 256)


def open_command(keys: Primitives, protected: Apdu) -> Apdu:
    """Raises ``BrokenMessage``."""
    keys.count()
    found = ber.objects(protected.data)
    covered = b"".join(ber.encode(tag, value) for tag, value in found.items() if tag != 0x8E)
    header = pad(protected.header, keys.block_size)
    if found.get(0x8E) != keys.authenticate(header + (pad(covered, keys.block_size) if covered else b"")):
        raise BrokenMessage
    data = b""
    if 0x87 in found or 0x85 in found:
        data = unpad(keys.decrypt(found[0x87][1:] if 0x87 in found else found[0x85]))
    wanted = found.get(0x97, b"")
    le = (int.from_bytes(wanted, "big") or 256 ** len(wanted)) if wanted else 0
    return Apdu(protected.cla & ~SECURE, *protected.header[1:], data, le)


def protect_answer(keys: Primitives, ins: int, data: bytes, sw: int) -> bytes:
    """The answer on the wire, with its outer status word."""
    keys.count()
    body = b""
    if data:
        cryptogram = keys.encrypt(pad(data, keys.block_size))
        body = ber.encode(0x85, cryptogram) if ins & 1 else ber.encode(0x87, b"\x01" + cryptogram)
    body += ber.encode(0x99, sw.to_bytes(2, "big"))
    return body + ber.encode(0x8E, keys.authenticate(pad(body, keys.block_size))) + b"\x90\x00"


def open_answer(keys: Primitives, answer: bytes) -> tuple[bytes, int]:
    """Data and status word; raises ``BrokenMessage``."""
    keys.count()
    found = ber.objects(answer[:-2])
    covered = b"".join(ber.encode(tag, value) for tag, value in found.items() if tag != 0x8E)
    if not found or found.get(0x8E) != keys.authenticate(pad(covered, keys.block_size)):
        raise BrokenMessage(answer[-2:].hex())
    data = b""
    if 0x87 in found or 0x85 in found:
        data = unpad(keys.decrypt(found[0x87][1:] if 0x87 in found else found[0x85]))
    return data, int.from_bytes(found[0x99], "big")

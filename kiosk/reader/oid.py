"""Object identifiers between their DER contents and their dotted form (ITU-T X.690 §8.19)."""

from __future__ import annotations


class OidError(ValueError):
    """The bytes are no object identifier."""


def encode(dotted: str) -> bytes:
    """The contents of the OBJECT IDENTIFIER, without tag and length."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return b"".join(_base128(arc) for arc in (40 * first + second, *rest))


def decode(contents: bytes) -> str:
    """The dotted form; raises ``OidError`` when the contents are empty, cut off, or not in the shortest form."""
    if not contents or contents[-1] & 0x80 or len(contents) > 64:
        raise OidError("no object identifier")
    arcs: list[int] = []
    value = 0
    fresh = True
    for byte in contents:
        if fresh and byte == 0x80:
            raise OidError("an arc of the object identifier has a leading zero")
        value = value << 7 | byte & 0x7F
        fresh = not byte & 0x80
        if fresh:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def _base128(value: int) -> bytes:
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(value & 0x7F | 0x80)
    return bytes(reversed(digits))

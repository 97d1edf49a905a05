"""BER-TLV as the chip's files use it: definite lengths, tags of up to three bytes (ISO/IEC 7816-4 §5.2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_LENGTH_BYTES = 4


class TlvError(ValueError):
    """The bytes are no well-formed BER-TLV; the text names the place, never the contents."""


@dataclass(frozen=True, slots=True)
class Tlv:
    """One data object: ``tag`` as an integer (``0x5F1F``), ``value`` without tag and length."""

    tag: int
    value: bytes = field(repr=False)

    def encode(self) -> bytes:
        return encode(self.tag, self.value)


def encode_length(length: int) -> bytes:
    """DER length: the shortest form."""
    if length < 0x80:
        return bytes((length,))
    body = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(body),)) + body


def encode(tag: int, value: bytes) -> bytes:
    """One data object in DER."""
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big") + encode_length(len(value)) + value


def header(data: bytes, at: int = 0) -> tuple[int, int, int]:
    """Tag, length of the value, and offset of the value for the object that starts at ``at``.

    The value itself need not be there yet (a file is read from its header on). Raises ``TlvError`` when the header is
    incomplete or uses an indefinite or over-long length.
    """
    end = len(data)
    if at >= end:
        raise TlvError(f"no tag at offset {at}")
    start = at
    if data[at] & 0x1F == 0x1F:
        at += 1
        while at < end and data[at] & 0x80:
            at += 1
        if at - start > 2:
            raise TlvError(f"tag longer than three bytes at offset {start}")
    at += 1
    if at >= end:
        raise TlvError(f"no length at offset {at}")
    tag = int.from_bytes(data[start:at], "big")
    first = data[at]
    at += 1
    if first < 0x80:
        return tag, first, at
    count = first & 0x7F
    if not 1 <= count <= MAX_LENGTH_BYTES:
        raise TlvError(f"length form {first:02X} at offset {at - 1}")
    if at + count > end:
        raise TlvError(f"length cut off at offset {at}")
    return tag, int.from_bytes(data[at : at + count], "big"), at + count


def parse_first(data: bytes, at: int = 0) -> tuple[Tlv, int]:
    """The object that starts at ``at``, and the offset behind it."""
    tag, length, value_at = header(data, at)
    if value_at + length > len(data):
        raise TlvError(f"value of tag {tag:X} cut off at offset {value_at}")
    return Tlv(tag, bytes(data[value_at : value_at + length])), value_at + length


def iterate(data: bytes) -> Iterator[Tlv]:
    """All objects in a row; raises ``TlvError`` at the first that is malformed."""
    at = 0
    while at < len(data):
        item, at = parse_first(data, at)
        yield item


def parse_one(data: bytes, tag: int | None = None) -> Tlv:
    """Exactly one object, nothing behind it, of the tag that is asked for."""
    item, end = parse_first(data)
    if end != len(data):
        raise TlvError(f"{len(data) - end} bytes behind tag {item.tag:X}")
    if tag is not None and item.tag != tag:
        raise TlvError(f"tag {item.tag:X} where {tag:X} was expected")
    return item


def find(data: bytes, tag: int) -> bytes | None:
    """The value of the first object with this tag in a row of objects, or ``None``."""
    return next((item.value for item in iterate(data) if item.tag == tag), None)

"""Just enough BER-TLV for a reader and a card that share no code with the program."""

from __future__ import annotations


def encode(tag: int, value: bytes) -> bytes:
    """One data object; lengths up to 65,535."""
    size = len(value)
    length = bytes((size,)) if size < 0x80 else b"\x81%c" % size if size < 0x100 else b"\x82" + size.to_bytes(2, "big")
    return bytes.fromhex(f"{tag:02X}") + length + value


def total(begun: bytes) -> int:
    """Bytes of the whole object whose first bytes these are."""
    at = 2 if begun[0] & 0x1F == 0x1F else 1
    if begun[at] < 0x80:
        return at + 1 + begun[at]
    count = begun[at] & 0x7F
    return at + 1 + count + int.from_bytes(begun[at + 1 : at + 1 + count], "big")


def objects(data: bytes) -> dict[int, bytes]:
    """A row of data objects by their tags, in its order; of one tag the last."""
    found = {}
    while data:
        end = total(data)
        at = 2 if data[0] & 0x1F == 0x1F else 1
        head = at + 1 + (data[at] & 0x7F if data[at] & 0x80 else 0)
        found[int.from_bytes(data[:at], "big")] = data[head:end]
        data = data[end:]
    return found

"""DER building blocks of the files that a personaliser writes (ITU-T X.690)."""

from __future__ import annotations

from kiosk.reader import oid, tlv


def integer(value: int) -> bytes:
    """A non-negative INTEGER."""
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def object_identifier(dotted: str) -> bytes:
    return tlv.encode(0x06, oid.encode(dotted))


def sequence(*items: bytes) -> bytes:
    return tlv.encode(0x30, b"".join(items))


def set_of(*items: bytes) -> bytes:
    """A SET OF in the order given, which is how chips write their SecurityInfos."""
    return tlv.encode(0x31, b"".join(items))


def octet_string(value: bytes) -> bytes:
    return tlv.encode(0x04, value)


def bit_string(value: bytes) -> bytes:
    """A BIT STRING of whole bytes."""
    return tlv.encode(0x03, b"\x00" + value)


def utf8_string(text: str) -> bytes:
    return tlv.encode(0x0C, text.encode("utf-8"))


def printable_string(text: str) -> bytes:
    return tlv.encode(0x13, text.encode("ascii"))


def null() -> bytes:
    return tlv.encode(0x05, b"")

"""Rows of interindustry data objects with padding between them, as EF.ATR/INFO and EF.DIR hold them.

These two files tag by ISO/IEC 7816-4 and not by the LDS: 61 is an application here and DG1 there.
"""

from __future__ import annotations

from kiosk.reader.lds.errors import LdsError
from kiosk.reader.tlv import Tlv, parse_first

MAX_SIZE = 1 << 12
MAX_OBJECTS = 64
"""Real ones have some ten objects in a hundred bytes."""

_PADDING = (0x00, 0xFF)
"""ISO/IEC 7816-4 lets these stand before, between and behind data objects, as in a file longer than its data."""


def data_objects(data: bytes, file: str) -> list[Tlv]:
    """All objects in their order; raises ``LdsError`` or ``TlvError``."""
    if len(data) > MAX_SIZE:
        raise LdsError(f"{file}: too large")
    objects: list[Tlv] = []
    at = 0
    while at < len(data):
        if data[at] in _PADDING:
            at += 1
            continue
        if len(objects) == MAX_OBJECTS:
            raise LdsError(f"{file}: too many data objects")
        item, at = parse_first(data, at)
        objects.append(item)
    return objects

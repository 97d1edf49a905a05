"""What a card says of itself before it is asked anything: the historical bytes of its ATR (ISO/IEC 7816-4 §12.1.1).

Chips must announce extended length there or in EF.ATR/INFO (ICAO Doc 9303-11 §9.3.1.1). Only a yes is believed: many
that read well in extended length carry the historical bytes of their platform, which say nothing or no.
"""

from __future__ import annotations

from kiosk.reader.lds.ef_atr import CardCapabilities

_STATUS_BEHIND, _STATUS_WITHIN = 0x00, 0x80
"""Category indicators: a status of three bytes follows the data objects, or is one of them."""
_CAPABILITIES = 0x7


def historical_bytes(atr: bytes) -> bytes:
    """The historical bytes of an ATR (ISO/IEC 7816-3 §8.2), as PC/SC hands it on; empty where it is malformed."""
    if len(atr) < 2:
        return b""
    at, interface = 2, atr[1] >> 4
    while True:
        at += (interface & 0x7).bit_count()
        if not interface & 0x8:
            break
        if at >= len(atr):
            return b""
        interface = atr[at] >> 4
        at += 1
    found = atr[at : at + (atr[1] & 0x0F)]
    return found if len(found) == atr[1] & 0x0F else b""


def capabilities(atr: bytes) -> CardCapabilities | None:
    """The card capabilities among the historical bytes; ``None`` where there are none, or not in the form of the
    standard."""
    found = historical_bytes(atr)
    if not found or found[0] not in (_STATUS_BEHIND, _STATUS_WITHIN):
        return None
    objects = found[1:-3] if found[0] == _STATUS_BEHIND else found[1:]
    at = 0
    told: bytes | None = None
    while at < len(objects):
        tag, size = objects[at] >> 4, objects[at] & 0x0F
        value = objects[at + 1 : at + 1 + size]
        if len(value) != size:
            return None
        if tag == _CAPABILITIES and 1 <= size <= 3:
            told = value
        at += 1 + size
    return None if told is None else CardCapabilities(told)

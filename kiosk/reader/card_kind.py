"""What an ATR says of a card: a chip with contacts, a contactless one, or one that only stores (PC/SC part 3)."""

from __future__ import annotations

from kiosk.domain.desks.device_tests import CardKind
from kiosk.reader.emrtd.capabilities import historical_bytes

_CONTACTLESS = bytes.fromhex("8001")
"""TD1 and TD2 of every contactless card, between T0 and the historical bytes (PC/SC part 3, 3.1.3.2.3.1)."""

_STORAGE = bytes.fromhex("804F0CA000000306")
"""How the historical bytes of a storage card begin (the same, 3.1.3.2.3.2): transport and door cards of many kinds."""


def card_kind(atr: bytes) -> CardKind:
    """Whatever an ATR is, malformed ones too."""
    if historical_bytes(atr).startswith(_STORAGE):
        return CardKind.STORAGE
    contactless = len(atr) >= 4 and atr[0] == 0x3B and atr[1] & 0xF0 == 0x80 and atr[2:4] == _CONTACTLESS
    return CardKind.CONTACTLESS_CHIP if contactless else CardKind.CONTACT_CHIP

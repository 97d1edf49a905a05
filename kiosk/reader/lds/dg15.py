"""EF.DG15: the public key of Active Authentication (ICAO Doc 9303-10 §4.7.15)."""

from __future__ import annotations

from kiosk.reader import tlv
from kiosk.reader.lds.errors import parsing

_DG15, _SEQUENCE = 0x6F, 0x30


@parsing("DG15")
def parse_dg15(data: bytes) -> bytes:
    """The DER of the SubjectPublicKeyInfo, whose curve and sizes are not looked at yet; raises ``LdsError``."""
    return tlv.parse_one(tlv.parse_one(data, _DG15).value, _SEQUENCE).encode()

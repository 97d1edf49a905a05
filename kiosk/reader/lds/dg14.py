"""EF.DG14: the SecurityInfos of Chip and Active Authentication (ICAO Doc 9303-10 §4.7.14, 9303-11 §9.2)."""

from __future__ import annotations

from kiosk.reader import tlv
from kiosk.reader.lds.errors import parsing
from kiosk.reader.lds.security_infos import SecurityInfos, parse_security_infos

_DG14 = 0x6E


@parsing("DG14")
def parse_dg14(data: bytes) -> SecurityInfos:
    """Raises ``LdsError``."""
    return parse_security_infos(tlv.parse_one(data, _DG14).value, "DG14")

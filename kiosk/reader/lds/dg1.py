"""EF.DG1: the machine-readable zone (ICAO Doc 9303-10 §4.7.1)."""

from __future__ import annotations

from kiosk.reader import tlv
from kiosk.reader.codes.mrz import Mrz, MrzError, parse_mrz
from kiosk.reader.lds.errors import LdsError, parsing

_DG1, _MRZ = 0x61, 0x5F1F


@parsing("DG1")
def parse_dg1(data: bytes) -> Mrz:
    """The MRZ of a TD1, TD2 or TD3; raises ``LdsError``. Wrong check digits are told, not refused."""
    body = tlv.parse_one(tlv.parse_one(data, _DG1).value, _MRZ).value
    try:
        return parse_mrz(body.decode("ascii"))
    except (MrzError, UnicodeDecodeError) as error:
        raise LdsError("DG1: no MRZ") from error

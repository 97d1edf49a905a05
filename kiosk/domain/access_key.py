"""What opens the chip: the CAN or the MRZ key (ICAO Doc 9303-11 §4.2, §4.4; BSI TR-03110-3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Can:
    """Card Access Number, six digits; on a Vietnamese card the last six of the 12-digit number."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{6}", self.digits):
            raise ValueError("a CAN has six digits")

    @property
    def password(self) -> str:
        return "CAN"


@dataclass(frozen=True, slots=True)
class MrzKey:
    """The three fields of the MRZ that make the BAC key and the PACE MRZ password.

    ``document_number`` as printed in the MRZ without its fillers (on a Vietnamese card the last nine of the
    twelve digits); both dates as the MRZ has them, ``YYMMDD`` (``991231``: the card does not expire).
    """

    document_number: str = field(repr=False)
    birth_date: str = field(repr=False)
    expiry_date: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9A-Z<]{1,22}", self.document_number):
            raise ValueError("a document number has 1 to 22 capital letters and digits")
        for name in (self.birth_date, self.expiry_date):
            if not re.fullmatch(r"[0-9<]{6}", name):
                raise ValueError("MRZ dates have six characters, YYMMDD")

    @property
    def password(self) -> str:
        return "MRZ"


AccessKey = Can | MrzKey

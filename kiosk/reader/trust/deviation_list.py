"""ICAO deviation lists: what an issuer says is wrong with its own documents (ICAO Doc 9303-3, deviation lists).

They are kept and shown. Nothing is decided by them: most deviations concern what this kiosk does not look at, and the
others (a wrong key identifier, say) are tolerated without being announced.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.reader import oid, tlv
from kiosk.reader.trust.asn1 import Asn1Error

DEVIATION_LIST = "2.23.136.1.1.7"
"""id-icao-DeviationList: the content type of the CMS around the list."""

DEVIATION_LIST_SIGNING_KEY = "2.23.136.1.1.8"
"""id-icao-DeviationListSigningKey: the extended key usage of who signs it."""

MAX_DEVIATIONS = 5_000
MAX_DESCRIPTION = 300

_SEQUENCE, _SET, _OID, _PRINTABLE = 0x30, 0x31, 0x06, 0x13


@dataclass(frozen=True, slots=True)
class Deviation:
    """One deviation: its type as an object identifier, and the issuer's words, which may be empty."""

    kind: str
    description: str


def listed_deviations(content: bytes) -> tuple[Deviation, ...]:
    """Every description of every deviation in the list; raises ``Asn1Error``.

    ``DeviationList ::= SEQUENCE { version, digestAlg OPTIONAL, deviations SET OF Deviation }``, and a ``Deviation`` is
    a SEQUENCE of the documents concerned and a SET OF descriptions.
    """
    try:
        listed = [item for item in tlv.iterate(tlv.parse_one(content, _SEQUENCE).value) if item.tag == _SET]
        if len(listed) != 1:
            raise Asn1Error("no deviation list: one set of deviations was expected")
        found: list[Deviation] = []
        for deviation in tlv.iterate(listed[0].value):
            descriptions = tlv.find(deviation.value, _SET)
            found.extend(_description(item) for item in tlv.iterate(descriptions or b""))
            if len(found) > MAX_DEVIATIONS:
                raise Asn1Error("too many deviations")
        return tuple(found)
    except ValueError as error:
        raise Asn1Error("no deviation list") from error


def _description(item: tlv.Tlv) -> Deviation:
    kind = tlv.find(item.value, _OID)
    if item.tag != _SEQUENCE or kind is None:
        raise Asn1Error("no deviation list: a description without its type")
    words = (tlv.find(item.value, _PRINTABLE) or b"").decode("ascii", "replace")
    return Deviation(oid.decode(kind), "".join(char for char in words if char.isprintable())[:MAX_DESCRIPTION])

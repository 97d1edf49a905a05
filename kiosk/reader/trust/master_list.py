"""ICAO master lists: the certificates inside a CscaMasterList (ICAO Doc 9303-12 §8, Appendix E)."""

from __future__ import annotations

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import Asn1Error

CSCA_MASTER_LIST = "2.23.136.1.1.2"
"""id-icao-cscaMasterList: the content type of the CMS around the list."""

MASTER_LIST_SIGNING_KEY = "2.23.136.1.1.3"
"""id-icao-cscaMasterListSigningKey: the extended key usage of who signs it."""

_SEQUENCE, _SET, _INTEGER = 0x30, 0x31, 0x02


def listed_certificates(content: bytes) -> tuple[bytes, ...]:
    """The DER of each certificate as it stands in the list, whether it parses or not.

    ``CscaMasterList ::= SEQUENCE { version INTEGER { v0(0) }, certList SET OF Certificate }``. Another version is read
    all the same, as the field that counts has its tag. Raises ``Asn1Error``.
    """
    try:
        version, listed = tlv.iterate(tlv.parse_one(content, _SEQUENCE).value)
        if (version.tag, listed.tag) != (_INTEGER, _SET):
            raise Asn1Error("no master list: version and certificates were expected")
        return tuple(item.encode() for item in tlv.iterate(listed.value))
    except ValueError as error:
        raise Asn1Error("no master list") from error

"""The names of issuing authorities as certificates hold them, as text (RFC 5280 §4.1.2.4, RFC 4514)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kiosk.reader import oid, tlv

MAX_ATTRIBUTES, MAX_CHARACTERS = 16, 80
"""More than any authority's name has; a hostile certificate must not fill a report."""

_SEQUENCE, _SET, _OID, _VERSION = 0x30, 0x31, 0x06, 0xA0
_STRINGS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}
_KEYWORDS = {"2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O", "2.5.4.11": "OU"}


def certificate_names(der: bytes) -> tuple[str, str]:
    """Issuer and subject of a certificate, most general attribute first; raises ``ValueError``.

    Only attributes that name an authority and its place are told: no serial numbers, no mail addresses.
    """
    signed, _ = tlv.parse_first(tlv.parse_one(der, _SEQUENCE).value)
    fields = list(tlv.iterate(signed.value))
    if fields and fields[0].tag == _VERSION:
        del fields[0]
    if len(fields) < 5:
        raise ValueError("no certificate")
    issuer, subject = fields[2], fields[4]
    return _text(issuer), _text(subject)


def _text(name: tlv.Tlv) -> str:
    return ", ".join(islice(_attributes(name), MAX_ATTRIBUTES))


def _attributes(name: tlv.Tlv) -> Iterator[str]:
    for relative in tlv.iterate(name.value):
        for attribute in tlv.iterate(relative.value):
            kind, value = tlv.iterate(attribute.value)
            keyword = _KEYWORDS.get(oid.decode(kind.value))
            if keyword is not None and value.tag in _STRINGS:
                text = value.value.decode(_STRINGS[value.tag], "replace")
                yield f"{keyword}={''.join(char for char in text if char.isprintable())[:MAX_CHARACTERS]}"

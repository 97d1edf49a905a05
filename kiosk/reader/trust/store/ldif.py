"""LDIF (RFC 2849) as far as the ICAO PKD uses it: the binary attributes of its records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.reader.trust.store.armor import decode_base64

_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?(?:#[^\n]*\n|\s)*(?:version: *1\s|dn::? *\S)", re.IGNORECASE)
_FIRST_WITHIN = 64 * 1024


@dataclass(frozen=True, slots=True)
class BinaryValue:
    """A value in base64: its attribute in lower case without options (``usercertificate``); ``None`` if damaged."""

    attribute: str
    data: bytes | None = field(repr=False)


def is_ldif(data: bytes) -> bool:
    """Whether the first line that is no comment begins a record, or states the version."""
    return _FIRST.match(data[:_FIRST_WITHIN]) is not None


def binary_values(data: bytes) -> Iterator[BinaryValue]:
    """Every base64 value of every record in its order; names (``dn``) and plain values are passed over."""
    unfolded = data.replace(b"\r\n", b"\n").replace(b"\n ", b"")
    at = 0
    while at < len(unfolded):
        end = unfolded.find(b"\n", at)
        end = len(unfolded) if end < 0 else end
        mark = unfolded.find(b"::", at, min(end, at + 200))
        if mark >= 0 and unfolded[at : at + 1] != b"#":
            attribute = unfolded[at:mark].partition(b";")[0].decode("ascii", "replace").strip().lower()
            if attribute.isalnum() and attribute != "dn":
                yield BinaryValue(attribute, decode_base64(unfolded[mark + 2 : end]))
        at = end + 1

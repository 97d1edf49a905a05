"""EF.SOD: the signed list of hashes, LDSSecurityObject v0 and v1 (ICAO Doc 9303-10 §4.6.2).

The CMS around the list belongs to ``trust``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader import oid, tlv
from kiosk.reader.lds.catalogue import data_group_number
from kiosk.reader.lds.errors import LdsError, parsing

_SOD = 0x77
_SEQUENCE, _INTEGER, _OCTET_STRING, _OID = 0x30, 0x02, 0x04, 0x06

LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
"""``id-icao-mrtd-security-ldsSecurityObject``, the type of the signed content."""

PLAIN_DATA = "1.2.840.113549.1.7.1"
"""``id-data`` of RFC 5652 §4: what some issuers, China among them, put in place of it."""

MAX_SIZE = 1 << 16
"""Real ones have some two kilobytes."""


@dataclass(frozen=True, slots=True)
class SecurityObject:
    """The hash of each data group by its number; ``hash_algorithm`` is a dotted object identifier.

    ``lds_version`` is the four digits of a version 1 object, empty where they are not given.
    """

    version: int
    hash_algorithm: str
    hashes: Mapping[int, bytes]
    lds_version: str = ""

    def hash_of(self, file: ElementaryFile) -> bytes | None:
        """The listed hash of a data group; ``None`` when it is not listed."""
        number = data_group_number(file)
        return None if number is None else self.hashes.get(number)


@parsing("SOD")
def unwrap_sod(data: bytes) -> bytes:
    """The CMS ContentInfo inside the file; raises ``LdsError``."""
    if len(data) > MAX_SIZE:
        raise LdsError("SOD: too large")
    return tlv.parse_one(data, _SOD).value


@parsing("SOD")
def parse_security_object(der: bytes) -> SecurityObject:
    """Raises ``LdsError``, also for a data group that is listed twice: nobody could say which hash counts."""
    parts = list(tlv.iterate(tlv.parse_one(der, _SEQUENCE).value))
    tags = [part.tag for part in parts]
    if tags not in ([_INTEGER, _SEQUENCE, _SEQUENCE], [_INTEGER, _SEQUENCE, _SEQUENCE, _SEQUENCE]):
        raise LdsError("SOD: no LDSSecurityObject")
    version = int.from_bytes(parts[0].value, "big")
    if version not in (0, 1):
        raise LdsError("SOD: unknown version of the LDSSecurityObject")
    hashes: dict[int, bytes] = {}
    for item in tlv.iterate(parts[2].value):
        number, value = _hash(item)
        if number in hashes:
            raise LdsError(f"SOD: DG{number} is listed twice")
        hashes[number] = value
    lds_version = _first_text(parts[3].value) if len(parts) == 4 else ""
    return SecurityObject(version, _algorithm(parts[1].value), MappingProxyType(hashes), lds_version)


def _hash(item: tlv.Tlv) -> tuple[int, bytes]:
    match list(tlv.iterate(item.value)) if item.tag == _SEQUENCE else []:
        case [tlv.Tlv(tag=0x02, value=number), tlv.Tlv(tag=0x04, value=value)] if len(number) == 1:
            return number[0], value
        case _:
            raise LdsError("SOD: no DataGroupHash")


def _algorithm(identifier: bytes) -> str:
    first, _ = tlv.parse_first(identifier)
    if first.tag != _OID:
        raise LdsError("SOD: no hash algorithm")
    try:
        return oid.decode(first.value)
    except ValueError as error:
        raise LdsError("SOD: no hash algorithm") from error


def _first_text(data: bytes) -> str:
    first, _ = tlv.parse_first(data)
    try:
        return first.value.decode("ascii")
    except UnicodeDecodeError as error:
        raise LdsError("SOD: no LDS version") from error

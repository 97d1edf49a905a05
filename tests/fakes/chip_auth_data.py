"""EF.DG14 of chips with fictitious keys: the SecurityInfos of Chip Authentication (BSI TR-03110-3, A.1.1)."""

from __future__ import annotations

from kiosk.reader import oid, tlv
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve
from kiosk.reader.dh_groups import DH_GROUPS, DhGroup
from kiosk.reader.public_keys import DH_KEY_AGREEMENT, named_spki

CURVE = STANDARDIZED_DOMAIN_PARAMETERS[13]
PRIVATE = 0x1234567890ABCDEF
ECDH_AES128 = "0.4.0.127.0.7.2.2.3.2.2"
ECDH_AES256 = "0.4.0.127.0.7.2.2.3.2.4"
ECDH_3DES = "0.4.0.127.0.7.2.2.3.2.1"
DH_AES128 = "0.4.0.127.0.7.2.2.3.1.2"
DH_3DES = "0.4.0.127.0.7.2.2.3.1.1"
GROUP = DH_GROUPS[0]
LONG_GROUP = DH_GROUPS[2]
PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
PK_DH = "0.4.0.127.0.7.2.2.1.1"


def integer(value: int) -> bytes:
    return tlv.encode(0x02, bytes((value,)))


def info(protocol: str, *rest: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(protocol)) + b"".join(rest))


def spki(curve: Curve = CURVE, scalar: int = PRIVATE) -> bytes:
    return named_spki(curve, curve.encode_point(curve.multiply(scalar, curve.g)))


def dh_spki(group: DhGroup = GROUP, exponent: int = PRIVATE) -> bytes:
    """As PKCS #3 has it."""

    def number(value: int) -> bytes:
        return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))

    algorithm = tlv.encode(0x06, oid.encode(DH_KEY_AGREEMENT)) + tlv.encode(0x30, number(group.p) + number(group.g))
    value = number(group.multiply(exponent, group.g))
    return tlv.encode(0x30, tlv.encode(0x30, algorithm) + tlv.encode(0x03, b"\x00" + value))


def dg14(*infos: bytes) -> bytes:
    return tlv.encode(0x6E, tlv.encode(0x31, b"".join(infos)))

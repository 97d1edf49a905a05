"""Public keys without the keys, and announcements of protocols: kinds, sizes, curves, how parameters are written."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from kiosk.reader import oid, tlv
from kiosk.reader.lds.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    ChipAuthenticationPublicKeyInfo,
    PaceDomainParameterInfo,
    PaceInfo,
    SecurityInfo,
    SecurityInfos,
)
from kiosk.reader.public_keys import (
    ELLIPTIC,
    STANDARDIZED,
    PublicKeyError,
    UnknownCurveError,
    load_ec,
    load_spki,
)

Json = dict[str, Any]

_SEQUENCE, _INTEGER, _OID, _NULL = 0x30, 0x02, 0x06, 0x05
_FORMS = {_OID: "named", _SEQUENCE: "explicit", _INTEGER: "standardized", _NULL: "none"}
_RSA = "1.2.840.113549.1.1.1"
_DH = {"1.2.840.113549.1.3.1", "1.2.840.10046.2.1"}
_STANDARDIZED_GROUPS = {b"\x00": 1024, b"\x01": 2048, b"\x02": 2048}
"""Bits of the groups modulo a prime among the standardized domain parameters."""


def describe_key(spki: bytes) -> Json:
    """What kind of key a SubjectPublicKeyInfo holds; never raises and tells no byte of the key.

    ``parameters`` is ``named``, ``explicit``, ``standardized`` (a number of BSI TR-03110-3 table 4) or ``none``.
    """
    try:
        identified, _ = tlv.parse_first(tlv.parse_one(spki, _SEQUENCE).value)
        algorithm, *given = tlv.iterate(identified.value)
        identifier = oid.decode(algorithm.value)
    except ValueError:
        return {"type": "unknown", "problem": "no SubjectPublicKeyInfo"}
    form = _FORMS.get(given[0].tag, "unknown") if given else "none"
    described: Json = {"algorithm": identifier, "parameters": form, "bytes": len(spki)}
    if identifier == STANDARDIZED and given and given[0].value in _STANDARDIZED_GROUPS:
        return {"type": "DH"} | described | {"bits": _STANDARDIZED_GROUPS[given[0].value]}
    if identifier in ELLIPTIC:
        return {"type": "EC"} | described | _curve(spki)
    if identifier == _RSA:
        return {"type": "RSA"} | described | _modulus(spki)
    if identifier in _DH:
        return {"type": "DH"} | described | _prime(given)
    return {"type": "unknown"} | described


def describe_keys(infos: SecurityInfos) -> list[Json]:
    """The chip's keys of one file by their kinds."""
    return [{"key_id": info.key_id} | describe_key(info.spki) for info in infos.chip_authentication_keys]


def describe_infos(infos: SecurityInfos) -> list[Json]:
    """All announcements of one file in its order, keys by their sizes only."""
    return [{"oid": info.protocol} | _told(info) for info in infos.infos]


def _told(info: SecurityInfo) -> Json:
    match info:
        case PaceInfo(version=version, parameter_id=parameter_id):
            return {"version": version, "parameter_id": parameter_id}
        case PaceDomainParameterInfo(algorithm=algorithm, parameter_id=parameter_id):
            return {"parameter_id": parameter_id, "bytes": len(algorithm)}
        case ChipAuthenticationInfo(version=version, key_id=key_id):
            return {"version": version, "key_id": key_id}
        case ActiveAuthenticationInfo(version=version, signature_algorithm=algorithm_oid):
            return {"version": version, "signature_algorithm": algorithm_oid}
        case ChipAuthenticationPublicKeyInfo(key_id=key_id, spki=spki):
            return {"key_id": key_id, "bytes": len(spki)}
        case other:
            return {"bytes": len(other.der)}


def _curve(spki: bytes) -> Json:
    try:
        curve = load_ec(spki).curve
    except UnknownCurveError:
        return {"problem": "none of the standardized curves"}
    except PublicKeyError:
        return {"problem": "malformed"}
    return {"curve": curve.name, "bits": curve.n.bit_length()}


def _modulus(spki: bytes) -> Json:
    try:
        key = load_spki(spki)
    except PublicKeyError:
        return {"problem": "malformed"}
    return {"bits": key.key_size} if isinstance(key, RSAPublicKey) else {"problem": "malformed"}


def _prime(given: list[tlv.Tlv]) -> Json:
    try:
        prime, _ = tlv.parse_first(given[0].value)
    except (tlv.TlvError, IndexError):
        return {"problem": "malformed"}
    return {"bits": int.from_bytes(prime.value, "big").bit_length()} if prime.tag == _INTEGER else {}

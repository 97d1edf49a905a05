"""Public keys as chips and certificates carry them: SubjectPublicKeyInfo, its parameters named, explicit or by number.

OpenSSL's Python binding refuses explicit curve parameters, which ICAO Doc 9303-12 demands of certificates: they are
matched to a named curve (p, a, b, G and n all equal) and the key is rewritten before it is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key

from kiosk.reader import oid, tlv
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve, Point, PointError, match_curve, named_curve
from kiosk.reader.dh_groups import DH_GROUPS, DhGroup, match_group
from kiosk.reader.domain_parameters import ElementError

EC_PUBLIC_KEY = "1.2.840.10045.2.1"
EC_DH = "1.3.132.1.12"
STANDARDIZED = "0.4.0.127.0.7.1.2"
"""``standardizedDomainParameters``: the parameters are an id of BSI TR-03110-3 table 4."""
ELLIPTIC = frozenset({EC_PUBLIC_KEY, EC_DH, STANDARDIZED})
DH_KEY_AGREEMENT = "1.2.840.113549.1.3.1"
"""PKCS #3: prime and generator, the form that ICAO Doc 9303-11 §9.6 asks for."""
DH_PUBLIC_NUMBER = "1.2.840.10046.2.1"
"""X9.42: prime, generator and order, the form of explicit domain parameters and of some chips' keys (§8.5, note 2)."""
PRIME_FIELD = "1.2.840.10045.1.1"

MAX_FIELD_BYTES = 128
"""Longer than any curve of ours; a longer number is refused before it is computed with."""
MIN_MODULUS_BITS, MAX_MODULUS_BITS = 1024, 4096
"""Of a group modulo a prime: shorter ones prove nothing any more, longer ones take seconds."""

_INTEGER, _BIT_STRING, _OCTET_STRING, _OID, _SEQUENCE = 0x02, 0x03, 0x04, 0x06, 0x30


class PublicKeyError(ValueError):
    """The bytes are no public key that can be used."""


class UnknownCurveError(PublicKeyError):
    """An elliptic curve key on a curve that is none of the standardized ones."""


@dataclass(frozen=True, slots=True)
class EcPublicKey:
    """An elliptic curve key for the protocols that compute with points themselves."""

    curve: Curve
    point: Point


@dataclass(frozen=True, slots=True)
class DhPublicKey:
    """A Diffie-Hellman key modulo a prime; the group need not be a standardized one."""

    group: DhGroup
    value: int = field(repr=False)


def algorithm_of(der: bytes) -> str:
    """The dotted algorithm identifier of a SubjectPublicKeyInfo; raises ``PublicKeyError``."""
    return _spki(der)[0]


def load_spki(der: bytes) -> PublicKeyTypes:
    """The key of a SubjectPublicKeyInfo as an object of `cryptography`.

    Raises ``UnknownCurveError`` for a curve that neither we nor `cryptography` know, ``PublicKeyError`` for anything
    else that is no usable key.
    """
    algorithm, parameters, key = _spki(der)
    if algorithm in (DH_KEY_AGREEMENT, DH_PUBLIC_NUMBER):
        raise PublicKeyError("a Diffie-Hellman key signs nothing")
    named = algorithm == EC_PUBLIC_KEY and parameters is not None and parameters.tag == _OID
    if algorithm in ELLIPTIC and not named:
        der = named_spki(_curve(algorithm, parameters), key)
    try:
        return load_der_public_key(der)
    except UnsupportedAlgorithm as error:
        raise UnknownCurveError("the curve or algorithm is not supported") from error
    except (ValueError, TypeError) as error:
        raise PublicKeyError("the public key does not load") from error


def load_ec(der: bytes) -> EcPublicKey:
    """The curve and the point of an elliptic curve SubjectPublicKeyInfo; raises as ``load_spki`` does.

    Works for every standardized curve, also for those that `cryptography` does not have.
    """
    algorithm, parameters, key = _spki(der)
    if algorithm not in ELLIPTIC:
        raise PublicKeyError(f"no elliptic curve key: {algorithm}")
    curve = _curve(algorithm, parameters)
    try:
        return EcPublicKey(curve, curve.decode_point(key))
    except PointError as error:
        raise PublicKeyError(str(error)) from error


def load_dh(der: bytes) -> DhPublicKey:
    """The group and the value of a Diffie-Hellman SubjectPublicKeyInfo; raises ``PublicKeyError``.

    Where the key does not tell the order of its group, a standardized group is recognized by prime and generator.
    """
    algorithm, parameters, key = _spki(der)
    try:
        group = _group(algorithm, parameters)
        return DhPublicKey(group, group.decode_point(tlv.parse_one(key, _INTEGER).value))
    except ElementError as error:
        raise PublicKeyError(str(error)) from error
    except tlv.TlvError as error:
        raise PublicKeyError("the Diffie-Hellman key is malformed") from error


def load_key_agreement_key(der: bytes) -> EcPublicKey | DhPublicKey:
    """A chip's key for Chip Authentication, of whichever kind; raises as ``load_ec`` and ``load_dh`` do."""
    algorithm, parameters, _ = _spki(der)
    return load_dh(der) if _modular(algorithm, parameters) else load_ec(der)


def named_spki(curve: Curve, key: bytes) -> bytes:
    """A SubjectPublicKeyInfo of the encoded point ``key`` that names its curve."""
    algorithm = tlv.encode(_OID, oid.encode(EC_PUBLIC_KEY)) + tlv.encode(_OID, oid.encode(curve.oid))
    return tlv.encode(_SEQUENCE, tlv.encode(_SEQUENCE, algorithm) + tlv.encode(_BIT_STRING, b"\x00" + key))


def domain_parameters(algorithm_identifier: bytes) -> Curve | DhGroup:
    """The curve or group of an AlgorithmIdentifier (``PACEDomainParameterInfo``), which must be a standardized one.

    Nobody vouches for these parameters, and insecure ones would betray the password (ICAO Doc 9303-11 §9.2.2). Raises
    ``UnknownCurveError`` for any others, ``PublicKeyError`` for what is malformed.
    """
    try:
        algorithm, parameters = _algorithm(tlv.parse_one(algorithm_identifier, _SEQUENCE))
        if not _modular(algorithm, parameters):
            return _curve(algorithm, parameters)
        group = _group(algorithm, parameters)
    except PublicKeyError:
        raise
    except ValueError as error:
        raise PublicKeyError("no AlgorithmIdentifier") from error
    if group not in DH_GROUPS.values():
        raise UnknownCurveError("the group is none of the standardized ones")
    return group


def _spki(der: bytes) -> tuple[str, tlv.Tlv | None, bytes]:
    """Algorithm, its parameters, and the bytes of the key."""
    try:
        first, second = tlv.iterate(tlv.parse_one(der, _SEQUENCE).value)
        algorithm, parameters = _algorithm(first)
    except ValueError as error:
        raise PublicKeyError("no SubjectPublicKeyInfo") from error
    if second.tag != _BIT_STRING or second.value[:1] != b"\x00":
        raise PublicKeyError("the key is no BIT STRING of whole bytes")
    return algorithm, parameters, second.value[1:]


def _algorithm(item: tlv.Tlv) -> tuple[str, tlv.Tlv | None]:
    parts = list(tlv.iterate(item.value))
    if item.tag != _SEQUENCE or not 1 <= len(parts) <= 2 or parts[0].tag != _OID:
        raise PublicKeyError("no AlgorithmIdentifier")
    return oid.decode(parts[0].value), parts[1] if len(parts) == 2 else None


def _modular(algorithm: str, parameters: tlv.Tlv | None) -> bool:
    """Whether the key lives in a group modulo a prime rather than on a curve."""
    standardized = algorithm == STANDARDIZED and parameters is not None and parameters.tag == _INTEGER
    return algorithm in (DH_KEY_AGREEMENT, DH_PUBLIC_NUMBER) or (
        standardized and parameters is not None and _number(parameters.value) in DH_GROUPS
    )


def _group(algorithm: str, parameters: tlv.Tlv | None) -> DhGroup:
    """The group by its number, as DHParameter ``p, g`` (PKCS #3) or as DomainParameters ``p, g, q`` (RFC 3279 §2.3.3).

    Raises ``PublicKeyError``, or ``TlvError`` for what is malformed.
    """
    if not _modular(algorithm, parameters) or parameters is None:
        raise PublicKeyError(f"no Diffie-Hellman key: {algorithm}")
    if algorithm == STANDARDIZED:
        return DH_GROUPS[_number(parameters.value)]
    numbers = [item.value for item in tlv.iterate(parameters.value) if item.tag == _INTEGER]
    told = 3 if algorithm == DH_PUBLIC_NUMBER else 2
    if parameters.tag != _SEQUENCE or len(numbers) < told:
        raise PublicKeyError("the group's parameters are malformed")
    p, g, *order = (_number(value, MAX_MODULUS_BITS // 8 + 1) for value in numbers[:told])
    known = match_group(p, g)
    if known is not None and order in ([], [known.q]):
        return known
    # The order of every element divides p - 1; without that, a power by the order could not be 1.
    q = order[0] if order else p - 1
    if not (MIN_MODULUS_BITS <= p.bit_length() <= MAX_MODULUS_BITS and p & 1 and 1 < g < p - 1 and 1 < q < p):
        raise PublicKeyError("the group's parameters are out of bounds")
    return DhGroup(f"modp-{p.bit_length()}", p, g, q)


def _curve(algorithm: str, parameters: tlv.Tlv | None) -> Curve:
    curve: Curve | None = None
    try:
        if parameters is None:
            pass
        elif algorithm == STANDARDIZED and parameters.tag == _INTEGER:
            curve = STANDARDIZED_DOMAIN_PARAMETERS.get(_number(parameters.value))
        elif parameters.tag == _OID:
            curve = named_curve(oid.decode(parameters.value))
        elif parameters.tag == _SEQUENCE:
            curve = _explicit(parameters.value)
    except (tlv.TlvError, oid.OidError) as error:
        raise PublicKeyError("the curve's parameters are malformed") from error
    if curve is None:
        raise UnknownCurveError("the curve is none of the standardized ones")
    return curve


def _explicit(body: bytes) -> Curve | None:
    """ECParameters (RFC 3279 §2.3.5): version, field, coefficients, base point, order, and a cofactor that is not
    looked at, because the other five say which curve it is."""
    _, field, coefficients, base, order = _values(body, _INTEGER, _SEQUENCE, _SEQUENCE, _OCTET_STRING, _INTEGER)
    kind, prime = _values(field, _OID, _INTEGER)
    if oid.decode(kind) != PRIME_FIELD:
        raise PublicKeyError("the curve is not over a prime field")
    p, a, b = map(_number, (prime, *_values(coefficients, _OCTET_STRING, _OCTET_STRING)))
    return match_curve(p, a, b, _base_point(base, p, a, b), _number(order))


def _values(body: bytes, *tags: int) -> list[bytes]:
    """The values of the first objects, whose tags must be these; optional ones may follow."""
    items = list(tlv.iterate(body))[: len(tags)]
    if tuple(item.tag for item in items) != tags:
        raise PublicKeyError("the curve's parameters are malformed")
    return [item.value for item in items]


def _base_point(encoded: bytes, p: int, a: int, b: int) -> Point:
    """The generator, which may also be compressed: then the known curve's own y is compared by its parity."""
    size = (p.bit_length() + 7) // 8
    form, body = encoded[:1], encoded[1:]
    if form == b"\x04" and len(body) == 2 * size:
        return Point(_number(body[:size]), _number(body[size:]))
    if form in (b"\x02", b"\x03") and len(body) == size:
        for curve in STANDARDIZED_DOMAIN_PARAMETERS.values():
            if (curve.p, curve.a, curve.b, curve.g.x) == (p, a, b, _number(body)) and curve.g.y & 1 == form[0] & 1:
                return curve.g
    raise UnknownCurveError("the generator is none of the standardized ones")


def _number(value: bytes, most: int = MAX_FIELD_BYTES) -> int:
    if not 1 <= len(value) <= most:
        raise PublicKeyError("a number of the parameters is out of bounds")
    return int.from_bytes(value, "big")

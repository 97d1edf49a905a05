"""Private keys of chips and their PKCS#8 form: RSA, every standardized curve, and the groups modulo a prime.

RSA is the library's. It has no curves of 192, 224 and 320 bits from RFC 5639 and no groups of RFC 5114, and a chip
computes with points itself, so keys over both are kept here as numbers.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from kiosk.reader import oid, tlv
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve, Point, named_curve
from kiosk.reader.dh_groups import DH_GROUPS, DhGroup, match_group
from kiosk.reader.public_keys import EC_PUBLIC_KEY
from kiosk.simulator import der

DH_PUBLIC_NUMBER = "1.2.840.10046.2.1"
"""``dhpublicnumber`` of ANSI X9.42, whose parameters name the order of the subgroup (RFC 3279 §2.3.3)."""

Parameters = Curve | DhGroup

_STANDARDIZED: dict[int, Parameters] = {**DH_GROUPS, **STANDARDIZED_DOMAIN_PARAMETERS}


@dataclass(frozen=True, slots=True)
class EcPrivateKey:
    """A key on an elliptic curve."""

    curve: Curve
    scalar: int = field(repr=False)

    @property
    def public(self) -> Point:
        return self.curve.multiply(self.scalar, self.curve.g)


@dataclass(frozen=True, slots=True)
class DhPrivateKey:
    """A key in a group modulo a prime."""

    group: DhGroup
    exponent: int = field(repr=False)

    @property
    def public(self) -> int:
        return self.group.multiply(self.exponent, self.group.g)


AgreementKey = EcPrivateKey | DhPrivateKey
ChipPrivateKey = rsa.RSAPrivateKey | EcPrivateKey | DhPrivateKey


def parameters_of(parameter_id: int) -> Parameters:
    """The group of this id (ICAO Doc 9303-11 §9.5.1); raises ``ValueError`` for an id that is not assigned."""
    if parameter_id not in _STANDARDIZED:
        raise ValueError(f"{parameter_id} is no id of standardized domain parameters")
    return _STANDARDIZED[parameter_id]


def parameter_id_of(parameters: Parameters) -> int:
    """The id of a group that ``parameters_of`` gave."""
    return next(number for number, known in _STANDARDIZED.items() if known == parameters)


def new_agreement_key(parameters: Parameters) -> AgreementKey:
    """A fresh key, uniform in 1 … order - 1."""
    number = 1 + secrets.randbelow(parameters.n - 1)
    return EcPrivateKey(parameters, number) if isinstance(parameters, Curve) else DhPrivateKey(parameters, number)


def encode_private_key(key: ChipPrivateKey) -> bytes:
    """PKCS#8 in DER, not encrypted (RFC 5208); curves by name (RFC 5915), groups by their numbers (X9.42)."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    if isinstance(key, EcPrivateKey):
        curve = key.curve
        algorithm = der.sequence(der.object_identifier(EC_PUBLIC_KEY), der.object_identifier(curve.oid))
        public = tlv.encode(0xA1, der.bit_string(curve.encode_point(key.public)))
        size = (curve.n.bit_length() + 7) // 8
        private = der.sequence(der.integer(1), der.octet_string(key.scalar.to_bytes(size, "big")), public)
    else:
        group = key.group
        numbers = der.sequence(der.integer(group.p), der.integer(group.g), der.integer(group.q))
        algorithm = der.sequence(der.object_identifier(DH_PUBLIC_NUMBER), numbers)
        private = der.integer(key.exponent)
    return der.sequence(der.integer(0), algorithm, der.octet_string(private))


def load_private_key(pkcs8: bytes) -> ChipPrivateKey:
    """The key of a PKCS#8 structure; raises ``ValueError`` when it is none that a chip of ours has."""
    try:
        _, algorithm, private, *_ = tlv.iterate(tlv.parse_one(pkcs8, 0x30).value)
        identifier, parameters = tlv.iterate(algorithm.value)
        kind = oid.decode(identifier.value)
    except ValueError as error:
        raise ValueError("the private key does not load") from error
    if kind == EC_PUBLIC_KEY:
        return _ec_key(parameters, private.value)
    if kind == DH_PUBLIC_NUMBER:
        return _dh_key(parameters, private.value)
    try:
        key = load_der_private_key(pkcs8, password=None)
    except (ValueError, TypeError) as error:
        raise ValueError("the private key does not load") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("the private key is neither RSA nor for a key agreement")
    return key


def _ec_key(parameters: tlv.Tlv, private: bytes) -> EcPrivateKey:
    try:
        curve = named_curve(oid.decode(parameters.value)) if parameters.tag == 0x06 else None
        _, scalar, *_ = tlv.iterate(tlv.parse_one(private, 0x30).value)
    except ValueError as error:
        raise ValueError("the private key does not load") from error
    if curve is None:
        raise ValueError("the private key is on a curve that is not standardized")
    return EcPrivateKey(curve, _in_range(scalar.value, curve.n))


def _dh_key(parameters: tlv.Tlv, private: bytes) -> DhPrivateKey:
    try:
        p, g, *_ = (int.from_bytes(item.value, "big") for item in tlv.iterate(parameters.value))
        exponent = tlv.parse_one(private, 0x02).value
    except ValueError as error:
        raise ValueError("the private key does not load") from error
    group = match_group(p, g)
    if group is None:
        raise ValueError("the private key is in a group that is not standardized")
    return DhPrivateKey(group, _in_range(exponent, group.q))


def _in_range(number: bytes, order: int) -> int:
    value = int.from_bytes(number, "big")
    if not 0 < value < order:
        raise ValueError("the private key is out of range")
    return value

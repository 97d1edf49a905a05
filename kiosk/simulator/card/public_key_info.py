"""SubjectPublicKeyInfo as personalisers write it: with the group by name, by its numbers, or by a standardized id."""

from __future__ import annotations

from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.reader.curves import Curve
from kiosk.reader.public_keys import EC_PUBLIC_KEY, PRIME_FIELD, STANDARDIZED, load_ec
from kiosk.simulator import der
from kiosk.simulator.card.private_keys import (
    DH_PUBLIC_NUMBER,
    EcPrivateKey,
    Parameters,
    load_private_key,
    parameter_id_of,
)

PKCS3_DH = "1.2.840.113549.1.3.1"
"""``dhKeyAgreement``, which ICAO Doc 9303-11 table 13 wants for Chip Authentication with DH."""


class KeyEncoding(StrEnum):
    """How a public key names its group: by name (DH: PKCS #3), by its numbers (DH: X9.42), or by a standardized id."""

    NAMED = "named"
    EXPLICIT = "explicit"
    STANDARDIZED = "standardized"


def public_key_info(pkcs8: bytes, encoding: KeyEncoding = KeyEncoding.NAMED) -> bytes:
    """The SubjectPublicKeyInfo of a private key; raises ``ValueError`` where ``load_private_key`` does."""
    key = load_private_key(pkcs8)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if isinstance(key, EcPrivateKey):
        algorithm, public = algorithm_identifier(key.curve, encoding), key.curve.encode_point(key.public)
    else:
        algorithm, public = algorithm_identifier(key.group, encoding), der.integer(key.public)
    return der.sequence(algorithm, der.bit_string(public))


def algorithm_identifier(parameters: Parameters, encoding: KeyEncoding) -> bytes:
    """A group as an AlgorithmIdentifier (ICAO Doc 9303-11 §9.5 and §9.6; RFC 3279 §2.3.3 and §2.3.5)."""
    if encoding is KeyEncoding.STANDARDIZED:
        return der.sequence(der.object_identifier(STANDARDIZED), der.integer(parameter_id_of(parameters)))
    if isinstance(parameters, Curve):
        named = encoding is KeyEncoding.NAMED
        curve = der.object_identifier(parameters.oid) if named else _curve_parameters(parameters)
        return der.sequence(der.object_identifier(EC_PUBLIC_KEY), curve)
    numbers = [der.integer(parameters.p), der.integer(parameters.g)]
    if encoding is KeyEncoding.NAMED:
        return der.sequence(der.object_identifier(PKCS3_DH), der.sequence(*numbers))
    return der.sequence(der.object_identifier(DH_PUBLIC_NUMBER), der.sequence(*numbers, der.integer(parameters.q)))


def with_explicit_parameters(spki: bytes) -> bytes:
    """The same elliptic curve key with its curve spelled out; any other key unchanged."""
    if der.object_identifier(EC_PUBLIC_KEY) not in spki:
        return spki
    key = load_ec(spki)
    algorithm = algorithm_identifier(key.curve, KeyEncoding.EXPLICIT)
    return der.sequence(algorithm, der.bit_string(key.curve.encode_point(key.point)))


def _curve_parameters(curve: Curve) -> bytes:
    """ECParameters (ANSI X9.62; RFC 3279 §2.3.5)."""
    return der.sequence(
        der.integer(1),
        der.sequence(der.object_identifier(PRIME_FIELD), der.integer(curve.p)),
        der.sequence(
            der.octet_string(curve.a.to_bytes(curve.size, "big")),
            der.octet_string(curve.b.to_bytes(curve.size, "big")),
        ),
        der.octet_string(curve.encode_point(curve.g)),
        der.integer(curve.n),
        der.integer(curve.h),
    )

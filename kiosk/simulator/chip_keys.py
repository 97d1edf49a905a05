"""The chip's own key pairs: which kinds a card may have for Active and for Chip Authentication, and their encodings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from kiosk.reader.crypto import Cipher
from kiosk.reader.curves import Curve
from kiosk.reader.public_keys import EC_PUBLIC_KEY, PRIME_FIELD, load_ec
from kiosk.simulator import der

ChipPrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Kind = TypeVar("Kind")

_CURVES: dict[str, ec.EllipticCurve] = {
    "secp256r1": ec.SECP256R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
}


@dataclass(frozen=True, slots=True)
class ActiveAuthenticationKind:
    """``curve`` names an ECDSA key, ``rsa_bits`` sizes an RSA key; ``digest`` is the hash that the chip signs with."""

    name: str
    digest: str
    curve: str = ""
    rsa_bits: int = 0


@dataclass(frozen=True, slots=True)
class ChipAuthenticationKind:
    """``protocol`` is the object identifier of BSI TR-03110-3 §A.1.1.2, ``cipher`` the one of the new session."""

    name: str
    protocol: str
    cipher: Cipher
    curve: str = "brainpoolP256r1"


ACTIVE_AUTHENTICATION: dict[str, ActiveAuthenticationKind] = {
    kind.name: kind
    for kind in (
        ActiveAuthenticationKind("ecdsa-p256", "sha256", curve="secp256r1"),
        ActiveAuthenticationKind("ecdsa-brainpoolP256r1", "sha256", curve="brainpoolP256r1"),
        ActiveAuthenticationKind("ecdsa-brainpoolP384r1", "sha384", curve="brainpoolP384r1"),
        ActiveAuthenticationKind("rsa-1024-sha1", "sha1", rsa_bits=1024),
        ActiveAuthenticationKind("rsa-1024", "sha256", rsa_bits=1024),
        ActiveAuthenticationKind("rsa-2048", "sha256", rsa_bits=2048),
    )
}

CHIP_AUTHENTICATION: dict[str, ChipAuthenticationKind] = {
    kind.name: kind
    for kind in (
        ChipAuthenticationKind("ecdh-3des", "0.4.0.127.0.7.2.2.3.2.1", Cipher.TDES),
        ChipAuthenticationKind("ecdh-aes-128", "0.4.0.127.0.7.2.2.3.2.2", Cipher.AES128),
        ChipAuthenticationKind("ecdh-aes-192", "0.4.0.127.0.7.2.2.3.2.3", Cipher.AES192),
        ChipAuthenticationKind("ecdh-aes-256", "0.4.0.127.0.7.2.2.3.2.4", Cipher.AES256),
    )
}


@dataclass(frozen=True, slots=True)
class ActiveAuthenticationKey:
    """A key pair of one kind; ``pkcs8`` is the unencrypted private key in DER."""

    kind: ActiveAuthenticationKind
    pkcs8: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChipAuthenticationKey:
    """A key pair of one kind; ``pkcs8`` is the unencrypted private key in DER."""

    kind: ChipAuthenticationKind
    pkcs8: bytes = field(repr=False)


def new_active_authentication_key(name: str) -> ActiveAuthenticationKey:
    """A fresh key of the kind with this name; raises ``ValueError`` for an unknown one."""
    kind = _kind(ACTIVE_AUTHENTICATION, name)
    if kind.rsa_bits:
        return ActiveAuthenticationKey(kind, _pkcs8(rsa.generate_private_key(65537, kind.rsa_bits)))
    return ActiveAuthenticationKey(kind, _pkcs8(ec.generate_private_key(_CURVES[kind.curve])))


def new_chip_authentication_key(name: str) -> ChipAuthenticationKey:
    """A fresh key of the kind with this name; raises ``ValueError`` for an unknown one."""
    kind = _kind(CHIP_AUTHENTICATION, name)
    return ChipAuthenticationKey(kind, _pkcs8(ec.generate_private_key(_CURVES[kind.curve])))


def load_private_key(pkcs8: bytes) -> ChipPrivateKey:
    """The key of a PKCS#8 structure; raises ``ValueError`` when it is none that a chip of ours has."""
    try:
        key = load_der_private_key(pkcs8, password=None)
    except (ValueError, TypeError) as error:
        raise ValueError("the private key does not load") from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise ValueError("the private key is neither RSA nor on an elliptic curve")
    return key


def require_key(pkcs8: bytes, curve: str) -> None:
    """Raise ``ValueError`` unless this is a private key on the named curve, or an RSA key where no curve is named."""
    key = load_private_key(pkcs8)
    if isinstance(key, rsa.RSAPrivateKey) is bool(curve):
        raise ValueError("the private key is of another kind")
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name != _CURVES[curve].name:
        raise ValueError("the private key is on another curve")


def public_key_info(pkcs8: bytes, *, explicit_parameters: bool = False) -> bytes:
    """The SubjectPublicKeyInfo; an elliptic curve by its name, or by its parameters as many chips write it."""
    named = load_private_key(pkcs8).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return with_explicit_parameters(named) if explicit_parameters else named


def with_explicit_parameters(spki: bytes) -> bytes:
    """The same elliptic curve key with its curve spelled out; any other key unchanged."""
    if der.object_identifier(EC_PUBLIC_KEY) not in spki:
        return spki
    key = load_ec(spki)
    algorithm = der.sequence(der.object_identifier(EC_PUBLIC_KEY), _parameters(key.curve))
    return der.sequence(algorithm, der.bit_string(key.curve.encode_point(key.point)))


def _parameters(curve: Curve) -> bytes:
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


def _kind(table: dict[str, Kind], name: str) -> Kind:
    if name not in table:
        raise ValueError(f"{name!r} is no kind of key; known are {', '.join(table)}")
    return table[name]


def _pkcs8(key: ChipPrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

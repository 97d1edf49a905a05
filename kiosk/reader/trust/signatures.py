"""Digest and signature algorithms by their object identifiers, and the one place where a signature is verified.

RSA PKCS#1 v1.5 and PSS (RFC 8017), ECDSA in DER (RFC 5758) and plain r‖s (BSI TR-03111 §5.2.1), SHA-1 to SHA-512.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from kiosk.reader.curves import verify_ecdsa
from kiosk.reader.public_keys import (
    EcPublicKey,
    PublicKeyError,
    UnknownCurveError,
    load_ec,
    load_spki,
)

_DIGESTS = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - weak, but what some issuers signed with
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class Scheme(StrEnum):
    """How a digest becomes a signature."""

    RSA_PKCS1 = "rsa-pkcs1"
    RSA_PSS = "rsa-pss"
    ECDSA = "ecdsa"
    ECDSA_PLAIN = "ecdsa-plain"


_PSS = "1.2.840.113549.1.1.10"

_SIGNATURES: dict[str, tuple[Scheme, str]] = {
    "1.2.840.113549.1.1.1": (Scheme.RSA_PKCS1, ""),
    "1.2.840.113549.1.1.5": (Scheme.RSA_PKCS1, "sha1"),
    "1.2.840.113549.1.1.14": (Scheme.RSA_PKCS1, "sha224"),
    "1.2.840.113549.1.1.11": (Scheme.RSA_PKCS1, "sha256"),
    "1.2.840.113549.1.1.12": (Scheme.RSA_PKCS1, "sha384"),
    "1.2.840.113549.1.1.13": (Scheme.RSA_PKCS1, "sha512"),
    "1.2.840.10045.2.1": (Scheme.ECDSA, ""),
    "1.2.840.10045.4.1": (Scheme.ECDSA, "sha1"),
    "1.2.840.10045.4.3.1": (Scheme.ECDSA, "sha224"),
    "1.2.840.10045.4.3.2": (Scheme.ECDSA, "sha256"),
    "1.2.840.10045.4.3.3": (Scheme.ECDSA, "sha384"),
    "1.2.840.10045.4.3.4": (Scheme.ECDSA, "sha512"),
    "0.4.0.127.0.7.1.1.4.1.1": (Scheme.ECDSA_PLAIN, "sha1"),
    "0.4.0.127.0.7.1.1.4.1.2": (Scheme.ECDSA_PLAIN, "sha224"),
    "0.4.0.127.0.7.1.1.4.1.3": (Scheme.ECDSA_PLAIN, "sha256"),
    "0.4.0.127.0.7.1.1.4.1.4": (Scheme.ECDSA_PLAIN, "sha384"),
    "0.4.0.127.0.7.1.1.4.1.5": (Scheme.ECDSA_PLAIN, "sha512"),
}
"""Scheme and digest; no digest where the identifier leaves it to the one named beside it."""


class UnsupportedSignatureError(ValueError):
    """An algorithm or a curve that is not known here: the signature is neither right nor wrong."""


class KeyMalformedError(ValueError):
    """The public key that should verify a signature is no key."""


@dataclass(frozen=True, slots=True)
class PssParameters:
    """RSASSA-PSS-params as object identifiers (RFC 4055 §3.1); ``salt_length`` in bytes."""

    digest: str
    mask_digest: str
    salt_length: int


@dataclass(frozen=True, slots=True)
class SignatureIdentifier:
    """A signature's AlgorithmIdentifier as read; ``pss`` is set for RSASSA-PSS with MGF1 only."""

    oid: str
    pss: PssParameters | None = None


@dataclass(frozen=True, slots=True)
class SignatureAlgorithm:
    """A signature algorithm that is known here; digests by their ``hashlib`` names."""

    scheme: Scheme
    digest: str
    mask_digest: str = ""
    salt_length: int = 0


def digest_name(oid: str) -> str:
    """The ``hashlib`` name of a digest; raises ``UnsupportedSignatureError``."""
    try:
        return _DIGESTS[oid]
    except KeyError as error:
        raise UnsupportedSignatureError(f"digest {oid}") from error


def digest(name: str, data: bytes) -> bytes:
    return hashlib.new(name, data).digest()


def resolve(identifier: SignatureIdentifier, named_beside: str = "") -> SignatureAlgorithm:
    """What an identifier means; ``named_beside`` is the digest for identifiers that leave it open.

    Raises ``UnsupportedSignatureError``.
    """
    if identifier.oid == _PSS and identifier.pss is not None:
        pss = identifier.pss
        return SignatureAlgorithm(
            Scheme.RSA_PSS, digest_name(pss.digest), digest_name(pss.mask_digest), pss.salt_length
        )
    scheme, name = _SIGNATURES.get(identifier.oid, (None, ""))
    if scheme is None or not (name or named_beside):
        raise UnsupportedSignatureError(f"signature {identifier.oid}")
    return SignatureAlgorithm(scheme, name or named_beside)


def verify(spki: bytes, algorithm: SignatureAlgorithm, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` over ``message`` is good under the SubjectPublicKeyInfo.

    A key of another kind than the algorithm's is a wrong signature. Raises ``UnsupportedSignatureError`` for a curve
    or size that is not known here, ``KeyMalformedError`` when there is no key.
    """
    key = _key(spki)
    hash_algorithm = _HASHES[algorithm.digest]
    try:
        match key, algorithm.scheme:
            case RSAPublicKey(), Scheme.RSA_PKCS1:
                key.verify(signature, message, PKCS1v15(), hash_algorithm)
            case RSAPublicKey(), Scheme.RSA_PSS:
                padding = PSS(MGF1(_HASHES[algorithm.mask_digest]), algorithm.salt_length)
                key.verify(signature, message, padding, hash_algorithm)
            case EllipticCurvePublicKey(), Scheme.ECDSA:
                key.verify(signature, message, ECDSA(hash_algorithm))
            case EllipticCurvePublicKey(), Scheme.ECDSA_PLAIN:
                r, s = _halves(signature, key.curve.group_order)
                key.verify(encode_dss_signature(r, s), message, ECDSA(hash_algorithm))
            case EcPublicKey(curve, point), Scheme.ECDSA:
                return verify_ecdsa(curve, point, digest(algorithm.digest, message), *decode_dss_signature(signature))
            case EcPublicKey(curve, point), Scheme.ECDSA_PLAIN:
                return verify_ecdsa(curve, point, digest(algorithm.digest, message), *_halves(signature, curve.n))
            case _:
                return False
    except (InvalidSignature, ValueError, OverflowError):
        # Overflows the length of a salt that no key has room for.
        return False
    except UnsupportedAlgorithm as error:
        raise UnsupportedSignatureError("refused by the library") from error
    return True


def key_size(spki: bytes) -> tuple[str, int]:
    """``RSA`` or ``EC``, and the bits of the modulus or of the curve; raises as ``verify`` does."""
    match _key(spki):
        case RSAPublicKey() as key:
            return "RSA", key.key_size
        case EllipticCurvePublicKey() as key:
            return "EC", key.curve.key_size
        case EcPublicKey(curve):
            return "EC", curve.p.bit_length()
        case _:
            raise UnsupportedSignatureError("a key that makes no signatures of documents")


def _key(spki: bytes) -> PublicKeyTypes | EcPublicKey:
    try:
        return _load(spki)
    except UnknownCurveError as error:
        raise UnsupportedSignatureError("curve") from error
    except PublicKeyError as error:
        raise KeyMalformedError("public key") from error


def _load(spki: bytes) -> PublicKeyTypes | EcPublicKey:
    """The key as the library has it, or as ours on the curves that it lacks: brainpool of 192, 224 and 320 bits."""
    try:
        return load_spki(spki)
    except UnknownCurveError:
        return load_ec(spki)


def _halves(signature: bytes, order: int) -> tuple[int, int]:
    """r and s, each as long as the order of the curve; raises ``ValueError`` for another length."""
    size = (order.bit_length() + 7) // 8
    if len(signature) != 2 * size:
        raise ValueError("a plain signature has two halves of the order's length")
    return int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")

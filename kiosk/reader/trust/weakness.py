"""Algorithms and key sizes that are still verified, but that the policy calls weak: told beside every result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.signatures import (
    KeyMalformedError,
    SignatureAlgorithm,
    UnsupportedSignatureError,
    key_size,
    resolve,
)


@dataclass(frozen=True, slots=True)
class StrengthPolicy:
    """What is called weak: digests by their ``hashlib`` names, keys below so many bits of modulus or curve.

    The defaults are the least that ICAO Doc 9303-12 §4.1.6 allows document signers.
    """

    weak_digests: frozenset[str] = frozenset({"sha1"})
    least_rsa_bits: int = 2048
    least_curve_bits: int = 224

    def of_digest(self, name: str) -> Iterator[str]:
        if name in self.weak_digests:
            yield _DIGEST_NAMES.get(name, name)

    def of_key(self, spki: bytes) -> Iterator[str]:
        """Nothing for a key that cannot be used here: it has verified nothing either."""
        try:
            kind, bits = key_size(spki)
        except (KeyMalformedError, UnsupportedSignatureError):
            return
        if bits < (self.least_rsa_bits if kind == "RSA" else self.least_curve_bits):
            yield f"{kind}-{bits}"

    def of_signature(self, algorithm: SignatureAlgorithm, spki: bytes) -> Iterator[str]:
        """The mask of RSASSA-PSS may use any digest: no collision of it helps a forger."""
        yield from self.of_digest(algorithm.digest)
        yield from self.of_key(spki)

    def of_path(self, path: Iterable[Certificate]) -> Iterator[str]:
        """The signatures by which each certificate of a path vouches for the one before it."""
        for certificate, issuer in pairwise(path):
            try:
                yield from self.of_signature(resolve(certificate.signature_identifier), issuer.spki)
            except UnsupportedSignatureError:
                continue


POLICY = StrengthPolicy()

_DIGEST_NAMES = {"sha1": "SHA-1", "sha224": "SHA-224", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}

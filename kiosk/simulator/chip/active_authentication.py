"""Active Authentication, the chip's side: RSA after ISO/IEC 9796-2 scheme 1, ECDSA as r ‖ s (ICAO Doc 9303-11 §6.1)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from kiosk.simulator.card.chip_keys import ActiveAuthenticationKey
from kiosk.simulator.card.private_keys import DhPrivateKey, EcPrivateKey, load_private_key
from kiosk.simulator.chip.link import Operation

CHALLENGE_SIZE = 8

TRAILERS = {
    "sha1": bytes.fromhex("BC"),
    "sha256": bytes.fromhex("34CC"),
    "sha512": bytes.fromhex("35CC"),
    "sha384": bytes.fromhex("36CC"),
    "sha224": bytes.fromhex("38CC"),
}
"""The trailer field names the hash (ISO/IEC 9796-2:2010 §8.1, ISO/IEC 10118-3)."""

_HEADER = b"\x6a"


class ActiveAuthentication:
    """The chip's signing key."""

    def __init__(self, key: ActiveAuthenticationKey, rng: Callable[[int], bytes]) -> None:
        private = load_private_key(key.pkcs8)
        if isinstance(private, DhPrivateKey):
            raise ValueError("a key for key agreement does not sign")
        self._key = private
        self._kind = key.kind
        self._rng = rng

    def sign(self, challenge: bytes) -> tuple[bytes, Operation]:
        """The answer to INTERNAL AUTHENTICATE over the terminal's eight bytes."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._rsa_signature(self._key, challenge), Operation.SIGN_RSA
        r, s = ecdsa(self._key, hashlib.new(self._kind.digest, challenge, usedforsecurity=False).digest())
        if self._kind.der:
            return encode_dss_signature(r, s), Operation.SIGN_ECDSA
        # Plain: r and s at the length of the curve's order (BSI TR-03111 §5.2.1).
        size = (self._key.curve.n.bit_length() + 7) // 8
        return r.to_bytes(size, "big") + s.to_bytes(size, "big"), Operation.SIGN_ECDSA

    def _rsa_signature(self, key: rsa.RSAPrivateKey, challenge: bytes) -> bytes:
        size = key.key_size // 8
        numbers = key.private_numbers()
        modulus = numbers.public_numbers.n
        m1 = self._rng(recoverable_size(size, self._kind.digest))
        f = message_representative(m1, challenge, self._kind.digest)
        signature = pow(int.from_bytes(f, "big"), numbers.d, modulus)
        if self._kind.b4:
            signature = min(signature, modulus - signature)
        return signature.to_bytes(size, "big")


def recoverable_size(modulus_size: int, digest: str) -> int:
    """Bytes of M1, the part of the message that the signature carries."""
    return modulus_size - len(_HEADER) - hashlib.new(digest, usedforsecurity=False).digest_size - len(TRAILERS[digest])


def message_representative(m1: bytes, challenge: bytes, digest: str) -> bytes:
    """F of ISO/IEC 9796-2: header, the chip's random M1, the hash over M1 and the challenge, trailer."""
    return _HEADER + m1 + hashlib.new(digest, m1 + challenge, usedforsecurity=False).digest() + TRAILERS[digest]


def ecdsa(key: EcPrivateKey, digest: bytes) -> tuple[int, int]:
    """r and s over a digest, which is cut to the length of the order (BSI TR-03111 §4.2.1.1)."""
    curve = key.curve
    e = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - curve.n.bit_length())
    while True:
        k = 1 + secrets.randbelow(curve.n - 1)
        r = curve.multiply(k, curve.g).x % curve.n
        s = pow(k, -1, curve.n) * (e + r * key.scalar) % curve.n
        if r and s:
            return r, s

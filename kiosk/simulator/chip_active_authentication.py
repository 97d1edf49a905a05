"""Active Authentication, the chip's side: RSA after ISO/IEC 9796-2 scheme 1, ECDSA as r ‖ s (ICAO Doc 9303-11 §6.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from kiosk.simulator.chip_keys import ActiveAuthenticationKey, load_private_key
from kiosk.simulator.link import Operation

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

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - cards sign with it
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class ActiveAuthentication:
    """The chip's signing key."""

    def __init__(self, key: ActiveAuthenticationKey, rng: Callable[[int], bytes]) -> None:
        self._key = load_private_key(key.pkcs8)
        self._digest = key.kind.digest
        self._rng = rng

    def sign(self, challenge: bytes) -> tuple[bytes, Operation]:
        """The answer to INTERNAL AUTHENTICATE over the terminal's eight bytes."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return _rsa_signature(self._key, self._digest, challenge, self._rng), Operation.SIGN_RSA
        return _ecdsa_signature(self._key, self._digest, challenge), Operation.SIGN_ECDSA


def recoverable_size(modulus_size: int, digest: str) -> int:
    """Bytes of M1, the part of the message that the signature carries."""
    return modulus_size - len(_HEADER) - hashlib.new(digest).digest_size - len(TRAILERS[digest])


def message_representative(m1: bytes, challenge: bytes, digest: str) -> bytes:
    """F of ISO/IEC 9796-2: header, the chip's random M1, the hash over M1 and the challenge, trailer."""
    return _HEADER + m1 + hashlib.new(digest, m1 + challenge).digest() + TRAILERS[digest]


def _rsa_signature(key: rsa.RSAPrivateKey, digest: str, challenge: bytes, rng: Callable[[int], bytes]) -> bytes:
    size = key.key_size // 8
    numbers = key.private_numbers()
    f = message_representative(rng(recoverable_size(size, digest)), challenge, digest)
    return pow(int.from_bytes(f, "big"), numbers.d, numbers.public_numbers.n).to_bytes(size, "big")


def _ecdsa_signature(key: ec.EllipticCurvePrivateKey, digest: str, challenge: bytes) -> bytes:
    """Plain: r and s at the length of the curve's order (BSI TR-03111 §5.2.1)."""
    size = (key.curve.group_order.bit_length() + 7) // 8
    r, s = decode_dss_signature(key.sign(challenge, ec.ECDSA(_HASHES[digest])))
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")

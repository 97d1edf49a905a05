"""RSA signatures with message recovery, ISO/IEC 9796-2 scheme 1, as Active Authentication uses them (9303-11 §6.1)."""

from __future__ import annotations

import hashlib
import hmac

_TRAILERS = {
    b"\x33\xcc": "sha1",
    b"\x34\xcc": "sha256",
    b"\x35\xcc": "sha512",
    b"\x36\xcc": "sha384",
    b"\x38\xcc": "sha224",
}
"""Two-byte trailers name their hash (ISO/IEC 10118-3); the one-byte trailer ``BC`` leaves SHA-1 implied."""


def verify_recovering(modulus: int, exponent: int, signature: bytes, rest: bytes) -> bool:
    """Whether the signature holds for the message whose unrecoverable part is ``rest``.

    A signature that lost its leading zeros is taken as the number it is.
    """
    number = int.from_bytes(signature, "big")
    if not 0 < number < modulus:
        return False
    opened = pow(number, exponent, modulus)
    # The signer may have sent the smaller of s and n - s: the last nibble C tells which it was.
    if opened & 0x0F != 0x0C:
        opened = modulus - opened
    return recovered_holds(opened.to_bytes((modulus.bit_length() + 7) // 8, "big"), rest)


def recovered_holds(representative: bytes, rest: bytes) -> bool:
    """Whether header, trailer and digest of an opened signature fit: ``6A ‖ M1 ‖ H(M1 ‖ rest) ‖ trailer``."""
    if representative[-1:] == b"\xbc":
        body, name = representative[:-1], "sha1"
    elif representative[-2:] in _TRAILERS:
        body, name = representative[:-2], _TRAILERS[representative[-2:]]
    else:
        return False
    size = hashlib.new(name, usedforsecurity=False).digest_size
    start = _message_start(body)
    if start is None or len(body) < start + size:
        return False
    message, digest = body[start:-size], body[-size:]
    return hmac.compare_digest(hashlib.new(name, message + rest, usedforsecurity=False).digest(), digest)


def _message_start(body: bytes) -> int | None:
    """Where M1 starts: behind bits 01, the bit for partial recovery, and padding nibbles B that end in an A."""
    if not body or body[0] & 0xE0 != 0x60:
        return None
    if body[0] & 0x1F == 0x0A:
        return 1
    if body[0] & 0x1F != 0x0B:
        return None
    for at, byte in enumerate(body[1:], start=1):
        if byte == 0xBA:
            return at + 1
        if byte != 0xBB:
            return None
    return None

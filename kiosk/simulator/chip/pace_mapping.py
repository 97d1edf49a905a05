"""PACE's integrated mapping, chip side: two nonces make a generator (ICAO Doc 9303-11 §4.4.3.3.2 and appendix B)."""

from __future__ import annotations

from kiosk.reader.crypto import Cipher, cbc_encrypt
from kiosk.reader.curves import Curve, Point
from kiosk.reader.dh_groups import DhGroup

_SECURITY_MARGIN = 64
"""Bits by which the pseudo-random number is longer than the prime, so that its remainder is as good as uniform."""

_CONSTANTS = {
    128: ("a668892a7c41e3ca739f40b057d85904", "a4e136ac725f738b01c1f60217c188ad"),
    256: (
        "d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676",
        "54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517",
    ),
}
"""c0 and c1 by the length of the nonce s in bits."""


def nonce_size(cipher: Cipher) -> int:
    """Bytes of the chip's nonce s: whole blocks, at least as many as a key has."""
    return -(-cipher.key_size // cipher.block_size) * cipher.block_size


def integrated(parameters: Curve | DhGroup, cipher: Cipher, s: bytes, t: bytes) -> Point | int:
    """The mapped generator; raises ``ElementError`` when it is the neutral element."""
    number = int.from_bytes(pseudo_random(cipher, s, t, parameters.p), "big") % parameters.p
    if isinstance(parameters, Curve):
        return point_of(parameters, number)
    return parameters.multiply(parameters.cofactor, number)


def pseudo_random(cipher: Cipher, s: bytes, t: bytes, p: int) -> bytes:
    """R(s, t): counter-like chaining of the cipher, each block under a key out of the one before."""
    c0, c1 = (bytes.fromhex(constant) for constant in _CONSTANTS[8 * len(s)])
    key = _encrypt(cipher, t, s)
    output = b""
    while 8 * len(output) < p.bit_length() + _SECURITY_MARGIN:
        output += _encrypt(cipher, key[: cipher.key_size], c1)
        key = _encrypt(cipher, key[: cipher.key_size], c0)
    return output


def _encrypt(cipher: Cipher, key: bytes, data: bytes) -> bytes:
    return cbc_encrypt(cipher, key, bytes(cipher.block_size), data)


def point_of(curve: Curve, t: int) -> Point:
    """A field element as a point of the curve, in affine coordinates; needs p ≡ 3 (mod 4) and cofactor 1.

    Either x or alpha · x is the abscissa of a point, and one power serves to find out which and to take the root.
    """
    p, a, b = curve.p, curve.a, curve.b
    alpha = -t * t % p
    x2 = -b * pow(a, -1, p) * (1 + pow(alpha + alpha * alpha, -1, p)) % p
    h2 = (pow(x2, 3, p) + a * x2 + b) % p
    root = pow(h2, p - 1 - (p + 1) // 4, p)
    if root * root * h2 % p == 1:
        return Point(x2, root * h2 % p)
    return Point(alpha * x2 % p, root * pow(t, 3, p) * h2 % p)

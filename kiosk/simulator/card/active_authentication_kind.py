"""Kinds of Active Authentication keys by their names: ``rsa-2048-sha256``, ``ecdsa-brainpoolP256r1-sha256-der``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve

GRAMMAR = "rsa-BITS[-HASH][-b4] with 1024 to 4096 bits, or ecdsa-CURVE[-HASH][-der]"

HASHES = ("sha1", "sha224", "sha256", "sha384", "sha512")

_RSA = re.compile(r"rsa-([0-9]{4})(?:-(sha[0-9]{1,3}))?(-b4)?")
_ECDSA = re.compile(r"ecdsa-([A-Za-z0-9]+)(?:-(sha[0-9]{1,3}))?(-der)?")
_CURVES: dict[str, Curve] = {curve.name: curve for curve in STANDARDIZED_DOMAIN_PARAMETERS.values()}
_NIST = {f"p{bits}": f"secp{bits}r1" for bits in (192, 224, 256, 384, 521)}


@dataclass(frozen=True, slots=True)
class ActiveAuthenticationKind:
    """``curve`` is set for ECDSA, ``rsa_bits`` for RSA; ``digest`` is the hash that the chip signs with.

    ``der`` chips answer with an ECDSA signature in DER, though ICAO Doc 9303-11 §6.1.2.3 wants r and s alone; ``b4``
    chips answer with the smaller one of an RSA signature and its complement (ISO/IEC 9796-2 annex B.4).
    """

    name: str
    digest: str
    curve: Curve | None = None
    rsa_bits: int = 0
    der: bool = False
    b4: bool = False


def active_authentication_kind(name: str) -> ActiveAuthenticationKind:
    """The kind with this name; raises ``ValueError`` for a name that follows no rule of ``GRAMMAR``."""
    if match := _RSA.fullmatch(name):
        bits, digest, b4 = int(match[1]), match[2] or "sha256", match[3] is not None
        if 1024 <= bits <= 4096 and bits % 8 == 0 and digest in HASHES:
            return ActiveAuthenticationKind(name, digest, rsa_bits=bits, b4=b4)
    if match := _ECDSA.fullmatch(name):
        curve = _CURVES.get(_NIST.get(match[1], match[1]))
        if curve is not None:
            digest = match[2] or _usual_hash(curve)
            if digest in HASHES:
                return ActiveAuthenticationKind(name, digest, curve=curve, der=match[3] is not None)
    raise ValueError(f"{name!r} is no kind of Active Authentication key; known are {GRAMMAR}")


def _usual_hash(curve: Curve) -> str:
    """The longest hash that is no longer than the key (ICAO Doc 9303-11 §6.1.2.3), and never SHA-1."""
    bits = curve.n.bit_length()
    fitting = [name for name in HASHES if 8 * hashlib.new(name, usedforsecurity=False).digest_size <= bits]
    return fitting[-1] if len(fitting) > 1 else "sha224"

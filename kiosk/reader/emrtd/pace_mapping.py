"""The mappings of PACE: how the nonce becomes a generator that only holders of the password know (9303-11 §4.4.3.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.crypto import Cipher, cbc_encrypt
from kiosk.reader.domain_parameters import DomainParameters, Element
from kiosk.reader.emrtd.key_agreement import EphemeralKey, RandomBytes, chip_key

Exchange = Callable[[bytes], bytes]
"""Sends our mapping data and gives the chip's, which may be empty."""

_CONSTANTS = {
    16: (
        bytes.fromhex("A668892A7C41E3CA739F40B057D85904"),
        bytes.fromhex("A4E136AC725F738B01C1F60217C188AD"),
    ),
    32: (
        bytes.fromhex("D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676"),
        bytes.fromhex("54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517"),
    ),
}
"""c0 and c1 by the bytes of the nonce: 16 for 3DES and AES-128, 32 for AES-192 and AES-256."""

_MORE_BITS = 64
"""So many random bits beyond the size of the field leave no bias when they are reduced."""


@dataclass(frozen=True, slots=True)
class Mapped(Generic[Element]):
    """The mapped generator; ``chip_key`` is the chip's key of the mapping, where it has one."""

    generator: Element
    chip_key: Element | None = None


def generic_mapping(
    exchange: Exchange, parameters: DomainParameters[Element], nonce: bytes, random_bytes: RandomBytes
) -> Mapped[Element]:
    """``s · G + H`` with an anonymous Diffie-Hellman secret ``H`` (9303-11 §4.4.3.3.1).

    Chip authentication mapping maps in the same way (§4.4.3.3.3). Raises ``Fault(CARD_ANSWER_WRONG)`` or
    ``ElementError``.
    """
    own = EphemeralKey.generate(parameters, parameters.g, random_bytes)
    chip = chip_key(parameters, exchange(own.encoded), "PACE mapping")
    by_nonce = parameters.multiply(int.from_bytes(nonce, "big"), parameters.g)
    return Mapped(parameters.add(by_nonce, own.agree(chip)), chip)


def integrated_mapping(
    exchange: Exchange, parameters: DomainParameters[Element], cipher: Cipher, nonce: bytes, random_bytes: RandomBytes
) -> Mapped[Element]:
    """``f_G(R_p(s, t))`` with a second nonce ``t``, which is ours and travels in clear (9303-11 §4.4.3.3.2).

    The chip has nothing to answer. Raises ``Fault(CARD_ANSWER_WRONG)`` or ``ElementError``.
    """
    if len(nonce) != -(-cipher.key_size // 16) * 16:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "PACE nonce: wrong size for the integrated mapping")
    second = random_bytes(cipher.key_size)
    exchange(second)
    return Mapped(parameters.embed(pseudo_random(cipher, nonce, second, parameters.p)))


def pseudo_random(cipher: Cipher, first: bytes, second: bytes, p: int) -> int:
    """R_p: a field element out of the two nonces, by a chain of CBC encryptions (9303-11 figure 2)."""
    c0, c1 = _CONSTANTS[len(first)]
    key, found = _encrypt(cipher, second, first), b""
    while 8 * len(found) < p.bit_length() + _MORE_BITS:
        found += _encrypt(cipher, key[: cipher.key_size], c1)
        key = _encrypt(cipher, key[: cipher.key_size], c0)
    return int.from_bytes(found, "big") % p


def _encrypt(cipher: Cipher, key: bytes, data: bytes) -> bytes:
    return cbc_encrypt(cipher, key, bytes(cipher.block_size), data)

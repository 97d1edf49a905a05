"""PACE with generic mapping over brainpoolP256r1 and AES-128, from the standard's text alone, for either side
(ICAO Doc 9303-11 §4.4; RFC 5639 §3.4). Where OpenPACE is installed, it does the same and more."""

from __future__ import annotations

import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.interop import ber
from tests.interop.openpace import Secret
from tests.interop.primitives import AesSession, derive

P = 0xA9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377
A = 0x7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9
N = 0xA9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7
G = (
    0x8BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262,
    0x547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997,
)
PROTOCOL = bytes.fromhex("04007F00070202040202")
"""id-PACE-ECDH-GM-AES-CBC-CMAC-128."""

Point = tuple[int, int]


def add(left: Point | None, right: Point | None) -> Point | None:
    """The group law in affine coordinates; ``None`` is the neutral element."""
    if left is None or right is None:
        return left or right
    if left[0] == right[0] and (left[1] + right[1]) % P == 0:
        return None
    if left == right:
        slope = (3 * left[0] ** 2 + A) * pow(2 * left[1], -1, P) % P
    else:
        slope = (right[1] - left[1]) * pow(right[0] - left[0], -1, P) % P
    x = (slope**2 - left[0] - right[0]) % P
    return x, (slope * (left[0] - x) - left[1]) % P


def multiply(k: int, point: Point) -> Point:
    result, addend = None, point
    while k:
        if k & 1:
            result = add(result, addend)
        doubled = add(addend, addend)
        assert doubled is not None
        addend, k = doubled, k >> 1
    assert result is not None
    return result


def encode(point: Point) -> bytes:
    return b"\x04" + b"".join(coordinate.to_bytes(32, "big") for coordinate in point)


def decode(encoded: bytes) -> Point:
    assert encoded[0] == 0x04
    return int.from_bytes(encoded[1:33], "big"), int.from_bytes(encoded[33:], "big")


class GenericMapping(AesSession):
    """One run, and the session that it ends in; the same methods as ``OpenPace``."""

    def __init__(self) -> None:
        self._key = b""
        self._nonce = 0
        self._generator = G
        self._own = 0

    def init_pace(self, protocol: str, parameter_id: int, kind: Secret, secret: bytes) -> None:
        assert (protocol, parameter_id) == ("id-PACE-ECDH-GM-AES-CBC-CMAC-128", 13)
        if kind is Secret.MRZ:
            secret = hashlib.sha1(secret[5:15] + secret[30:37] + secret[38:45]).digest()
        self._key = derive(secret, 3, 16)

    def init_card_access(self, card_access: bytes, kind: Secret, secret: bytes) -> None:
        assert PROTOCOL in card_access
        self.init_pace("id-PACE-ECDH-GM-AES-CBC-CMAC-128", 13, kind, secret)

    def encrypted_nonce(self) -> bytes:
        nonce = secrets.token_bytes(16)
        self._nonce = int.from_bytes(nonce, "big")
        return Cipher(algorithms.AES(self._key), modes.ECB()).encryptor().update(nonce)

    def take_nonce(self, encrypted: bytes) -> None:
        nonce = Cipher(algorithms.AES(self._key), modes.ECB()).decryptor().update(encrypted)
        self._nonce = int.from_bytes(nonce, "big")

    def mapping_data(self) -> bytes:
        return self.ephemeral_key()

    def map_generator(self, theirs: bytes) -> None:
        mapped = add(multiply(self._nonce, G), multiply(self._own, decode(theirs)))
        assert mapped is not None
        self._generator = mapped

    def ephemeral_key(self) -> bytes:
        self._own = 1 + secrets.randbelow(N - 1)
        return encode(multiply(self._own, self._generator))

    def agree(self, theirs: bytes) -> None:
        self._expected = encode(multiply(self._own, self._generator))
        super().__init__(multiply(self._own, decode(theirs))[0].to_bytes(32, "big"), 16)

    def token(self, theirs: bytes) -> bytes:
        return self.cmac(ber.encode(0x7F49, ber.encode(0x06, PROTOCOL) + ber.encode(0x86, theirs)))

    def verify_token(self, token: bytes) -> bool:
        return token == self.token(self._expected)

    def begin_session(self, block_size: int) -> None:
        assert block_size == self.block_size

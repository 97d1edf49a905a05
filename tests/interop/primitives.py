"""Ciphers and MACs of one secure session, straight from the cryptography library (ICAO Doc 9303-11 §9.7, §9.8)."""

from __future__ import annotations

import hashlib
from typing import Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC


class Primitives(Protocol):
    """What secure messaging needs; ``count`` moves the send sequence counter that all the others use."""

    block_size: int

    def count(self) -> None: ...
    def encrypt(self, padded: bytes) -> bytes: ...
    def decrypt(self, cryptogram: bytes) -> bytes: ...
    def authenticate(self, padded: bytes) -> bytes: ...


def pad(data: bytes, block_size: int) -> bytes:
    """ISO/IEC 9797-1, method 2."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block_size)


def unpad(padded: bytes) -> bytes:
    body = padded.rstrip(b"\x00")
    assert body[-1] == 0x80
    return body[:-1]


def derive(secret: bytes, number: int, size: int) -> bytes:
    """KDF(K, c): keys of 128 bits come from SHA-1, longer ones from SHA-256."""
    digest = "sha1" if size == 16 else "sha256"
    return hashlib.new(digest, secret + number.to_bytes(4, "big")).digest()[:size]


def _run(context: CipherContext, data: bytes) -> bytes:
    return context.update(data) + context.finalize()


class TripleDesSession:
    """3DES with two keys; the retail MAC is single DES until the last block."""

    block_size = 8

    def __init__(self, secret: bytes, ssc: bytes = bytes(8)) -> None:
        self._enc, self._mac = derive(secret, 1, 16), derive(secret, 2, 16)
        self._enc += self._enc[:8]
        self._ssc = int.from_bytes(ssc, "big")

    def count(self) -> None:
        self._ssc += 1

    def encrypt(self, padded: bytes) -> bytes:
        return _run(Cipher(TripleDES(self._enc), modes.CBC(bytes(8))).encryptor(), padded)

    def decrypt(self, cryptogram: bytes) -> bytes:
        return _run(Cipher(TripleDES(self._enc), modes.CBC(bytes(8))).decryptor(), cryptogram)

    def authenticate(self, padded: bytes) -> bytes:
        return self.retail_mac(self._ssc.to_bytes(8, "big") + padded)

    def retail_mac(self, padded: bytes) -> bytes:
        """ISO/IEC 9797-1, algorithm 3, without a counter."""
        first, second = 3 * self._mac[:8], 3 * self._mac[8:]
        chained = _run(Cipher(TripleDES(first), modes.CBC(bytes(8))).encryptor(), padded)[-8:]
        opened = _run(Cipher(TripleDES(second), modes.ECB()).decryptor(), chained)
        return _run(Cipher(TripleDES(first), modes.ECB()).encryptor(), opened)


class AesSession:
    """AES of ``size`` bytes of key; the IV is the encrypted counter, the MAC eight bytes of CMAC."""

    block_size = 16

    def __init__(self, secret: bytes, size: int) -> None:
        self._enc, self._mac = derive(secret, 1, size), derive(secret, 2, size)
        self._ssc = 0

    def count(self) -> None:
        self._ssc += 1

    def encrypt(self, padded: bytes) -> bytes:
        return _run(Cipher(algorithms.AES(self._enc), modes.CBC(self._iv())).encryptor(), padded)

    def decrypt(self, cryptogram: bytes) -> bytes:
        return _run(Cipher(algorithms.AES(self._enc), modes.CBC(self._iv())).decryptor(), cryptogram)

    def authenticate(self, padded: bytes) -> bytes:
        return self.cmac(self._ssc.to_bytes(16, "big") + padded)

    def cmac(self, data: bytes) -> bytes:
        """Eight bytes, without a counter."""
        code = CMAC(algorithms.AES(self._mac))
        code.update(data)
        return code.finalize()[:8]

    def _iv(self) -> bytes:
        counter = self._ssc.to_bytes(16, "big")
        return _run(Cipher(algorithms.AES(self._enc), modes.ECB()).encryptor(), counter)

"""Key derivation, padding, ciphers and MACs of ICAO Doc 9303-11 §9.7–9.8 and ISO/IEC 9797-1, on `cryptography`."""

from __future__ import annotations

import hashlib
import hmac
from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers import Cipher as _Context
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

MAC_SIZE = 8
"""Every MAC of secure messaging is cut to eight bytes (ICAO Doc 9303-11 §9.8.6.2)."""

ENC, MAC, PASSWORD = 1, 2, 3
"""The counters of the key derivation function (ICAO Doc 9303-11 §9.7.1)."""


class PaddingError(ValueError):
    """The last bytes are no padding of ISO/IEC 9797-1 method 2: the plaintext is not what the sender wrote."""


class Cipher(Enum):
    """The block ciphers of the chip's protocols, with key size and block size in bytes."""

    TDES = (16, 8)
    AES128 = (16, 16)
    AES192 = (24, 16)
    AES256 = (32, 16)

    @property
    def key_size(self) -> int:
        return self.value[0]

    @property
    def block_size(self) -> int:
        return self.value[1]


def kdf(secret: bytes, counter: int, cipher: Cipher) -> bytes:
    """The key for ``cipher`` out of a shared secret (ICAO Doc 9303-11 §9.7.1); 3DES keys carry odd parity."""
    algorithm = hashlib.sha256 if cipher.key_size > 16 else hashlib.sha1
    key = algorithm(secret + counter.to_bytes(4, "big")).digest()[: cipher.key_size]
    return _odd_parity(key) if cipher is Cipher.TDES else key


def pad(data: bytes, block: int) -> bytes:
    """ISO/IEC 9797-1 method 2: one byte 80, then zeros to a whole number of blocks; always at least one byte."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes:
    """Undo ``pad``; raises ``PaddingError`` when the data do not end in 80 and zeros."""
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80"):
        raise PaddingError("no padding of method 2")
    return stripped[:-1]


def retail_mac(key: bytes, padded: bytes) -> bytes:
    """ISO/IEC 9797-1 MAC algorithm 3 with DES, over data that are already padded to whole blocks; 8 bytes.

    Single DES chains up to the last block, two-key 3DES closes it.
    """
    if not padded or len(padded) % 8:
        raise ValueError("a retail MAC covers whole blocks")
    chained = bytes(8)
    if len(padded) > 8:
        chained = _run(TripleDES(key[:8] * 3), modes.CBC(bytes(8)), padded[:-8], encrypt=True)[-8:]
    last = bytes(a ^ b for a, b in zip(chained, padded[-8:], strict=True))
    return _run(_algorithm(Cipher.TDES, key), modes.ECB(), last, encrypt=True)  # noqa: S305 - one block


def aes_cmac(key: bytes, data: bytes) -> bytes:
    """AES CMAC (NIST SP 800-38B), cut to its first 8 bytes; CMAC pads for itself."""
    mac = CMAC(AES(key))
    mac.update(data)
    return mac.finalize()[:MAC_SIZE]


def cbc_encrypt(cipher: Cipher, key: bytes, iv: bytes, data: bytes) -> bytes:
    """CBC over whole blocks, no padding added."""
    return _run(_algorithm(cipher, key), modes.CBC(iv), data, encrypt=True)


def cbc_decrypt(cipher: Cipher, key: bytes, iv: bytes, data: bytes) -> bytes:
    """CBC over whole blocks, no padding removed; raises ``ValueError`` for a broken block."""
    return _run(_algorithm(cipher, key), modes.CBC(iv), data, encrypt=False)


def encrypt_block(cipher: Cipher, key: bytes, block: bytes) -> bytes:
    """One block, no chaining: how AES secure messaging makes its IV (ICAO Doc 9303-11 §9.8.6.1)."""
    if len(block) != cipher.block_size:
        raise ValueError("exactly one block")
    return _run(_algorithm(cipher, key), modes.ECB(), block, encrypt=True)  # noqa: S305 - one block


def same(left: bytes, right: bytes) -> bool:
    """Compare two MACs in constant time."""
    return hmac.compare_digest(left, right)


def _run(algorithm: BlockCipherAlgorithm, mode: modes.CBC | modes.ECB, data: bytes, *, encrypt: bool) -> bytes:
    context = _Context(algorithm, mode)
    run = context.encryptor() if encrypt else context.decryptor()
    return run.update(data) + run.finalize()


def _algorithm(cipher: Cipher, key: bytes) -> BlockCipherAlgorithm:
    if len(key) != cipher.key_size:
        raise ValueError(f"a key of {cipher.name} has {cipher.key_size} bytes")
    return TripleDES(key + key[:8]) if cipher is Cipher.TDES else AES(key)


def _odd_parity(key: bytes) -> bytes:
    return bytes(byte & 0xFE | (1 - (byte >> 1).bit_count() % 2) for byte in key)

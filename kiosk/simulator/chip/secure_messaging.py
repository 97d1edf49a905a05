"""Secure messaging as the chip speaks it: unwrap commands, wrap answers (ICAO Doc 9303-11 §9.8, ISO/IEC 7816-4 §10)."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.reader import tlv
from kiosk.reader.apdu import MAX_EXTENDED, MAX_SHORT_RESPONSE, Command, Response, StatusWord
from kiosk.reader.crypto import (
    ENC,
    MAC,
    MAC_SIZE,
    Cipher,
    PaddingError,
    aes_cmac,
    cbc_decrypt,
    cbc_encrypt,
    encrypt_block,
    kdf,
    pad,
    retail_mac,
    same,
    unpad,
)

PROTECTED = 0x0C
"""The bits of CLA that say: secure messaging, header authenticated."""

DO_CIPHERED, DO_CIPHERED_ODD, DO_LE, DO_STATUS, DO_MAC = 0x87, 0x85, 0x97, 0x99, 0x8E
_PLAIN_FOLLOWS_PADDED = b"\x01"
_STATUS_AND_MAC_SIZE = 4 + 10


class SecureMessagingError(Exception):
    """The command is not protected as it must be; ``sw`` is the answer, and the session is over."""

    def __init__(self, sw: StatusWord) -> None:
        super().__init__(f"{sw:04X}")
        self.sw = sw


@dataclass(frozen=True, slots=True)
class _Objects:
    ciphered: bytes | None = field(repr=False)
    le: bytes | None
    mac: bytes
    covered: bytes = field(repr=False)


def checksum(cipher: Cipher, key: bytes, data: bytes) -> bytes:
    """The eight-byte MAC of a cipher over any data, padded first where the MAC itself does not (3DES)."""
    return retail_mac(key, pad(data, 8)) if cipher is Cipher.TDES else aes_cmac(key, data)


class SecureMessaging:
    """One session: two keys and the send sequence counter, which every command and every answer counts up."""

    def __init__(self, cipher: Cipher, k_enc: bytes, k_mac: bytes, counter: int = 0) -> None:
        self._cipher = cipher
        self._k_enc = k_enc
        self._k_mac = k_mac
        self._counter = counter

    @classmethod
    def from_secret(cls, cipher: Cipher, secret: bytes, counter: int = 0) -> SecureMessaging:
        """A session with the keys that follow from a shared secret."""
        return cls(cipher, kdf(secret, ENC, cipher), kdf(secret, MAC, cipher), counter)

    def unwrap(self, command: Command) -> Command:
        """The plain command; raises ``SecureMessagingError`` when anything about its protection is wrong."""
        objects = _objects(command)
        self._counter += 1
        block = self._cipher.block_size
        header = pad(bytes((command.cla, command.ins, command.p1, command.p2)), block)
        body = pad(objects.covered, block) if objects.covered else b""
        if not same(self._mac(header + body), objects.mac):
            raise SecureMessagingError(StatusWord.SM_DATA_WRONG)
        data = b"" if objects.ciphered is None else self._decipher(objects.ciphered)
        le = None
        if objects.le is not None:
            largest = MAX_SHORT_RESPONSE if len(objects.le) == 1 else MAX_EXTENDED
            le = int.from_bytes(objects.le, "big") or largest
        return Command(command.cla & ~PROTECTED, command.ins, command.p1, command.p2, data, le)

    def wrap(self, response: Response, ins: int) -> Response:
        """The protected answer to a command with this instruction byte."""
        self._counter += 1
        status = tlv.encode(DO_STATUS, response.sw.to_bytes(2, "big"))
        body = self._ciphered(response.data, ins) + status
        return Response(body + tlv.encode(DO_MAC, self._mac(pad(body, self._cipher.block_size))), response.sw)

    def capacity(self, size: int, ins: int) -> int:
        """How many plain bytes an answer can carry whose protected data shall not pass ``size`` bytes; at least 0."""
        block = self._cipher.block_size
        ciphered = max(0, size - _STATUS_AND_MAC_SIZE) // block * block
        while ciphered and self._object_size(ciphered, ins) > size - _STATUS_AND_MAC_SIZE:
            ciphered -= block
        return max(0, ciphered - 1)

    @staticmethod
    def _object_size(ciphered: int, ins: int) -> int:
        value = ciphered + (0 if ins & 1 else 1)
        return 1 + len(tlv.encode_length(value)) + value

    def _ciphered(self, data: bytes, ins: int) -> bytes:
        """The data object of the data; with an odd instruction byte its value has no padding indicator."""
        if not data:
            return b""
        padded = pad(data, self._cipher.block_size)
        ciphered = cbc_encrypt(self._cipher, self._k_enc, self._iv(), padded)
        if ins & 1:
            return tlv.encode(DO_CIPHERED_ODD, ciphered)
        return tlv.encode(DO_CIPHERED, _PLAIN_FOLLOWS_PADDED + ciphered)

    def _decipher(self, ciphered: bytes) -> bytes:
        if not ciphered or len(ciphered) % self._cipher.block_size:
            raise SecureMessagingError(StatusWord.SM_DATA_WRONG)
        try:
            return unpad(cbc_decrypt(self._cipher, self._k_enc, self._iv(), ciphered))
        except PaddingError as error:
            raise SecureMessagingError(StatusWord.SM_DATA_WRONG) from error

    def _iv(self) -> bytes:
        size = self._cipher.block_size
        return bytes(8) if self._cipher is Cipher.TDES else encrypt_block(self._cipher, self._k_enc, self._ssc(size))

    def _mac(self, padded: bytes) -> bytes:
        """Over the counter and whole blocks: secure messaging pads for AES too, though CMAC would not need it."""
        message = self._ssc(self._cipher.block_size) + padded
        return retail_mac(self._k_mac, message) if self._cipher is Cipher.TDES else aes_cmac(self._k_mac, message)

    def _ssc(self, size: int) -> bytes:
        return (self._counter % (1 << 8 * size)).to_bytes(size, "big")


def _objects(command: Command) -> _Objects:
    """The data objects of a protected command: cryptogram, Le, MAC, in this order and nothing else."""
    items: list[tlv.Tlv] = []
    at = last = 0
    try:
        while at < len(command.data):
            last = at
            item, at = tlv.parse_first(command.data, at)
            items.append(item)
    except tlv.TlvError as error:
        raise SecureMessagingError(StatusWord.SM_DATA_WRONG) from error
    if not items or items[-1].tag != DO_MAC:
        raise SecureMessagingError(StatusWord.SM_DATA_MISSING)
    mac = items.pop().value
    expected = DO_CIPHERED_ODD if command.ins & 1 else DO_CIPHERED
    ciphered = items.pop(0).value if items and items[0].tag == expected else None
    le = items.pop(0).value if items and items[0].tag == DO_LE else None
    if items or len(mac) != MAC_SIZE or (le is not None and len(le) not in (1, 2)):
        raise SecureMessagingError(StatusWord.SM_DATA_WRONG)
    if ciphered is not None and expected == DO_CIPHERED:
        if ciphered[:1] != _PLAIN_FOLLOWS_PADDED:
            raise SecureMessagingError(StatusWord.SM_DATA_WRONG)
        ciphered = ciphered[1:]
    return _Objects(ciphered, le, mac, covered=command.data[:last])

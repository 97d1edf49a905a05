"""Secure messaging: a channel that encrypts and authenticates what passes another one (ICAO Doc 9303-11 §9.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import MAX_EXTENDED, MAX_SHORT_DATA, MAX_SHORT_RESPONSE, Command, Response
from kiosk.reader.channel import Channel
from kiosk.reader.crypto import (
    ENC,
    MAC,
    MAC_SIZE,
    Cipher,
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

_CLA_SECURE = 0x0C
_DO_ODD_DATA, _DO_DATA, _DO_LE, _DO_STATUS, _DO_MAC = 0x85, 0x87, 0x97, 0x99, 0x8E
_PADDING_INDICATOR = b"\x01"


class SecureMessagingLost(Fault):
    """The chip answered outside secure messaging, or with an answer that does not verify.

    ``sw`` is the bare status word; ``None`` when the answer was protected but wrong. The channel's counter stands
    where it stood before the command. After a bare status word of the transport (a wrong length, say) some chips have
    not counted the command, and one more try may find the session alive; any other chip needs access anew.
    """

    def __init__(self, technical: str, sw: int | None = None) -> None:
        super().__init__(FaultCode.CARD_ANSWER_WRONG, technical)
        self.sw = sw


@dataclass(frozen=True, slots=True)
class SessionKeys:
    """Keys and starting counter of one secure session; ``ssc`` as an integer of the cipher's block size."""

    cipher: Cipher
    enc: bytes = field(repr=False)
    mac: bytes = field(repr=False)
    ssc: int = field(default=0, repr=False)

    @classmethod
    def derive(cls, cipher: Cipher, secret: bytes, ssc: int = 0) -> SessionKeys:
        """From a shared secret (ICAO Doc 9303-11 §9.7.1)."""
        return cls(cipher, kdf(secret, ENC, cipher), kdf(secret, MAC, cipher), ssc)

    def authenticate(self, padded: bytes) -> bytes:
        """Eight bytes of MAC; the data are padded to whole blocks."""
        return mac(self.cipher, self.mac, padded)


def mac(cipher: Cipher, key: bytes, data: bytes) -> bytes:
    """Eight bytes: the retail MAC for 3DES, which needs whole blocks, and CMAC for AES."""
    return retail_mac(key, data) if cipher is Cipher.TDES else aes_cmac(key, data)


OnClear = Callable[[Command, Response | None], None]
"""Hears each plain command with its plain answer after they have travelled; ``None``: no authentic answer came."""


class SecureMessagingChannel:
    """Wraps every command and unwraps every answer; status words come from DO'99'.

    ``short_answer`` is the most plain data that an answer to a command with a short Le can carry.
    """

    def __init__(self, inner: Channel, keys: SessionKeys, on_clear: OnClear | None = None) -> None:
        self._inner = inner
        self._keys = keys
        self.on_clear = on_clear
        self._block = keys.cipher.block_size
        self._ssc = keys.ssc
        # 256 bytes hold DO'87' with indicator and whole padded blocks, DO'99' (4 bytes) and DO'8E' (10 bytes).
        blocks = (MAX_SHORT_RESPONSE - 4 - 10 - 3 - 1) // self._block
        self.short_answer = blocks * self._block - 1

    @property
    def ssc(self) -> int:
        """The send sequence counter of the last message."""
        return self._ssc

    @property
    def answered(self) -> bool:
        """Whether an answer has verified: the card has the keys."""
        return self._ssc != self._keys.ssc

    def restarted(self, keys: SessionKeys) -> SecureMessagingChannel:
        """A new session over the same card, as Chip Authentication begins it."""
        return SecureMessagingChannel(self._inner, keys, self.on_clear)

    def transmit(self, command: Command) -> Response:
        """Raises ``SecureMessagingLost`` besides the faults of the inner channel."""
        before = self._ssc
        response: Response | None = None
        try:
            response = self._unprotect(self._inner.transmit(self._protect(command)))
        except Fault:
            self._ssc = before
            raise
        finally:
            if self.on_clear is not None:
                self.on_clear(command, response)
        return response

    def _protect(self, command: Command) -> Command:
        iv = self._next_iv()
        cla = command.cla | _CLA_SECURE
        odd = command.ins & 1
        body = b""
        if command.data:
            cryptogram = cbc_encrypt(self._keys.cipher, self._keys.enc, iv, pad(command.data, self._block))
            body += (
                tlv.encode(_DO_ODD_DATA, cryptogram) if odd else tlv.encode(_DO_DATA, _PADDING_INDICATOR + cryptogram)
            )
        if command.le is not None:
            size = 2 if command.needs_extended else 1
            body += tlv.encode(_DO_LE, (command.le % (1 << 8 * size)).to_bytes(size, "big"))
        header = pad(bytes((cla, command.ins, command.p1, command.p2)), self._block)
        covered = header + (pad(body, self._block) if body else b"")
        body += tlv.encode(_DO_MAC, self._keys.authenticate(self._counter() + covered))
        extended = command.needs_extended or len(body) > MAX_SHORT_DATA
        le = MAX_EXTENDED if extended else MAX_SHORT_RESPONSE
        return Command(cla, command.ins, command.p1, command.p2, body, le, extended)

    def _unprotect(self, response: Response) -> Response:
        if not response.data:
            raise SecureMessagingLost(f"bare SW {response.sw:04X} under secure messaging", response.sw)
        iv = self._next_iv()
        found: dict[int, bytes] = {}
        covered = at = 0
        try:
            while at < len(response.data):
                covered = at
                item, at = tlv.parse_first(response.data, at)
                if item.tag in found or _DO_MAC in found:
                    raise SecureMessagingLost("secure messaging: a data object twice, or behind the MAC")
                found[item.tag] = item.value
        except tlv.TlvError as error:
            raise SecureMessagingLost(f"secure messaging: {error}") from error
        code, status = found.pop(_DO_MAC, b""), found.pop(_DO_STATUS, b"")
        expected = self._keys.authenticate(self._counter() + pad(response.data[:covered], self._block))
        if len(code) != MAC_SIZE or not same(expected, code):
            raise SecureMessagingLost("secure messaging: wrong MAC")
        if len(status) != 2:
            raise SecureMessagingLost("secure messaging: no status word")
        return Response(self._plain(found, iv), int.from_bytes(status, "big"))

    def _plain(self, found: dict[int, bytes], iv: bytes) -> bytes:
        if not found:
            return b""
        tag, value = found.popitem()
        if found or tag not in (_DO_DATA, _DO_ODD_DATA):
            raise SecureMessagingLost("secure messaging: unknown data object")
        if tag == _DO_DATA:
            if value[:1] != _PADDING_INDICATOR:
                raise SecureMessagingLost("secure messaging: padding indicator")
            value = value[1:]
        try:
            return unpad(cbc_decrypt(self._keys.cipher, self._keys.enc, iv, value))
        except ValueError as error:
            raise SecureMessagingLost("secure messaging: cryptogram") from error

    def _next_iv(self) -> bytes:
        """Count one message and give its IV: zero for 3DES, the encrypted counter for AES."""
        self._ssc = (self._ssc + 1) % (1 << 8 * self._block)
        if self._keys.cipher is Cipher.TDES:
            return bytes(self._block)
        return encrypt_block(self._keys.cipher, self._keys.enc, self._counter())

    def _counter(self) -> bytes:
        return self._ssc.to_bytes(self._block, "big")

"""The card's side of secure messaging, written from the same section of the standard: unwraps, answers, wraps."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher, cbc_decrypt, cbc_encrypt, encrypt_block, pad, unpad
from kiosk.reader.emrtd.secure_messaging import SessionKeys


class Bare(Exception):  # noqa: N818 - an answer, not an error
    """Raised by the card's answer: a status word outside secure messaging.

    ``counted`` says whether the chip counted the command before it looked at it.
    """

    def __init__(self, sw: int, *, counted: bool = False) -> None:
        super().__init__(sw)
        self.sw = sw
        self.counted = counted


class MirrorCard:
    """Checks each command's MAC, hands the plain command to ``answer`` and wraps what comes back."""

    def __init__(self, keys: SessionKeys, answer: Callable[[Command], Response]) -> None:
        self._keys = keys
        self._ssc = keys.ssc
        self._block = keys.cipher.block_size
        self._answer = answer
        self.wrapped: list[Command] = []

    def transmit(self, command: Command) -> Response:
        self.wrapped.append(command)
        before = self._ssc
        iv = self._count()
        objects = {item.tag: item.value for item in tlv.iterate(command.data)}
        covered = b"".join(tlv.encode(tag, value) for tag, value in objects.items() if tag != 0x8E)
        header = pad(bytes((command.cla, command.ins, command.p1, command.p2)), self._block)
        if objects.get(0x8E) != self._mac(header + (pad(covered, self._block) if covered else b"")):
            return Response(b"", 0x6988)
        assert command.cla & 0x0C == 0x0C
        assert (0x85 in objects) <= bool(command.ins & 1)
        cryptogram = objects.get(0x85) or objects.get(0x87, b"\x01")[1:]
        data = unpad(cbc_decrypt(self._keys.cipher, self._keys.enc, iv, cryptogram)) if cryptogram else b""
        le = objects.get(0x97)
        wanted = None if le is None else int.from_bytes(le, "big") or 256 ** len(le)
        try:
            response = self._answer(Command(command.cla & ~0x0C, command.ins, command.p1, command.p2, data, wanted))
        except Bare as bare:
            self._ssc = self._ssc if bare.counted else before
            return Response(b"", bare.sw)
        iv = self._count()
        body = b""
        if response.data:
            encrypted = cbc_encrypt(self._keys.cipher, self._keys.enc, iv, pad(response.data, self._block))
            body = tlv.encode(0x85, encrypted) if command.ins & 1 else tlv.encode(0x87, b"\x01" + encrypted)
        body += tlv.encode(0x99, response.sw.to_bytes(2, "big"))
        return Response(body + tlv.encode(0x8E, self._mac(pad(body, self._block))), 0x9000)

    def _count(self) -> bytes:
        self._ssc += 1
        if self._keys.cipher is Cipher.TDES:
            return bytes(8)
        return encrypt_block(self._keys.cipher, self._keys.enc, self._ssc.to_bytes(self._block, "big"))

    def _mac(self, padded: bytes) -> bytes:
        return self._keys.authenticate(self._ssc.to_bytes(self._block, "big") + padded)

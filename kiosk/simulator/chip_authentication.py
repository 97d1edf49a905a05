"""Chip Authentication version 1, the chip's side (ICAO Doc 9303-11 §6.2, BSI TR-03110-1 §3.4)."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.reader import oid, tlv
from kiosk.reader.apdu import StatusWord
from kiosk.reader.crypto import Cipher
from kiosk.simulator.chip_files import Refused
from kiosk.simulator.chip_keys import ChipAuthenticationKey, load_private_key
from kiosk.simulator.chip_secure_messaging import SecureMessaging

DO_DYNAMIC, DO_PUBLIC_KEY = 0x7C, 0x80
DO_PROTOCOL, DO_PUBLIC_KEY_KAT = 0x80, 0x91

Agree = Callable[[bytes], bytes]
"""Takes the terminal's encoded point, gives the shared secret; raises ``ValueError`` for a point that is none."""


class ChipAuthentication:
    """The chip's static key and the two ways to use it: MSE:Set KAT with 3DES, MSE:Set AT with AES.

    The session that comes out counts from zero and begins with the next command.
    """

    def __init__(self, protocol: str, cipher: Cipher, agree: Agree) -> None:
        self._protocol = protocol
        self._cipher = cipher
        self._agree = agree

    @classmethod
    def from_key(cls, key: ChipAuthenticationKey) -> ChipAuthentication:
        private = load_private_key(key.pkcs8)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise ValueError("Chip Authentication needs a key on an elliptic curve")
        own = private

        def agree(point: bytes) -> bytes:
            return own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(own.curve, point))

        return cls(key.kind.protocol, key.kind.cipher, agree)

    def set_kat(self, data: bytes) -> SecureMessaging:
        """MSE:Set KAT: key agreement at once; only for chips that announce 3DES."""
        if self._cipher is not Cipher.TDES:
            raise Refused(StatusWord.WRONG_P1P2)
        return self._session(_value(data, DO_PUBLIC_KEY_KAT))

    def set_at(self, data: bytes) -> None:
        """MSE:Set AT: choose the protocol; raises ``Refused`` for one that the chip does not announce."""
        try:
            protocol = oid.decode(_value(data, DO_PROTOCOL))
        except ValueError as error:
            raise Refused(StatusWord.WRONG_DATA) from error
        if protocol != self._protocol:
            raise Refused(StatusWord.WRONG_DATA)

    def general_authenticate(self, data: bytes) -> tuple[bytes, SecureMessaging]:
        """Key agreement after MSE:Set AT: the answer's data, and the new session."""
        return tlv.encode(DO_DYNAMIC, b""), self._session(_value(_value(data, DO_DYNAMIC), DO_PUBLIC_KEY))

    def _session(self, point: bytes) -> SecureMessaging:
        try:
            secret = self._agree(point)
        except ValueError as error:
            raise Refused(StatusWord.WRONG_DATA) from error
        return SecureMessaging.from_secret(self._cipher, secret)


def _value(data: bytes, tag: int) -> bytes:
    try:
        value = tlv.find(data, tag)
    except tlv.TlvError as error:
        raise Refused(StatusWord.WRONG_DATA) from error
    if value is None:
        raise Refused(StatusWord.WRONG_DATA)
    return value

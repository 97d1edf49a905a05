"""PACE, the chip's side: generic mapping on elliptic curves (ICAO Doc 9303-11 §4.4, BSI TR-03110-3 §B.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.reader import oid, tlv
from kiosk.reader.apdu import StatusWord
from kiosk.reader.crypto import ENC, MAC, PASSWORD, Cipher, cbc_encrypt, kdf, same
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve, Point, PointError
from kiosk.simulator import der
from kiosk.simulator.chip_files import Refused
from kiosk.simulator.chip_secure_messaging import SecureMessaging, checksum
from kiosk.simulator.link import Operation
from kiosk.simulator.profiles import PaceOffer

PASSWORD_MRZ, PASSWORD_CAN = 1, 2

DO_DYNAMIC = 0x7C
DO_NONCE = 0x80
DO_MAPPING_IN, DO_MAPPING_OUT = 0x81, 0x82
DO_KEY_IN, DO_KEY_OUT = 0x83, 0x84
DO_TOKEN_IN, DO_TOKEN_OUT = 0x85, 0x86

Rng = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class PaceMechanism:
    """One protocol identifier: here always generic mapping over ECDH, with one of four ciphers."""

    protocol: str
    cipher: Cipher


MECHANISMS: dict[str, PaceMechanism] = {
    mechanism.protocol: mechanism
    for mechanism in (
        PaceMechanism("0.4.0.127.0.7.2.2.4.2.1", Cipher.TDES),
        PaceMechanism("0.4.0.127.0.7.2.2.4.2.2", Cipher.AES128),
        PaceMechanism("0.4.0.127.0.7.2.2.4.2.3", Cipher.AES192),
        PaceMechanism("0.4.0.127.0.7.2.2.4.2.4", Cipher.AES256),
    )
}


@dataclass(frozen=True, slots=True)
class PacePasswords:
    """What the chip takes as passwords, by the reference of MSE:Set AT (BSI TR-03110-3 table 13)."""

    can: str = field(repr=False)
    mrz_information: str = field(repr=False)

    def secret(self, reference: int) -> bytes | None:
        """The input of the key derivation, ``None`` for a password that this chip does not have."""
        if reference == PASSWORD_CAN:
            return self.can.encode("ascii")
        if reference == PASSWORD_MRZ:
            return hashlib.sha1(self.mrz_information.encode("ascii"), usedforsecurity=False).digest()
        return None


def choose(data: bytes, offers: tuple[PaceOffer, ...], passwords: PacePasswords, rng: Rng) -> Pace:
    """The run that MSE:Set AT asks for; raises ``Refused`` with 6A80 or 6A88 for one that the chip does not offer."""
    try:
        objects = {item.tag: item.value for item in tlv.iterate(data)}
        protocol = oid.decode(objects[0x80])
        reference = objects[0x83]
    except (ValueError, KeyError) as error:
        raise Refused(StatusWord.WRONG_DATA) from error
    fitting = [offer for offer in offers if offer.protocol == protocol]
    if 0x84 in objects:
        fitting = [offer for offer in fitting if objects[0x84] == bytes((offer.parameter_id,))]
    if len(fitting) != 1:
        raise Refused(StatusWord.WRONG_DATA)
    secret = passwords.secret(reference[0]) if len(reference) == 1 else None
    if secret is None:
        raise Refused(StatusWord.REFERENCE_NOT_FOUND)
    curve = STANDARDIZED_DOMAIN_PARAMETERS[fitting[0].parameter_id]
    return Pace(MECHANISMS[protocol], curve, secret, rng)


class Pace:
    """One run: three steps, then the exchange of tokens. A run that refused a step is over."""

    def __init__(self, mechanism: PaceMechanism, curve: Curve, secret: bytes, rng: Rng) -> None:
        self._protocol = mechanism.protocol
        self._cipher = mechanism.cipher
        self._curve = curve
        self._rng = rng
        self._k_pi = kdf(secret, PASSWORD, mechanism.cipher)
        self._nonce = b""
        self._generator = curve.g
        self._secret = b""
        self._own = self._theirs = curve.g
        self._steps = [
            (Operation.PACE_NONCE, self._encrypted_nonce),
            (Operation.PACE_MAPPING, self._mapping),
            (Operation.PACE_AGREEMENT, self._agreement),
        ]

    @property
    def at_last_step(self) -> bool:
        """Whether the tokens are due, which come in a command without the chaining bit."""
        return not self._steps

    def step(self, data: bytes) -> tuple[bytes, Operation]:
        """The answer to one of the first three GENERAL AUTHENTICATE; raises ``Refused`` with 6A80."""
        operation, answer = self._steps.pop(0)
        return tlv.encode(DO_DYNAMIC, answer(_objects(data))), operation

    def finish(self, data: bytes) -> tuple[bytes, SecureMessaging]:
        """Compare tokens: the answer and the session. Raises ``Refused``: 6A80, or 6300 for the wrong password."""
        token = _value(_objects(data), DO_TOKEN_IN)
        k_enc, k_mac = (kdf(self._secret, counter, self._cipher) for counter in (ENC, MAC))
        if not same(token, self._token(k_mac, self._own)):
            raise Refused(StatusWord.VERIFICATION_FAILED)
        answer = tlv.encode(DO_TOKEN_OUT, self._token(k_mac, self._theirs))
        return tlv.encode(DO_DYNAMIC, answer), SecureMessaging(self._cipher, k_enc, k_mac)

    def _encrypted_nonce(self, objects: list[tlv.Tlv]) -> bytes:
        if objects:
            raise Refused(StatusWord.WRONG_DATA)
        block = self._cipher.block_size
        size = -(-self._cipher.key_size // block) * block
        self._nonce = self._rng(size)
        return tlv.encode(DO_NONCE, cbc_encrypt(self._cipher, self._k_pi, bytes(block), self._nonce))

    def _mapping(self, objects: list[tlv.Tlv]) -> bytes:
        """Generic mapping: a new generator out of the nonce and an anonymous key agreement (§4.4.3.3.1)."""
        curve = self._curve
        theirs = self._point(objects, DO_MAPPING_IN)
        private, own = self._key_pair(curve.g)
        shared = curve.multiply(private, theirs)
        nonce = int.from_bytes(self._nonce, "big")
        try:
            self._generator = curve.add(curve.multiply(nonce, curve.g), shared)
        except PointError as error:
            raise Refused(StatusWord.WRONG_DATA) from error
        return tlv.encode(DO_MAPPING_OUT, curve.encode_point(own))

    def _agreement(self, objects: list[tlv.Tlv]) -> bytes:
        curve = self._curve
        self._theirs = self._point(objects, DO_KEY_IN)
        private, self._own = self._key_pair(self._generator)
        if self._own == self._theirs:
            raise Refused(StatusWord.WRONG_DATA)
        self._secret = curve.encode_x(curve.multiply(private, self._theirs))
        return tlv.encode(DO_KEY_OUT, curve.encode_point(self._own))

    def _token(self, k_mac: bytes, key: Point) -> bytes:
        """The MAC over a public key as a data object: identifier and point (§4.4.3.4, BSI TR-03110-3 §D.3)."""
        point = tlv.encode(0x86, self._curve.encode_point(key))
        return checksum(self._cipher, k_mac, tlv.encode(0x7F49, der.object_identifier(self._protocol) + point))

    def _point(self, objects: list[tlv.Tlv], tag: int) -> Point:
        try:
            return self._curve.decode_point(_value(objects, tag))
        except PointError as error:
            raise Refused(StatusWord.WRONG_DATA) from error

    def _key_pair(self, generator: Point) -> tuple[int, Point]:
        """A private key from the generator of random bytes, drawn again until it lies below the order."""
        curve = self._curve
        while not 0 < (private := int.from_bytes(self._rng(curve.size), "big")) < curve.n:
            pass
        return private, curve.multiply(private, generator)


def _objects(data: bytes) -> list[tlv.Tlv]:
    try:
        return list(tlv.iterate(tlv.parse_one(data, DO_DYNAMIC).value))
    except tlv.TlvError as error:
        raise Refused(StatusWord.WRONG_DATA) from error


def _value(objects: list[tlv.Tlv], tag: int) -> bytes:
    if len(objects) != 1 or objects[0].tag != tag:
        raise Refused(StatusWord.WRONG_DATA)
    return objects[0].value

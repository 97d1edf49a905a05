"""Chip Authentication, the chip's side: version 1 (ICAO Doc 9303-11 §6.2) and version 2 (BSI TR-03110-2 §3.3).

In version 2 the chip adds a nonce to the key derivation and proves the new keys at once by a token. BSI wants Terminal
Authentication before it, to bind the terminal's key; this chip does not insist, since no kiosk can do that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kiosk.reader import oid, tlv
from kiosk.reader.apdu import StatusWord
from kiosk.reader.crypto import ENC, MAC, Cipher, kdf
from kiosk.simulator import der
from kiosk.simulator.card.card_profile import AgreementForm
from kiosk.simulator.card.chip_keys import ChipAuthenticationKey, agreement_key
from kiosk.simulator.card.mechanisms import CHIP_AUTHENTICATION, ChipAuthenticationProtocol
from kiosk.simulator.card.private_keys import EcPrivateKey
from kiosk.simulator.chip.files import Refused
from kiosk.simulator.chip.secure_messaging import SecureMessaging, checksum

DO_DYNAMIC, DO_PUBLIC_KEY, DO_NONCE, DO_TOKEN = 0x7C, 0x80, 0x81, 0x82
DO_PROTOCOL, DO_KEY_REFERENCE, DO_PUBLIC_KEY_KAT = 0x80, 0x84, 0x91

NONCE_SIZE = 8

_DO_KEY, _DO_EC_POINT, _DO_DH_VALUE = 0x7F49, 0x86, 0x84

Agree = Callable[[bytes], bytes]
"""Takes the terminal's encoded public key, gives the shared secret; raises ``ValueError`` for a key that is none."""

_3DES_OF = {elliptic: CHIP_AUTHENTICATION["ecdh-3des" if elliptic else "dh-3des"] for elliptic in (True, False)}
"""What a key is for where nothing announces a protocol (BSI TR-03110-3 §A.1.1.1)."""


@dataclass(frozen=True, slots=True)
class StaticAgreement:
    """One key of the chip, ready to compute, and what it may be used for."""

    agree: Agree = field(repr=False)
    protocols: tuple[ChipAuthenticationProtocol, ...]
    key_id: int | None = None
    version: int = 1
    form: AgreementForm = AgreementForm.BOTH

    @classmethod
    def from_key(cls, key: ChipAuthenticationKey) -> StaticAgreement:
        private = agreement_key(key)
        elliptic = isinstance(private, EcPrivateKey)
        group: Any = private.curve if isinstance(private, EcPrivateKey) else private.group
        number = private.scalar if isinstance(private, EcPrivateKey) else private.exponent
        plan = key.plan
        protocols = tuple(CHIP_AUTHENTICATION[name] for name in plan.protocols) or (_3DES_OF[elliptic],)

        def agree(public: bytes) -> bytes:
            shared: bytes = group.encode_x(group.multiply(number, group.decode_point(public)))
            return shared

        return cls(agree, protocols, plan.key_id, plan.version, plan.form)

    @property
    def triple_des(self) -> ChipAuthenticationProtocol | None:
        return next((protocol for protocol in self.protocols if protocol.cipher is Cipher.TDES), None)


@dataclass(frozen=True, slots=True)
class ChosenAgreement:
    """What MSE:Set AT chose, waiting for GENERAL AUTHENTICATE."""

    key: StaticAgreement
    protocol: ChipAuthenticationProtocol


class ChipAuthentication:
    """The chip's static keys and the two ways to use them: MSE:Set KAT for 3DES, MSE:Set AT for all ciphers.

    The session that comes out counts from zero and begins with the next command.
    """

    def __init__(self, keys: Sequence[StaticAgreement], rng: Callable[[int], bytes]) -> None:
        self._keys = tuple(keys)
        self._rng = rng

    @property
    def available(self) -> bool:
        return bool(self._keys)

    def set_kat(self, data: bytes) -> SecureMessaging:
        """MSE:Set KAT: key agreement at once. Raises ``Refused``: 6A86 on a chip without 3DES, 6A80, 6A88."""
        fitting = [key for key in self._keys if key.triple_des and key.form is not AgreementForm.SET_AT]
        if not fitting:
            raise Refused(StatusWord.WRONG_P1P2)
        key = _referenced(fitting, data)
        secret = _agreed(key, _value(data, DO_PUBLIC_KEY_KAT))
        return SecureMessaging.from_secret(Cipher.TDES, secret)

    def set_at(self, data: bytes) -> ChosenAgreement:
        """MSE:Set AT: choose protocol and key. Raises ``Refused``: 6A80 for another protocol, 6A88 for another key."""
        try:
            asked = oid.decode(_value(data, DO_PROTOCOL))
        except ValueError as error:
            raise Refused(StatusWord.WRONG_DATA) from error
        fitting = {
            key.key_id: ChosenAgreement(key, protocol)
            for key in self._keys
            for protocol in key.protocols
            if protocol.oid == asked and not (protocol.cipher is Cipher.TDES and key.form is AgreementForm.SET_KAT)
        }
        if not fitting:
            raise Refused(StatusWord.WRONG_DATA)
        key = _referenced([choice.key for choice in fitting.values()], data)
        return fitting[key.key_id]

    def general_authenticate(self, chosen: ChosenAgreement, data: bytes) -> tuple[bytes, SecureMessaging]:
        """Key agreement after MSE:Set AT: the answer's data, and the new session. Raises ``Refused`` with 6A80."""
        public = _value(_value(data, DO_DYNAMIC), DO_PUBLIC_KEY)
        secret = _agreed(chosen.key, public)
        cipher = chosen.protocol.cipher
        if chosen.key.version == 1:
            return tlv.encode(DO_DYNAMIC, b""), SecureMessaging.from_secret(cipher, secret)
        nonce = self._rng(NONCE_SIZE)
        k_enc, k_mac = (kdf(secret + nonce, counter, cipher) for counter in (ENC, MAC))
        value = tlv.encode(_DO_EC_POINT if chosen.protocol.elliptic else _DO_DH_VALUE, public)
        token = checksum(cipher, k_mac, tlv.encode(_DO_KEY, der.object_identifier(chosen.protocol.oid) + value))
        answer = tlv.encode(DO_NONCE, nonce) + tlv.encode(DO_TOKEN, token)
        return tlv.encode(DO_DYNAMIC, answer), SecureMessaging(cipher, k_enc, k_mac)


def _referenced(fitting: Sequence[StaticAgreement], data: bytes) -> StaticAgreement:
    """The key that DO'84' names; without it the only one."""
    reference = _find(data, DO_KEY_REFERENCE)
    if reference is not None:
        fitting = [key for key in fitting if key.key_id == int.from_bytes(reference, "big")]
    if len(fitting) != 1:
        raise Refused(StatusWord.REFERENCE_NOT_FOUND)
    return fitting[0]


def _agreed(key: StaticAgreement, public: bytes) -> bytes:
    try:
        return key.agree(public)
    except ValueError as error:
        raise Refused(StatusWord.WRONG_DATA) from error


def _find(data: bytes, tag: int) -> bytes | None:
    try:
        return tlv.find(data, tag)
    except tlv.TlvError as error:
        raise Refused(StatusWord.WRONG_DATA) from error


def _value(data: bytes, tag: int) -> bytes:
    value = _find(data, tag)
    if value is None:
        raise Refused(StatusWord.WRONG_DATA)
    return value

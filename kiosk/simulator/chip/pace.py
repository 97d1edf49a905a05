"""PACE, the chip's side: the run of its four steps with every mapping (ICAO Doc 9303-11 §4.4, BSI TR-03110-3 §B.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.reader import oid, tlv
from kiosk.reader.apdu import StatusWord
from kiosk.reader.crypto import ENC, MAC, PASSWORD, cbc_encrypt, encrypt_block, kdf, pad, same
from kiosk.simulator import der
from kiosk.simulator.card.card_profile import Access
from kiosk.simulator.card.mechanisms import PACE, NonceMapping, PaceProtocol
from kiosk.simulator.card.private_keys import EcPrivateKey, Parameters, parameters_of
from kiosk.simulator.chip.files import Refused
from kiosk.simulator.chip.link import Operation
from kiosk.simulator.chip.pace_mapping import integrated, nonce_size
from kiosk.simulator.chip.secure_messaging import SecureMessaging, checksum

PASSWORD_MRZ, PASSWORD_CAN = 1, 2

DO_DYNAMIC = 0x7C
DO_NONCE = 0x80
DO_MAPPING_IN, DO_MAPPING_OUT = 0x81, 0x82
DO_KEY_IN, DO_KEY_OUT = 0x83, 0x84
DO_TOKEN_IN, DO_TOKEN_OUT = 0x85, 0x86
DO_CERTIFICATION_AUTHORITY = 0x87
DO_CHIP_AUTHENTICATION_DATA = 0x8A

_DO_PUBLIC_KEY, _DO_EC_POINT, _DO_DH_VALUE = 0x7F49, 0x86, 0x84
_IV_OF_CHIP_AUTHENTICATION_DATA = b"\xff" * 16

Rng = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class PacePasswords:
    """What the chip takes as passwords, by the reference of MSE:Set AT; an empty ``can`` is none."""

    can: str = field(repr=False)
    mrz_information: str = field(repr=False)

    def secret(self, reference: int) -> bytes | None:
        """The input of the key derivation, ``None`` for a password that this chip does not have."""
        if reference == PASSWORD_CAN and self.can:
            return self.can.encode("ascii")
        if reference == PASSWORD_MRZ:
            return hashlib.sha1(self.mrz_information.encode("ascii"), usedforsecurity=False).digest()
        return None


class PaceChooser:
    """What the chip offers: ``static_keys`` by key id serve the chip authentication mapping."""

    def __init__(
        self, access: Access, passwords: PacePasswords, static_keys: Mapping[int | None, EcPrivateKey], rng: Rng
    ) -> None:
        self._access = access
        self._passwords = passwords
        self._static_keys = static_keys
        self._rng = rng

    def choose(self, data: bytes) -> Pace:
        """The run that MSE:Set AT asks for.

        Raises ``Refused``: 6A81 on a chip without PACE, 6A80 for a protocol that is not offered or not told apart
        from another, 6A88 for parameters or a password that the chip does not have.
        """
        if not self._access.pace:
            raise Refused(StatusWord.FUNCTION_NOT_SUPPORTED)
        try:
            objects = {item.tag: item.value for item in tlv.iterate(data)}
            protocol = oid.decode(objects[0x80])
            reference = objects[0x83]
        except (ValueError, KeyError) as error:
            raise Refused(StatusWord.WRONG_DATA) from error
        fitting = [offer for offer in self._access.pace if PACE[offer.protocol].oid == protocol]
        if not fitting:
            raise Refused(StatusWord.WRONG_DATA)
        if 0x84 in objects:
            asked = int.from_bytes(objects[0x84], "big") if len(objects[0x84]) == 1 else None
            fitting = [offer for offer in fitting if offer.announced_id == asked]
        secret = self._passwords.secret(reference[0]) if len(reference) == 1 else None
        if secret is None or not fitting:
            raise Refused(StatusWord.REFERENCE_NOT_FOUND)
        if len(fitting) > 1:
            raise Refused(StatusWord.WRONG_DATA)
        offer = fitting[0]
        return Pace(
            PACE[offer.protocol],
            parameters_of(offer.parameter_id),
            kdf(secret, PASSWORD, PACE[offer.protocol].cipher),
            self._rng,
            static_key=self._static_keys.get(offer.announced_id),
            certification_authority=self._access.certification_authority,
        )


class Pace:
    """One run: three steps, then the exchange of tokens. A run that refused a step is over."""

    def __init__(
        self,
        protocol: PaceProtocol,
        parameters: Parameters,
        k_pi: bytes,
        rng: Rng,
        *,
        static_key: EcPrivateKey | None = None,
        certification_authority: str = "",
    ) -> None:
        self._protocol = protocol
        self._cipher = protocol.cipher
        # Points or numbers: what the elements are, only the group itself needs to know.
        self._group: Any = parameters
        self._k_pi = k_pi
        self._rng = rng
        self._static_key = static_key
        self._certification_authority = certification_authority
        self._nonce = b""
        self._mapping_key = 0
        self._generator = self._own = self._theirs = self._group.g
        self._secret = b""
        is_integrated = protocol.mapping is NonceMapping.INTEGRATED
        self._steps = [
            (Operation.PACE_NONCE, self._encrypted_nonce),
            (Operation.PACE_MAPPING, self._integrated_mapping if is_integrated else self._generic_mapping),
            (Operation.PACE_AGREEMENT, self._agreement),
        ]

    @property
    def at_last_step(self) -> bool:
        """Whether the tokens are due, which come in a command without the chaining bit."""
        return not self._steps

    def step(self, data: bytes) -> tuple[bytes, Operation]:
        """The answer to one of the first three GENERAL AUTHENTICATE; raises ``Refused`` with 6A80."""
        operation, answer = self._steps.pop(0)
        objects = _objects(data)
        try:
            return tlv.encode(DO_DYNAMIC, answer(objects)), operation
        except ValueError as error:
            # No element of the group, or an operation that ended in the neutral one.
            raise Refused(StatusWord.WRONG_DATA) from error

    def finish(self, data: bytes) -> tuple[bytes, SecureMessaging]:
        """Compare tokens: the answer and the session. Raises ``Refused``: 6A80, or 6300 for the wrong password."""
        token = _value(_objects(data), DO_TOKEN_IN)
        k_enc, k_mac = (kdf(self._secret, counter, self._cipher) for counter in (ENC, MAC))
        if not same(token, self._token(k_mac, self._own)):
            raise Refused(StatusWord.VERIFICATION_FAILED)
        answer = tlv.encode(DO_TOKEN_OUT, self._token(k_mac, self._theirs))
        if self._certification_authority:
            answer += tlv.encode(DO_CERTIFICATION_AUTHORITY, self._certification_authority.encode("ascii"))
        if self._protocol.mapping is NonceMapping.CHIP_AUTHENTICATION:
            answer += tlv.encode(DO_CHIP_AUTHENTICATION_DATA, self._chip_authentication_data(k_enc))
        return tlv.encode(DO_DYNAMIC, answer), SecureMessaging(self._cipher, k_enc, k_mac)

    def _encrypted_nonce(self, objects: list[tlv.Tlv]) -> bytes:
        if objects:
            raise Refused(StatusWord.WRONG_DATA)
        self._nonce = self._rng(nonce_size(self._cipher))
        iv = bytes(self._cipher.block_size)
        return tlv.encode(DO_NONCE, cbc_encrypt(self._cipher, self._k_pi, iv, self._nonce))

    def _generic_mapping(self, objects: list[tlv.Tlv]) -> bytes:
        """A new generator out of the nonce and an anonymous key agreement (§4.4.3.3.1)."""
        group = self._group
        theirs = group.decode_point(_value(objects, DO_MAPPING_IN))
        self._mapping_key = self._private_key()
        shared = group.multiply(self._mapping_key, theirs)
        self._generator = group.add(group.multiply(int.from_bytes(self._nonce, "big"), group.g), shared)
        return tlv.encode(DO_MAPPING_OUT, group.encode_point(group.multiply(self._mapping_key, group.g)))

    def _integrated_mapping(self, objects: list[tlv.Tlv]) -> bytes:
        """A new generator out of two nonces; the terminal's is as long as a key (§4.4.3.3.2)."""
        nonce = _value(objects, DO_MAPPING_IN)
        if len(nonce) != self._cipher.key_size:
            raise Refused(StatusWord.WRONG_DATA)
        self._generator = integrated(self._group, self._cipher, self._nonce, nonce)
        return tlv.encode(DO_MAPPING_OUT, b"")

    def _agreement(self, objects: list[tlv.Tlv]) -> bytes:
        group = self._group
        self._theirs = group.decode_point(_value(objects, DO_KEY_IN))
        private = self._private_key()
        self._own = group.multiply(private, self._generator)
        if self._own == self._theirs:
            raise Refused(StatusWord.WRONG_DATA)
        self._secret = group.encode_x(group.multiply(private, self._theirs))
        return tlv.encode(DO_KEY_OUT, group.encode_point(self._own))

    def _token(self, k_mac: bytes, key: Any) -> bytes:
        """The MAC over a public key as a data object: identifier and value (§4.4.3.4, §9.4)."""
        value = tlv.encode(_DO_EC_POINT if self._protocol.elliptic else _DO_DH_VALUE, self._group.encode_point(key))
        data = tlv.encode(_DO_PUBLIC_KEY, der.object_identifier(self._protocol.oid) + value)
        return checksum(self._cipher, k_mac, data)

    def _chip_authentication_data(self, k_enc: bytes) -> bytes:
        """The mapping key by the static key: only a chip that has the second can say that number (§4.4.3.5)."""
        assert self._static_key is not None
        order = self._group.n
        number = self._mapping_key * pow(self._static_key.scalar, -1, order) % order
        plain = pad(number.to_bytes((order.bit_length() + 7) // 8, "big"), self._cipher.block_size)
        iv = encrypt_block(self._cipher, k_enc, _IV_OF_CHIP_AUTHENTICATION_DATA)
        return cbc_encrypt(self._cipher, k_enc, iv, plain)

    def _private_key(self) -> int:
        """A number from the generator of random bytes, drawn again until it lies below the order."""
        order: int = self._group.n
        bits = order.bit_length()
        size = (bits + 7) // 8
        while not 0 < (private := int.from_bytes(self._rng(size), "big") >> 8 * size - bits) < order:
            pass
        return private


def _objects(data: bytes) -> list[tlv.Tlv]:
    try:
        return list(tlv.iterate(tlv.parse_one(data, DO_DYNAMIC).value))
    except tlv.TlvError as error:
        raise Refused(StatusWord.WRONG_DATA) from error


def _value(objects: list[tlv.Tlv], tag: int) -> bytes:
    if len(objects) != 1 or objects[0].tag != tag:
        raise Refused(StatusWord.WRONG_DATA)
    return objects[0].value

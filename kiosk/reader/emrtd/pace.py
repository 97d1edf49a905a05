"""PACE: a password opens the chip and makes session keys that do not betray it (ICAO Doc 9303-11 §4.4).

Generic mapping over elliptic curves, 3DES and AES. What a protocol identifier means stands in one table; another
mapping is another function in ``_MAPPINGS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import Channel
from kiosk.reader.crypto import PASSWORD, Cipher, cbc_decrypt, kdf, pad, same
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, DomainParameters, Point, PointError
from kiosk.reader.emrtd.general_authenticate import answered, general_authenticate
from kiosk.reader.emrtd.key_agreement import EphemeralKey, RandomBytes, chip_point
from kiosk.reader.emrtd.passwords import Password, key_refused
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys, mac
from kiosk.reader.lds.security_infos import ID_PACE, SecurityInfos
from kiosk.reader.public_keys import PublicKeyError, domain_parameters


class Mapping(StrEnum):
    """How the nonce becomes a generator (9303-11 §4.4.3.3), with the arc below id-PACE."""

    DH_GM = "DH-GM"
    ECDH_GM = "ECDH-GM"
    DH_IM = "DH-IM"
    ECDH_IM = "ECDH-IM"
    ECDH_CAM = "ECDH-CAM"


_MAPPING_ARCS = {1: Mapping.DH_GM, 2: Mapping.ECDH_GM, 3: Mapping.DH_IM, 4: Mapping.ECDH_IM, 6: Mapping.ECDH_CAM}
_CIPHER_ARCS = {
    1: (Cipher.TDES, "3DES-CBC-CBC"),
    2: (Cipher.AES128, "AES-CBC-CMAC-128"),
    3: (Cipher.AES192, "AES-CBC-CMAC-192"),
    4: (Cipher.AES256, "AES-CBC-CMAC-256"),
}


@dataclass(frozen=True, slots=True)
class Protocol:
    """What one object identifier below id-PACE stands for."""

    oid: str
    mapping: Mapping
    cipher: Cipher
    name: str


PROTOCOLS: dict[str, Protocol] = {
    protocol.oid: protocol
    for protocol in (
        Protocol(f"{ID_PACE}.{mapping_arc}.{cipher_arc}", mapping, cipher, f"{mapping}-{name}")
        for mapping_arc, mapping in _MAPPING_ARCS.items()
        for cipher_arc, (cipher, name) in _CIPHER_ARCS.items()
    )
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One way in that the chip announces and we can go. ``named`` says that the chip must be told ``parameter_id``,
    because it offers the protocol over several sets of domain parameters."""

    protocol: Protocol
    parameters: DomainParameters = field(repr=False)
    parameter_id: int | None = None
    named: bool = False

    @property
    def mechanism(self) -> str:
        return f"{self.protocol.name} {self.parameters.name}"


def offers(infos: SecurityInfos) -> tuple[Offer, ...]:
    """The offers that this program can take up, best first: AES before 3DES, long keys before short."""
    explicit = {info.parameter_id: info.algorithm for info in infos.pace_parameters}
    found: list[Offer] = []
    for info in infos.pace:
        protocol = PROTOCOLS.get(info.protocol)
        parameters = STANDARDIZED_DOMAIN_PARAMETERS.get(-1 if info.parameter_id is None else info.parameter_id)
        if parameters is None and info.parameter_id in explicit:
            try:
                parameters = domain_parameters(explicit[info.parameter_id])
            except PublicKeyError:
                continue
        if protocol is not None and protocol.mapping in _MAPPINGS and parameters is not None:
            named = sum(other.protocol == info.protocol for other in infos.pace) > 1
            found.append(Offer(protocol, parameters, info.parameter_id, named))
    strength = list(Cipher)
    return tuple(sorted(found, key=lambda offer: -strength.index(offer.protocol.cipher)))


def perform(channel: Channel, offer: Offer, password: Password, random_bytes: RandomBytes) -> SecureMessagingChannel:
    """Run the protocol; the returned channel speaks secure messaging with the new keys.

    Raises ``Fault``: ``WRONG_ACCESS_KEY`` when the chip refuses our token, ``ACCESS_REFUSED`` when it refuses the
    protocol, ``CARD_ANSWER_WRONG`` when its answers break the protocol or its token does not verify.
    """
    protocol, parameters = offer.protocol, offer.parameters
    _announce(channel, offer, password)
    nonce = _nonce(channel, protocol.cipher, kdf(password.secret, PASSWORD, protocol.cipher))
    try:
        generator = _MAPPINGS[protocol.mapping](channel, parameters, nonce, random_bytes)
        own = EphemeralKey.generate(parameters, generator, random_bytes)
        chip = chip_point(parameters, _step(channel, "PACE key agreement", 0x83, own.encoded, 0x84), "PACE")
        secret = parameters.encode_x(own.agree(chip))
    except PointError as error:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, f"PACE: {error}") from error
    if chip == own.public:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "PACE: the chip sent our own key back")
    keys = SessionKeys.derive(protocol.cipher, secret)
    _authenticate(channel, offer, keys, own.public, chip)
    return SecureMessagingChannel(channel, keys)


def _announce(channel: Channel, offer: Offer, password: Password) -> None:
    """MSE:Set AT for mutual authentication (9303-11 §4.4.4.1); 63Cx only counts tries."""
    data = tlv.encode(0x80, oid.encode(offer.protocol.oid)) + tlv.encode(0x83, bytes((password.reference,)))
    if offer.named and offer.parameter_id is not None:
        data += tlv.encode(0x84, bytes((offer.parameter_id,)))
    response = channel.transmit(Command(0x00, 0x22, 0xC1, 0xA4, data))
    if not response.ok and response.sw & 0xFFF0 != 0x63C0:
        raise _refused("PACE MSE:Set AT", response)


def _nonce(channel: Channel, cipher: Cipher, key: bytes) -> int:
    response = general_authenticate(channel, b"", last=False)
    if not response.ok:
        raise _refused("PACE nonce", response)
    encrypted = answered(response, 0x80, "PACE nonce")
    if not 0 < len(encrypted) <= 64 or len(encrypted) % cipher.block_size:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "PACE nonce: wrong size")
    return int.from_bytes(cbc_decrypt(cipher, key, bytes(cipher.block_size), encrypted), "big")


def _generic_mapping(channel: Channel, parameters: DomainParameters, nonce: int, random_bytes: RandomBytes) -> Point:
    """``s · G + H`` with an anonymous Diffie-Hellman secret ``H`` (9303-11 §4.4.3.3.1)."""
    own = EphemeralKey.generate(parameters, parameters.g, random_bytes)
    chip = chip_point(parameters, _step(channel, "PACE mapping", 0x81, own.encoded, 0x82), "PACE mapping")
    return parameters.add(parameters.multiply(nonce, parameters.g), own.agree(chip))


_MAPPINGS: dict[Mapping, Callable[[Channel, DomainParameters, int, RandomBytes], Point]] = {
    Mapping.ECDH_GM: _generic_mapping,
}


def _authenticate(channel: Channel, offer: Offer, keys: SessionKeys, own: Point, chip: Point) -> None:
    """Exchange tokens: each side authenticates the other's public key under the new MAC key (9303-11 §4.4.3.4)."""
    response = general_authenticate(channel, tlv.encode(0x85, _token(offer, keys, chip)), last=True)
    if key_refused(response.sw):
        # Only now does the chip see that our nonce, and so our password, is another one.
        raise Fault(FaultCode.WRONG_ACCESS_KEY, f"PACE token: SW {response.sw:04X}")
    if not response.ok:
        raise _refused("PACE token", response)
    if not same(answered(response, 0x86, "PACE token"), _token(offer, keys, own)):
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "PACE: the chip's token does not verify")


def _token(offer: Offer, keys: SessionKeys, public: Point) -> bytes:
    """MAC over the public key data object of the other side (9303-11 §4.4.3.4, §9.4)."""
    cipher = offer.protocol.cipher
    data = tlv.encode(0x06, oid.encode(offer.protocol.oid)) + tlv.encode(0x86, offer.parameters.encode_point(public))
    authenticated = tlv.encode(0x7F49, data)
    return mac(cipher, keys.mac, pad(authenticated, cipher.block_size) if cipher is Cipher.TDES else authenticated)


def _step(channel: Channel, step: str, tag: int, value: bytes, answer_tag: int) -> bytes:
    response = general_authenticate(channel, tlv.encode(tag, value), last=False)
    if not response.ok:
        raise _refused(step, response)
    return answered(response, answer_tag, step)


def _refused(step: str, response: Response) -> Fault:
    return Fault(FaultCode.ACCESS_REFUSED, f"{step}: SW {response.sw:04X}")

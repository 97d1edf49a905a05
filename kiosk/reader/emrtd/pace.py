"""PACE: a password opens the chip and makes session keys that do not betray it (ICAO Doc 9303-11 §4.4).

What the chip may offer, and the run itself; the mappings of the nonce are in ``pace_mapping``, what chip
authentication mapping proves in ``pace_cam``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.chip_reading import PaceCam
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import Channel
from kiosk.reader.crypto import PASSWORD, Cipher, cbc_decrypt, kdf, pad, same
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve
from kiosk.reader.dh_groups import DH_GROUPS, DhGroup
from kiosk.reader.domain_parameters import DomainParameters, Element, ElementError
from kiosk.reader.emrtd.general_authenticate import answered, general_authenticate
from kiosk.reader.emrtd.key_agreement import EphemeralKey, RandomBytes, chip_key
from kiosk.reader.emrtd.pace_cam import decrypt
from kiosk.reader.emrtd.pace_mapping import Mapped, generic_mapping, integrated_mapping
from kiosk.reader.emrtd.passwords import Password, key_refused
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys, mac
from kiosk.reader.lds.security_infos import ID_PACE, PaceInfo, SecurityInfos
from kiosk.reader.public_keys import PublicKeyError, domain_parameters


class Mapping(StrEnum):
    """How the nonce becomes a generator (9303-11 §4.4.3.3), best first: a proof of the chip comes with the first, and
    curves are quicker than groups modulo a prime."""

    ECDH_CAM = "ECDH-CAM"
    ECDH_GM = "ECDH-GM"
    ECDH_IM = "ECDH-IM"
    DH_GM = "DH-GM"
    DH_IM = "DH-IM"


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

    @property
    def modular(self) -> bool:
        """Whether it computes modulo a prime, not on a curve."""
        return self.mapping in (Mapping.DH_GM, Mapping.DH_IM)

    @property
    def integrated(self) -> bool:
        return self.mapping in (Mapping.ECDH_IM, Mapping.DH_IM)


PROTOCOLS: dict[str, Protocol] = {
    protocol.oid: protocol
    for protocol in (
        Protocol(f"{ID_PACE}.{mapping_arc}.{cipher_arc}", mapping, cipher, f"{mapping}-{name}")
        for mapping_arc, mapping in _MAPPING_ARCS.items()
        for cipher_arc, (cipher, name) in _CIPHER_ARCS.items()
    )
    if (protocol.mapping, protocol.cipher) != (Mapping.ECDH_CAM, Cipher.TDES)
}
"""By object identifier (9303-11 tables 2 and 3)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One way in that the chip announces and we can go. ``named`` says that the chip must be told ``parameter_id``,
    because it has several sets of domain parameters."""

    protocol: Protocol
    parameters: Curve | DhGroup = field(repr=False)
    parameter_id: int | None = None
    named: bool = False

    @property
    def mechanism(self) -> str:
        return f"{self.protocol.name} {self.parameters.name}"


@dataclass(frozen=True, slots=True)
class Established:
    """The ``session`` under the new keys; ``cam`` is the evidence of chip authentication mapping, where that was the
    mapping."""

    session: SecureMessagingChannel
    cam: PaceCam | None = None


def offers(infos: SecurityInfos) -> tuple[Offer, ...]:
    """The offers that this program can take up, best first.

    AES goes before 3DES, then the best mapping before the best key size; what is equal stays in the chip's order.
    """
    named = len({info.parameter_id for info in infos.pace}) > 1
    found: list[Offer] = []
    for info in infos.pace:
        protocol, parameters = PROTOCOLS.get(info.protocol), _parameters(info, infos)
        if protocol is not None and parameters is not None and _fits(protocol, parameters):
            found.append(Offer(protocol, parameters, info.parameter_id, named))
    mappings, ciphers = list(Mapping), list(Cipher)

    def rank(offer: Offer) -> tuple[bool, int, int]:
        protocol = offer.protocol
        return protocol.cipher is Cipher.TDES, mappings.index(protocol.mapping), -ciphers.index(protocol.cipher)

    return tuple(sorted(found, key=rank))


def _parameters(info: PaceInfo, infos: SecurityInfos) -> Curve | DhGroup | None:
    """The standardized parameters of this number, or the explicit ones, which are then known to us all the same.

    Explicit parameters carry the number of the info that means them, or none where there are no others
    (9303-11 §9.2.2).
    """
    number = info.parameter_id
    if number is not None:
        standardized: dict[int, Curve | DhGroup] = {**DH_GROUPS, **STANDARDIZED_DOMAIN_PARAMETERS}
        if number in standardized:
            return standardized[number]
    of_mapping = [one for one in infos.pace_parameters if info.protocol.startswith(one.protocol + ".")]
    meant = [one for one in of_mapping if one.parameter_id == number] or (of_mapping if number is None else [])
    if len(meant) != 1:
        return None
    try:
        return domain_parameters(meant[0].algorithm)
    except PublicKeyError:
        return None


def _fits(protocol: Protocol, parameters: Curve | DhGroup) -> bool:
    """Whether the protocol can be run with these parameters."""
    if isinstance(parameters, DhGroup):
        return protocol.modular
    return not protocol.modular and (parameters.embeds or not protocol.integrated)


def establish(channel: Channel, offer: Offer, password: Password, random_bytes: RandomBytes) -> Established:
    """Run the protocol.

    Raises ``Fault``: ``WRONG_ACCESS_KEY`` when the chip refuses our token, ``ACCESS_REFUSED`` when it refuses the
    protocol, ``CARD_ANSWER_WRONG`` when its answers break the protocol or its token does not verify. Chip
    authentication data are evidence and judged elsewhere: whatever they are, the channel is the password's.
    """
    match offer.parameters:
        case Curve() as curve:
            return _run(channel, offer, curve, password, random_bytes)
        case DhGroup() as group:
            return _run(channel, offer, group, password, random_bytes)


def perform(channel: Channel, offer: Offer, password: Password, random_bytes: RandomBytes) -> SecureMessagingChannel:
    """``establish`` for those who want the session only."""
    return establish(channel, offer, password, random_bytes).session


def _run(
    channel: Channel,
    offer: Offer,
    parameters: DomainParameters[Element],
    password: Password,
    random_bytes: RandomBytes,
) -> Established:
    cipher = offer.protocol.cipher
    _announce(channel, offer, password)
    nonce = _nonce(channel, cipher, kdf(password.secret, PASSWORD, cipher))
    try:
        mapped = _map(channel, offer.protocol, parameters, nonce, random_bytes)
        own = EphemeralKey.generate(parameters, mapped.generator, random_bytes)
        answer = _step(channel, "PACE key agreement", tlv.encode(0x83, own.encoded))
        theirs = answered(answer, 0x84, "PACE key agreement")
        chip = chip_key(parameters, theirs, "PACE")
        secret = parameters.encode_x(own.agree(chip))
    except ElementError as error:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, f"PACE: {error}") from error
    if chip == own.public:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "PACE: the chip sent our own key back")
    keys = SessionKeys.derive(cipher, secret)
    last = _authenticate(channel, offer.protocol, keys, own.encoded, theirs)
    cam = None
    if offer.protocol.mapping is Mapping.ECDH_CAM and mapped.chip_key is not None:
        data = decrypt(keys, answered(last, 0x8A, "PACE token", optional=True))
        cam = PaceCam(offer.mechanism, offer.parameter_id, parameters.encode_point(mapped.chip_key), data)
    return Established(SecureMessagingChannel(channel, keys), cam)


def _announce(channel: Channel, offer: Offer, password: Password) -> None:
    """MSE:Set AT for mutual authentication (9303-11 §4.4.4.1); 63Cx only counts tries."""
    data = tlv.encode(0x80, oid.encode(offer.protocol.oid)) + tlv.encode(0x83, bytes((password.reference,)))
    if offer.named and offer.parameter_id is not None:
        data += tlv.encode(0x84, bytes((offer.parameter_id,)))
    response = channel.transmit(Command(0x00, 0x22, 0xC1, 0xA4, data))
    if not response.ok and response.sw & 0xFFF0 != 0x63C0:
        raise _refused("PACE MSE:Set AT", response)


def _nonce(channel: Channel, cipher: Cipher, key: bytes) -> bytes:
    encrypted = answered(_step(channel, "PACE nonce", b""), 0x80, "PACE nonce")
    if not 0 < len(encrypted) <= 64 or len(encrypted) % cipher.block_size:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "PACE nonce: wrong size")
    return cbc_decrypt(cipher, key, bytes(cipher.block_size), encrypted)


def _map(
    channel: Channel,
    protocol: Protocol,
    parameters: DomainParameters[Element],
    nonce: bytes,
    random_bytes: RandomBytes,
) -> Mapped[Element]:
    def exchange(data: bytes) -> bytes:
        answer = _step(channel, "PACE mapping", tlv.encode(0x81, data))
        return answered(answer, 0x82, "PACE mapping", optional=protocol.integrated)

    if protocol.integrated:
        return integrated_mapping(exchange, parameters, protocol.cipher, nonce, random_bytes)
    return generic_mapping(exchange, parameters, nonce, random_bytes)


def _authenticate(channel: Channel, protocol: Protocol, keys: SessionKeys, ours: bytes, theirs: bytes) -> Response:
    """Exchange tokens: each side authenticates the other's public key under the new MAC key (9303-11 §4.4.3.4)."""
    response = general_authenticate(channel, tlv.encode(0x85, _token(protocol, keys, theirs)), last=True)
    if key_refused(response.sw):
        # Only now does the chip see that our nonce, and so our password, is another one.
        raise Fault(FaultCode.WRONG_ACCESS_KEY, f"PACE token: SW {response.sw:04X}")
    if not response.ok:
        raise _refused("PACE token", response)
    if not same(answered(response, 0x86, "PACE token"), _token(protocol, keys, ours)):
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "PACE: the chip's token does not verify")
    return response


def _token(protocol: Protocol, keys: SessionKeys, public: bytes) -> bytes:
    """MAC over the public key data object of the other side, its key as it was sent (9303-11 §4.4.3.4, §9.4)."""
    value = tlv.encode(0x84 if protocol.modular else 0x86, public)
    authenticated = tlv.encode(0x7F49, tlv.encode(0x06, oid.encode(protocol.oid)) + value)
    cipher = protocol.cipher
    return mac(cipher, keys.mac, pad(authenticated, cipher.block_size) if cipher is Cipher.TDES else authenticated)


def _step(channel: Channel, step: str, data: bytes) -> Response:
    response = general_authenticate(channel, data, last=False)
    if not response.ok:
        raise _refused(step, response)
    return response


def _refused(step: str, response: Response) -> Fault:
    return Fault(FaultCode.ACCESS_REFUSED, f"{step}: SW {response.sw:04X}")

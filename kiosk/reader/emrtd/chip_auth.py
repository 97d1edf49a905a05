"""Chip Authentication: the chip proves a key that only the genuine one has (ICAO Doc 9303-11 §6.2, TR-03110-1 §3.4).

New session keys are agreed with the chip's static key from DG14; a chip without the private key cannot speak under
them. So it is not the 9000 of the agreement that proves anything, but the first answer under the new keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipAuthentication
from kiosk.domain.faults import Fault
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher, pad, same
from kiosk.reader.domain_parameters import DomainParameters, Element, ElementError
from kiosk.reader.emrtd.chip_auth_ways import Form, Way
from kiosk.reader.emrtd.general_authenticate import answered, general_authenticate
from kiosk.reader.emrtd.key_agreement import EphemeralKey, RandomBytes
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost, SessionKeys, mac
from kiosk.reader.public_keys import EcPublicKey

SHORT_PUBLIC_KEY = 200
"""Bytes of a public key that a short command carries under secure messaging, with protocol and key reference."""


@dataclass(frozen=True, slots=True)
class Performed:
    """The ``outcome``, and the ``session`` to go on with: the new one, the old one where the chip refused and kept it,
    ``None`` where access is needed anew. ``untried`` are the ways that a lost session left untried. ``fault`` came
    after the chip had proven its keys, and ends the reading: the proof stands, the card is gone."""

    outcome: ChipAuthentication
    session: SecureMessagingChannel | None
    untried: tuple[Way, ...] = ()
    fault: Fault | None = None


def perform(
    session: SecureMessagingChannel,
    candidates: tuple[Way, ...],
    random_bytes: RandomBytes,
    prove: Callable[[SecureMessagingChannel], object],
    *,
    extended: bool = True,
) -> Performed:
    """Agree on new keys by the first candidate that the chip takes up, and have them proven.

    ``prove`` reads something over the channel that it is given; the first answer that verifies is the proof. Without
    ``extended`` length no key is sent that is too long for a short command.

    ``FAILED`` is said only of a chip that took our key up and could not answer under the new keys. A chip that
    refuses the command has proven nothing either way: ``NOT_DONE``. Faults of card and reader before the proof pass
    through.
    """
    outcome = ChipAuthentication(CheckStatus.NOT_DONE, reason="refused-by-chip")
    for index, way in enumerate(candidates):
        try:
            public, secret = _ephemeral(way, random_bytes)
        except ElementError:
            outcome = ChipAuthentication(CheckStatus.NOT_DONE, way.mechanism, "key-malformed")
            continue
        if len(public) > SHORT_PUBLIC_KEY and not extended:
            outcome = ChipAuthentication(CheckStatus.NOT_DONE, way.mechanism, "extended-length-needed")
            continue
        try:
            response = _agree(session, way, public)
        except SecureMessagingLost as lost:
            reason = "session-lost" if lost.sw is None else "refused-by-chip"
            outcome = ChipAuthentication(CheckStatus.NOT_DONE, way.mechanism, reason)
            return Performed(outcome, None, candidates[index + 1 :])
        if not response.ok:
            outcome = ChipAuthentication(CheckStatus.NOT_DONE, way.mechanism, "refused-by-chip")
            continue
        failed = ChipAuthentication(CheckStatus.FAILED, way.mechanism, "new-keys-not-proven")
        keys = _session_keys(way, public, secret, response)
        if keys is None:
            return Performed(failed, None)
        restarted = session.restarted(keys)
        passed = ChipAuthentication(CheckStatus.PASSED, way.mechanism)
        try:
            prove(restarted)
        except SecureMessagingLost:
            return Performed(passed if restarted.answered else failed, None)
        except Fault as fault:
            if not restarted.answered:
                raise
            return Performed(passed, None, fault=fault)
        return Performed(passed, restarted)
    return Performed(outcome, session)


def _ephemeral(way: Way, random_bytes: RandomBytes) -> tuple[bytes, bytes]:
    """Our public key as it travels, and the shared secret; raises ``ElementError`` where the chip's key gives none."""
    if isinstance(way.key, EcPublicKey):
        return _agreed(way.key.curve, way.key.point, random_bytes)
    return _agreed(way.key.group, way.key.value, random_bytes)


def _agreed(parameters: DomainParameters[Element], chip: Element, random_bytes: RandomBytes) -> tuple[bytes, bytes]:
    own = EphemeralKey.generate(parameters, parameters.g, random_bytes)
    return own.encoded, parameters.encode_x(own.agree(chip))


def _agree(session: SecureMessagingChannel, way: Way, public: bytes) -> Response:
    """Send our key by MSE:Set KAT, or by MSE:Set AT and GENERAL AUTHENTICATE (9303-11 §6.2.4)."""
    if way.form is Form.SET_KAT:
        return session.transmit(Command(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, public) + _key_reference(way)))
    announced = tlv.encode(0x80, oid.encode(way.protocol)) + _key_reference(way)
    response = session.transmit(Command(0x00, 0x22, 0x41, 0xA4, announced))
    return general_authenticate(session, tlv.encode(0x80, public), last=True) if response.ok else response


def _key_reference(way: Way) -> bytes:
    if way.key_id is None:
        return b""
    return tlv.encode(0x84, way.key_id.to_bytes(max(1, (way.key_id.bit_length() + 7) // 8), "big"))


def _session_keys(way: Way, public: bytes, secret: bytes, response: Response) -> SessionKeys | None:
    """The new keys. Version 2 mixes a nonce of the chip's in and proves them by a token over our key (BSI TR-03110-2);
    ``None`` where that token does not verify."""
    if way.version == 1:
        return SessionKeys.derive(way.cipher, secret)
    try:
        nonce, token = (answered(response, tag, "Chip Authentication") for tag in (0x81, 0x82))
    except Fault:
        return None
    keys = SessionKeys.derive(way.cipher, secret + nonce)
    return keys if same(_token(way, keys, public), token) else None


def _token(way: Way, keys: SessionKeys, public: bytes) -> bytes:
    """MAC over our public key as a data object (BSI TR-03110-3)."""
    value = tlv.encode(0x86 if isinstance(way.key, EcPublicKey) else 0x84, public)
    authenticated = tlv.encode(0x7F49, tlv.encode(0x06, oid.encode(way.protocol)) + value)
    return mac(way.cipher, keys.mac, pad(authenticated, 8) if way.cipher is Cipher.TDES else authenticated)

"""Chip Authentication v1: the chip proves a key that only the genuine one has (ICAO Doc 9303-11 §6.2, TR-03110-1 §3.4).

New session keys are agreed with the chip's static key from DG14; a chip without the private key cannot speak under
them. So it is not the 9000 of the agreement that proves anything, but the first answer under the new keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipAuthentication
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher
from kiosk.reader.emrtd.general_authenticate import general_authenticate
from kiosk.reader.emrtd.key_agreement import EphemeralKey, RandomBytes
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost, SessionKeys
from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.security_infos import (
    ID_CHIP_AUTHENTICATION,
    ID_PK_ECDH,
    ChipAuthenticationPublicKeyInfo,
    SecurityInfos,
)
from kiosk.reader.public_keys import EcPublicKey, PublicKeyError, UnknownCurveError, load_ec

_ECDH_3DES = f"{ID_CHIP_AUTHENTICATION}.2.1"
PROTOCOLS: dict[str, tuple[Cipher, str]] = {
    f"{ID_CHIP_AUTHENTICATION}.2.4": (Cipher.AES256, "ECDH-AES-CBC-CMAC-256"),
    f"{ID_CHIP_AUTHENTICATION}.2.3": (Cipher.AES192, "ECDH-AES-CBC-CMAC-192"),
    f"{ID_CHIP_AUTHENTICATION}.2.2": (Cipher.AES128, "ECDH-AES-CBC-CMAC-128"),
    _ECDH_3DES: (Cipher.TDES, "ECDH-3DES-CBC-CBC"),
}
"""By object identifier, best first."""


@dataclass(frozen=True, slots=True)
class Way:
    """One key of the chip, and the protocol to use it by."""

    protocol: str
    key: EcPublicKey = field(repr=False)
    key_id: int | None

    @property
    def cipher(self) -> Cipher:
        return PROTOCOLS[self.protocol][0]

    @property
    def mechanism(self) -> str:
        return f"{PROTOCOLS[self.protocol][1]} {self.key.curve.name}"


def ways(dg14: bytes) -> tuple[Way, ...] | ChipAuthentication:
    """What DG14 announces and this program can do, best first; if there is nothing, the outcome that says why."""
    try:
        infos = parse_dg14(dg14)
    except LdsError:
        return ChipAuthentication(CheckStatus.NOT_DONE, reason="dg14-malformed")
    if not infos.chip_authentication_keys:
        return ChipAuthentication(CheckStatus.NOT_SUPPORTED, reason="not-announced")
    found: list[Way] = []
    outcome = ChipAuthentication(CheckStatus.NOT_SUPPORTED, reason="key-agreement-not-supported")
    for info in infos.chip_authentication_keys:
        if info.protocol != ID_PK_ECDH:
            continue
        try:
            key = load_ec(info.spki)
        except UnknownCurveError:
            outcome = ChipAuthentication(CheckStatus.NOT_SUPPORTED, reason="curve-not-supported")
        except PublicKeyError:
            outcome = ChipAuthentication(CheckStatus.NOT_DONE, reason="key-malformed")
        else:
            found += [Way(protocol, key, info.key_id) for protocol in _protocols(infos, info)]
    best = list(PROTOCOLS)
    return tuple(sorted(found, key=lambda way: best.index(way.protocol))) or outcome


def _protocols(infos: SecurityInfos, key: ChipAuthenticationPublicKeyInfo) -> list[str]:
    """The protocols announced for this key; a key without any is for 3DES (TR-03110-3 §A.1.1.1)."""
    announced = [info for info in infos.chip_authentication if info.key_id in (None, key.key_id)]
    if not announced:
        return [_ECDH_3DES]
    return [info.protocol for info in announced if info.protocol in PROTOCOLS]


def perform(
    session: SecureMessagingChannel,
    candidates: tuple[Way, ...],
    random_bytes: RandomBytes,
    prove: Callable[[SecureMessagingChannel], object],
) -> tuple[ChipAuthentication, SecureMessagingChannel | None]:
    """Agree on new keys by the first candidate that the chip takes up, and have them proven.

    ``prove`` reads something over the channel that it is given. Returns the outcome and the channel to go on with:
    the new one, the old one where the chip refused and kept the session, ``None`` where access is needed anew.

    ``FAILED`` is said only of a chip that took our key up and could not answer under the new keys. A chip that
    refuses the command has proven nothing either way: ``NOT_DONE``. Faults of card and reader pass through.
    """
    outcome = ChipAuthentication(CheckStatus.NOT_DONE, reason="refused-by-chip")
    for way in candidates:
        try:
            restarted = _agree(session, way, random_bytes)
        except SecureMessagingLost as lost:
            reason = "session-lost" if lost.sw is None else "refused-by-chip"
            return ChipAuthentication(CheckStatus.NOT_DONE, way.mechanism, reason), None
        if restarted is None:
            outcome = ChipAuthentication(CheckStatus.NOT_DONE, way.mechanism, "refused-by-chip")
            continue
        try:
            prove(restarted)
        except SecureMessagingLost:
            return ChipAuthentication(CheckStatus.FAILED, way.mechanism, "new-keys-not-proven"), None
        return ChipAuthentication(CheckStatus.PASSED, way.mechanism), restarted
    return outcome, session


def _agree(session: SecureMessagingChannel, way: Way, random_bytes: RandomBytes) -> SecureMessagingChannel | None:
    """The channel under the new keys, not proven yet; ``None`` when the chip refused."""
    curve = way.key.curve
    own = EphemeralKey.generate(curve, curve.g, random_bytes)
    send = _set_key_agreement_template if way.cipher is Cipher.TDES else _general_authenticate
    if not send(session, way, own.encoded).ok:
        return None
    secret = curve.encode_x(own.agree(way.key.point))
    return session.restarted(SessionKeys.derive(way.cipher, secret))


def _set_key_agreement_template(session: SecureMessagingChannel, way: Way, public: bytes) -> Response:
    """MSE:Set KAT, the one command of the 3DES form (9303-11 §6.2.4.1)."""
    return session.transmit(Command(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, public) + _key_reference(way)))


def _general_authenticate(session: SecureMessagingChannel, way: Way, public: bytes) -> Response:
    """MSE:Set AT, then GENERAL AUTHENTICATE: the form for AES (9303-11 §6.2.4.2)."""
    announced = tlv.encode(0x80, oid.encode(way.protocol)) + _key_reference(way)
    response = session.transmit(Command(0x00, 0x22, 0x41, 0xA4, announced))
    return general_authenticate(session, tlv.encode(0x80, public), last=True) if response.ok else response


def _key_reference(way: Way) -> bytes:
    if way.key_id is None:
        return b""
    return tlv.encode(0x84, way.key_id.to_bytes(max(1, (way.key_id.bit_length() + 7) // 8), "big"))

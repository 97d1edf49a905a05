"""SecurityInfos as the personaliser writes them: EF.CardAccess, EF.CardSecurity's contents, DG14, and DG15's key."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.reader import tlv
from kiosk.reader.curves import Curve
from kiosk.simulator import der
from kiosk.simulator.card.card_profile import CardProfile, PaceOffer
from kiosk.simulator.card.chip_keys import ActiveAuthenticationKey, ChipAuthenticationKey
from kiosk.simulator.card.mechanisms import CHIP_AUTHENTICATION, ID_CHIP_AUTHENTICATION, PACE
from kiosk.simulator.card.private_keys import parameters_of
from kiosk.simulator.card.public_key_info import KeyEncoding, algorithm_identifier, public_key_info

ID_TERMINAL_AUTHENTICATION = "0.4.0.127.0.7.2.2.2"
ID_PK_DH = "0.4.0.127.0.7.2.2.1.1"
ID_PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
ID_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"

_ECDSA_PLAIN = {
    "sha1": "0.4.0.127.0.7.1.1.4.1.1",
    "sha224": "0.4.0.127.0.7.1.1.4.1.2",
    "sha256": "0.4.0.127.0.7.1.1.4.1.3",
    "sha384": "0.4.0.127.0.7.1.1.4.1.4",
    "sha512": "0.4.0.127.0.7.1.1.4.1.5",
}
"""ecdsa-plain-signatures by hash (BSI TR-03111 §5.2.1.1)."""

_ECDSA_DER = {
    "sha1": "1.2.840.10045.4.1",
    "sha224": "1.2.840.10045.4.3.1",
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}
"""ecdsa-with-SHA, which chips announce that answer in DER (RFC 5758 §3.2)."""

ChipKeys = Sequence[ChipAuthenticationKey]


def card_access(profile: CardProfile, keys: ChipKeys) -> bytes:
    """EF.CardAccess: what a reader needs before it has access (ICAO Doc 9303-11 §9.2.11)."""
    return der.set_of(*_announced(profile, keys))


def card_security(profile: CardProfile, keys: ChipKeys) -> bytes:
    """What EF.CardSecurity signs: all of EF.CardAccess, and the keys (ICAO Doc 9303-11 §9.2.11)."""
    return der.set_of(*_announced(profile, keys), *_public_keys(profile, keys))


def dg14(profile: CardProfile, keys: ChipKeys, active: ActiveAuthenticationKey | None) -> bytes:
    """DG14: the same, and how Active Authentication signs where the key does not say it."""
    infos = [*_announced(profile, keys), *_public_keys(profile, keys)]
    if active is not None and active.kind.curve is not None:
        algorithm = (_ECDSA_DER if active.kind.der else _ECDSA_PLAIN)[active.kind.digest]
        infos.append(_info(ID_ACTIVE_AUTHENTICATION, der.integer(1), der.object_identifier(algorithm)))
    return tlv.encode(0x6E, der.set_of(*infos))


def dg15(profile: CardProfile, active: ActiveAuthenticationKey) -> bytes:
    """The public key of Active Authentication (ICAO Doc 9303-10 §4.7.15)."""
    return tlv.encode(0x6F, public_key_info(active.pkcs8, profile.clone_checks.encoding))


def _announced(profile: CardProfile, keys: ChipKeys) -> list[bytes]:
    """Terminal and Chip Authentication, then PACE: the order of cards in the field."""
    infos = []
    if keys and profile.files.fingerprints:
        infos.append(_info(ID_TERMINAL_AUTHENTICATION, der.integer(1)))
    for key in keys:
        plan = key.plan
        version, number = der.integer(plan.version), _optional(plan.key_id)
        infos += [_info(CHIP_AUTHENTICATION[name].oid, version, number) for name in plan.protocols]
        if plan.version == 2:
            parameters = parameters_of(plan.parameter_id)
            family = f"{ID_CHIP_AUTHENTICATION}.{2 if isinstance(parameters, Curve) else 1}"
            infos.append(_info(family, algorithm_identifier(parameters, KeyEncoding.STANDARDIZED), number))
    offers = profile.access.pace
    infos += [_info(PACE[offer.protocol].oid, der.integer(2), _optional(offer.announced_id)) for offer in offers]
    explicit = {(PACE[offer.protocol].family, offer.announced_id): offer for offer in offers if offer.explicit}
    infos += [_domain_parameters(family, offer) for (family, _), offer in explicit.items()]
    return infos


def _domain_parameters(family: str, offer: PaceOffer) -> bytes:
    """PACEDomainParameterInfo (ICAO Doc 9303-11 §9.2.2)."""
    algorithm = algorithm_identifier(parameters_of(offer.parameter_id), KeyEncoding.EXPLICIT)
    return _info(family, algorithm, _optional(offer.announced_id))


def _public_keys(profile: CardProfile, keys: ChipKeys) -> list[bytes]:
    """ChipAuthenticationPublicKeyInfo for each key (ICAO Doc 9303-11 §9.2.6)."""
    infos = []
    for key in keys:
        elliptic = isinstance(parameters_of(key.plan.parameter_id), Curve)
        spki = public_key_info(key.pkcs8, key.plan.encoding or profile.clone_checks.encoding)
        infos.append(_info(ID_PK_ECDH if elliptic else ID_PK_DH, spki, _optional(key.plan.key_id)))
    return infos


def _info(protocol: str, *data: bytes) -> bytes:
    return der.sequence(der.object_identifier(protocol), *data)


def _optional(number: int | None) -> bytes:
    return b"" if number is None else der.integer(number)

"""What readers and cards are tried on: issued documents of fictitious people, and the protocols that OpenPACE has."""

from __future__ import annotations

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.reader.lds.catalogue import CATALOGUE
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import CardProfile, PaceOffer, StaticKey
from kiosk.simulator.card.mechanisms import PACE
from kiosk.simulator.card.person import AN, Citizen, Traveller
from kiosk.simulator.card.private_keys import EcPrivateKey, load_private_key
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.issuing.personaliser import issue
from tests.fakes.virtual_cards import authority_for, photo

CCCD = PROFILES["cccd-2021"]

GENERIC_MAPPINGS = {name: protocol for name, protocol in PACE.items() if "-gm-" in name}
"""Debian's OpenPACE is built without the integrated mapping and older than chip authentication mapping."""

OFFERS = [
    *(PaceOffer(name, 13 if protocol.elliptic else 2) for name, protocol in GENERIC_MAPPINGS.items()),
    *(PaceOffer("ecdh-gm-aes-128", number) for number in range(8, 19) if number != 13),
    *(PaceOffer("dh-gm-aes-128", number) for number in (0, 1)),
]
"""Every protocol, and every set of standardized domain parameters."""

_CURVES = {"brainpoolP256r1": ec.BrainpoolP256R1(), "secp256r1": ec.SECP256R1()}
_MAPPINGS = {"ecdh-gm": "ECDH-GM", "dh-gm": "DH-GM"}
_CIPHERS = {
    "3des": "3DES-CBC-CBC",
    "aes-128": "AES-CBC-CMAC-128",
    "aes-192": "AES-CBC-CMAC-192",
    "aes-256": "AES-CBC-CMAC-256",
}


def offer_name(offer: PaceOffer) -> str:
    return f"{offer.protocol} over {offer.parameter_id}"


def openpace_name(offer: PaceOffer) -> str:
    """The protocol's name in OpenPACE's table of object identifiers."""
    mapping, cipher = offer.protocol.split("-gm-")
    return f"id-PACE-{_MAPPINGS[mapping + '-gm']}-{_CIPHERS[cipher]}"


def proven_by(protocol: str) -> CardProfile:
    """The card of 2021, but that it opens by BAC only, and its Chip Authentication is by this protocol."""
    keys = (StaticKey(13, (protocol,)),)
    checks = replace(CCCD.clone_checks, chip_authentication=keys)
    return replace(CCCD, access=replace(CCCD.access, pace=()), clone_checks=checks)


def tries(offer: PaceOffer) -> range:
    """How often a run with OpenPACE may be tried: it drops the leading zero bytes of a shared secret modulo a prime,
    which PKCS #3 §8.3 keeps, and so one run in 256 ends in different keys."""
    return range(1 if GENERIC_MAPPINGS[offer.protocol].elliptic else 4)


def opened_by(offer: PaceOffer) -> CardProfile:
    """The card of 2021, but that it opens by this offer only."""
    return replace(CCCD, access=replace(CCCD.access, pace=(offer,), bac=False))


def issued(profile: CardProfile = CCCD, holder: Citizen | Traveller = AN) -> VirtualCard:
    return issue(holder, photo(), profile, authority_for(profile))


def by_identifier(card: VirtualCard) -> dict[tuple[bool, int], bytes]:
    """The files by whether they lie in the application, and by identifier."""
    entries = {file: CATALOGUE[file] for file in card.files}
    return {(not entries[file].in_master_file, entries[file].fid): contents for file, contents in card.files.items()}


def in_application(card: VirtualCard) -> dict[int, bytes]:
    return {fid: contents for (inside, fid), contents in by_identifier(card).items() if inside}


def agreement_key(card: VirtualCard) -> ec.EllipticCurvePrivateKey:
    """The private key for Chip Authentication."""
    return _library_key(card.chip_authentication[0].pkcs8)


def signing_key(card: VirtualCard) -> ec.EllipticCurvePrivateKey:
    """The private key for Active Authentication."""
    assert card.active_authentication is not None
    return _library_key(card.active_authentication.pkcs8)


def _library_key(pkcs8: bytes) -> ec.EllipticCurvePrivateKey:
    key = load_private_key(pkcs8)
    assert isinstance(key, EcPrivateKey)
    return ec.derive_private_key(key.scalar, _CURVES[key.curve.name])

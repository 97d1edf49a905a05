"""Issued cards for tests: one training authority and one small photo for the whole run, fictitious people only."""

from __future__ import annotations

import functools
import io
from typing import Any

from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from PIL import Image

from kiosk.reader.public_keys import load_spki
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import CardProfile
from kiosk.simulator.card.country import VIETNAM, Country
from kiosk.simulator.card.person import AN, Citizen
from kiosk.simulator.card.profiles import NEW_LAW
from kiosk.simulator.card.signature_scheme import SignatureScheme
from kiosk.simulator.issuing.authority import DEFAULT_SCHEME, TestAuthority
from kiosk.simulator.issuing.personaliser import issue


@functools.cache
def photo(kind: str = "JPEG", size: tuple[int, int] = (24, 32)) -> bytes:
    """A small picture without a face; ``kind`` as Pillow names it."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


@functools.cache
def authority(
    scheme: str = DEFAULT_SCHEME, country: Country = VIETNAM, *, explicit_parameters: bool = False
) -> TestAuthority:
    """Made once a run: long RSA keys take their time."""
    return TestAuthority.create(scheme, explicit_parameters=explicit_parameters, country=country)


def authority_for(profile: CardProfile) -> TestAuthority:
    """An authority of the profile's country that signs as the profile asks."""
    wanted = profile.signature
    return authority(wanted.scheme or DEFAULT_SCHEME, profile.country, explicit_parameters=bool(wanted.explicit))


def card(citizen: Citizen = AN, **options: Any) -> VirtualCard:
    """A card of the generation that the citizen's day of issue asks for; options as ``issue`` takes them."""
    profile = "cccd-2021" if citizen.issue_date < NEW_LAW else "can-cuoc-2024"
    return issue(citizen, options.pop("photo", photo()), profile, options.pop("authority", authority()), **options)


def verify_signature(scheme: SignatureScheme, issuer: bytes, signature: bytes, data: bytes) -> None:
    """Raise ``InvalidSignature`` unless the key of the certificate ``issuer`` made the signature."""
    key = load_spki(asn1.Certificate.load(issuer).public_key.dump())
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(scheme.hash))
    else:
        assert isinstance(key, rsa.RSAPublicKey)
        key.verify(signature, data, scheme.padding or padding.PKCS1v15(), scheme.hash)

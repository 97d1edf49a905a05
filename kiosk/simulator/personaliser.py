"""Issues a virtual card for a fictitious citizen: data groups, signature, chip keys and imprint."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader.lds.catalogue import CATALOGUE, data_group_number
from kiosk.simulator import data_groups, imprint
from kiosk.simulator.authority import TestAuthority
from kiosk.simulator.card import VirtualCard
from kiosk.simulator.chip_keys import new_active_authentication_key, new_chip_authentication_key
from kiosk.simulator.faults import CardFault, Clone, ExpiredSigner, Missing, Tamper, UnknownSigner
from kiosk.simulator.forgery import forged
from kiosk.simulator.person import Citizen
from kiosk.simulator.profiles import PROFILES, CardProfile
from kiosk.simulator.security_object import security_object

DEFAULT_ACTIVE_AUTHENTICATION = "ecdsa-p256"
DEFAULT_CHIP_AUTHENTICATION = "ecdh-aes-128"

_COM_ORDER = (ElementaryFile.DG13, ElementaryFile.DG15, ElementaryFile.DG14)
"""Cards in the field list their last groups in this order, after DG1, DG2 and DG3."""


def issue(
    citizen: Citizen,
    photo: bytes,
    profile: str,
    authority: TestAuthority,
    *,
    aa: str | None = DEFAULT_ACTIVE_AUTHENTICATION,
    ca: str | None = DEFAULT_CHIP_AUTHENTICATION,
    explicit_parameters: bool = False,
    faults: Iterable[CardFault] = (),
) -> VirtualCard:
    """A complete card of the generation named by ``profile``.

    ``photo`` is the image of DG2: JPEG, JP2 or a JPEG 2000 codestream. ``aa`` and ``ca`` name the kinds of key of
    ``chip_keys.py``, ``None`` for a chip without that clone check; ``explicit_parameters`` spells out their curves in
    DG14 and DG15. Raises ``ValueError`` for an unknown name, a photo that is no image, a citizen whose day of issue
    does not belong to the generation, or a forgery that this card does not allow.
    """
    generation = _generation(profile, citizen)
    switches = tuple(faults)
    expiry = generation.expiry(citizen.birth_date, citizen.issue_date)
    lines = imprint.mrz(citizen, expiry)
    active = None if aa is None else new_active_authentication_key(aa)
    chip = None if ca is None else new_chip_authentication_key(ca)
    groups = {
        ElementaryFile.DG1: data_groups.dg1(lines),
        ElementaryFile.DG2: data_groups.dg2(photo, citizen.sex),
        ElementaryFile.DG13: data_groups.dg13(citizen, expiry, secrets.token_hex(8).upper()),
        ElementaryFile.DG14: data_groups.dg14(generation.pace, chip, active, explicit_parameters=explicit_parameters),
    }
    if active is not None:
        groups[ElementaryFile.DG15] = data_groups.dg15(active, explicit_parameters=explicit_parameters)
    signing = _signing_authority(authority, citizen, switches)
    signed_at = datetime.combine(citizen.issue_date, time(9), UTC)
    # The fingerprints of DG3 stay secret, so the hash of something unknown stands for theirs.
    contents = {3: secrets.token_bytes(32)} | {_number(file): data for file, data in groups.items()}
    card = VirtualCard(
        profile=generation,
        can=imprint.can(citizen),
        mrz=lines,
        qr_text=imprint.qr_text(citizen, generation),
        files={
            ElementaryFile.CARD_ACCESS: data_groups.card_access(generation.pace, chip),
            ElementaryFile.COM: data_groups.com(_tags(groups)),
            ElementaryFile.SOD: security_object(contents, signing, signed_at),
            **groups,
        },
        active_authentication=active,
        chip_authentication=chip,
        csca=signing.csca,
        signer=signing.signer,
    )
    for fault in switches:
        if isinstance(fault, Tamper | Missing | Clone):
            card = forged(card, fault)
    return replace(card, faults=switches)


def _generation(profile: str, citizen: Citizen) -> CardProfile:
    if profile not in PROFILES:
        raise ValueError(f"{profile!r} is no profile of a card; known are {', '.join(PROFILES)}")
    generation = PROFILES[profile]
    if not generation.issued_from <= citizen.issue_date <= generation.issued_until:
        raise ValueError(f"cards of the profile {profile} were not issued on that day")
    return generation


def _signing_authority(authority: TestAuthority, citizen: Citizen, faults: tuple[CardFault, ...]) -> TestAuthority:
    if UnknownSigner() in faults:
        authority = TestAuthority.create(authority.scheme.name, explicit_parameters=authority.explicit_parameters)
    return authority.with_expired_signer(citizen.issue_date) if ExpiredSigner() in faults else authority


def _tags(groups: dict[ElementaryFile, bytes]) -> list[int]:
    first = (CATALOGUE[ElementaryFile.DG1].tag, CATALOGUE[ElementaryFile.DG2].tag, data_groups.DG3_TAG)
    return [*first, *(CATALOGUE[file].tag for file in _COM_ORDER if file in groups)]


def _number(file: ElementaryFile) -> int:
    number = data_group_number(file)
    assert number is not None
    return number

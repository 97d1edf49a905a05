"""Issues a virtual card for a fictitious person: files, signatures, chip keys and imprint, as a profile asks."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader.lds.catalogue import CATALOGUE, data_group_number
from kiosk.simulator.card import imprint
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import NO_KEY, CardProfile, Document, StaticKey
from kiosk.simulator.card.chip_keys import (
    ActiveAuthenticationKey,
    ChipAuthenticationKey,
    new_active_authentication_key,
    new_chip_authentication_key,
)
from kiosk.simulator.card.faults import CardFault, Clone, ExpiredSigner, Missing, Tamper, UnknownSigner
from kiosk.simulator.card.forgery import forged
from kiosk.simulator.card.imprint import Mrz
from kiosk.simulator.card.person import Citizen, Holder, Traveller
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.card.public_key_info import KeyEncoding
from kiosk.simulator.issuing import data_groups, security_infos
from kiosk.simulator.issuing.authority import TestAuthority
from kiosk.simulator.issuing.face_image import dg2, enlarged
from kiosk.simulator.issuing.security_object import card_security, security_object
from kiosk.simulator.issuing.silhouette import handwriting

AS_PROFILE = "as-profile"
"""Leaves a choice of ``issue`` to the profile."""

_USUAL_PARAMETERS = 13
_COM_LAST = (ElementaryFile.DG13, ElementaryFile.DG15, ElementaryFile.DG14)
"""Cards in the field list their last groups in this order."""


def issue(
    holder: Holder,
    photo: bytes,
    profile: str | CardProfile,
    authority: TestAuthority,
    *,
    aa: str | None = AS_PROFILE,
    ca: str | None = AS_PROFILE,
    explicit_parameters: bool | None = None,
    faults: Iterable[CardFault] = (),
) -> VirtualCard:
    """A complete card of ``profile``, which is the name of a built-in one or a profile of one's own.

    ``photo`` is the image of DG2: JPEG, JP2 or a JPEG 2000 codestream. ``aa`` is a kind of Active Authentication key,
    ``ca`` a protocol of Chip Authentication with its domain parameters, as in ``ecdh-aes-256:17``; ``None`` makes a
    chip without that clone check. ``explicit_parameters`` spells out the groups of all keys, or names them. Raises
    ``ValueError`` for an unknown name, a photo that is no image, a holder or an authority that does not go with the
    profile, or a forgery that this card does not allow.
    """
    chosen = _changed(_known(profile), aa, ca, explicit_parameters)
    _require_fit(holder, chosen, authority)
    switches = tuple(faults)
    expiry = chosen.expiry(holder.birth_date, holder.issue_date)
    lines = imprint.mrz(holder, chosen, expiry)
    kind = chosen.clone_checks.active_authentication
    active = None if kind == NO_KEY else new_active_authentication_key(kind)
    keys = tuple(map(new_chip_authentication_key, chosen.clone_checks.chip_authentication))
    signing = _signing_authority(authority, holder, switches)
    signed_at = datetime.combine(holder.issue_date, time(9), UTC)
    groups = _groups(holder, photo, chosen, lines, expiry, active, keys)
    citizen = holder if isinstance(holder, Citizen) else None
    card = VirtualCard(
        profile=chosen,
        can=_can(citizen) if chosen.access.can else "",
        mrz=lines,
        qr_text=imprint.qr_text(citizen, chosen) if citizen and chosen.qr_fields else "",
        files=_common_files(chosen, keys, groups, signing, signed_at) | groups,
        active_authentication=active,
        chip_authentication=keys,
        csca=signing.csca,
        signer=signing.signer,
    )
    for fault in switches:
        if isinstance(fault, Tamper | Missing | Clone):
            card = forged(card, fault)
    return replace(card, faults=switches)


def chip_authentication_key(text: str) -> StaticKey:
    """What ``ecdh-aes-256:17`` asks for: a protocol and the id of its domain parameters; raises ``ValueError``."""
    protocol, colon, parameters = text.partition(":")
    if colon and not (parameters.isascii() and parameters.isdigit() and len(parameters) <= 2):
        raise ValueError(f"{parameters!r} is no id of standardized domain parameters")
    usual = 2 if protocol.startswith("dh-") else _USUAL_PARAMETERS
    return StaticKey(int(parameters) if colon else usual, (protocol,))


def _known(profile: str | CardProfile) -> CardProfile:
    if isinstance(profile, CardProfile):
        return profile
    if profile not in PROFILES:
        raise ValueError(f"{profile!r} is no profile of a card; known are {', '.join(PROFILES)}")
    return PROFILES[profile]


def _changed(profile: CardProfile, aa: str | None, ca: str | None, explicit_parameters: bool | None) -> CardProfile:
    """The profile with what was asked for in its place."""
    checks = profile.clone_checks
    if aa != AS_PROFILE:
        checks = replace(checks, active_authentication=aa or NO_KEY)
    if ca != AS_PROFILE:
        checks = replace(checks, chip_authentication=(chip_authentication_key(ca),) if ca else ())
    if explicit_parameters is not None:
        encoding = KeyEncoding.EXPLICIT if explicit_parameters else KeyEncoding.NAMED
        keys = tuple(replace(key, encoding=None) for key in checks.chip_authentication)
        checks = replace(checks, encoding=encoding, chip_authentication=keys)
    return replace(profile, clone_checks=checks)


def _require_fit(holder: Holder, profile: CardProfile, authority: TestAuthority) -> None:
    if isinstance(holder, Citizen) is not (profile.document is Document.VIETNAMESE_CARD):
        raise ValueError(f"documents of the profile {profile.name} are for other people")
    if not profile.issued_from <= holder.issue_date <= profile.issued_until:
        raise ValueError(f"cards of the profile {profile.name} were not issued on that day")
    if authority.country != profile.country:
        raise ValueError(f"the authority signs for {authority.country.state}, not for {profile.country.state}")


def _groups(
    holder: Holder,
    photo: bytes,
    profile: CardProfile,
    lines: Mrz,
    expiry: date | None,
    active: ActiveAuthenticationKey | None,
    keys: tuple[ChipAuthenticationKey, ...],
) -> dict[ElementaryFile, bytes]:
    """The readable data groups by file, in the order of their numbers."""
    files = profile.files
    portrait = enlarged(photo, files.photo_bytes) if files.photo_bytes else photo
    groups = {
        ElementaryFile.DG1: data_groups.dg1(lines),
        ElementaryFile.DG2: dg2(portrait, holder.sex, files.face_format, files.face_images),
    }
    if ElementaryFile.DG5 in files.groups:
        groups[ElementaryFile.DG5] = data_groups.dg5(photo)
    if ElementaryFile.DG7 in files.groups:
        groups[ElementaryFile.DG7] = data_groups.dg7(handwriting())
    if isinstance(holder, Traveller) and ElementaryFile.DG11 in files.groups:
        groups[ElementaryFile.DG11] = data_groups.dg11(holder)
    if ElementaryFile.DG12 in files.groups:
        personalised = datetime.combine(holder.issue_date, time(8, 30))
        groups[ElementaryFile.DG12] = data_groups.dg12(profile.issuer, holder.issue_date, personalised)
    if isinstance(holder, Citizen):
        groups[ElementaryFile.DG13] = data_groups.dg13(holder, expiry, secrets.token_hex(8).upper())
    if profile.access.pace or keys or (active and active.kind.curve):
        groups[ElementaryFile.DG14] = security_infos.dg14(profile, keys, active)
    if active is not None:
        groups[ElementaryFile.DG15] = security_infos.dg15(profile, active)
    if isinstance(holder, Traveller) and ElementaryFile.DG16 in files.groups:
        groups[ElementaryFile.DG16] = data_groups.dg16(holder)
    return groups


def _common_files(
    profile: CardProfile,
    keys: tuple[ChipAuthenticationKey, ...],
    groups: dict[ElementaryFile, bytes],
    signing: TestAuthority,
    signed_at: datetime,
) -> dict[ElementaryFile, bytes]:
    """The files of the master file, EF.COM and EF.SOD."""
    wanted, manners = profile.files, profile.manners
    common: dict[ElementaryFile, bytes] = {}
    if profile.access.pace:
        common[ElementaryFile.CARD_ACCESS] = security_infos.card_access(profile, keys)
    if wanted.card_security:
        infos = security_infos.card_security(profile, keys)
        common[ElementaryFile.CARD_SECURITY] = card_security(infos, signing, signed_at)
    if wanted.atr_info:
        common[ElementaryFile.ATR_INFO] = data_groups.atr_info(
            manners.max_command, manners.max_response, extended=manners.extended_length
        )
    if wanted.directory:
        common[ElementaryFile.DIR] = data_groups.directory()
    contents = {_number(file): data for file, data in groups.items()}
    if wanted.fingerprints:
        # The fingerprints of DG3 stay secret, so the hash of something unknown stands for theirs.
        contents[3] = secrets.token_bytes(32)
    common[ElementaryFile.COM] = data_groups.com(_tags(groups, fingerprints=wanted.fingerprints), wanted.lds_version)
    common[ElementaryFile.SOD] = security_object(
        contents, signing, signed_at, digest=wanted.sod_digest, lds_version=wanted.lds_version
    )
    return common


def _can(citizen: Citizen | None) -> str:
    """A Vietnamese card's follows from its number; other documents have one of their own."""
    return imprint.can(citizen) if citizen else f"{secrets.randbelow(10**6):06}"


def _signing_authority(authority: TestAuthority, holder: Holder, faults: tuple[CardFault, ...]) -> TestAuthority:
    if UnknownSigner() in faults:
        authority = authority.renewed()
    return authority.with_expired_signer(holder.issue_date) if ExpiredSigner() in faults else authority


def _tags(groups: dict[ElementaryFile, bytes], *, fingerprints: bool) -> list[int]:
    """As cards in the field list them: the first three, then Vietnam's last in an order of their own."""
    first = [CATALOGUE[file].tag for file in groups if file not in _COM_LAST]
    if fingerprints:
        first.insert(2, data_groups.DG3_TAG)
    return first + [CATALOGUE[file].tag for file in _COM_LAST if file in groups]


def _number(file: ElementaryFile) -> int:
    number = data_group_number(file)
    assert number is not None
    return number

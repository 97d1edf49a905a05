"""Opening the chip: choose between PACE and BAC, try the keys at hand, say how it went (ICAO Doc 9303-11 §4.2).

EF.CardAccess must be read right after power-up, before the application is selected: Vietnamese chips refuse it later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.chip_reading import Access, PaceCam
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, StatusWord
from kiosk.reader.channel import Channel
from kiosk.reader.emrtd import bac, pace
from kiosk.reader.emrtd.key_agreement import RandomBytes
from kiosk.reader.emrtd.passwords import password
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost
from kiosk.reader.lds.catalogue import LDS1_AID
from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.security_infos import parse_security_infos

_MASTER_FILE = bytes.fromhex("3F00")

MAX_MRZ_KEYS = 4
MAX_CANS = 2
"""Keys of one kind that are tried on one card: chips answer ever more slowly after wrong ones."""
MAX_OFFERS = 4

USUAL_CARD_ACCESS = bytes.fromhex(
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
)
"""EF.CardAccess of the Vietnamese card of 2021: PACE by ECDH-GM-AES-CBC-CMAC-128 over brainpoolP256r1."""


@dataclass(frozen=True, slots=True)
class OpenChip:
    """The chip under secure messaging. ``key`` is the one that fitted, ``card_access`` the file as read, empty where
    the chip has none.

    ``in_application`` says that the eMRTD application is selected, as BAC demands; after PACE it is still the master
    file. ``cam`` is the evidence of chip authentication mapping.
    """

    session: SecureMessagingChannel
    access: Access
    key: AccessKey = field(repr=False)
    card_access: bytes = field(repr=False)
    in_application: bool = True
    cam: PaceCam | None = None


def open_chip(
    channel: Channel,
    keys: Sequence[AccessKey],
    random_bytes: RandomBytes,
    card_access: bytes,
    *,
    allow_bac_fallback: bool = True,
) -> OpenChip:
    """Open a chip that was just powered up, and whose EF.CardAccess was read, by the first key that fits.

    PACE is tried first, by every offer of the chip, best first. BAC is for chips that announce no PACE; where PACE is
    announced but refused, or in no form that is known here, BAC is a downgrade, which ``allow_bac_fallback`` may forbid
    and which the ``Access`` tells. A key that the chip found wrong is never tried again.

    Raises ``Fault``: ``NOT_AN_ID_CARD`` when the chip has no eMRTD application, ``WRONG_ACCESS_KEY`` when no key fits,
    ``ACCESS_REFUSED`` when the chip refuses the protocols or BAC would be a forbidden downgrade, and those of the link.
    """
    keys = _bounded(keys)
    announced, offers, note = _offers(card_access)
    if not card_access and keys and all(isinstance(key, Can) for key in keys):
        # A CAN is of use in PACE only, so the usual announcement is worth a try where the chip makes none.
        _, offers, _ = _offers(USUAL_CARD_ACCESS)
        note = "EF.CardAccess not readable, the usual one assumed"
    tries = _Tries()
    by_pace = _by_pace(channel, offers, keys, random_bytes, tries)
    if by_pace is not None:
        established, key, mechanism = by_pace
        access = Access("PACE", key.password, mechanism, note=note)
        return OpenChip(established.session, access, key, card_access, in_application=False, cam=established.cam)
    if tries.wrong and tries.refusal is None:
        raise Fault(FaultCode.WRONG_ACCESS_KEY, "PACE: no key fits")
    if announced and keys and not allow_bac_fallback:
        raise tries.refusal or Fault(FaultCode.ACCESS_REFUSED, f"{note}, and BAC is not allowed")
    select_application(channel)
    by_bac = _by_bac(channel, keys, random_bytes, tries)
    if by_bac is None:
        if announced and tries.refusal is not None and not tries.by_bac:
            raise tries.refusal
        raise Fault(FaultCode.WRONG_ACCESS_KEY, "BAC: no key fits" if tries.by_bac else "no key for BAC")
    session, key = by_bac
    if tries.refusal is not None:
        note = f"PACE refused: {tries.refusal.technical}"
    access = Access("BAC", key.password, bac.MECHANISM, downgraded=announced, note=note)
    return OpenChip(session, access, key, card_access)


@dataclass(slots=True)
class _Tries:
    """What the chip said no to: the keys that it found ``wrong``, the last ``refusal`` of PACE itself, and how many
    keys were tried by BAC."""

    wrong: set[AccessKey] = field(default_factory=set)
    refusal: Fault | None = None
    by_bac: int = 0


def _by_pace(
    channel: Channel, offers: Sequence[pace.Offer], keys: Sequence[AccessKey], random_bytes: RandomBytes, tries: _Tries
) -> tuple[pace.Established, AccessKey, str] | None:
    """The session with its key and mechanism; ``None`` when every key is wrong or every offer refused."""
    for offer in offers:
        refused: set[str] = set()
        for key in keys:
            if key in tries.wrong or key.password in refused:
                continue
            try:
                return pace.establish(channel, offer, password(key), random_bytes), key, offer.mechanism
            except Fault as fault:
                if fault.code is FaultCode.WRONG_ACCESS_KEY:
                    tries.wrong.add(key)
                elif fault.code in (FaultCode.ACCESS_REFUSED, FaultCode.CARD_ANSWER_WRONG):
                    tries.refusal = fault
                    refused.add(key.password)
                else:
                    raise
    return None


def _by_bac(
    channel: Channel, keys: Sequence[AccessKey], random_bytes: RandomBytes, tries: _Tries
) -> tuple[SecureMessagingChannel, MrzKey] | None:
    """The session with its key; ``None`` when no key fits."""
    for key in keys:
        if not isinstance(key, MrzKey) or key in tries.wrong:
            continue
        tries.by_bac += 1
        try:
            return bac.perform(channel, key, random_bytes), key
        except Fault as fault:
            if fault.code is not FaultCode.WRONG_ACCESS_KEY:
                raise
            tries.wrong.add(key)
    return None


def _bounded(keys: Sequence[AccessKey]) -> list[AccessKey]:
    """Each key once, in the caller's order, and no more of a kind than a chip should be asked."""
    left = {Can: MAX_CANS, MrzKey: MAX_MRZ_KEYS}
    chosen: list[AccessKey] = []
    for key in dict.fromkeys(keys):
        if left[type(key)] > 0:
            left[type(key)] -= 1
            chosen.append(key)
    return chosen


def _offers(card_access: bytes) -> tuple[bool, tuple[pace.Offer, ...], str]:
    """Whether PACE is announced, the offers that we can take up, and what is odd about it."""
    if not card_access:
        return False, (), ""
    try:
        infos = parse_security_infos(card_access, "CardAccess")
    except LdsError:
        return False, (), "EF.CardAccess malformed"
    offers = pace.offers(infos)[:MAX_OFFERS]
    return bool(infos.pace), offers, "PACE announced in no form that is supported" if infos.pace and not offers else ""


def confirmed(access: Access, card_access: bytes, dg14: bytes | None) -> Access:
    """The access as DG14 shows it, which is signed and repeats what EF.CardAccess announces (9303-11 §4.2 step 3).

    Nobody signs EF.CardAccess: who strips or changes it on the way leads a reader to a weaker protocol. That shows
    here, and is recorded; whether DG14 is genuine is passive authentication's answer.
    """
    try:
        told = set(parse_dg14(dg14).pace) if dg14 is not None else set()
    except LdsError:
        return access
    if access.protocol == "BAC" and told and not access.downgraded:
        return replace(access, downgraded=True, note="DG14 announces PACE, EF.CardAccess did not")
    try:
        announced = set(parse_security_infos(card_access, "CardAccess").pace) if card_access else set()
    except LdsError:
        return access
    if told and not announced <= told:
        return replace(access, note=access.note or "EF.CardAccess announces PACE otherwise than DG14")
    return access


def select_master_file(channel: Channel) -> bool:
    """Go where EF.CardAccess is; false when the chip refuses: not every chip has this command."""
    return channel.transmit(Command(0x00, 0xA4, 0x00, 0x0C, _MASTER_FILE)).ok


def select_application(channel: Channel) -> None:
    """Enter the eMRTD application; raises ``Fault(NOT_AN_ID_CARD)`` when the chip has none."""
    try:
        sw = channel.transmit(Command(0x00, 0xA4, 0x04, 0x0C, LDS1_AID)).sw
    except SecureMessagingLost as lost:
        if lost.sw is None:
            raise
        sw = lost.sw
    if sw != StatusWord.OK:
        raise Fault(FaultCode.NOT_AN_ID_CARD, f"SELECT eMRTD application: SW {sw:04X}")

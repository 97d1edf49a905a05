"""The virtual card, read by what was written without it: OpenPACE in C, and a reader from the standard's text."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import PaceOffer
from kiosk.simulator.card.faults import Clone
from kiosk.simulator.card.person import TRAVELLERS
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from tests.interop.documents import OFFERS, in_application, issued, offer_name, opened_by, proven_by, signing_key, tries
from tests.interop.generic_mapping import GenericMapping
from tests.interop.openpace import OpenPace, Secret, needs_openpace
from tests.interop.other_reader import OtherReader, RefusedByChip
from tests.interop.secure_messages import BrokenMessage

CHALLENGE = bytes(range(8))
DG14, DG15 = 0x010E, 0x010F


def laid_on(card: VirtualCard, *faults: Clone) -> OtherReader:
    chip = Chip(card, faults=faults)
    chip.power_up()
    return OtherReader(chip.transmit)


def read_all(reader: OtherReader, card: VirtualCard) -> dict[int, bytes]:
    return {fid: reader.read(fid) for fid in in_application(card)}


def test_bac_opens_every_file() -> None:
    card = issued(PROFILES["passport-bac"], next(iter(TRAVELLERS.values())))
    reader = laid_on(card)
    reader.select_application()

    reader.open_by_bac(card.mrz_information)

    assert read_all(reader, card) == in_application(card)


def test_bac_with_another_key_is_refused() -> None:
    card = issued()
    reader = laid_on(card)
    reader.select_application()

    with pytest.raises(RefusedByChip, match="EXTERNAL AUTHENTICATE: 6300"):
        reader.open_by_bac("L898902C<369080619406236")


@needs_openpace
@pytest.mark.parametrize("offer", OFFERS, ids=offer_name)
def test_openpace_opens_every_file(offer: PaceOffer) -> None:
    card = issued(opened_by(offer))
    opened = (reader for reader in (laid_on(card) for _ in tries(offer)) if opens(reader, card))

    reader = next(opened)
    reader.select_application()

    assert read_all(reader, card) == in_application(card)


def opens(reader: OtherReader, card: VirtualCard) -> bool:
    """Whether the CAN does; the chip refuses our token where the keys differ."""
    try:
        reader.open_by_pace(Secret.CAN, card.can.encode())
    except RefusedByChip:
        return False
    return True


LIBRARIES = [pytest.param(OpenPace, marks=needs_openpace, id="OpenPACE"), pytest.param(GenericMapping, id="Python")]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    ("kind", "right"), [(Secret.CAN, True), (Secret.MRZ, True), (Secret.CAN, False), (Secret.MRZ, False)]
)
def test_pace_opens_by_the_right_password_only(
    library: type[OpenPace] | type[GenericMapping], kind: Secret, right: bool
) -> None:
    card = issued()
    secret = {Secret.CAN: card.can, Secret.MRZ: "".join(card.mrz)}[kind]
    reader = laid_on(card)

    if right:
        reader.open_by_pace(kind, secret.encode(), library)
        reader.select_application()
        assert read_all(reader, card) == in_application(card)
    else:
        with pytest.raises(RefusedByChip, match="GENERAL AUTHENTICATE 86: 63"):
            reader.open_by_pace(kind, secret[::-1].encode(), library)


def opened(card: VirtualCard, *faults: Clone) -> OtherReader:
    reader = laid_on(card, *faults)
    reader.select_application()
    reader.open_by_bac(card.mrz_information)
    return reader


@pytest.mark.parametrize("protocol", ["ecdh-3des", "ecdh-aes-128", "ecdh-aes-192", "ecdh-aes-256"])
def test_chip_authentication_goes_on_under_the_new_keys(protocol: str) -> None:
    card = issued(proven_by(protocol))
    reader = opened(card)

    reader.authenticate_chip(reader.read(DG14))

    assert read_all(reader, card) == in_application(card)


def test_a_clone_cannot_speak_under_the_new_keys() -> None:
    card = issued()
    reader = opened(card, Clone())
    reader.authenticate_chip(reader.read(DG14))

    with pytest.raises(BrokenMessage):
        reader.read(DG15)


def test_active_authentication_verifies() -> None:
    card = issued()
    signature = opened(card).sign(CHALLENGE)

    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    signing_key(card).public_key().verify(encode_dss_signature(r, s), CHALLENGE, ec.ECDSA(hashes.SHA256()))

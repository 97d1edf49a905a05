"""The program's reader, on a card that was written without it: OpenPACE in C, and a chip from the standard's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.domain.presence import CardSeen
from kiosk.reader.channel import CardConnector
from kiosk.reader.emrtd import active_auth
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.pcsc import PcscConnector, PcscPresence
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import PaceOffer, StaticKey
from kiosk.simulator.card.private_keys import EcPrivateKey, load_private_key
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from kiosk.simulator.slot.pcscd import PcscUnavailable, PrivatePcscd
from kiosk.simulator.slot.vpcd import VPCD_LIBRARY, VpcdLink, vpcd_entry
from tests.fakes.event_log import EventLog
from tests.fakes.terminal import mrz_key
from tests.interop.documents import (
    CCCD,
    OFFERS,
    agreement_key,
    by_identifier,
    issued,
    offer_name,
    opened_by,
    openpace_name,
    proven_by,
    signing_key,
    tries,
)
from tests.interop.generic_mapping import GenericMapping
from tests.interop.openpace import OpenPace, needs_openpace
from tests.interop.other_card import OtherCard, ecdsa
from tests.pcsc_rig import PcscRig, refuse, two_free_ports

CLOCK = SystemClock()
PASSED = CheckStatus.PASSED
READER = "Virtual PCD 00 00"
BAC_ONLY = replace(CCCD, access=replace(CCCD.access, pace=()))
PACE = PaceOffer("ecdh-gm-aes-128", 13)


def other(card: VirtualCard, offer: PaceOffer | None = None) -> OtherCard:
    """The issued card's files and keys on the other chip, opened by this offer, or by BAC."""
    pace = None if offer is None else (openpace_name(offer), offer.parameter_id)
    return OtherCard(
        by_identifier(card), "".join(card.mrz), card.can, pace,
        chip_key=agreement_key(card), signs=ecdsa(signing_key(card)),
    )  # fmt: skip


def read(chip: OtherCard, *keys: AccessKey) -> ChipReading:
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(chip)
    return _read(InProcessConnector([slot]), slot.name, keys)


def _read(connector: CardConnector, name: str, keys: Sequence[AccessKey]) -> ChipReading:
    return EmrtdReader(connector, CLOCK).read(name, keys, Deadline(CLOCK, 60), lambda progress: None)


def assert_read_whole(reading: ChipReading, card: VirtualCard) -> None:
    assert reading.fault is None
    assert dict(reading.files) == {file: data for file, data in card.files.items() if file is not File.COM}
    assert reading.chip_authentication is not None
    assert reading.chip_authentication.status is PASSED
    dg15, dg14 = reading.files[File.DG15], reading.files[File.DG14]
    assert active_auth.verify(dg15, dg14, reading.active_authentication).status is PASSED


@pytest.mark.parametrize("short_identifiers", [True, False], ids=["short identifiers", "only SELECT"])
@pytest.mark.parametrize("selects_with_template", [True, False], ids=["SELECT tells sizes", "SELECT says nothing"])
def test_bac(short_identifiers: bool, selects_with_template: bool) -> None:
    card = issued(BAC_ONLY)
    chip = other(card)
    chip.short_identifiers, chip.selects_with_template = short_identifiers, selects_with_template

    reading = read(chip, mrz_key(card))

    assert (reading.access.protocol, reading.access.downgraded) == ("BAC", False)
    assert_read_whole(reading, card)


def test_bac_with_another_key() -> None:
    reading = read(other(issued(BAC_ONLY)), MrzKey("L898902C<", "690806", "940623"))

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.WRONG_ACCESS_KEY


@needs_openpace
@pytest.mark.parametrize("offer", OFFERS, ids=offer_name)
def test_pace(offer: PaceOffer) -> None:
    card = issued(opened_by(offer))

    readings = (read(other(card, offer), Can(card.can)) for _ in tries(offer))
    reading = next(reading for reading in readings if reading.fault is None)

    assert (reading.access.protocol, reading.access.password) == ("PACE", "CAN")
    assert_read_whole(reading, card)


LIBRARIES = [pytest.param(OpenPace, marks=needs_openpace, id="OpenPACE"), pytest.param(GenericMapping, id="Python")]


@pytest.mark.parametrize("library", LIBRARIES)
def test_pace_with_either_password(library: type[OpenPace] | type[GenericMapping]) -> None:
    card = issued(opened_by(PACE))
    chip = other(card, PACE)
    chip.pace_library = library

    for key in (Can(card.can), mrz_key(card)):
        reading = read(chip, key)

        assert (reading.access.protocol, reading.access.password) == ("PACE", key.password)
        assert_read_whole(reading, card)


@pytest.mark.parametrize("library", LIBRARIES)
def test_pace_with_another_can(library: type[OpenPace] | type[GenericMapping]) -> None:
    card = issued(opened_by(PACE))
    chip = other(card, PACE)
    chip.pace_library = library

    reading = read(chip, Can(card.can[::-1]))

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.WRONG_ACCESS_KEY


@pytest.mark.parametrize(
    ("protocol", "key_bytes"), [("ecdh-3des", 0), ("ecdh-aes-128", 16), ("ecdh-aes-192", 24), ("ecdh-aes-256", 32)]
)
def test_chip_authentication(protocol: str, key_bytes: int) -> None:
    card = issued(proven_by(protocol))
    chip = other(card)
    chip.chip_key_bytes = key_bytes

    assert_read_whole(read(chip, mrz_key(card)), card)


VERSION_2 = [
    *(("ecdh-aes-128", "id-CA-ECDH-AES-CBC-CMAC-128", number) for number in (12, 13, 15, 17)),
    ("ecdh-aes-192", "id-CA-ECDH-AES-CBC-CMAC-192", 16),
    ("ecdh-aes-256", "id-CA-ECDH-AES-CBC-CMAC-256", 18),
    ("ecdh-3des", "id-CA-ECDH-3DES-CBC-CBC", 13),
]


@needs_openpace
@pytest.mark.parametrize(("protocol", "name", "number"), VERSION_2)
def test_chip_authentication_version_2(protocol: str, name: str, number: int) -> None:
    key = StaticKey(number, (protocol,), version=2)
    profile = opened_by(PACE)
    profile = replace(profile, clone_checks=replace(profile.clone_checks, chip_authentication=(key,)))
    card = issued(profile)
    private = load_private_key(card.chip_authentication[0].pkcs8)
    assert isinstance(private, EcPrivateKey)
    size = (private.curve.n.bit_length() + 7) // 8
    chip = OtherCard(
        by_identifier(card), "".join(card.mrz), card.can, (openpace_name(PACE), 13), signs=ecdsa(signing_key(card)),
        chip_key_2=(name, number, private.scalar.to_bytes(size, "big"), private.curve.encode_point(private.public)),
    )  # fmt: skip

    assert_read_whole(read(chip, Can(card.can)), card)


@pytest.fixture
def vpcd(pcsc_rig: PcscRig) -> Iterator[VpcdLink]:
    """The reader of vsmartcard's driver, behind a pcscd of its own."""
    if not VPCD_LIBRARY.exists():
        refuse(PcscUnavailable("vsmartcard's driver is not installed", "install the package vsmartcard-vpcd"))
    port = two_free_ports()
    try:
        with PrivatePcscd([vpcd_entry(port)], folder=pcsc_rig.folder):
            link = VpcdLink(port=port)
            yield link
            link.remove()
    except PcscUnavailable as unavailable:
        refuse(unavailable)


@needs_openpace
@pytest.mark.pcsc
def test_nothing_of_ours_but_the_reader(vpcd: VpcdLink) -> None:
    """OpenPACE's card behind vsmartcard's driver and pcscd."""
    card = issued(opened_by(PACE))
    chip = other(card, PACE)
    vpcd.insert(chip)
    log, presence = EventLog(), PcscPresence()
    presence.start(log)
    log.wait_for(CardSeen(READER, chip.atr))
    presence.stop()

    assert_read_whole(_read(PcscConnector(), READER, [Can(card.can)]), card)

"""What users of other readers complain of, as cards: each is read whole, its chip is proven, its face is there.

The complaints are those of public issue lists; the cards that cause them are profiles of the virtual card, or such a
card with the odd thing built in.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.access_key import Can
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader import tlv
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.wanted import ALL
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import CardProfile
from kiosk.simulator.card.manners import LongAnswer
from kiosk.simulator.card.profiles import PROFILES, usual_holder
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.fakes.virtual_cards import authority_for, photo

ROOT = Path(__file__).parents[2]
FACES = ROOT / "tests" / "fixtures" / "faces"
CLOCK = SystemClock()

Build = Callable[[], VirtualCard]


@functools.cache
def issued(profile: CardProfile, portrait: bytes) -> VirtualCard:
    return issue(usual_holder(profile), portrait, profile, authority_for(profile))


def of(name: str, portrait: str = "") -> Build:
    return lambda: issued(PROFILES[name], (FACES / portrait).read_bytes() if portrait else photo())


def signing_with(kind: str, long_answer: LongAnswer = LongAnswer.IN_PIECES) -> Build:
    profile = PROFILES["cccd-2021"]
    checks = replace(profile.clone_checks, active_authentication=kind)
    manners = replace(profile.manners, long_answer=long_answer)
    return lambda: issued(replace(profile, clone_checks=checks, manners=manners), photo())


def holding(file: File, contents: bytes) -> Build:
    def build() -> VirtualCard:
        card = issued(PROFILES["cccd-2021"], photo())
        return replace(card, files={**card.files, file: contents})

    return build


COM_OF_UNKNOWN_GROUPS = tlv.encode(
    0x60,
    tlv.encode(0x5F01, b"0107") + tlv.encode(0x5F36, b"040000") + tlv.encode(0x5C, bytes.fromhex("6175636D6E6F717273")),
)

COMPLAINTS: dict[str, Build] = {
    # Sizes of reads
    "never more than 128 bytes a read, and 9000 all the same": of("cccd-128"),
    "6700 to more than 192 bytes": of("cccd-192-refused"),
    "a long read ends the session with an unprotected 6700": of("cccd-bare-6700"),
    "6Cxx to any length but its own, no short identifiers": of("cccd-6cxx"),
    "surplus bytes behind the end of a file, wrongly padded": of("cccd-padded"),
    "no extended length": of("cccd-short"),
    "a portrait beyond offset 32767": of("cccd-large-photo"),
    # Access
    "BAC and nothing else": of("passport-bac"),
    "no BAC, chip authentication mapping": of("passport-cam"),
    "integrated mapping": of("passport-im"),
    "Diffie-Hellman modulo a prime": of("passport-dh"),
    "a document number longer than its field": of("id-card-td1"),
    # Clone checks
    "several keys, told apart by their ids": of("cccd-many-keys"),
    "a key that no ChipAuthenticationInfo announces": of("travel-card-td2"),
    "a signature of 2048 bits, cut where a short answer ends": signing_with("rsa-2048-sha256", LongAnswer.CUT),
    "a signature of 1024 bits with SHA-1 and trailer BC": signing_with("rsa-1024-sha1"),
    "a signature with SHA-384 and trailer 36CC": signing_with("rsa-2048-sha384"),
    "the smaller of two RSA signatures": signing_with("rsa-1280-sha224-b4"),
    "ECDSA in DER": signing_with("ecdsa-p256-sha256-der"),
    "ECDSA with a hash longer than the curve": signing_with("ecdsa-p256-sha512"),
    # Files
    "EF.COM lists groups that no standard knows": holding(File.COM, COM_OF_UNKNOWN_GROUPS),
    "EF.COM is none": holding(File.COM, b"\x60\x80\x00\x00"),
    "a face after ISO/IEC 39794-5": of("passport-39794"),
    "a JPEG 2000 file as portrait": of("cccd-2021", "obama_2012_chip_480x640.jp2"),
    "a raw JPEG 2000 code stream as portrait": of("cccd-2021", "collins_gray_240x320.j2k"),
}


@pytest.mark.parametrize("build", COMPLAINTS.values(), ids=COMPLAINTS)
def test_the_card_is_read_whole_and_checked(build: Build) -> None:
    card = build()
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(Chip(card))
    keys = (*((Can(card.can),) if card.can else ()), mrz_key(card))
    reading = EmrtdReader(InProcessConnector([slot]), CLOCK, wanted=ALL).read(
        slot.name, keys, Deadline(CLOCK, 60), lambda progress: None
    )
    assert reading.fault is None
    assert reading.files.items() <= card.files.items()
    assert set(card.files) - set(reading.files) <= {File.COM}, "all but an EF.COM that is none"

    anchors = AnchorSet.of([parse_certificate(card.csca)])
    inspection = ChipInspector(anchors).inspect(reading, None, CLOCK.now())
    report = inspection.authenticity
    assert (report.hashes.status, report.sod_signature.status) == (CheckStatus.PASSED, CheckStatus.PASSED)
    assert report.clone_check in (CheckStatus.PASSED, CheckStatus.NOT_SUPPORTED)
    assert report.active_authentication.status is (
        CheckStatus.NOT_SUPPORTED if card.active_authentication is None else CheckStatus.PASSED
    )
    assert inspection.identity is not None
    assert inspection.chip_face is not None


def test_the_guide_names_tests_that_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "docs" / "reader.md").read_text("utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).is_file()] == []

"""Whole reports on virtual cards, which were written without this reader: honest ones of every kind, and forgeries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.authenticity import Authenticity, CheckStatus
from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.authenticity import DocumentCheckName as Name
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.wanted import ALL
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import CardProfile
from kiosk.simulator.card.faults import parse_fault
from kiosk.simulator.card.person import AN, PEOPLE, TRAVELLERS, Citizen, Traveller
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.fakes.virtual_cards import authority, authority_for, card, photo

CLOCK = SystemClock()
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PASSED, FAILED, NOT_SUPPORTED, NOT_DONE = CheckStatus
HOLDERS: list[Citizen | Traveller] = [*PEOPLE.values(), *TRAVELLERS.values()]

OPEN_ON_EVERY_CARD = {Name.REVOCATION: "no-revocation-list", Name.ISSUER_VERIFICATION: "not-asked"}
"""No list is installed and no service asked in these tests."""

LACKING = {
    Name.PACE_CAM: "mapping-not-used",
    Name.ACTIVE_AUTHENTICATION: "key-not-listed",
    Name.CHIP_AUTHENTICATION: "key-not-listed",
}
"""What a kind of card may do without, as the report says it."""


def report_on(issued: VirtualCard, anchor: bytes) -> Authenticity:
    """Everything that the chip gives, read and inspected under one anchor."""
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(Chip(issued))
    keys: list[AccessKey] = [mrz_key(issued)]
    if issued.can:
        keys.insert(0, Can(issued.can))
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK, wanted=ALL)
    reading = reader.read(slot.name, keys, Deadline(CLOCK, 60), lambda progress: None)
    trust = AnchorSet.of([parse_certificate(anchor)])
    return ChipInspector(trust).inspect(reading, None, NOW).authenticity


def of_profile(profile: CardProfile) -> VirtualCard:
    for holder in HOLDERS:
        try:
            return issue(holder, photo(size=(560, 750)), profile, authority_for(profile))
        except ValueError:
            continue
    raise AssertionError(f"{profile.name} is for nobody")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_an_honest_card_of_any_kind_fails_in_nothing(profile: CardProfile) -> None:
    issued = of_profile(profile)
    report = report_on(issued, issued.csca)
    assert report.state is State.CHAIN_TRUSTED
    checks = {name: check for name, check in report.checks().items() if name not in OPEN_ON_EVERY_CARD}
    lacking = {name: check.reason for name, check in checks.items() if check.status is NOT_SUPPORTED}
    assert lacking.items() <= LACKING.items()
    assert report.clone_check is PASSED
    undone = {name: check.reason for name, check in checks.items() if check.status is NOT_DONE}
    foreign = profile.country.state != "VNM"
    assert undone == ({Name.CROSS_CHECKS: "nothing-to-compare"} if foreign else {})
    assert {line.file for line in report.hash_lines if line.check.status is not PASSED} <= {"DG3"}
    assert {name: report.checks()[name].reason for name in OPEN_ON_EVERY_CARD} == OPEN_ON_EVERY_CARD
    assert len(report.path) == 2


@pytest.mark.parametrize(
    ("fault", "state", "failed"),
    [
        pytest.param(
            "tamper:DG2", State.HASH_MISMATCH, {Name.HASHES: "hash-differs-dg2"}, id="another photo",
        ),
        pytest.param(
            "tamper:DG1", State.HASH_MISMATCH, {Name.HASHES: "hash-differs-dg1"}, id="another name or number",
        ),
        pytest.param(
            "clone", State.CHAIN_TRUSTED,
            {Name.ACTIVE_AUTHENTICATION: "signature-wrong", Name.CHIP_AUTHENTICATION: "new-keys-not-proven"},
            id="all data on another chip",
        ),
        pytest.param(
            "missing:DG15", State.CHAIN_TRUSTED, {Name.ACTIVE_AUTHENTICATION: "key-file-withheld"},
            id="the key of Active Authentication withheld",
        ),
        pytest.param(
            "missing:DG14", State.CHAIN_TRUSTED, {Name.CHIP_AUTHENTICATION: "key-file-withheld"},
            id="the key of Chip Authentication withheld",
        ),
        pytest.param("missing:DG13", State.CHAIN_TRUSTED, {}, id="a group withheld: told in its own line"),
        pytest.param(
            "expired-signer", State.CHAIN_TRUSTED_EXPIRED, {Name.SIGNER_VALIDITY: "signer-expired"}, id="old signer",
        ),
        pytest.param("unknown-signer", State.SIGNATURE_OK_CHAIN_UNKNOWN, {}, id="an issuer of one's own"),
        pytest.param(
            "no-pace", State.CHAIN_TRUSTED, {Name.ACCESS_PROTOCOL: "pace-given-up-for-bac"}, id="PACE hidden from us",
        ),
        pytest.param(
            "tamper:COM:25", State.CHAIN_TRUSTED, {Name.EF_COM: "com-lacks-dg14"}, id="a group off the unsigned list",
        ),
    ],
)  # fmt: skip
def test_a_forgery_fails_where_it_was_made(fault: str, state: State, failed: dict[Name, str]) -> None:
    report = report_on(card(AN, faults=[parse_fault(fault)]), authority().csca)
    assert report.state is state
    assert {name: check.reason for name, check in report.checks().items() if check.status is FAILED} == failed


def test_a_withheld_group_is_not_called_unread() -> None:
    report = report_on(card(AN, faults=[parse_fault("missing:DG13")]), authority().csca)
    assert {line.file: line.check.reason for line in report.hash_lines if line.check.reason} == {
        "DG3": "file-not-read",
        "DG13": "file-not-given",
    }

"""PACE with chip authentication mapping as a clone proof: only under an EF.CardSecurity that is the issuer's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key

from kiosk.domain.access_key import MrzKey
from kiosk.domain.authenticity import AuthenticityState, CheckStatus
from kiosk.domain.chip_reading import ChipReading, ElementaryFile
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.card_security import check_pace_cam
from kiosk.reader.trust.certificate import parse_certificates
from kiosk.reader.trust.passive_auth import authenticate
from kiosk.reader.trust.revocation_list import parse_revocation_list
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import Clone
from kiosk.simulator.card.person import ANNA
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.authority import TestAuthority
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.issuer import Identified
from tests.fakes.revocations import revocation_list
from tests.fakes.virtual_cards import photo

PROFILE = PROFILES["passport-cam"]
_SECURITY = ElementaryFile.CARD_SECURITY
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def authority() -> TestAuthority:
    signature = PROFILE.signature
    return TestAuthority.create(
        signature.scheme or "ecdsa-brainpoolP384r1-sha384",
        explicit_parameters=bool(signature.explicit),
        country=PROFILE.country,
    )


@pytest.fixture(scope="module")
def issuer() -> TestAuthority:
    return authority()


@pytest.fixture(scope="module")
def passport(issuer: TestAuthority) -> VirtualCard:
    return issue(ANNA, photo(), PROFILE, issuer)


def read(card: VirtualCard) -> ChipReading:
    reader, clock = InProcessReader(), SystemClock()
    reader.insert(Chip(card))
    line = card.mrz[1]
    key = MrzKey(line[:9].rstrip("<"), line[13:19], line[21:27])
    chip_reader = EmrtdReader(InProcessConnector([reader]), clock)
    return chip_reader.read(reader.name, [key], Deadline(clock, 30.0), lambda _: None)


def judged(reading: ChipReading, trust: AnchorSet | None = None) -> tuple[CheckStatus, str]:
    check = ChipInspector(trust or AnchorSet()).inspect(reading, None, NOW).authenticity.pace_cam
    return check.status, check.reason


def with_card_security(reading: ChipReading, contents: bytes) -> ChipReading:
    return replace(reading, files={**reading.files, ElementaryFile.CARD_SECURITY: contents})


def test_the_genuine_chip_proves_itself(passport: VirtualCard) -> None:
    reading = read(passport)
    assert reading.fault is None
    assert reading.access.mechanism.startswith("ECDH-CAM")
    assert judged(reading) == (CheckStatus.PASSED, "")


def test_a_copy_without_the_private_key_fails(issuer: TestAuthority) -> None:
    status, _ = judged(read(issue(ANNA, photo(), PROFILE, issuer, faults=[Clone()])))
    assert status is CheckStatus.FAILED


def test_a_card_that_was_opened_another_way_says_so(passport: VirtualCard) -> None:
    other = replace(read(passport), pace_cam=None)
    assert judged(other) == (CheckStatus.NOT_SUPPORTED, "mapping-not-used")


def test_a_card_security_of_the_forgers_own_proves_nothing(passport: VirtualCard) -> None:
    """The SOD of a genuine passport beside a key that somebody else signed: the proof holds, and means nothing."""
    forged = issue(ANNA, photo(), PROFILE, authority())
    mixed = replace(forged, files={**passport.files, ElementaryFile.CARD_SECURITY: forged.files[_SECURITY]})
    assert judged(read(mixed)) == (CheckStatus.NOT_DONE, "card-security-signer-unknown")


@pytest.mark.parametrize(
    ("pinned", "status"), [(True, CheckStatus.PASSED), (False, CheckStatus.NOT_DONE)], ids=["trusted", "unknown"]
)
def test_another_signer_than_the_sods_must_be_trusted_by_itself(
    passport: VirtualCard, pinned: bool, status: CheckStatus
) -> None:
    reading = read(passport)
    passive = authenticate(reading.files, AnchorSet(), NOW)
    (other,) = parse_certificates(authority().signer)
    trust = AnchorSet.of(parse_certificates(passport.signer)) if pinned else AnchorSet()
    check = check_pace_cam(reading, replace(passive, signer=other), trust, NOW, "UTO")
    assert check.status is status


@pytest.mark.parametrize(
    ("revoked", "expected"),
    [
        pytest.param(True, (CheckStatus.FAILED, "card-security-signer-revoked"), id="revoked"),
        pytest.param(False, (CheckStatus.PASSED, ""), id="not revoked"),
    ],
)
def test_another_signer_than_the_sods_must_not_be_revoked(
    issuer: TestAuthority, passport: VirtualCard, revoked: bool, expected: tuple[CheckStatus, str]
) -> None:
    reading = read(passport)
    passive = authenticate(reading.files, AnchorSet(), NOW)
    (other,) = parse_certificates(authority().signer)
    root = Identified(load_der_private_key(issuer.csca_key, None), issuer.csca)  # type: ignore[arg-type]
    signer = Identified(root.key, issuer.signer)
    listed = parse_revocation_list(revocation_list(root, [signer] if revoked else []))
    trust = AnchorSet.of(parse_certificates(issuer.csca), (), [listed])
    check = check_pace_cam(reading, replace(passive, signer=other), trust, NOW)
    assert (check.status, check.reason) == expected


def test_a_training_passport_is_trusted_under_its_own_authority(issuer: TestAuthority, passport: VirtualCard) -> None:
    """Utopia is no country that certificates know; its authority says so in its alternative name."""
    reading = read(passport)
    outcome = authenticate(reading.files, AnchorSet.of(parse_certificates(issuer.csca)), NOW)
    assert outcome.state is AuthenticityState.CHAIN_TRUSTED
    assert outcome.issuing_state.status is outcome.signer_validity.status is CheckStatus.PASSED


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        pytest.param(lambda data: b"", CheckStatus.FAILED, "card-security-malformed", id="empty"),
        pytest.param(lambda data: data[:-1], CheckStatus.FAILED, "card-security-malformed", id="cut off"),
        pytest.param(
            lambda data: data[:-1] + bytes([data[-1] ^ 1]),
            CheckStatus.FAILED,
            "card-security-signature-wrong",
            id="signature changed",
        ),
    ],
)
def test_a_card_security_that_was_touched_fails(
    passport: VirtualCard, change: Callable[[bytes], bytes], status: CheckStatus, reason: str
) -> None:
    reading = read(passport)
    touched = with_card_security(reading, change(reading.files[_SECURITY]))
    assert judged(touched) == (status, reason)


def test_without_the_file_nothing_is_proven(passport: VirtualCard) -> None:
    reading = read(passport)
    files = {file: data for file, data in reading.files.items() if file is not _SECURITY}
    assert judged(replace(reading, files=files)) == (CheckStatus.NOT_DONE, "card-security-missing")

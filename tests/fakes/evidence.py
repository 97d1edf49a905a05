"""What can be found out about one person, from good in everything to nothing at all, for tests of decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import Covering, FaceComparison, FaceQuality, PhotoSource
from kiosk.domain.faults import FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessPolicy, LivenessReason, LivenessReport
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.site import Admission, Listing, ListingAnswer
from kiosk.domain.travel import BoardingFinding
from kiosk.domain.verdict import Verdict

PASSED = DocumentCheck(CheckStatus.PASSED)
FAILED = DocumentCheck(CheckStatus.FAILED)
NOT_DONE = DocumentCheck(CheckStatus.NOT_DONE)
NOT_SUPPORTED = DocumentCheck(CheckStatus.NOT_SUPPORTED)

ADMIT, ATTENTION, REFER, REFUSE = Verdict

CHIP_IDENTITY = Identity(
    source=Source.CHIP, number="001090012345", name="Nguyễn Văn An", birth_date=date(1990, 3, 15), sex=Sex.MALE
)
QR_IDENTITY = replace(CHIP_IDENTITY, source=Source.QR)

GENUINE = Authenticity(
    state=AuthenticityState.CHAIN_TRUSTED,
    hashes=PASSED,
    sod_signature=PASSED,
    signer_chain=PASSED,
    validity=PASSED,
    active_authentication=PASSED,
    chip_authentication=NOT_SUPPORTED,
    cross_checks=PASSED,
)
MATCH = FaceComparison(
    score=0.8,
    accept_at=0.5,
    review_at=0.4,
    claimed_fmr=1e-3,
    engine="sface",
    quality=FaceQuality(eye_distance=90.0, luma=120.0, sharpness=200.0, roll=0.0, yaw=0.0, detection=0.95),
)
EXPECTED = ListingAnswer(Admission.EXPECTED, Listing(key="000001"))

GOOD = Evidence(inspection=Inspection(GENUINE, CHIP_IDENTITY), comparison=MATCH, listing=EXPECTED)
DEAD_CHIP = Evidence(
    qr_identity=QR_IDENTITY, chip_fault=FaultCode.CARD_MUTE, face_fault=FaultCode.CHIP_PHOTO_UNUSABLE, listing=EXPECTED
)
NOTHING = Evidence()


def report(**changes: object) -> Evidence:
    """Good evidence but for these lines of the document report."""
    return replace(GOOD, inspection=Inspection(replace(GENUINE, **changes), CHIP_IDENTITY))  # type: ignore[arg-type]


def unread_data(state: AuthenticityState) -> Evidence:
    """A chip whose data are not good: neither its identity nor its face are used."""
    report_of_it = replace(GENUINE, state=state, hashes=FAILED)
    return replace(GOOD, inspection=Inspection(report_of_it), comparison=None, listing=None)


LIVE_PASSED = LivenessReport((LivenessFinding(LivenessPart.CHALLENGE, CheckStatus.PASSED),), LivenessPolicy.ACTIVE)
LIVE_FAILED = LivenessReport(
    (LivenessFinding(LivenessPart.PASSIVE, CheckStatus.FAILED, LivenessReason.LIKE_A_PICTURE),), LivenessPolicy.ACTIVE
)
LIVE_INJECTED = replace(
    LIVE_PASSED,
    findings=(
        *LIVE_PASSED.findings,
        LivenessFinding(LivenessPart.INJECTION, CheckStatus.FAILED, LivenessReason.VIRTUAL_CAMERA),
    ),
)


def face(**changes: object) -> Evidence:
    return replace(GOOD, comparison=replace(MATCH, **changes))  # type: ignore[arg-type]


def listed(admission: Admission, *differences: str) -> Evidence:
    return replace(GOOD, listing=ListingAnswer(admission, differences=differences))


def against_list(score: float, *coverings: Covering) -> Evidence:
    quality = replace(MATCH.quality, coverings=frozenset(coverings))
    return replace(GOOD, comparison=replace(MATCH, score=score, quality=quality, against=PhotoSource.LIST))


def infant() -> Evidence:
    return replace(GOOD, comparison=None, infant=True)


def boarding(finding: BoardingFinding) -> Evidence:
    return replace(GOOD, boarding=finding)


SERVICE_FAILED = InsuranceAnswer(
    InsuranceFinding.SERVICE_FAILED, "bhyt", datetime(2026, 6, 26, tzinfo=UTC), trouble=ServiceTrouble.UNREACHABLE
)


S = AuthenticityState

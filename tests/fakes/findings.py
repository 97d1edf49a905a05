"""Ready-made findings of one good check, for tests that change one thing about them. The person is fictitious."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.check.states import Instant
from kiosk.domain.access_key import Can
from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import Access, ChipReading, ElementaryFile
from kiosk.domain.desks.by_hand import ByHand
from kiosk.domain.evidence import Inspection
from kiosk.domain.face import ChipFace, FaceComparison, FaceQuality, Frame, LiveFace
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import CardPeriod, InsuranceAnswer, InsuranceCover
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.issuer_answer import IssuerAnswer, IssuerFinding
from kiosk.domain.liveness import LivenessPolicy, LivenessRules
from kiosk.domain.site import Admission, Listing, ListingAnswer, Policy, SiteProfile, SiteWords
from kiosk.domain.text import Text

PASSED = DocumentCheck(CheckStatus.PASSED)

PROFILE = SiteProfile(
    "exam",
    SiteWords(Text("Phòng thi", "Exam"), Text("thí sinh", "the candidate"), Text("cán bộ coi thi", "the invigilator")),
    Policy(),
    liveness=LivenessRules(LivenessPolicy.OFF),
)
"""A site that asks nobody to move; tests of liveness say what they ask for."""

AN = Identity(
    Source.CHIP,
    number="001090012345",
    document_number="090012345",
    name="Nguyễn Văn An",
    mrz_name="NGUYEN VAN AN",
    birth_date=date(1990, 3, 15),
    sex=Sex.MALE,
    nationality="VNM",
    issue_date=date(2021, 5, 10),
    expiry_date=date(2030, 3, 15),
    old_number="012345678",
)
AN_BY_QR = replace(AN, source=Source.QR)
AN_CAN = Can("012345")

GENUINE = Authenticity(AuthenticityState.CHAIN_TRUSTED, PASSED, PASSED, PASSED, PASSED, PASSED, PASSED, PASSED)
ACCESS = Access("PACE", "CAN", "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1")
CHIP_FACE = ChipFace(b"\xff\xd8\xff chip photo", "jpeg")
INSPECTED = Inspection(GENUINE, AN, CHIP_FACE, ACCESS, apdu_count=30, chip_seconds=2.5)

QUALITY = FaceQuality(eye_distance=90.0, luma=120.0, sharpness=400.0, roll=0.0, yaw=0.0, detection=0.95)
FRAME = Frame(2, 1, bytes(6), captured_at=0.0, sequence=1)
LIVE = LiveFace(FRAME, (1.0, 0.0), QUALITY)
MATCH = FaceComparison(0.71, 0.388, 0.30, 1e-3, "sface", QUALITY)
MISMATCH = replace(MATCH, score=0.05)

LISTED = ListingAnswer(
    Admission.EXPECTED, Listing("HN-0001", AN.number, place=Text("Phòng 12 – Ghế 07", "Room 12 – Seat 07"))
)
AN_IN_THE_LIST = Identity(Source.LIST, AN.number, name=AN.name, birth_date=AN.birth_date)
AN_BY_HAND = ByHand(AN_IN_THE_LIST, LISTED, by="binh")
NOT_LISTED = ListingAnswer(Admission.NOT_LISTED)

CONFIRMED = IssuerAnswer(
    IssuerFinding.GENUINE, "2id", datetime(2026, 6, 26, 7, 0, 5, tzinfo=UTC), code="0", reference="r-1"
)

INSURED = InsuranceAnswer(
    InsuranceFinding.IN_FORCE,
    "bhyt",
    datetime(2026, 6, 26, 7, 0, 5, tzinfo=UTC),
    code="000",
    cover=InsuranceCover(
        CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001"), social_number="0123456789"
    ),
)

READER = "Virtual Contactless Reader 00 00"


def reading(fault: FaultCode | None = None) -> ChipReading:
    """A reading that went well, or ended with ``fault``."""
    files = {} if fault else {ElementaryFile.DG1: b"\x61\x00"}
    return ChipReading(READER, b"\x3b", ACCESS, files, fault=Fault(fault) if fault else None)


def at(seconds: float) -> Instant:
    """A moment ``seconds`` after the test's start."""
    start = datetime(2026, 6, 26, 7, 0, tzinfo=UTC)
    return Instant(100.0 + seconds, datetime.fromtimestamp(start.timestamp() + seconds, UTC))

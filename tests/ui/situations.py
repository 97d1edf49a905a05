"""Kiosk states built by hand, one a screen, for the tests and the pictures. All persons are fictitious."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import cv2
import numpy as np

from kiosk.check.states import (
    AwaitingCard,
    AwaitingConsent,
    AwaitingKey,
    CardCode,
    Check,
    CheckingByHand,
    Completing,
    Idle,
    Instant,
    Kiosk,
    Milestone,
    OutOfService,
    Reading,
    Recording,
    RemovingCard,
    Repositioning,
    ShowingResult,
    ShownCard,
    Starting,
    TakenOver,
    ToldNumber,
)
from kiosk.domain.access_key import Can
from kiosk.domain.authenticity import (
    Authenticity,
    AuthenticityState,
    CheckStatus,
    DocumentCheck,
    DocumentCheckName,
    HashLine,
)
from kiosk.domain.chip_reading import Access, ReadProgress
from kiosk.domain.data_rules import DataRules
from kiosk.domain.decide import decide
from kiosk.domain.desks.by_hand import ByHand
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import ChipFace, FaceComparison, FaceHint, FaceQuality, Frame, LiveFace
from kiosk.domain.faults import FaultCode
from kiosk.domain.hospital.insurance import (
    CardPeriod,
    InsuranceAnswer,
    InsuranceCover,
    InsuranceFact,
    InsuranceFinding,
    InsuranceRules,
)
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import FlightLeg, FlightPass
from kiosk.domain.site import Admission, Listing, ListingAnswer, ListPhoto, Policy, SiteProfile, SiteWords
from kiosk.domain.text import Text
from kiosk.domain.travel import BoardingFinding, PassDifference

FACES = Path(__file__).parent.parent / "fixtures" / "faces"
NOW = 1000.0
WALL = datetime(2026, 11, 22, 0, 41, tzinfo=UTC)
READER = "Reader 00 00"

EXAM = SiteProfile(
    "exam",
    SiteWords(
        Text("Điểm thi Trường THPT Chu Văn An", "Exam site Chu Van An High School"),
        Text("thí sinh", "candidate"),
        Text("cán bộ coi thi", "the invigilator"),
    ),
    Policy(),
    data=DataRules(
        consent=Text(
            "Chip của thẻ được đọc và khuôn mặt được so với ảnh trong chip để xác nhận thí sinh. Ảnh khuôn mặt là dữ"
            " liệu cá nhân nhạy cảm; ảnh không được lưu lại. Không đồng ý: mời gặp cán bộ coi thi.",
            "The chip of your card is read and your face is compared with the photo on it, to confirm the candidate."
            " Pictures of the face are sensitive personal data; none is kept. If you do not agree, please see the"
            " invigilator.",
        )
    ),
)

NAME = "Nguyễn Văn An"
NUMBER = "001090012345"
PLACE = Text("Phòng 203 – Ghế 17", "Room 203 – Seat 17")
CODE = CardCode(None, (Can("012345"),))


def frame(name: str = "obama_2012_frame.jpg", *, width: int = 1280, height: int = 720, sequence: int = 1) -> Frame:
    """A camera-like frame of a test picture."""
    picture = cv2.imread(str(FACES / name))
    assert picture is not None
    scaled = cv2.resize(picture, (round(picture.shape[1] * height / picture.shape[0]), height))
    canvas = np.full((height, width, 3), 200, np.uint8)
    left = (width - scaled.shape[1]) // 2
    canvas[:, max(0, left) : left + scaled.shape[1]] = scaled[:, max(0, -left) : max(0, -left) + width]
    return Frame(width, height, canvas.tobytes(), NOW, sequence)


def plain_frame(*, width: int = 64, height: int = 48, sequence: int = 1, blue: int = 90) -> Frame:
    return Frame(width, height, bytes((blue, 120, 150)) * (width * height), NOW, sequence)


QUALITY = FaceQuality(92.0, 130.0, 240.0, 1.0, 0.02, 0.98)
IDENTITY = Identity(
    Source.CHIP,
    NUMBER,
    "090012345",
    NAME,
    "NGUYEN VAN AN",
    date(1990, 3, 15),
    Sex.MALE,
    "VNM",
    date(2021, 5, 10),
    date(2030, 3, 15),
    old_number="012345678",
)
CHIP_FACE = ChipFace((FACES / "obama_2010_chip_240x320.jpg").read_bytes(), "jpeg")
_PASSED = DocumentCheck(CheckStatus.PASSED)


def _failed(reason: str) -> DocumentCheck:
    return DocumentCheck(CheckStatus.FAILED, reason)


def _not_done(reason: str) -> DocumentCheck:
    return DocumentCheck(CheckStatus.NOT_DONE, reason)


GENUINE = Authenticity(
    AuthenticityState.CHAIN_TRUSTED,
    hashes=_PASSED,
    sod_signature=_PASSED,
    signer_chain=_PASSED,
    validity=_PASSED,
    active_authentication=DocumentCheck(CheckStatus.NOT_SUPPORTED, "key-not-listed"),
    chip_authentication=_PASSED,
    cross_checks=_PASSED,
    access_protocol=DocumentCheck(CheckStatus.PASSED, "opened-by-pace"),
    ef_com=_not_done("com-not-read"),
    hash_lines=(
        *(HashLine(f"DG{number}", _PASSED) for number in (1, 2, 13, 14)),
        HashLine("DG3", _not_done("file-not-read")),
    ),
    signer_validity=_PASSED,
    revocation=_not_done("no-revocation-list"),
    issuing_state=_PASSED,
    check_digits=_PASSED,
)
_NOT_INSTALLED = _not_done("issuer-certificate-not-installed")
INTACT = replace(
    GENUINE,
    state=AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN,
    signer_chain=_NOT_INSTALLED,
    signer_validity=_NOT_INSTALLED,
    revocation=_NOT_INSTALLED,
    issuing_state=_NOT_INSTALLED,
)
"""The normal report in the field."""
FORGED = replace(
    GENUINE,
    state=AuthenticityState.HASH_MISMATCH,
    hashes=_failed("hash-differs-dg2"),
    hash_lines=(HashLine("DG1", _PASSED), HashLine("DG2", _failed("hash-differs"))),
    validity=_not_done("data-not-verified"),
    chip_authentication=_failed("new-keys-not-proven"),
    cross_checks=_not_done("nothing-to-compare"),
)
ALL_WRONG = replace(
    Authenticity(**{name.value: _failed("revocation-list-not-signed-by-issuer") for name in DocumentCheckName}),
    state=AuthenticityState.REVOKED,
    hash_lines=tuple(HashLine(f"DG{number}", _failed("hash-not-listed")) for number in range(1, 17)),
    weak=("sha1", "rsa-1024", "ec-192"),
)
"""A report in which every check failed for the reason with the longest words."""
ACCESS = Access("PACE", "CAN", "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1")
TIMELINE = tuple(
    Milestone(name, seconds)
    for name, seconds in (
        ("card", 0.0),
        ("reading", 0.4),
        ("PACE", 0.5),
        ("SOD", 1.4),
        ("DG1", 2.0),
        ("DG14", 2.2),
        ("DG2", 2.5),
        ("chip", 5.1),
        ("document", 5.3),
        ("face", 5.4),
        ("list", 5.5),
        ("verdict", 5.6),
    )
)


def comparison(score: float = 0.71) -> FaceComparison:
    return FaceComparison(score, 0.42, 0.36, 1e-4, "sface", QUALITY)


def listing(admission: Admission = Admission.EXPECTED) -> ListingAnswer:
    return ListingAnswer(admission, Listing("TS-0417", NUMBER, "", NAME, "15031990", PLACE))


def check(live: Frame | None = None, evidence: Evidence | None = None) -> Check:
    return Check(
        CheckId("c1"),
        READER,
        Instant(NOW, WALL),
        NOW + 20.0,
        CODE,
        1,
        evidence=evidence or Evidence(),
        progress=ReadProgress("DG2", 11_000, 18_000),
        share_read=11 / 18,
        hint=FaceHint.CLOSER,
        live=LiveFace(live, (0.0, 1.0), QUALITY) if live else None,
        timeline=TIMELINE[:7],
    )


def evidence(
    *,
    identity: Identity = IDENTITY,
    authenticity: Authenticity = GENUINE,
    face: FaceComparison | None = None,
    answer: ListingAnswer | None = None,
    chip_fault: FaultCode | None = None,
) -> Evidence:
    return Evidence(
        inspection=Inspection(authenticity, identity, CHIP_FACE, ACCESS, 24, 4.7),
        comparison=face or comparison(),
        listing=answer or listing(),
        chip_fault=chip_fault,
    )


def result(found: Evidence, live: Frame | None = None) -> Kiosk:
    """The state that shows the verdict on ``found``."""
    picture = live or plain_frame()
    done = replace(
        check(picture, found),
        chip_face=found.inspection.chip_face if found.inspection else None,
        compared=LiveFace(picture, (0.0, 1.0), QUALITY),
        timeline=TIMELINE,
    )
    return kiosk(ShowingResult(done, decide(found, EXAM.policy), NOW + 5.6, NOW + 15.6))


def kiosk(phase: object, **changes: object) -> Kiosk:
    return replace(Kiosk(EXAM), phase=phase, **changes)  # type: ignore[arg-type]


def _dead_chip() -> Kiosk:
    known = replace(IDENTITY, source=Source.QR)
    found = Evidence(qr_identity=known, chip_fault=FaultCode.CARD_MUTE, listing=listing())
    return result(found)


def _by_hand(*further: Milestone) -> Check:
    """Staff found somebody in the list, with the photograph of their registration."""
    photo = ListPhoto((FACES / "obama_2010_chip_240x320.jpg").read_bytes())
    answer = listing()
    assert answer.listing is not None
    answer = replace(answer, listing=replace(answer.listing, photo=photo))
    known = Identity(Source.LIST, NUMBER, name=NAME, birth_date=date(1990, 3, 15))
    found = Evidence(by_hand=ByHand(known, answer, "binh"), listing=answer)
    begun = replace(
        check(plain_frame(), found), code=None, reader="", progress=None, share_read=0.0, hint=FaceHint.GOOD
    )
    return replace(begun, card_present=False, timeline=(Milestone("by-hand", 0.0), *further))


SEEN = Milestone("verdict", 11.4)

_PASS = FlightPass("NGUYEN", "VAN AN", (FlightLeg("VN213", "HAN", "SGN", date(2026, 11, 22)),))


def _pass_wanted() -> Kiosk:
    """Everything but the boarding pass is there."""
    known = replace(check(plain_frame(), evidence()), chip_face=CHIP_FACE, comparisons=1, pass_wanted=True)
    return kiosk(Completing(known))


def _infant(boarding: BoardingFinding) -> Kiosk:
    """A child without a face to compare, whose boarding pass was read."""
    born = replace(IDENTITY, birth_date=date(2025, 6, 1))
    return result(replace(evidence(identity=born), comparison=None, infant=True, boarding=boarding))


def _insured(finding: InsuranceFinding) -> Kiosk:
    """A patient of whom the insurance service was asked."""
    period = CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001", "Bệnh viện Tưởng Tượng")
    answer = InsuranceAnswer(finding, "bhyt", WALL, cover=InsuranceCover(period, name="NGUYEN VAN AN"))
    shown = result(replace(evidence(), insurance=answer))
    return replace(shown, profile=replace(EXAM, insurance=InsuranceRules(show=frozenset(InsuranceFact))))


NUMBER_TOLD = Text("Phòng khám Nội tiết · Số thứ tự 42", "Endocrinology · Number 42")

SITUATIONS: dict[str, Callable[[], Kiosk]] = {
    "starting": lambda: kiosk(Starting()),
    "out-of-service": lambda: kiosk(OutOfService(), faults=frozenset({FaultCode.NO_READER, FaultCode.CAMERA_LOST})),
    "idle": lambda: kiosk(Idle()),
    "idle-notice": lambda: kiosk(Idle(FaultCode.CODE_NOT_A_CARD, NOW + 9)),
    "idle-pass-seen": lambda: kiosk(Idle(), shown=ShownCard(_PASS, NOW + 20)),
    "card-wanted": lambda: kiosk(AwaitingCard(CODE, NOW + 16)),
    "consent": lambda: kiosk(AwaitingConsent(check(), NOW + 50)),
    "consent-ending": lambda: kiosk(AwaitingConsent(check(), NOW + 14)),
    "key-wanted": lambda: kiosk(AwaitingKey(check(), NOW + 24)),
    "key-wrong": lambda: kiosk(AwaitingKey(check(), NOW + 29, FaultCode.WRONG_ACCESS_KEY)),
    "card-ending": lambda: kiosk(AwaitingCard(CODE, NOW + 14)),
    "key-ending": lambda: kiosk(AwaitingKey(check(), NOW + 14)),
    "reading": lambda: kiosk(Reading(check())),
    "reading-face-good": lambda: kiosk(Reading(replace(check(plain_frame()), hint=FaceHint.GOOD))),
    "reading-masked": lambda: kiosk(Reading(replace(check(), hint=FaceHint.REMOVE_MASK))),
    "reposition": lambda: kiosk(Repositioning(check(), NOW + 6)),
    "look": lambda: kiosk(Completing(replace(check(), chip_face=CHIP_FACE))),
    "checking": lambda: kiosk(Recording(check(plain_frame()), decide(Evidence(), EXAM.policy))),
    "pass-wanted": _pass_wanted,
    "admit": lambda: result(evidence()),
    "attention": lambda: result(evidence(authenticity=INTACT)),
    "insured": lambda: _insured(InsuranceFinding.IN_FORCE),
    "infant": lambda: _infant(BoardingFinding(shown=True, flight="VN 213")),
    "infant-other-pass": lambda: _infant(BoardingFinding(shown=True, differences=(PassDifference.NAME,))),
    "refer": lambda: result(evidence(face=comparison(0.39))),
    "refer-device": lambda: result(Evidence(chip_fault=FaultCode.READER_LOST, face_fault=FaultCode.CAMERA_LOST)),
    "refer-dead-chip": _dead_chip,
    "refuse": lambda: result(evidence(authenticity=FORGED, face=comparison(0.05))),
    "refuse-all-wrong": lambda: result(evidence(authenticity=ALL_WRONG, face=comparison(0.05))),
    "by-hand": lambda: kiosk(CheckingByHand(_by_hand(), NOW + 170)),
    "by-hand-waits": lambda: kiosk(
        ShowingResult(_by_hand(SEEN), decide(_by_hand().evidence, EXAM.policy), NOW + 5.6, NOW + 150)
    ),
    "by-hand-admitted": lambda: kiosk(
        ShowingResult(
            _by_hand(SEEN), decide(_by_hand().evidence, EXAM.policy), NOW + 5.6, NOW + 15.6, by_staff=Outcome.ADMITTED
        )
    ),
    "by-hand-turned-away": lambda: kiosk(
        ShowingResult(
            _by_hand(SEEN), decide(_by_hand().evidence, EXAM.policy), NOW + 5.6, NOW + 15.6, by_staff=Outcome.REFUSED
        )
    ),
    "number-told": lambda: kiosk(Idle(), told=ToldNumber(NUMBER_TOLD, None, NOW, NOW + 16)),
    "taken-over": lambda: kiosk(Idle(), taken_over=TakenOver("binh", NOW + 590)),
    "remove-card": lambda: kiosk(RemovingCard(READER, NOW)),
}


class StillPreview:
    """A preview that always has the same frame, or the one put into it."""

    def __init__(self, shown: Frame | None = None) -> None:
        self.shown = shown
        self.polls = 0

    def latest(self) -> Frame | None:
        self.polls += 1
        return self.shown

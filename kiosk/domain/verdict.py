"""The verdict of one check and the reasons that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.authenticity import DocumentCheckName
from kiosk.domain.faults import FaultCode


class Verdict(StrEnum):
    """The four verdicts; a device failure is never ``REFUSE``."""

    ADMIT = "ADMIT"
    ADMIT_WITH_ATTENTION = "ADMIT_WITH_ATTENTION"
    REFER = "REFER"
    REFUSE = "REFUSE"

    @property
    def severity(self) -> int:
        """0 for the mildest; of several findings the gravest decides."""
        return list(Verdict).index(self)


class Reason(StrEnum):
    """Stable reason codes, one for each finding that is worth a word."""

    # The document
    DATA_ALTERED = "data-altered"
    SIGNATURE_BAD = "signature-bad"
    SIGNER_REVOKED = "signer-revoked"
    ISSUER_NOT_VERIFIED = "issuer-not-verified"
    ISSUER_CONFIRMS = "issuer-confirms"
    SIGNER_PINNED = "signer-pinned"
    SIGNER_EXPIRED = "signer-expired"
    DOCUMENT_EXPIRED = "document-expired"
    CHIP_CLONED = "chip-cloned"
    CLONE_NOT_CHECKED = "clone-not-checked"
    SOURCES_DIFFER = "sources-differ"
    DOCUMENT_NOT_CHECKED = "document-not-checked"
    QR_PROVES_NOTHING = "qr-proves-nothing"
    CHECKED_BY_HAND = "checked-by-hand"
    ISSUER_DENIES = "issuer-denies"
    WEAK_ALGORITHM = "weak-algorithm"
    CHECK_FAILED = "check-failed"
    CHECK_MISSING = "check-missing"
    # The holder
    FACE_DIFFERS = "face-differs"
    FACE_UNSURE = "face-unsure"
    FACE_NOT_COMPARED = "face-not-compared"
    LIVENESS_FAILED = "liveness-failed"
    LIVENESS_NOT_DONE = "liveness-not-done"
    FACE_COVERED = "face-covered"
    FACE_BY_LIST_PHOTO = "face-by-list-photo"
    FACE_DIFFERS_FROM_LIST = "face-differs-from-list"
    INFANT = "infant"
    CAMERA_DOUBTFUL = "camera-doubtful"
    # The list
    NOT_LISTED = "not-listed"
    POSSIBLE_LISTING = "possible-listing"
    ALREADY_ADMITTED = "already-admitted"
    RE_ENTRY = "re-entry"
    LIST_DIFFERS = "list-differs"
    LIST_NOT_ASKED = "list-not-asked"
    WRONG_DAY = "wrong-day"
    WRONG_SESSION = "wrong-session"
    WRONG_ROOM = "wrong-room"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    NEEDS_CARE = "needs-care"
    WATCHED = "watched"
    BOARDING_DIFFERS = "boarding-pass-differs"
    BOARDING_MISSING = "boarding-pass-missing"
    # Outside services
    INSURANCE_NEEDS_STAFF = "insurance-needs-staff"
    # Accidents: the fault code says which
    CHIP_NOT_READ = "chip-not-read"
    CARD_TAKEN_AWAY = "card-taken-away"
    NOT_AN_ID_CARD = "not-an-id-card"
    NO_CONSENT = "no-consent"
    NO_ACCESS_KEY = "no-access-key"
    WRONG_ACCESS_KEY = "wrong-access-key"
    OUT_OF_TIME = "out-of-time"
    DEVICE_FAILED = "device-failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason with what it alone amounts to, the fault behind it and the document check that it is about, if any."""

    reason: Reason
    verdict: Verdict
    fault: FaultCode | None = None
    check: DocumentCheckName | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict with its findings, gravest first."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(finding.reason for finding in self.findings)

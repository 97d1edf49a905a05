"""From a finished check to its line in the journal."""

from __future__ import annotations

from kiosk.check.states import Check, Instant
from kiosk.domain.face import FaceComparison, PhotoSource
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.issuer_answer import IssuerAnswer
from kiosk.domain.liveness import LivenessReport
from kiosk.domain.record import CheckRecord
from kiosk.domain.verdict import Decision


def record_of(check: Check, decision: Decision, site: str, now: Instant) -> CheckRecord:
    """The record of this decision; holds no personal data but the site's own name for the row."""
    evidence = check.evidence
    inspection, listing = evidence.inspection, evidence.listing
    report = inspection.authenticity if inspection else None
    checks = report.checks() if report else {}
    access = inspection.access if inspection else None
    return CheckRecord(
        check_id=check.id,
        site=site,
        started_at=check.started.wall,
        decided_at=now.wall,
        seconds=round(now.monotonic - check.started.monotonic, 3),
        verdict=decision.verdict,
        findings=decision.findings,
        identity_source=evidence.identity.source.value if evidence.identity else "",
        authenticity=report.state.value if report else "",
        checks=tuple((name.value, check.status.value) for name, check in checks.items()),
        access=f"{access.protocol} {access.password}" if access else "",
        apdu_count=inspection.apdu_count if inspection else 0,
        chip_seconds=inspection.chip_seconds if inspection else 0.0,
        face=_face(evidence.comparison, evidence.liveness),
        listing_key=listing.listing.key if listing and listing.listing else "",
        admission=listing.admission.value if listing else "",
        issuer=_answered(evidence.issuer),
        check_reasons=tuple((name.value, check.reason) for name, check in checks.items() if check.reason),
        weak=report.weak if report else (),
        insurance=_answered(evidence.insurance),
        chip_attempts=check.attempt,
        face_comparisons=check.comparisons,
        by_hand=evidence.by_hand.by if evidence.by_hand else "",
    )


def _face(comparison: FaceComparison | None, liveness: LivenessReport) -> tuple[tuple[str, float | str], ...]:
    if comparison is None:
        return ()
    return (
        ("engine", comparison.engine),
        ("score", round(comparison.score, 4)),
        ("accept_at", comparison.accept_at),
        ("review_at", comparison.review_at),
        ("claimed_fmr", comparison.claimed_fmr),
        ("band", comparison.band.value),
        *([("against", comparison.against.value)] if comparison.against is not PhotoSource.CHIP else []),
        ("liveness", liveness.status.value),
        *((f"liveness_{one.part.value}", one.status.value) for one in liveness.findings),
    )


def _answered(answer: InsuranceAnswer | IssuerAnswer | None) -> tuple[tuple[str, str], ...]:
    """What an outside service found and by which code; nothing of what it knows about the person."""
    if answer is None:
        return ()
    reference = (("reference", answer.reference),) if isinstance(answer, IssuerAnswer) else ()
    return (
        ("service", answer.service),
        ("finding", answer.finding.value),
        ("trouble", answer.trouble.value if answer.trouble else ""),
        ("code", answer.code),
        *reference,
        ("at", answer.at.isoformat(timespec="seconds")),
    )

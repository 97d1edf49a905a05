"""The JSON of the command line: one function a shape, keys as docs/command-line.md promises them."""

from __future__ import annotations

import hashlib
from typing import Any

from kiosk.app.cards.file_contents import contents
from kiosk.domain.authenticity import Authenticity
from kiosk.domain.chip_reading import Access, ChipReading
from kiosk.domain.evidence import Inspection
from kiosk.domain.face import FaceComparison, FalseMatchEstimate
from kiosk.domain.faults import Fault
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.identity import Identity
from kiosk.domain.issuer_answer import IssuerAnswer
from kiosk.domain.liveness import LivenessReport
from kiosk.domain.site import ListingAnswer
from kiosk.domain.travel import BoardingFinding
from kiosk.domain.verdict import Decision

Json = dict[str, Any]


def fault_json(fault: Fault | None) -> Json | None:
    """What went wrong: the stable code, a sentence and a remedy in both languages."""
    if fault is None:
        return None
    entry = fault.entry
    return {
        "code": fault.code.value,
        "message": {"vi": entry.sentence.vi, "en": entry.sentence.en},
        "remedy": {"vi": entry.remedy.vi, "en": entry.remedy.en},
        "technical": fault.technical,
    }


def identity_json(identity: Identity | None) -> Json | None:
    if identity is None:
        return None
    return {
        "source": identity.source.value,
        "number": identity.number,
        "document_number": identity.document_number,
        "name": identity.name,
        "mrz_name": identity.mrz_name,
        "birth_date": identity.birth_date.isoformat() if identity.birth_date else None,
        "sex": identity.sex.value,
        "nationality": identity.nationality,
        "issue_date": identity.issue_date.isoformat() if identity.issue_date else None,
        "expiry_date": identity.expiry_date.isoformat() if identity.expiry_date else None,
        "never_expires": identity.never_expires,
        "old_number": identity.old_number,
        "residence": identity.residence,
    }


def access_json(access: Access | None) -> Json | None:
    if access is None:
        return None
    return {
        "protocol": access.protocol,
        "password": access.password,
        "mechanism": access.mechanism,
        "downgraded": access.downgraded,
        "note": access.note,
    }


def authenticity_json(report: Authenticity) -> Json:
    """The shape ``kiosk.authenticity/1``: every check by its name, and the same report once more line by line."""
    checks = report.checks()
    return {
        "schema": "kiosk.authenticity/1",
        **{name.value: check.status.value for name, check in checks.items()},
        "state": report.state.value,
        "clone_check": report.clone_check.value,
        "reasons": {name.value: check.reason for name, check in checks.items() if check.reason},
        "lines": [
            {
                "check": line.name.value,
                "file": line.file or None,
                "status": line.check.status.value,
                "reason": line.check.reason,
            }
            for line in report.lines()
        ],
        "cross_check_lines": [
            {
                "what": line.what,
                "left": line.left,
                "right": line.right,
                "status": line.status.value,
                "warning_only": line.warning_only,
            }
            for line in report.cross_check_lines
        ],
        "weak": list(report.weak),
        "path": list(report.path),
    }


def card_read_json(reading: ChipReading, inspection: Inspection) -> Json:
    """The shape ``kiosk.card-read/1``."""
    return {
        "schema": "kiosk.card-read/1",
        "reader": reading.reader,
        "atr": reading.atr.hex().upper(),
        "access": access_json(reading.access),
        "identity": identity_json(inspection.identity),
        "files": {
            file.value: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for file, data in reading.files.items()
        },
        "absent": {file.value: why for file, why in reading.absent.items()},
        "contents": contents(reading.files),
        "authenticity": authenticity_json(inspection.authenticity),
        "apdu_count": reading.apdu_count,
        "seconds": round(reading.seconds, 3),
        "error": fault_json(reading.fault),
    }


def card_not_reached_json(fault: Fault, reader: str | None = None) -> Json:
    """The same shape when no card was reached at all."""
    return {
        "schema": "kiosk.card-read/1",
        "reader": reader,
        "atr": None,
        "access": None,
        "identity": None,
        "files": {},
        "absent": {},
        "contents": {},
        "authenticity": authenticity_json(Authenticity()),
        "apdu_count": 0,
        "seconds": 0.0,
        "error": fault_json(fault),
    }


def issuer_json(answer: IssuerAnswer | None) -> Json | None:
    """What an outside service answered; the transaction's reference there leads to the person, so handle it as such."""
    if answer is None:
        return None
    return {
        "service": answer.service,
        "finding": answer.finding.value,
        "trouble": answer.trouble.value if answer.trouble else None,
        "code": answer.code,
        "reference": answer.reference,
        "at": answer.at.isoformat(timespec="seconds"),
    }


def insurance_json(answer: InsuranceAnswer | None) -> Json | None:
    """What an insurance service found; nothing of the cover, which reception reads from the screen."""
    if answer is None:
        return None
    result = answer.result
    return {
        "service": answer.service,
        "finding": answer.finding.value,
        "code": answer.code,
        "trouble": answer.trouble.value if answer.trouble else None,
        "message": {"vi": result.sentence.vi, "en": result.sentence.en},
        "next_step": {"vi": result.next_step.vi, "en": result.next_step.en},
        "differences": list(answer.differences),
        "at": answer.at.isoformat(timespec="seconds"),
    }


def boarding_json(found: BoardingFinding | None) -> Json | None:
    """Whether a boarding pass was shown and in what it differs; nothing of what stands on it."""
    if found is None:
        return None
    return {"shown": found.shown, "differences": [difference.value for difference in found.differences]}


def boarding_text(found: BoardingFinding) -> str:
    """The same in a line for a terminal."""
    differences = ", ".join(difference.value for difference in found.differences)
    return f"differs in {differences}" if differences else "fits" if found.shown else "not shown"


def decision_json(decision: Decision) -> Json:
    return {
        "verdict": decision.verdict.value,
        "reasons": [finding.reason.value for finding in decision.findings],
        "findings": [
            {
                "reason": finding.reason.value,
                "verdict": finding.verdict.value,
                "fault": finding.fault.value if finding.fault else None,
                "check": finding.check.value if finding.check else None,
            }
            for finding in decision.findings
        ],
    }


def face_json(comparison: FaceComparison | None, liveness: LivenessReport) -> Json | None:
    if comparison is None:
        return None
    return {
        "band": comparison.band.value,
        "score": round(comparison.score, 4),
        "accept_at": comparison.accept_at,
        "review_at": comparison.review_at,
        "claimed_fmr": comparison.claimed_fmr,
        "estimate": _estimate_json(comparison.estimate),
        "engine": comparison.engine,
        "liveness": liveness.status.value,
        "liveness_parts": [
            {"part": one.part.value, "status": one.status.value, "reason": one.reason.value if one.reason else None}
            for one in liveness.findings
        ],
        "coverings": sorted(covering.value for covering in comparison.quality.coverings),
    }


def face_text(comparison: FaceComparison) -> str:
    """The comparison in a line for a terminal, with what the face seemed to wear."""
    worn = "".join(f", with {covering.value}" for covering in sorted(comparison.quality.coverings))
    return f"{comparison.band.value} ({comparison.score:.2f}, accept at {comparison.accept_at:.2f}){worn}"


def _estimate_json(estimate: FalseMatchEstimate | None) -> Json | None:
    if estimate is None:
        return None
    return {"rate": estimate.rate, "bound": estimate.bound.value}


def listing_json(answer: ListingAnswer | None) -> Json | None:
    if answer is None:
        return None
    listing = answer.listing
    return {
        "admission": answer.admission.value,
        "key": listing.key if listing else None,
        "place": {"vi": listing.place.vi, "en": listing.place.en} if listing else None,
        "differences": list(answer.differences),
        "admitted_at": answer.admitted_at.isoformat() if answer.admitted_at else None,
        "circumstances": [circumstance.value for circumstance in answer.circumstances],
    }

"""The one place where evidence becomes a verdict: a pure function over a table of findings."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus, DocumentCheckName
from kiosk.domain.desks.attendance import Circumstance
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import Covering, FaceBand, FaceComparison, PhotoSource
from kiosk.domain.faults import FAULTS, Device, FaultCode
from kiosk.domain.identity import Source
from kiosk.domain.liveness import LivenessPart, LivenessPolicy, LivenessReason
from kiosk.domain.site import Admission, CheckNeeds, Need, Policy
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict

_ALTERED = {
    AuthenticityState.HASH_MISMATCH: Reason.DATA_ALTERED,
    AuthenticityState.SIGNATURE_BAD: Reason.SIGNATURE_BAD,
    AuthenticityState.REVOKED: Reason.SIGNER_REVOKED,
}

_CHIP_FAULT_REASON = {
    FaultCode.CARD_REMOVED: Reason.CARD_TAKEN_AWAY,
    FaultCode.NOT_AN_ID_CARD: Reason.NOT_AN_ID_CARD,
    FaultCode.WRONG_ACCESS_KEY: Reason.WRONG_ACCESS_KEY,
    FaultCode.OUT_OF_TIME: Reason.OUT_OF_TIME,
}

_BEYOND_THE_PERSON = {Reason.CHIP_NOT_READ, Reason.DEVICE_FAILED, Reason.DOCUMENT_NOT_CHECKED}
"""Why a chip stayed unread although the person did all that was asked: here the site's rule for QR codes speaks.
What the person can mend (card taken away, wrong key, another card) always refers."""

_WEIGHED_ELSEWHERE = {
    DocumentCheckName.REVOCATION,
    DocumentCheckName.ACTIVE_AUTHENTICATION,
    DocumentCheckName.CHIP_AUTHENTICATION,
    DocumentCheckName.PACE_CAM,
    DocumentCheckName.CROSS_CHECKS,
    DocumentCheckName.ISSUER_VERIFICATION,
}
"""Checks whose failure has a reason and a rule of its own; what a site needs of them is only that they be made."""

_HIDES_THE_FACE = frozenset({Covering.MASK, Covering.SUNGLASSES})
"""Coverings that call for attention beside a match; a hat or a headscarf leaves what is compared."""

_UNLESS_PASSED = {
    Need.MUST: Verdict.REFER,
    Need.WARN: Verdict.ADMIT_WITH_ATTENTION,
    Need.MAY: Verdict.ADMIT_WITH_ATTENTION,
}


def decide(evidence: Evidence, policy: Policy) -> Decision:
    """Weigh every finding by the site's policy; the gravest decides.

    An ``ADMIT`` needs all three answers: document checked, face matched, person expected. Whatever is missing
    refers. Nothing but evidence about the document or the person refuses; accidents and what could not be done
    refer at most, and an unverified identity (QR) never admits plainly. A policy beyond ``POLICY_LIMITS`` is held
    to them.
    """
    policy = policy.within_limits()
    findings = [
        *_document(evidence, policy),
        *_holder(evidence, policy),
        *_list(evidence, policy),
        *_boarding(evidence, policy),
        *_insurance(evidence),
    ]
    if evidence.out_of_time and evidence.chip_fault is not FaultCode.OUT_OF_TIME:
        findings.append(Finding(Reason.OUT_OF_TIME, Verdict.REFER))
    said: dict[tuple[Reason, FaultCode | None, DocumentCheckName | None], Finding] = {}
    for finding in sorted(findings, key=lambda finding: -finding.verdict.severity):
        said.setdefault((finding.reason, finding.fault, finding.check), finding)
    gravest_first = tuple(said.values())
    return Decision(gravest_first[0].verdict if gravest_first else Verdict.ADMIT, gravest_first)


def _document(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    if evidence.by_hand is not None:
        # Whatever a site chooses: nothing was verified, and a person decides.
        yield Finding(Reason.CHECKED_BY_HAND, Verdict.REFER)
        return
    if evidence.inspection is None or evidence.chip_fault is not None:
        yield _unread(evidence, policy)
    if evidence.inspection is not None:
        yield from _inspected(evidence.inspection, policy)
        if evidence.inspection.authenticity.state in _ALTERED:
            return
    if evidence.identity is not None and evidence.identity.source is not Source.CHIP:
        yield Finding(Reason.QR_PROVES_NOTHING, policy.qr_only)


def _unread(evidence: Evidence, policy: Policy) -> Finding:
    """Why the chip was not read, or not to its end."""
    fault = evidence.chip_fault
    if fault is not None:
        device = FAULTS[fault].device is not None
        reason = _CHIP_FAULT_REASON.get(fault, Reason.DEVICE_FAILED if device else Reason.CHIP_NOT_READ)
    elif evidence.consent_missing:
        reason = Reason.NO_CONSENT
    else:
        reason = Reason.NO_ACCESS_KEY if evidence.key_missing else Reason.DOCUMENT_NOT_CHECKED
    qr_stands_in = evidence.inspection is None and evidence.qr_identity is not None and reason in _BEYOND_THE_PERSON
    return Finding(reason, policy.qr_only if qr_stands_in else Verdict.REFER, fault)


def _inspected(inspection: Inspection, policy: Policy) -> Iterator[Finding]:
    report = inspection.authenticity
    contradicted = CheckStatus.FAILED in (report.hashes.status, report.sod_signature.status)
    if report.state in _ALTERED:
        yield Finding(_ALTERED[report.state], Verdict.REFUSE)
    elif report.state is AuthenticityState.NOT_DONE or inspection.identity is None or contradicted:
        yield Finding(Reason.DOCUMENT_NOT_CHECKED, Verdict.REFER)
    else:
        yield from _intact(report, policy)
    if report.revocation.status is CheckStatus.FAILED:
        yield Finding(Reason.SIGNER_REVOKED, Verdict.REFUSE)
    yield from _clone(report, policy)
    if report.cross_checks.status is CheckStatus.FAILED:
        needed = _UNLESS_PASSED[policy.needs.cross_checks]
        grave = max(policy.sources_differ, needed, key=lambda verdict: verdict.severity)
        yield Finding(Reason.SOURCES_DIFFER, grave)
    if report.issuer_verification.status is CheckStatus.FAILED:
        yield Finding(Reason.ISSUER_DENIES, policy.issuer_denies)


def _intact(report: Authenticity, policy: Policy) -> Iterator[Finding]:
    if report.state is AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN:
        # The state stays what it is: that the issuer's service vouches is another line, and the site weighs it.
        vouched = report.issuer_verification.status is CheckStatus.PASSED
        yield (
            Finding(Reason.ISSUER_CONFIRMS, policy.issuer_confirms)
            if vouched
            else Finding(Reason.ISSUER_NOT_VERIFIED, policy.chain_unknown)
        )
    elif report.state is AuthenticityState.DS_PINNED:
        yield Finding(Reason.SIGNER_PINNED, Verdict.ADMIT)
    outdated = report.signer_validity.status is CheckStatus.FAILED
    if outdated or report.state is AuthenticityState.CHAIN_TRUSTED_EXPIRED:
        yield Finding(Reason.SIGNER_EXPIRED, policy.signer_expired)
    if report.validity.status is CheckStatus.FAILED:
        yield Finding(Reason.DOCUMENT_EXPIRED, policy.document_expired)
    elif report.validity.status is not CheckStatus.PASSED:
        yield Finding(Reason.DOCUMENT_NOT_CHECKED, Verdict.ADMIT_WITH_ATTENTION)
    if report.weak:
        yield Finding(Reason.WEAK_ALGORITHM, Verdict.ADMIT)
    yield from _needed(report, policy.needs)


def _needed(report: Authenticity, needs: CheckNeeds) -> Iterator[Finding]:
    """What the site needs beyond its rules: a check that is missing, or whose failure has no rule of its own."""
    checks = report.checks()
    for name, need in needs.items():
        status = checks[name].status
        if status is CheckStatus.FAILED and name not in _WEIGHED_ELSEWHERE:
            yield Finding(Reason.CHECK_FAILED, _UNLESS_PASSED[need], check=name)
        elif status in (CheckStatus.NOT_DONE, CheckStatus.NOT_SUPPORTED) and need is not Need.MAY:
            yield Finding(Reason.CHECK_MISSING, _UNLESS_PASSED[need], check=name)


def _clone(report: Authenticity, policy: Policy) -> Iterator[Finding]:
    status = report.clone_check
    if status is CheckStatus.FAILED:
        yield Finding(Reason.CHIP_CLONED, Verdict.REFUSE)
    elif status is not CheckStatus.PASSED:
        yield Finding(Reason.CLONE_NOT_CHECKED, policy.clone_check_missing)


def _holder(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    comparison = evidence.comparison
    if evidence.infant:
        # Whatever photo there is shows another face: somebody looks at who travels with the child. A birth date that
        # no chip vouches for excuses nobody from that look.
        proven = evidence.identity is not None and evidence.identity.source is Source.CHIP
        yield Finding(Reason.INFANT, policy.infant if proven else Verdict.REFER)
        return
    if comparison is None:
        device = evidence.face_fault is not None and FAULTS[evidence.face_fault].device is not None
        reason = Reason.DEVICE_FAILED if device else Reason.FACE_NOT_COMPARED
        yield Finding(reason, Verdict.REFER, evidence.face_fault)
    elif comparison.against is PhotoSource.LIST:
        yield from _by_list_photo(comparison)
    elif comparison.band is FaceBand.NO_MATCH:
        yield Finding(Reason.FACE_DIFFERS, policy.face_no_match)
    elif comparison.band is FaceBand.UNSURE:
        yield Finding(Reason.FACE_UNSURE, policy.face_unsure)
    elif comparison.quality.coverings & _HIDES_THE_FACE:
        # A match in spite of it is one; the thresholds were measured on bare faces, so somebody looks.
        yield Finding(Reason.FACE_COVERED, Verdict.ADMIT_WITH_ATTENTION)
    yield from _liveness(evidence, policy)


def _by_list_photo(comparison: FaceComparison) -> Iterator[Finding]:
    """Nobody has verified that picture: a match admits nobody plainly, and no other face refuses anybody."""
    if comparison.band is FaceBand.NO_MATCH:
        yield Finding(Reason.FACE_DIFFERS_FROM_LIST, Verdict.REFER)
    elif comparison.band is FaceBand.UNSURE:
        yield Finding(Reason.FACE_UNSURE, Verdict.REFER)
    else:
        yield Finding(Reason.FACE_BY_LIST_PHOTO, Verdict.ADMIT_WITH_ATTENTION)
        if comparison.quality.coverings & _HIDES_THE_FACE:
            yield Finding(Reason.FACE_COVERED, Verdict.REFER)


def _liveness(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    """Nothing here refuses: the error rates of presentation attack detection are not known well enough for that."""
    report, comparison = evidence.liveness, evidence.comparison
    if report.status is CheckStatus.FAILED:
        # Whoever matches may be a picture of the holder: no site may wave that through.
        yield Finding(Reason.LIVENESS_FAILED, Verdict.REFER)
    elif report.policy is not LivenessPolicy.OFF and report.status is not CheckStatus.PASSED and comparison is not None:
        staff_looks = report.of(LivenessPart.CHALLENGE).reason is LivenessReason.STAFF_LOOKS
        yield Finding(Reason.LIVENESS_NOT_DONE, Verdict.REFER if staff_looks else policy.liveness_missing)
    if report.injection_suspected:
        yield Finding(Reason.CAMERA_DOUBTFUL, Verdict.ADMIT_WITH_ATTENTION)


def _list(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    answer = evidence.listing
    if answer is None or answer.admission is Admission.NOT_KNOWN:
        fault = evidence.list_fault
        reason = Reason.DEVICE_FAILED if fault and FAULTS[fault].device is Device.LIST else Reason.LIST_NOT_ASKED
        yield Finding(reason, Verdict.REFER, fault)
        return
    if answer.admission is Admission.NOT_LISTED:
        verified = evidence.identity is not None and evidence.identity.source is Source.CHIP
        yield Finding(Reason.NOT_LISTED, policy.not_listed if verified else Verdict.REFER)
    elif answer.admission is Admission.POSSIBLE:
        yield Finding(Reason.POSSIBLE_LISTING, policy.possible_listing)
    elif answer.admission is Admission.ALREADY_ADMITTED:
        yield Finding(Reason.ALREADY_ADMITTED, policy.already_admitted)
    elif answer.admission is Admission.RE_ENTERING:
        yield Finding(Reason.RE_ENTRY, policy.re_entry)
    if answer.differences:
        yield Finding(Reason.LIST_DIFFERS, policy.list_differs)
    for circumstance in answer.circumstances:
        yield Finding(*_circumstance(circumstance, policy))


def _boarding(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    """A boarding pass, where the site deals with travellers; whoever has a printer can make one."""
    found = evidence.boarding
    if found is not None and not found.shown:
        yield Finding(Reason.BOARDING_MISSING, policy.boarding_pass_missing)
    elif found is not None and found.differences:
        yield Finding(Reason.BOARDING_DIFFERS, policy.boarding_pass_differs)


def _insurance(evidence: Evidence) -> Iterator[Finding]:
    """Whatever the insurance service says, or does not say, is somebody's work and nobody's refusal."""
    if evidence.insurance is not None and evidence.insurance.needs_staff:
        yield Finding(Reason.INSURANCE_NEEDS_STAFF, Verdict.ADMIT_WITH_ATTENTION)


def _circumstance(circumstance: Circumstance, policy: Policy) -> tuple[Reason, Verdict]:
    match circumstance:
        case Circumstance.WRONG_DAY:
            return Reason.WRONG_DAY, policy.wrong_day
        case Circumstance.WRONG_SESSION:
            return Reason.WRONG_SESSION, policy.wrong_session
        case Circumstance.WRONG_ROOM:
            return Reason.WRONG_ROOM, policy.wrong_room
        case Circumstance.TOO_EARLY:
            return Reason.TOO_EARLY, policy.too_early
        case Circumstance.TOO_LATE:
            return Reason.TOO_LATE, policy.too_late
        case Circumstance.NEEDS_CARE:
            return Reason.NEEDS_CARE, Verdict.ADMIT_WITH_ATTENTION
        case Circumstance.WATCHED:
            return Reason.WATCHED, Verdict.ADMIT_WITH_ATTENTION

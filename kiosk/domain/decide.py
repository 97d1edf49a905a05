"""The one place where evidence becomes a verdict: a pure function over a table of findings."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import FaceBand
from kiosk.domain.faults import FAULTS, Device, FaultCode
from kiosk.domain.identity import Source
from kiosk.domain.site import Admission, Policy
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


def decide(evidence: Evidence, policy: Policy) -> Decision:
    """Weigh every finding by the site's policy; the gravest decides.

    An ``ADMIT`` needs all three answers: document checked, face matched, person expected. Whatever is missing
    refers. Nothing but evidence about the document or the person refuses; accidents and what could not be done
    refer at most, and an unverified identity (QR) never admits plainly.
    """
    findings = [
        *_document(evidence, policy),
        *_holder(evidence, policy),
        *_list(evidence, policy),
    ]
    if evidence.out_of_time:
        findings.append(Finding(Reason.OUT_OF_TIME, Verdict.REFER))
    findings.sort(key=lambda finding: -finding.verdict.severity)
    verdict = findings[0].verdict if findings else Verdict.ADMIT
    return Decision(verdict, tuple(findings))


def _at_least(verdict: Verdict, floor: Verdict) -> Verdict:
    return max(verdict, floor, key=lambda one: one.severity)


def _at_most(verdict: Verdict, ceiling: Verdict) -> Verdict:
    return min(verdict, ceiling, key=lambda one: one.severity)


def _document(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    if evidence.inspection is not None:
        yield from _inspected(evidence.inspection, policy)
        return
    if evidence.chip_fault is not None:
        device = FAULTS[evidence.chip_fault].device is not None
        fallback = Reason.DEVICE_FAILED if device else Reason.CHIP_NOT_READ
        reason = _CHIP_FAULT_REASON.get(evidence.chip_fault, fallback)
        yield Finding(reason, Verdict.REFER, evidence.chip_fault)
    elif evidence.key_missing:
        yield Finding(Reason.NO_ACCESS_KEY, Verdict.REFER)
    else:
        yield Finding(Reason.DOCUMENT_NOT_CHECKED, Verdict.REFER)
    if evidence.qr_identity is not None:
        least = _at_least(policy.qr_only, Verdict.ADMIT_WITH_ATTENTION)
        yield Finding(Reason.QR_PROVES_NOTHING, _at_most(least, Verdict.REFER))


def _inspected(inspection: Inspection, policy: Policy) -> Iterator[Finding]:
    report = inspection.authenticity
    if report.state in _ALTERED:
        yield Finding(_ALTERED[report.state], Verdict.REFUSE)
    elif report.state is AuthenticityState.NOT_DONE:
        yield Finding(Reason.DOCUMENT_NOT_CHECKED, Verdict.REFER)
    else:
        yield from _intact(report, policy)
    yield from _clone(report, policy)
    if report.cross_checks.status is CheckStatus.FAILED:
        yield Finding(Reason.SOURCES_DIFFER, _at_least(policy.sources_differ, Verdict.ADMIT_WITH_ATTENTION))
    if inspection.identity is None and report.state not in _ALTERED:
        yield Finding(Reason.DOCUMENT_NOT_CHECKED, Verdict.REFER)


def _intact(report: Authenticity, policy: Policy) -> Iterator[Finding]:
    attention = Verdict.ADMIT_WITH_ATTENTION
    if report.state is AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN:
        yield Finding(Reason.ISSUER_NOT_VERIFIED, _at_least(policy.chain_unknown, attention))
    elif report.state is AuthenticityState.CHAIN_TRUSTED_EXPIRED:
        yield Finding(Reason.SIGNER_EXPIRED, _at_least(policy.signer_expired, attention))
    elif report.state is AuthenticityState.DS_PINNED:
        yield Finding(Reason.SIGNER_PINNED, Verdict.ADMIT)
    if report.validity.status is CheckStatus.FAILED:
        yield Finding(Reason.DOCUMENT_EXPIRED, _at_least(policy.document_expired, attention))


def _clone(report: Authenticity, policy: Policy) -> Iterator[Finding]:
    status = report.clone_check
    if status is CheckStatus.FAILED:
        yield Finding(Reason.CHIP_CLONED, Verdict.REFUSE)
    elif status is not CheckStatus.PASSED:
        least = _at_least(policy.clone_check_missing, Verdict.ADMIT_WITH_ATTENTION)
        yield Finding(Reason.CLONE_NOT_CHECKED, least)


def _holder(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    comparison = evidence.comparison
    if comparison is None:
        device = evidence.face_fault is not None and FAULTS[evidence.face_fault].device is not None
        reason = Reason.DEVICE_FAILED if device else Reason.FACE_NOT_COMPARED
        yield Finding(reason, Verdict.REFER, evidence.face_fault)
    elif comparison.band is FaceBand.NO_MATCH:
        yield Finding(Reason.FACE_DIFFERS, _at_least(policy.face_no_match, Verdict.REFER))
    elif comparison.band is FaceBand.UNSURE:
        yield Finding(Reason.FACE_UNSURE, _at_least(policy.face_unsure, Verdict.ADMIT_WITH_ATTENTION))


def _list(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    answer = evidence.listing
    if answer is None or answer.admission is Admission.NOT_KNOWN:
        fault = evidence.list_fault
        reason = Reason.DEVICE_FAILED if fault and FAULTS[fault].device is Device.LIST else Reason.LIST_NOT_ASKED
        yield Finding(reason, Verdict.REFER, fault)
        return
    if answer.admission is Admission.NOT_LISTED:
        unverified = evidence.identity is None or evidence.identity.source is not Source.CHIP
        ceiling = Verdict.REFER if unverified else Verdict.REFUSE
        least = _at_least(policy.not_listed, Verdict.REFER)
        yield Finding(Reason.NOT_LISTED, _at_most(least, ceiling))
    elif answer.admission is Admission.POSSIBLE:
        yield Finding(Reason.POSSIBLE_LISTING, _at_least(policy.possible_listing, Verdict.REFER))
    elif answer.admission is Admission.ALREADY_ADMITTED:
        least = _at_least(policy.already_admitted, Verdict.ADMIT_WITH_ATTENTION)
        yield Finding(Reason.ALREADY_ADMITTED, _at_most(least, Verdict.REFER))
    if answer.differences:
        yield Finding(Reason.LIST_DIFFERS, _at_least(policy.list_differs, Verdict.ADMIT_WITH_ATTENTION))

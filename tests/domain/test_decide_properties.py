"""What holds of a decision over every combination of evidence and every policy, also those that no profile may hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus
from kiosk.domain.authenticity import DocumentCheckName as Name
from kiosk.domain.decide import decide
from kiosk.domain.desks.attendance import Circumstance
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import FaceBand, PhotoSource
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Source
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessPolicy, LivenessReason, LivenessReport
from kiosk.domain.site import CHOSEN_BY_SITE, POLICY_LIMITS, Admission, CheckNeeds, ListingAnswer, Need, Policy
from kiosk.domain.travel import BoardingFinding, PassDifference
from kiosk.domain.verdict import Decision, Reason, Verdict
from tests.fakes.evidence import (
    ADMIT,
    CHIP_IDENTITY,
    FAILED,
    MATCH,
    NOT_DONE,
    NOT_SUPPORTED,
    PASSED,
    QR_IDENTITY,
    REFER,
    REFUSE,
    SERVICE_FAILED,
    S,
)
from tests.fakes.findings import AN_BY_HAND, INSURED

verdicts = st.sampled_from(Verdict)
document_checks = st.sampled_from([PASSED, FAILED, NOT_DONE, NOT_SUPPORTED])
needs = st.builds(CheckNeeds, **{name.value: st.sampled_from(Need) for name in CHOSEN_BY_SITE})
policies = st.builds(Policy, needs=needs, **dict.fromkeys(POLICY_LIMITS, verdicts))
identities = st.sampled_from([CHIP_IDENTITY, QR_IDENTITY, replace(CHIP_IDENTITY, source=Source.TYPED)])
reports = st.builds(
    Authenticity,
    state=st.sampled_from(AuthenticityState),
    weak=st.sampled_from([(), ("sha1",)]),
    **{name.value: document_checks for name in Name},
)
comparisons = st.builds(
    replace,
    st.just(MATCH),
    score=st.sampled_from([0.1, 0.45, 0.8, float("nan")]),
    against=st.sampled_from(PhotoSource),
)
liveness_reports = st.builds(
    LivenessReport,
    st.lists(
        st.builds(LivenessFinding, st.sampled_from(LivenessPart), st.sampled_from(CheckStatus)),
        unique_by=lambda finding: finding.part,
    ).map(tuple),
    st.sampled_from(LivenessPolicy),
)
answers = st.builds(
    ListingAnswer,
    st.sampled_from(Admission),
    differences=st.sampled_from([(), ("name",), ("name", "sex")]),
    circumstances=st.lists(st.sampled_from(Circumstance), unique=True, max_size=2).map(tuple),
)
passes = st.builds(
    BoardingFinding, st.booleans(), st.lists(st.sampled_from(PassDifference), unique=True, max_size=2).map(tuple)
)
faults = st.none() | st.sampled_from(FaultCode)
evidences = st.builds(
    Evidence,
    inspection=st.none() | st.builds(Inspection, reports, st.none() | identities),
    qr_identity=st.none() | st.just(QR_IDENTITY),
    chip_fault=faults,
    comparison=st.none() | comparisons,
    face_fault=faults,
    listing=st.none() | answers,
    list_fault=faults,
    key_missing=st.booleans(),
    consent_missing=st.booleans(),
    out_of_time=st.booleans(),
    liveness=liveness_reports,
    by_hand=st.none() | st.just(AN_BY_HAND),
    insurance=st.none() | st.just(SERVICE_FAILED) | st.just(INSURED),
    boarding=st.none() | passes,
    infant=st.booleans(),
)


WEIGHED = set(Name) - {Name.SIGNER_CHAIN}
"""A chain that failed has spoilt the state."""


@given(evidences, policies)
def test_the_gravest_finding_decides(evidence: Evidence, policy: Policy) -> None:
    decision = decide(evidence, policy)
    grave = [finding.verdict.severity for finding in decision.findings]
    assert decision.verdict.severity == max(grave, default=0)
    assert grave == sorted(grave, reverse=True)


@given(evidences, policies)
def test_no_finding_is_said_twice(evidence: Evidence, policy: Policy) -> None:
    findings = [(finding.reason, finding.fault, finding.check) for finding in decide(evidence, policy).findings]
    assert len(findings) == len(set(findings))


@given(evidences, policies)
def test_admit_needs_all_three_answers(evidence: Evidence, policy: Policy) -> None:
    if decide(evidence, policy).verdict is not ADMIT:
        return
    assert evidence.inspection is not None and evidence.comparison is not None and evidence.listing is not None
    document = evidence.inspection.authenticity
    assert document.state in {S.CHAIN_TRUSTED, S.DS_PINNED}
    assert CheckStatus.FAILED not in {document.hashes.status, document.sod_signature.status}
    assert document.cross_checks.status is not CheckStatus.FAILED
    assert document.validity.status is document.clone_check is CheckStatus.PASSED
    assert all(check.status is not CheckStatus.FAILED for name, check in document.checks().items() if name in WEIGHED)
    assert all(document.checks()[name] == PASSED for name, need in policy.needs.items() if need is not Need.MAY)
    assert evidence.identity is not None and evidence.identity.source is Source.CHIP
    assert evidence.comparison.band is FaceBand.MATCH and evidence.comparison.against is PhotoSource.CHIP
    assert evidence.by_hand is None and not evidence.infant
    assert evidence.liveness.policy is LivenessPolicy.OFF or evidence.liveness.status is CheckStatus.PASSED
    assert evidence.listing.admission is Admission.EXPECTED and not evidence.listing.differences
    assert not evidence.listing.circumstances
    assert evidence.boarding is None or (evidence.boarding.shown and not evidence.boarding.differences)
    assert evidence.chip_fault is None and not evidence.out_of_time


@given(evidences, policies)
def test_a_fault_never_refuses(evidence: Evidence, policy: Policy) -> None:
    """A refusal has its reason in evidence, and stands without any fault."""
    decision = decide(evidence, policy)
    assert all(finding.verdict.severity <= REFER.severity for finding in decision.findings if finding.fault)
    if decision.verdict is REFUSE:
        without = replace(evidence, chip_fault=None, face_fault=None, list_fault=None, out_of_time=False)
        assert decide(without, policy).verdict is REFUSE


OF_THE_DOCUMENT = {
    *(Reason.DATA_ALTERED, Reason.SIGNATURE_BAD, Reason.SIGNER_REVOKED, Reason.CHIP_CLONED, Reason.DOCUMENT_EXPIRED),
    *(Reason.SOURCES_DIFFER, Reason.ISSUER_DENIES, Reason.CHECK_FAILED, Reason.CHECK_MISSING, Reason.CLONE_NOT_CHECKED),
}


@given(evidences, policies)
def test_what_was_not_done_never_refuses(evidence: Evidence, policy: Policy) -> None:
    refusing = {finding.reason for finding in decide(evidence, policy).findings if finding.verdict is REFUSE}
    if not refusing & OF_THE_DOCUMENT:
        return
    assert evidence.inspection is not None
    report = evidence.inspection.authenticity
    altered = report.state in {S.HASH_MISMATCH, S.SIGNATURE_BAD, S.REVOKED}
    assert altered or CheckStatus.FAILED in {check.status for check in report.checks().values()}


@given(evidences.filter(lambda evidence: evidence.inspection is None), policies)
def test_an_identity_from_the_qr_never_plainly_admits_and_never_refuses_for_its_number(
    evidence: Evidence, policy: Policy
) -> None:
    decision = decide(evidence, policy)
    assert decision.verdict is not ADMIT
    assert all(finding.verdict is not REFUSE for finding in decision.findings if finding.reason is Reason.NOT_LISTED)


@given(evidences, policies)
def test_whom_no_chip_vouches_for_comes_in_by_a_comparison_or_not_at_all(evidence: Evidence, policy: Policy) -> None:
    verified = evidence.identity is not None and evidence.identity.source is Source.CHIP
    if not verified and decide(evidence, policy).verdict.severity < REFER.severity:
        assert evidence.comparison is not None and evidence.by_hand is None and not evidence.infant


def with_report(evidence: Evidence, **changes: object) -> Evidence:
    if evidence.inspection is None:
        return evidence
    worse = replace(evidence.inspection.authenticity, **changes)  # type: ignore[arg-type]
    return replace(evidence, inspection=replace(evidence.inspection, authenticity=worse))


def with_failed_liveness(evidence: Evidence) -> Evidence:
    if evidence.liveness.policy is LivenessPolicy.OFF:
        return evidence
    others = tuple(one for one in evidence.liveness.findings if one.part is not LivenessPart.PASSIVE)
    failed = LivenessFinding(LivenessPart.PASSIVE, CheckStatus.FAILED, LivenessReason.LIKE_A_PICTURE)
    return replace(evidence, liveness=replace(evidence.liveness, findings=(*others, failed)))


WORSENED: dict[str, Callable[[Evidence], Evidence]] = {
    "out of time": lambda evidence: replace(evidence, out_of_time=True),
    "clone check fails": lambda evidence: with_report(evidence, chip_authentication=FAILED),
    "hash differs": lambda evidence: with_report(evidence, state=S.HASH_MISMATCH),
    "signer revoked": lambda evidence: with_report(evidence, revocation=FAILED),
    "issuer denies": lambda evidence: with_report(evidence, issuer_verification=FAILED),
    "protocol downgraded": lambda evidence: with_report(evidence, access_protocol=FAILED),
    "cross-check fails": lambda evidence: with_report(evidence, cross_checks=FAILED),
    "card taken away after some files": lambda evidence: (
        evidence if evidence.inspection is None else replace(evidence, chip_fault=FaultCode.CARD_REMOVED)
    ),
    "face lost": lambda evidence: (
        evidence
        if evidence.comparison is not None and evidence.comparison.band is FaceBand.NO_MATCH
        else replace(evidence, comparison=None)
    ),
    "not alive": with_failed_liveness,
    "list disagrees": lambda evidence: (
        evidence
        if evidence.listing is None
        else replace(evidence, listing=replace(evidence.listing, differences=("sex",)))
    ),
}  # fmt: skip


@pytest.mark.parametrize("worsen", WORSENED.values(), ids=WORSENED)
@given(evidence=evidences, policy=policies)
def test_more_findings_are_never_milder(
    worsen: Callable[[Evidence], Evidence], evidence: Evidence, policy: Policy
) -> None:
    before: Decision = decide(evidence, policy)
    assert decide(worsen(evidence), policy).verdict.severity >= before.verdict.severity


@given(evidences, policies)
def test_a_policy_beyond_its_limits_changes_nothing(evidence: Evidence, policy: Policy) -> None:
    assert decide(evidence, policy) == decide(evidence, policy.within_limits())

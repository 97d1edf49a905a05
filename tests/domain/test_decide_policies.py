"""A site's policy: what each finding amounts to within its limits, and what no site can soften."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.authenticity import DocumentCheck
from kiosk.domain.authenticity import DocumentCheckName as Name
from kiosk.domain.decide import decide
from kiosk.domain.evidence import Evidence
from kiosk.domain.faults import FAULTS, FaultCode
from kiosk.domain.identity import Source
from kiosk.domain.liveness import LivenessPolicy, LivenessReport
from kiosk.domain.site import POLICY_LIMITS, Admission, CheckNeeds, Need, Policy
from kiosk.domain.travel import BoardingFinding, PassDifference
from kiosk.domain.verdict import Finding, Reason, Verdict
from tests.fakes.evidence import (
    ADMIT,
    ATTENTION,
    DEAD_CHIP,
    FAILED,
    GOOD,
    MATCH,
    NOT_DONE,
    NOT_SUPPORTED,
    PASSED,
    QR_IDENTITY,
    REFER,
    REFUSE,
    S,
    boarding,
    face,
    infant,
    listed,
    report,
)


def needing(name: Name, need: Need) -> Policy:
    return Policy(needs=CheckNeeds(**{name.value: need}))


def severity(verdict: Verdict) -> int:
    return verdict.severity


@pytest.mark.parametrize(
    ("finding", "evidence"),
    [
        ("chain_unknown", report(state=S.SIGNATURE_OK_CHAIN_UNKNOWN)),
        ("signer_expired", report(state=S.CHAIN_TRUSTED_EXPIRED)),
        ("document_expired", report(validity=FAILED)),
        ("clone_check_missing", report(active_authentication=NOT_SUPPORTED)),
        ("sources_differ", report(cross_checks=FAILED)),
        ("face_no_match", face(score=0.1)),
        ("face_unsure", face(score=0.45)),
        ("liveness_missing", replace(GOOD, liveness=LivenessReport((), LivenessPolicy.ACTIVE))),
        ("not_listed", listed(Admission.NOT_LISTED)),
        ("possible_listing", listed(Admission.POSSIBLE)),
        ("already_admitted", listed(Admission.ALREADY_ADMITTED)),
        ("re_entry", listed(Admission.RE_ENTERING)),
        ("list_differs", listed(Admission.EXPECTED, "birth_date")),
        ("qr_only", replace(DEAD_CHIP, comparison=MATCH)),
        ("infant", infant()),
        ("boarding_pass_missing", boarding(BoardingFinding(shown=False))),
        ("boarding_pass_differs", boarding(BoardingFinding(True, (PassDifference.NAME,)))),
        ("issuer_confirms", report(state=S.SIGNATURE_OK_CHAIN_UNKNOWN, issuer_verification=PASSED)),
        ("issuer_denies", report(issuer_verification=FAILED)),
    ],
)
@pytest.mark.parametrize("chosen", list(Verdict))
def test_policy_is_followed_within_its_limits(finding: str, evidence: Evidence, chosen: Verdict) -> None:
    mildest, gravest = POLICY_LIMITS[finding]
    held = max(mildest, min(chosen, gravest, key=severity), key=severity)
    assert decide(evidence, Policy(**{finding: chosen})).verdict is held


@pytest.mark.parametrize("source", [Source.QR, Source.TYPED], ids=str)
def test_a_birth_date_that_no_chip_vouches_for_spares_nobody_the_look(source: Source) -> None:
    evidence = replace(DEAD_CHIP, qr_identity=replace(QR_IDENTITY, source=source), face_fault=None, infant=True)
    assert decide(evidence, Policy(qr_only=ATTENTION, infant=ATTENTION)).verdict is REFER


CHECK_OF_EACH_KIND = [
    pytest.param(Name.EF_COM, id="with no rule of its own"),
    pytest.param(Name.REVOCATION, id="whose failure refuses"),
    pytest.param(Name.CROSS_CHECKS, id="whose failure has a rule"),
]


@pytest.mark.parametrize("name", CHECK_OF_EACH_KIND)
@pytest.mark.parametrize("status", [NOT_DONE, NOT_SUPPORTED], ids=["not done", "not supported"])
@pytest.mark.parametrize(
    ("need", "verdict"), [(Need.MAY, ADMIT), (Need.WARN, ATTENTION), (Need.MUST, REFER)], ids=lambda value: value.value
)
def test_a_check_that_is_missing_weighs_as_the_site_needs_it(
    name: Name, status: DocumentCheck, need: Need, verdict: Verdict
) -> None:
    decision = decide(report(**{name.value: status}), needing(name, need))
    assert decision.verdict is verdict
    said = [Finding(Reason.CHECK_MISSING, verdict, check=name)] if need is not Need.MAY else []
    assert list(decision.findings) == said


@pytest.mark.parametrize(
    ("need", "verdict"),
    [(Need.MAY, ATTENTION), (Need.WARN, ATTENTION), (Need.MUST, REFER)],
    ids=lambda value: value.value,
)
@pytest.mark.parametrize("name", [Name.ACCESS_PROTOCOL, Name.EF_COM, Name.ISSUING_STATE, Name.CHECK_DIGITS])
def test_a_failed_check_never_passes_in_silence(name: Name, need: Need, verdict: Verdict) -> None:
    decision = decide(report(**{name.value: FAILED}), needing(name, need))
    assert decision.verdict is verdict
    assert decision.findings == (Finding(Reason.CHECK_FAILED, verdict, check=name),)


@pytest.mark.parametrize(
    ("need", "verdict"),
    [(Need.MAY, ATTENTION), (Need.WARN, ATTENTION), (Need.MUST, REFER)],
    ids=lambda value: value.value,
)
def test_sources_that_must_agree_refer_whatever_the_rule_for_them(need: Need, verdict: Verdict) -> None:
    policy = replace(needing(Name.CROSS_CHECKS, need), sources_differ=ATTENTION)
    assert decide(report(cross_checks=FAILED), policy).findings == (Finding(Reason.SOURCES_DIFFER, verdict),)


@pytest.mark.parametrize("need", Need)
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (Name.REVOCATION, Reason.SIGNER_REVOKED),
        (Name.ACTIVE_AUTHENTICATION, Reason.CHIP_CLONED),
        (Name.CHIP_AUTHENTICATION, Reason.CHIP_CLONED),
        (Name.PACE_CAM, Reason.CHIP_CLONED),
    ],
)
def test_no_site_may_soften_a_refusal(name: Name, reason: Reason, need: Need) -> None:
    decision = decide(report(**{name.value: FAILED}), needing(name, need))
    assert (decision.verdict, decision.reasons) == (REFUSE, (reason,))


@pytest.mark.parametrize(
    "fault",
    [FaultCode.CARD_REMOVED, FaultCode.WRONG_ACCESS_KEY, FaultCode.NOT_AN_ID_CARD, FaultCode.OUT_OF_TIME],
)
def test_what_the_person_can_mend_refers_whatever_the_rule_for_qr_codes(fault: FaultCode) -> None:
    evidence = replace(DEAD_CHIP, chip_fault=fault, comparison=MATCH)
    assert decide(evidence, Policy(qr_only=ATTENTION)).verdict is REFER


@pytest.mark.parametrize("fault", [code for code in FaultCode if FAULTS[code].device is not None])
def test_a_device_that_fails_is_named_and_refers(fault: FaultCode) -> None:
    decision = decide(Evidence(chip_fault=fault, face_fault=fault, list_fault=fault), Policy())
    assert decision.verdict is REFER
    assert {finding.fault for finding in decision.findings if finding.reason is Reason.DEVICE_FAILED} == {fault}

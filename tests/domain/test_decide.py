"""The decision table: what was found out about one person -> the verdict and its reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.attendance import Circumstance
from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.authenticity import DocumentCheckName as Name
from kiosk.domain.decide import decide
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import Covering, FaceBand, FaceComparison, FaceQuality, PhotoSource
from kiosk.domain.faults import FAULTS, FaultCode
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.insurance import InsuranceAnswer
from kiosk.domain.insurance_results import InsuranceFinding
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessPolicy, LivenessReason, LivenessReport
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.site import (
    CHOSEN_BY_SITE,
    POLICY_LIMITS,
    Admission,
    CheckNeeds,
    Listing,
    ListingAnswer,
    Need,
    Policy,
)
from kiosk.domain.travel import BoardingFinding, PassDifference
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict
from tests.fakes.findings import AN_BY_HAND, INSURED

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


def needing(name: Name, need: Need) -> Policy:
    return Policy(needs=CheckNeeds(**{name.value: need}))


def severity(verdict: Verdict) -> int:
    return verdict.severity


S = AuthenticityState

TABLE = [
    # All three answers are good
    pytest.param(GOOD, ADMIT, (), id="genuine, holder, expected"),
    pytest.param(
        report(active_authentication=NOT_SUPPORTED, chip_authentication=PASSED), ADMIT, (), id="clone check by CA"
    ),
    pytest.param(report(state=S.DS_PINNED), ADMIT, (Reason.SIGNER_PINNED,), id="signer pinned by the operator"),
    pytest.param(report(cross_checks=NOT_DONE), ADMIT, (), id="no second source to compare with"),
    # The document
    pytest.param(
        report(state=S.SIGNATURE_OK_CHAIN_UNKNOWN, signer_chain=NOT_DONE),
        ATTENTION,
        (Reason.ISSUER_NOT_VERIFIED,),
        id="intact, issuer's certificate not installed",
    ),
    pytest.param(
        report(state=S.SIGNATURE_OK_CHAIN_UNKNOWN, signer_chain=NOT_DONE, issuer_verification=PASSED),
        ADMIT,
        (Reason.ISSUER_CONFIRMS,),
        id="intact, and the issuer's service vouches for it",
    ),
    pytest.param(
        report(state=S.SIGNATURE_BAD, issuer_verification=PASSED),
        REFUSE,
        (Reason.SIGNATURE_BAD,),
        id="the issuer's service cannot mend a wrong signature",
    ),
    pytest.param(report(state=S.CHAIN_TRUSTED_EXPIRED), ATTENTION, (Reason.SIGNER_EXPIRED,), id="signer expired"),
    pytest.param(
        unread_data(S.HASH_MISMATCH),
        REFUSE,
        (Reason.DATA_ALTERED, Reason.FACE_NOT_COMPARED, Reason.LIST_NOT_ASKED),
        id="data altered",
    ),
    pytest.param(
        unread_data(S.SIGNATURE_BAD),
        REFUSE,
        (Reason.SIGNATURE_BAD, Reason.FACE_NOT_COMPARED, Reason.LIST_NOT_ASKED),
        id="signature bad",
    ),
    pytest.param(report(state=S.REVOKED), REFUSE, (Reason.SIGNER_REVOKED,), id="signer revoked"),
    pytest.param(report(state=S.NOT_DONE), REFER, (Reason.DOCUMENT_NOT_CHECKED,), id="no passive authentication"),
    pytest.param(report(hashes=FAILED), REFER, (Reason.DOCUMENT_NOT_CHECKED,), id="report contradicts its state"),
    pytest.param(report(validity=FAILED), REFER, (Reason.DOCUMENT_EXPIRED,), id="card expired"),
    pytest.param(report(validity=NOT_DONE), ATTENTION, (Reason.DOCUMENT_NOT_CHECKED,), id="date of expiry not read"),
    pytest.param(report(cross_checks=FAILED), REFER, (Reason.SOURCES_DIFFER,), id="QR of another card"),
    pytest.param(report(active_authentication=FAILED), REFUSE, (Reason.CHIP_CLONED,), id="cloned chip"),
    pytest.param(
        report(chip_authentication=FAILED), REFUSE, (Reason.CHIP_CLONED,), id="AA passed but CA failed is a clone"
    ),
    pytest.param(
        report(active_authentication=NOT_SUPPORTED),
        ATTENTION,
        (Reason.CLONE_NOT_CHECKED,),
        id="chip without a clone check",
    ),
    pytest.param(
        replace(GOOD, inspection=Inspection(GENUINE)), REFER, (Reason.DOCUMENT_NOT_CHECKED,), id="chip without DG1"
    ),
    pytest.param(report(revocation=NOT_DONE), ADMIT, (), id="no revocation list: Vietnam publishes none"),
    pytest.param(
        report(revocation=FAILED), REFUSE, (Reason.SIGNER_REVOKED,), id="revoked, whatever the state says"
    ),
    pytest.param(report(signer_validity=FAILED), ATTENTION, (Reason.SIGNER_EXPIRED,), id="signed out of time"),
    pytest.param(
        report(state=S.SIGNATURE_OK_CHAIN_UNKNOWN, signer_validity=FAILED),
        ATTENTION,
        (Reason.ISSUER_NOT_VERIFIED, Reason.SIGNER_EXPIRED),
        id="issuer unknown and signer expired are two findings",
    ),
    pytest.param(report(access_protocol=FAILED), ATTENTION, (Reason.CHECK_FAILED,), id="opened by the weaker protocol"),
    pytest.param(report(ef_com=FAILED), ATTENTION, (Reason.CHECK_FAILED,), id="EF.COM lists other groups than EF.SOD"),
    pytest.param(
        report(ef_com=FAILED, check_digits=FAILED),
        ATTENTION,
        (Reason.CHECK_FAILED, Reason.CHECK_FAILED),
        id="each failed check is said",
    ),
    pytest.param(report(ef_com=NOT_DONE), ADMIT, (), id="EF.COM was not read, as usual"),
    pytest.param(report(weak=("sha1",)), ADMIT, (Reason.WEAK_ALGORITHM,), id="a weak algorithm is a remark"),
    pytest.param(report(issuer_verification=PASSED), ADMIT, (), id="the issuer says so too"),
    pytest.param(report(issuer_verification=FAILED), REFER, (Reason.ISSUER_DENIES,), id="the issuer denies the card"),
    pytest.param(
        report(issuer_verification=NOT_DONE), ADMIT, (), id="the issuer's service did not answer: nobody's fault"
    ),
    # The chip that was not read
    pytest.param(
        NOTHING,
        REFER,
        (Reason.DOCUMENT_NOT_CHECKED, Reason.FACE_NOT_COMPARED, Reason.LIST_NOT_ASKED),
        id="nothing was done",
    ),
    pytest.param(
        replace(NOTHING, key_missing=True),
        REFER,
        (Reason.NO_ACCESS_KEY, Reason.FACE_NOT_COMPARED, Reason.LIST_NOT_ASKED),
        id="no access key",
    ),
    pytest.param(
        DEAD_CHIP,
        REFER,
        (Reason.CHIP_NOT_READ, Reason.QR_PROVES_NOTHING, Reason.FACE_NOT_COMPARED),
        id="dead chip, QR identity",
    ),
    pytest.param(
        replace(DEAD_CHIP, listing=ListingAnswer(Admission.NOT_LISTED)),
        REFER,
        (Reason.CHIP_NOT_READ, Reason.QR_PROVES_NOTHING, Reason.FACE_NOT_COMPARED, Reason.NOT_LISTED),
        id="dead chip, QR identity not on the list: an unverified number refuses nobody",
    ),
    pytest.param(
        replace(GOOD, inspection=Inspection(replace(GENUINE, active_authentication=NOT_DONE), CHIP_IDENTITY),
                chip_fault=FaultCode.CARD_REMOVED, comparison=None),
        REFER,
        (Reason.CARD_TAKEN_AWAY, Reason.FACE_NOT_COMPARED, Reason.CLONE_NOT_CHECKED),
        id="card taken away before the photo was read",
    ),
    pytest.param(
        replace(unread_data(S.HASH_MISMATCH), chip_fault=FaultCode.CARD_REMOVED),
        REFUSE,
        (Reason.DATA_ALTERED, Reason.CARD_TAKEN_AWAY, Reason.FACE_NOT_COMPARED, Reason.LIST_NOT_ASKED),
        id="altered data stay altered when the card is taken away",
    ),
    # The holder
    pytest.param(face(score=0.45), REFER, (Reason.FACE_UNSURE,), id="face unsure"),
    pytest.param(face(score=0.1), REFER, (Reason.FACE_DIFFERS,), id="another face"),
    pytest.param(face(score=float("nan")), REFER, (Reason.FACE_DIFFERS,), id="a score that is no number"),
    # The holder is alive
    *(
        pytest.param(replace(GOOD, liveness=report), verdict, reasons, id=f"liveness {name}")
        for name, report, verdict, reasons in (
            ("not asked for", LivenessReport(LIVE_FAILED.findings), ADMIT, ()),
            ("passed", LIVE_PASSED, ADMIT, ()),
            ("failed: a picture held up", LIVE_FAILED, REFER, (Reason.LIVENESS_FAILED,)),
            ("not done", LivenessReport((), LivenessPolicy.ACTIVE), REFER, (Reason.LIVENESS_NOT_DONE,)),
            ("passed, from a virtual camera", LIVE_INJECTED, ATTENTION, (Reason.CAMERA_DOUBTFUL,)),
        )
    ),
    *(
        pytest.param(
            replace(GOOD, comparison=replace(comparison, quality=replace(MATCH.quality, coverings=frozenset({worn})))),
            verdict,
            reasons,
            id=f"face with {worn}: {told}",
        )
        for worn, told, comparison, verdict, reasons in (
            (Covering.MASK, "match", MATCH, ATTENTION, (Reason.FACE_COVERED,)),
            (Covering.SUNGLASSES, "match", MATCH, ATTENTION, (Reason.FACE_COVERED,)),
            (Covering.HAT, "match", MATCH, ADMIT, ()),
            (Covering.MASK, "no match", replace(MATCH, score=0.1), REFER, (Reason.FACE_DIFFERS,)),
        )
    ),
    pytest.param(
        replace(GOOD, comparison=None, liveness=LIVE_FAILED),
        REFER,
        (Reason.FACE_NOT_COMPARED, Reason.LIVENESS_FAILED),
        id="a picture held up, and nothing compared",
    ),
    pytest.param(
        replace(GOOD, comparison=None), REFER, (Reason.FACE_NOT_COMPARED,), id="nobody in front of the camera"
    ),
    pytest.param(
        replace(GOOD, comparison=None, face_fault=FaultCode.CAMERA_LOST), REFER, (Reason.DEVICE_FAILED,), id="no camera"
    ),
    pytest.param(
        replace(GOOD, comparison=None, face_fault=FaultCode.CHIP_PHOTO_UNUSABLE),
        REFER,
        (Reason.FACE_NOT_COMPARED,),
        id="chip photo unusable",
    ),
    # The face against the list's picture, which nobody verified
    pytest.param(against_list(0.8), ATTENTION, (Reason.FACE_BY_LIST_PHOTO,), id="matches the list's picture"),
    pytest.param(against_list(0.45), REFER, (Reason.FACE_UNSURE,), id="unsure against the list's picture"),
    pytest.param(against_list(0.1), REFER, (Reason.FACE_DIFFERS_FROM_LIST,), id="differs from the list's picture"),
    pytest.param(
        against_list(0.8, Covering.MASK),
        REFER,
        (Reason.FACE_COVERED, Reason.FACE_BY_LIST_PHOTO),
        id="covered before the list's picture",
    ),
    # Infants, whose photo shows another face
    pytest.param(infant(), REFER, (Reason.INFANT,), id="an infant by the chip"),
    pytest.param(
        replace(DEAD_CHIP, face_fault=None, infant=True),
        REFER,
        (Reason.CHIP_NOT_READ, Reason.QR_PROVES_NOTHING, Reason.INFANT),
        id="an infant by the QR code alone",
    ),
    # By hand, and what else was shown
    pytest.param(
        Evidence(by_hand=AN_BY_HAND, listing=EXPECTED),
        REFER,
        (Reason.CHECKED_BY_HAND, Reason.FACE_NOT_COMPARED),
        id="looked after by hand",
    ),
    pytest.param(boarding(BoardingFinding(shown=True)), ADMIT, (), id="a boarding pass that fits"),
    pytest.param(
        boarding(BoardingFinding(shown=False)), REFER, (Reason.BOARDING_MISSING,), id="no boarding pass where it is due"
    ),
    pytest.param(
        boarding(BoardingFinding(True, (PassDifference.NAME,))),
        REFER,
        (Reason.BOARDING_DIFFERS,),
        id="another's boarding pass",
    ),
    pytest.param(
        replace(GOOD, insurance=SERVICE_FAILED),
        ATTENTION,
        (Reason.INSURANCE_NEEDS_STAFF,),
        id="an insurance service that fails",
    ),
    # The list
    pytest.param(listed(Admission.NOT_LISTED), REFUSE, (Reason.NOT_LISTED,), id="verified and not on the list"),
    pytest.param(listed(Admission.POSSIBLE), REFER, (Reason.POSSIBLE_LISTING,), id="same name and birth date"),
    pytest.param(listed(Admission.ALREADY_ADMITTED), REFER, (Reason.ALREADY_ADMITTED,), id="came before"),
    pytest.param(listed(Admission.RE_ENTERING), REFER, (Reason.RE_ENTRY,), id="left and comes back"),
    pytest.param(listed(Admission.EXPECTED, "name"), ATTENTION, (Reason.LIST_DIFFERS,), id="list misspells the name"),
    pytest.param(listed(Admission.NOT_KNOWN), REFER, (Reason.LIST_NOT_ASKED,), id="list does not know"),
    pytest.param(
        replace(GOOD, listing=None, list_fault=FaultCode.LIST_MISSING), REFER, (Reason.DEVICE_FAILED,), id="no list"
    ),
    # Time, and several findings at once
    pytest.param(replace(GOOD, out_of_time=True), REFER, (Reason.OUT_OF_TIME,), id="out of time"),
    pytest.param(
        replace(NOTHING, chip_fault=FaultCode.OUT_OF_TIME, out_of_time=True),
        REFER,
        (Reason.OUT_OF_TIME, Reason.FACE_NOT_COMPARED, Reason.LIST_NOT_ASKED),
        id="out of time is said once",
    ),
    pytest.param(
        replace(face(score=0.1), listing=ListingAnswer(Admission.NOT_LISTED)),
        REFUSE,
        (Reason.NOT_LISTED, Reason.FACE_DIFFERS),
        id="the gravest comes first",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("evidence", "verdict", "reasons"), TABLE)
def test_decision(evidence: Evidence, verdict: Verdict, reasons: tuple[Reason, ...]) -> None:
    decision = decide(evidence, Policy())
    assert (decision.verdict, decision.reasons) == (verdict, reasons)


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


# Properties over every combination of evidence and every policy, also those that no profile may hold.


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

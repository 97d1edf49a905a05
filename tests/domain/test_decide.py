"""The decision table: what was found out about one person -> the verdict and its reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.decide import decide
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import Covering
from kiosk.domain.faults import FaultCode
from kiosk.domain.liveness import LivenessPolicy, LivenessReport
from kiosk.domain.site import Admission, ListingAnswer, Policy
from kiosk.domain.travel import BoardingFinding, PassDifference
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.evidence import (
    ADMIT,
    ATTENTION,
    CHIP_IDENTITY,
    DEAD_CHIP,
    EXPECTED,
    FAILED,
    GENUINE,
    GOOD,
    LIVE_FAILED,
    LIVE_INJECTED,
    LIVE_PASSED,
    MATCH,
    NOT_DONE,
    NOT_SUPPORTED,
    NOTHING,
    PASSED,
    REFER,
    REFUSE,
    SERVICE_FAILED,
    S,
    against_list,
    boarding,
    face,
    infant,
    listed,
    report,
    unread_data,
)
from tests.fakes.findings import AN_BY_HAND

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

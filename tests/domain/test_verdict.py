"""The order of verdicts and what a decision tells."""

from __future__ import annotations

from kiosk.domain.verdict import Decision, Finding, Reason, Verdict


def test_verdicts_grow_graver() -> None:
    order = [Verdict.ADMIT, Verdict.ADMIT_WITH_ATTENTION, Verdict.REFER, Verdict.REFUSE]
    assert [verdict.severity for verdict in order] == [0, 1, 2, 3]


def test_reasons_keep_the_order_of_the_findings() -> None:
    findings = (Finding(Reason.CHIP_CLONED, Verdict.REFUSE), Finding(Reason.FACE_UNSURE, Verdict.REFER))
    assert Decision(Verdict.REFUSE, findings).reasons == (Reason.CHIP_CLONED, Reason.FACE_UNSURE)

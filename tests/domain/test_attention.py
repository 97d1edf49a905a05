"""Which admissions with attention staff acknowledge, reason by reason."""

from __future__ import annotations

import pytest

from kiosk.domain.attention import IS_OF_THE_PERSON, is_to_be_seen
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict

OF_THE_PERSON = {
    "sources-differ",
    *("face-differs", "face-unsure", "face-not-compared", "face-covered", "face-by-list-photo"),
    *("face-differs-from-list", "infant"),
    *("not-listed", "possible-listing", "already-admitted", "re-entry", "list-differs"),
    *("wrong-day", "wrong-session", "wrong-room", "too-early", "too-late", "needs-care", "watched"),
    *("boarding-pass-differs", "boarding-pass-missing", "insurance-needs-staff"),
}


def test_every_reason_has_its_row() -> None:
    assert set(IS_OF_THE_PERSON) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_what_is_about_the_person_is_acknowledged(reason: Reason) -> None:
    attention = Finding(reason, Verdict.ADMIT_WITH_ATTENTION)
    assert is_to_be_seen(Decision(Verdict.ADMIT_WITH_ATTENTION, (attention,))) is (reason.value in OF_THE_PERSON)


CARE = Finding(Reason.NEEDS_CARE, Verdict.ADMIT_WITH_ATTENTION)
NO_ISSUER = Finding(Reason.ISSUER_NOT_VERIFIED, Verdict.ADMIT_WITH_ATTENTION)
CAME_BACK = Finding(Reason.RE_ENTRY, Verdict.ADMIT)
UNSURE = Finding(Reason.FACE_UNSURE, Verdict.REFER)


@pytest.mark.parametrize(
    ("verdict", "findings", "seen"),
    [
        pytest.param(Verdict.ADMIT, (), False, id="nothing to know"),
        pytest.param(Verdict.ADMIT, (CAME_BACK,), False, id="the site makes nothing of it"),
        pytest.param(Verdict.ADMIT_WITH_ATTENTION, (NO_ISSUER, CAME_BACK), False, id="nothing of it at this site"),
        pytest.param(Verdict.ADMIT_WITH_ATTENTION, (NO_ISSUER, CARE), True, id="one of several"),
        pytest.param(Verdict.REFER, (UNSURE, CARE), False, id="staff decide anyway"),
        pytest.param(Verdict.REFUSE, (CARE,), False, id="refused"),
    ],
)
def test_several_findings(verdict: Verdict, findings: tuple[Finding, ...], seen: bool) -> None:
    assert is_to_be_seen(Decision(verdict, findings)) is seen

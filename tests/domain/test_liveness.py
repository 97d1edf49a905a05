"""What a liveness report amounts to under each policy, as a table; and what holds of every report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import (
    LivenessFinding,
    LivenessPart,
    LivenessPolicy,
    LivenessReason,
    LivenessReport,
)

PASSED, FAILED, NOT_DONE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_DONE
OFF, PASSIVE, EITHER, ACTIVE = LivenessPolicy
P, R = LivenessPart, LivenessReason


def found(part: LivenessPart, said: CheckStatus | LivenessReason) -> LivenessFinding:
    return LivenessFinding(part, NOT_DONE, said) if isinstance(said, LivenessReason) else LivenessFinding(part, said)


@pytest.mark.parametrize(
    ("policy", "passive", "challenge", "status", "pending", "asks"),
    [
        (OFF, PASSED, PASSED, NOT_DONE, False, False),
        (OFF, FAILED, FAILED, NOT_DONE, False, False),
        (PASSIVE, R.TOO_FEW_FRAMES, R.NOT_ASKED, NOT_DONE, True, False),
        (PASSIVE, R.NO_MODELS, R.NOT_ASKED, NOT_DONE, False, False),
        (PASSIVE, R.NO_MODELS, PASSED, NOT_DONE, False, False),
        (PASSIVE, PASSED, R.NOT_ASKED, PASSED, False, False),
        (PASSIVE, FAILED, R.NOT_ASKED, FAILED, False, False),
        (EITHER, R.TOO_FEW_FRAMES, R.NOT_ASKED, NOT_DONE, True, False),
        (EITHER, R.IN_DOUBT, R.NOT_ASKED, NOT_DONE, True, True),
        (EITHER, R.NO_MODELS, R.NOT_ASKED, NOT_DONE, True, True),
        (EITHER, R.NO_MODELS, R.UNDER_WAY, NOT_DONE, True, False),
        (EITHER, R.NO_MODELS, R.TOO_LATE, NOT_DONE, False, False),
        (EITHER, R.NO_MODELS, R.STAFF_LOOKS, NOT_DONE, False, False),
        (EITHER, R.IN_DOUBT, PASSED, PASSED, False, False),
        (EITHER, PASSED, R.NOT_ASKED, PASSED, False, False),
        (EITHER, PASSED, FAILED, FAILED, False, False),
        (EITHER, FAILED, PASSED, FAILED, False, False),
        (ACTIVE, PASSED, R.NOT_ASKED, NOT_DONE, True, True),
        (ACTIVE, R.TOO_FEW_FRAMES, PASSED, PASSED, False, False),
        (ACTIVE, PASSED, R.TOO_LATE, NOT_DONE, False, False),
    ],
)
def test_what_a_report_amounts_to(
    policy: LivenessPolicy,
    passive: CheckStatus | LivenessReason,
    challenge: CheckStatus | LivenessReason,
    status: CheckStatus,
    pending: bool,
    asks: bool,
) -> None:
    report = LivenessReport((found(P.PASSIVE, passive), found(P.CHALLENGE, challenge)), policy)
    assert (report.status, report.pending, report.wants_challenge) == (status, pending, asks)


@pytest.mark.parametrize(
    ("policy", "passive", "challenge", "status", "pending", "asks"),
    [
        (PASSIVE, PASSED, R.NOT_ASKED, NOT_DONE, False, False),
        (EITHER, PASSED, R.NOT_ASKED, NOT_DONE, True, True),
        (EITHER, PASSED, R.UNDER_WAY, NOT_DONE, True, False),
        (EITHER, PASSED, PASSED, PASSED, False, False),
        (EITHER, PASSED, R.TOO_LATE, NOT_DONE, False, False),
        (ACTIVE, PASSED, PASSED, PASSED, False, False),
    ],
)
def test_who_may_be_a_picture_in_a_hand_is_asked_to_move(
    policy: LivenessPolicy,
    passive: CheckStatus | LivenessReason,
    challenge: CheckStatus | LivenessReason,
    status: CheckStatus,
    pending: bool,
    asks: bool,
) -> None:
    """A doubt: what looks at single frames does not suffice any more, and nothing is failed by it."""
    doubt = found(P.SURROUNDINGS, R.MOVES_ALONG)
    report = LivenessReport((found(P.PASSIVE, passive), found(P.CHALLENGE, challenge), doubt), policy)
    assert report.doubted
    assert (report.status, report.pending, report.wants_challenge) == (status, pending, asks)


@pytest.mark.parametrize("said", [PASSED, R.NOTHING_TO_COMPARE, R.NOT_ASKED])
def test_surroundings_that_stay_or_tell_nothing_leave_no_doubt(said: CheckStatus | LivenessReason) -> None:
    report = LivenessReport((found(P.PASSIVE, PASSED), found(P.SURROUNDINGS, said)), PASSIVE)
    assert not report.doubted and report.status is PASSED


@pytest.mark.parametrize("part", LivenessPart)
def test_every_part_but_a_hint_fails_the_whole(part: LivenessPart) -> None:
    others = tuple(found(one, PASSED) for one in LivenessPart if one is not part)
    report = LivenessReport((*others, found(part, FAILED)), EITHER)
    assert report.status is (PASSED if part is P.INJECTION else FAILED)
    assert report.injection_suspected is (part is P.INJECTION)


def test_a_part_that_nobody_looked_at_is_not_done() -> None:
    assert LivenessReport().of(P.DEPTH) == found(P.DEPTH, R.NOT_ASKED)


reports = st.builds(
    LivenessReport,
    st.lists(
        st.builds(
            LivenessFinding,
            st.sampled_from(LivenessPart),
            st.sampled_from(CheckStatus),
            st.none() | st.sampled_from(LivenessReason),
        ),
        unique_by=lambda finding: finding.part,
    ).map(tuple),
    st.sampled_from(LivenessPolicy),
)


@given(reports)
def test_what_is_decided_is_not_waited_for_and_nobody_moves_for_it(report: LivenessReport) -> None:
    if report.status is not NOT_DONE:
        assert not report.pending
    if report.status is FAILED:
        assert not report.wants_challenge


@given(reports)
def test_nothing_passes_on_hints_alone(report: LivenessReport) -> None:
    if report.status is PASSED:
        assert PASSED in (report.of(P.PASSIVE).status, report.of(P.CHALLENGE).status)

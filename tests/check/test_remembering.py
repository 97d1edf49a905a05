"""An answer of the list and an earlier coming -> whether somebody is said to have come before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.check.remembering import seen_before
from kiosk.domain.desks.attendance import Circumstance
from kiosk.domain.site import Admission
from tests.fakes.findings import LISTED, NOT_LISTED, PROFILE

NOW = datetime(2026, 6, 26, 7, 0, tzinfo=UTC)
PROFILE_6_HOURS = replace(PROFILE, remembered_hours=6.0)


@pytest.mark.parametrize(
    ("hours_ago", "admission"),
    [
        pytest.param(None, Admission.EXPECTED, id="never"),
        pytest.param(0.0, Admission.ALREADY_ADMITTED, id="just now"),
        pytest.param(6.0, Admission.ALREADY_ADMITTED, id="as long as the site remembers"),
        pytest.param(6.01, Admission.EXPECTED, id="forgotten"),
    ],
)
def test_whoever_is_expected(hours_ago: float | None, admission: Admission) -> None:
    before = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    answer = seen_before(LISTED, before, NOW, PROFILE_6_HOURS)
    assert answer.admission is admission
    assert answer.admitted_at == (before if admission is Admission.ALREADY_ADMITTED else None)
    assert answer.listing == LISTED.listing


BEFORE = NOW - timedelta(minutes=90)


@pytest.mark.parametrize(
    ("minutes_ago", "admission"),
    [
        pytest.param(None, Admission.ALREADY_ADMITTED, id="never"),
        pytest.param(120, Admission.ALREADY_ADMITTED, id="before their last coming"),
        pytest.param(60, Admission.RE_ENTERING, id="after it"),
    ],
)
def test_whoever_was_seen_to_leave(minutes_ago: int | None, admission: Admission) -> None:
    left = None if minutes_ago is None else NOW - timedelta(minutes=minutes_ago)
    answer = seen_before(LISTED, BEFORE, NOW, PROFILE, left)
    assert answer.admission is admission
    assert answer.left_at == (left if admission is Admission.RE_ENTERING else None)


def test_whoever_comes_back_is_not_late() -> None:
    late = replace(LISTED, circumstances=(Circumstance.TOO_LATE, Circumstance.NEEDS_CARE))
    again = seen_before(late, BEFORE, NOW, PROFILE, NOW)
    assert again.circumstances == (Circumstance.NEEDS_CARE,)


@pytest.mark.parametrize(
    ("opens_minutes_ago", "admission"),
    [
        pytest.param(91, Admission.ALREADY_ADMITTED, id="they came to this row"),
        pytest.param(89, Admission.EXPECTED, id="they came to an earlier row of theirs"),
    ],
)
def test_an_earlier_row_of_the_same_person(opens_minutes_ago: int, admission: Admission) -> None:
    answer = replace(LISTED, opens_at=NOW - timedelta(minutes=opens_minutes_ago))
    assert seen_before(answer, BEFORE, NOW, PROFILE).admission is admission


@pytest.mark.parametrize("answer", [NOT_LISTED, replace(LISTED, admission=Admission.POSSIBLE)])
def test_nobody_else_can_have_come_before(answer: object) -> None:
    assert seen_before(answer, NOW, NOW, PROFILE_6_HOURS) is answer  # type: ignore[arg-type]

"""The rules of overrides: which reasons there are against a verdict, and when it takes two people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.domain.override import USUAL_REASONS, Outcome, Override, OverrideReason, OverrideRules
from kiosk.domain.record import CheckId
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
RULES = OverrideRules()
REASONS = {reason.code: reason for reason in USUAL_REASONS}


@pytest.mark.parametrize(
    ("verdict", "outcomes"),
    [
        (Verdict.ADMIT, {Outcome.REFUSED}),
        (Verdict.ADMIT_WITH_ATTENTION, {Outcome.ADMITTED, Outcome.REFUSED}),
        (Verdict.REFER, {Outcome.ADMITTED, Outcome.REFUSED}),
        (Verdict.REFUSE, {Outcome.ADMITTED, Outcome.REFUSED}),
    ],
)
def test_what_may_be_chosen_against_a_verdict(verdict: Verdict, outcomes: set[Outcome]) -> None:
    assert {reason.outcome for reason in RULES.reasons_for(verdict)} == outcomes


@pytest.mark.parametrize(
    ("verdict", "reason", "two"),
    [
        (Verdict.REFER, "face-compared-by-staff", False),
        (Verdict.REFER, "list-is-wrong", True),
        (Verdict.REFUSE, "face-compared-by-staff", True),
        (Verdict.REFUSE, "another-person", False),
        (Verdict.ADMIT, "conduct", False),
    ],
)
def test_when_it_takes_two_people(verdict: Verdict, reason: str, two: bool) -> None:
    assert RULES.takes_two(verdict, REASONS[reason]) is two


@pytest.mark.parametrize("minutes", [0, 61])
def test_undo_has_limits(minutes: int) -> None:
    with pytest.raises(ValueError, match="minutes"):
        OverrideRules(undo_minutes=minutes)


@pytest.mark.parametrize(
    ("by", "second", "problem"),
    [("binh", "binh", "own second person"), ("Nguyễn Văn An", "", "logins"), ("binh", "001090012345", "logins")],
)
def test_who_cannot_decide(by: str, second: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Override(CheckId("c-1"), Outcome.ADMITTED, "list-is-wrong", by, NOW, second)


@pytest.mark.parametrize("code", ["", "Ngọc", "a sentence", "x" * 41])
def test_a_reasons_code_is_no_sentence(code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        OverrideReason(code, Outcome.ADMITTED, Text("", ""))


def test_two_reasons_do_not_share_a_code() -> None:
    with pytest.raises(ValueError, match="one code"):
        OverrideRules(reasons=(USUAL_REASONS[0], USUAL_REASONS[0]))

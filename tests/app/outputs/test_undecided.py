"""Results that are shown and decisions of staff -> what a receiver that knows of people only is told of them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kiosk.app.outputs.undecided import UndecidedPeople
from kiosk.check.overrides.overriding import advance
from kiosk.check.overrides.steps import Decided, Overriding
from kiosk.check.referrals import referred
from kiosk.check.states import Check, Instant, Kiosk, ShowingResult
from kiosk.domain.evidence import Evidence
from kiosk.domain.outputs import OutputField, OutputRules
from kiosk.domain.override import Outcome, Override, OverrideRules, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Decision, Verdict
from tests.fakes.findings import AN_BY_HAND, AN_BY_QR, PROFILE
from tests.fakes.released import EVIDENCE
from tests.fakes.staff import START, MovableClock

RULES = OutputRules(webhook=frozenset({OutputField.NUMBER}))
NUMBER = "001090012345"
C1 = CheckId("c-1")
ADMITTED = Override(C1, Outcome.ADMITTED, "other-document-seen", "binh", START)
CHECK = Check(C1, "reader", Instant(1000.0, START), 1020.0, evidence=EVIDENCE)


def people(*, rules: OutputRules = RULES, keeps: bool = True) -> UndecidedPeople:
    return UndecidedPeople("exam", rules, MovableClock(), keeps=keeps)


def shown(verdict: Verdict = Verdict.REFER, evidence: Evidence = EVIDENCE) -> Kiosk:
    check = replace(CHECK, evidence=evidence)
    return Kiosk(PROFILE, ShowingResult(check, Decision(verdict), 1006.0, 1016.0))


def told(kept: UndecidedPeople, decision: Override | Undo = ADMITTED) -> object:
    """The number that goes along with a decision; ``None``: nobody's."""
    (message,) = kept.outgoing(decision)
    return json.loads(message.payload).get("released", {}).get("number")


@pytest.mark.parametrize("verdict", [Verdict.REFER, Verdict.REFUSE])
def test_whom_staff_admit_against_the_machine_is_told(verdict: Verdict) -> None:
    kept = people()
    kept.observe(shown(verdict))
    assert told(kept) == NUMBER
    assert told(kept, replace(ADMITTED, outcome=Outcome.REFUSED)) is None
    assert told(kept, Undo(C1, 7, "chosen-by-mistake", "lan", START)) is None


@pytest.mark.parametrize(
    ("kept", "kiosk"),
    [
        (people(), shown(Verdict.ADMIT)),
        (people(), shown(Verdict.ADMIT_WITH_ATTENTION)),
        (people(), shown(evidence=Evidence(qr_identity=AN_BY_QR))),
        (people(), shown(evidence=Evidence(by_hand=AN_BY_HAND, listing=AN_BY_HAND.answer))),
        (people(), shown(evidence=Evidence())),
        (people(keeps=False), shown()),
        (people(rules=OutputRules(webhook=frozenset())), shown()),
    ],
    ids=[
        "told with the verdict",
        "told with the verdict, with attention",
        "by QR",
        "by hand",
        "by nothing",
        "a receiver that knows verdicts",
        "the number is not released",
    ],
)
def test_of_whom_a_decision_tells_nothing(kept: UndecidedPeople, kiosk: Kiosk) -> None:
    kept.observe(kiosk)
    assert told(kept) is None


def test_nothing_is_written_where_nobody_listens() -> None:
    kept = people(rules=OutputRules())
    kept.observe(shown())
    assert kept.outgoing(ADMITTED) == ()


def test_nobody_is_kept_about_whom_staff_can_decide_no_more() -> None:
    kept = people()
    kiosk = shown()
    kept.observe(kiosk)
    assert isinstance(kiosk.phase, ShowingResult)
    person = referred(kiosk.phase.check, kiosk.phase.decision, 1006.0)
    waiting, _ = advance(Overriding(OverrideRules()), Decided(person), Instant(1006.0, START))
    kept.keep_undecided(waiting)
    assert told(kept) == NUMBER
    kept.keep_undecided(Overriding(OverrideRules()))
    kept.observe(kiosk)
    assert told(kept) is None, "the result that is still shown is not taken in anew"

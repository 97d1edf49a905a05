"""Staff acknowledge what is to be known about somebody who was admitted; nobody waits for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.check import events as ev
from kiosk.check.machine import advance
from kiosk.check.screens import citizen_screen, operator_screen
from kiosk.check.states import Check, Instant, Kiosk, ShowingResult
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict
from tests.fakes.findings import PROFILE
from tests.fakes.staff import START

NOW = Instant(1007.0, START)
CHECK = Check(CheckId("c-1"), "reader", Instant(1000.0, START), 1020.0, card_present=False)


def showing(reason: Reason) -> Kiosk:
    finding = Finding(reason, Verdict.ADMIT_WITH_ATTENTION)
    decision = Decision(Verdict.ADMIT_WITH_ATTENTION, (finding,))
    return Kiosk(PROFILE, ShowingResult(CHECK, decision, 1006.0, 1016.0))


CARE = showing(Reason.NEEDS_CARE)
SEEN = ev.AttentionSeen(CHECK.id)


@pytest.mark.parametrize(
    ("kiosk", "event", "asked"),
    [
        pytest.param(CARE, ev.Tick(), True, id="needs care"),
        pytest.param(showing(Reason.ISSUER_NOT_VERIFIED), ev.Tick(), False, id="the issuer is not verified"),
        pytest.param(CARE, SEEN, False, id="seen"),
        pytest.param(CARE, ev.AttentionSeen(CheckId("c-0")), True, id="the person before was seen"),
        pytest.param(CARE, ev.StaffDecided(CHECK.id, Outcome.REFUSED), False, id="decided about"),
        pytest.param(CARE, ev.Dismissed(), False, id="closed"),
        pytest.param(CARE, ev.CardPresented("reader"), False, id="the next card replaces it"),
    ],
)
def test_when_staff_are_asked(kiosk: Kiosk, event: ev.Event, asked: bool) -> None:
    after, _ = advance(kiosk, event, NOW)
    assert operator_screen(after, NOW.monotonic).to_see == (CHECK.id if asked else None)


def test_the_person_sees_nothing_of_it() -> None:
    after, effects = advance(CARE, SEEN, NOW)
    assert citizen_screen(after, NOW.monotonic) == citizen_screen(CARE, NOW.monotonic)
    assert isinstance(after.phase, ShowingResult)
    assert (replace(after.phase, seen=False), effects) == (CARE.phase, ())

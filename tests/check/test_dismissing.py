"""Who closes a result from elsewhere says which one: another check is not closed by it."""

from __future__ import annotations

import pytest

from kiosk.check import events as ev
from kiosk.check.machine import advance
from kiosk.check.states import Check, Idle, Instant, Kiosk, ShowingResult
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Decision, Verdict
from tests.fakes.findings import PROFILE
from tests.fakes.staff import START

NOW = Instant(1007.0, START)


@pytest.mark.parametrize(
    ("meant", "closed"), [(None, True), ("c-1", True), ("c-0", False)], ids=["at the screen", "this one", "another one"]
)
def test_a_result_is_closed_by_whom_it_is_meant_for(meant: str | None, closed: bool) -> None:
    check = Check(CheckId("c-1"), "", Instant(1000.0, START), 1020.0, card_present=False)
    kiosk = Kiosk(PROFILE, ShowingResult(check, Decision(Verdict.ADMIT), 1006.0, 1016.0))
    after, _ = advance(kiosk, ev.Dismissed(CheckId(meant) if meant else None), NOW)
    assert isinstance(after.phase, Idle) is closed

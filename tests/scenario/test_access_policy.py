"""A chip that announces PACE and refuses it, at sites that allow the downgrade to BAC and at those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.check import events as ev
from kiosk.check.states import Idle, ShowingResult
from kiosk.domain.access_key import MrzKey
from kiosk.domain.faults import FaultCode
from kiosk.domain.verdict import Reason, Verdict
from kiosk.simulator.card.faults import RefusePace
from tests.scenario.house import House, card

MRZ = MrzKey("090012345", "900315", "300315")


@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "forbidden"])
def test_the_downgrade_is_told_or_refers(tmp_path: Path, allowed: bool) -> None:
    with House(tmp_path).set(bac_fallback=allowed).open() as house:
        house.until(Idle)
        house.assembly.runner.post(ev.KeyTyped((MRZ,)))
        house.lay(card(faults=[RefusePace()]))
        decision = house.decision()
        check = house.until(ShowingResult).check
    assert check is not None
    evidence = check.evidence
    if allowed:
        assert evidence.inspection is not None and evidence.inspection.access is not None
        assert (evidence.inspection.access.protocol, evidence.inspection.access.downgraded) == ("BAC", True)
    else:
        assert evidence.chip_fault is FaultCode.ACCESS_REFUSED
        assert decision.verdict is Verdict.REFER
        assert Reason.CHIP_NOT_READ in {finding.reason for finding in decision.findings}

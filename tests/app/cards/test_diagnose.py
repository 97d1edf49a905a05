"""``kiosk card diagnose`` from the card on the reader to the report on the screen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer

from kiosk.app.cards import diagnose as card_diagnose
from kiosk.app.cards.diagnose import diagnose, diagnose_card
from kiosk.app.exits import Exit
from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.clock import Deadline
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.diagnosis.report import report
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault, NoPace, ShortOnly, TearAfterCommand
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.traces import TODAY, CountingClock, keys_of, twins

Json = dict[str, Any]


def told(issued: VirtualCard, *faults: CardFault, keys: tuple[AccessKey, ...] | None = None) -> Json:
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(Chip(issued, faults=faults))
    clock = CountingClock()
    findings = diagnose(InProcessConnector([slot]), slot.name, keys or keys_of(issued), Deadline(clock, 1e6), clock)
    return report(replace(findings, qr=issued.qr_text), TODAY)


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param((), id="PACE"),
        pytest.param((NoPace(),), id="BAC"),
        pytest.param((ShortOnly(),), id="short blocks"),
        pytest.param((TearAfterCommand(15),), id="torn away"),
    ],
)
def test_the_whole_report_is_the_same_for_everybody(faults: tuple[CardFault, ...]) -> None:
    one, other = (told(issued, *faults) for issued in twins())
    assert one == other


def sws(report: Json) -> dict[str, str | None]:
    return {probe["probe"]: probe["sw"] for probe in report["probes"]}


def test_probes_and_steps_of_a_card() -> None:
    diagnosis = told(twins()[0])
    assert diagnosis["com"]["tags"] == ["61", "75", "63", "6D", "6F", "6E"]
    assert (
        sws(diagnosis).items()
        >= {
            "select-master-file": "9000",
            "select-dg3": "6982",
            "select-dg11": "6A82",
            "select-dg2": "9000",
        }.items()
    )
    assert any(probe["probe"].startswith("read-") and probe["bytes"] for probe in diagnosis["probes"])
    steps = {step["step"]: step for step in diagnosis["steps"]}
    assert steps["DG2"]["bytes"] > diagnosis["files"]["DG2"]
    assert sum(step["commands"] for step in steps.values()) == diagnosis["commands"]


def test_a_wrong_key_is_tried_in_the_reading_only() -> None:
    diagnosis = told(twins()[0], keys=(Can("999999"),))
    assert diagnosis["fault"] == "wrong-access-key"
    assert sorted(sws(diagnosis)) == [
        "select-ef-atr-info",
        "select-ef-card-security",
        "select-ef-dir",
        "select-master-file",
    ]


def test_a_card_that_was_taken_away_leaves_what_was_found() -> None:
    diagnosis = told(twins()[0], TearAfterCommand(15))
    assert diagnosis["fault"] == "card-removed"
    assert diagnosis["card_access"]["bytes"] == 54
    assert diagnosis["probes"] == [{"probe": "connect", "sw": None, "bytes": 0, "fault": "card-removed"}]


def run(monkeypatch: pytest.MonkeyPatch, fault: Fault, *, as_json: bool) -> Exit:
    def no_card(pattern: str, wait: float, atr: str) -> str:
        raise fault

    monkeypatch.setattr(card_diagnose, "await_card", no_card)
    return diagnose_card("012345", None, None, "", wait=0.0, seconds=60.0, trace=None, unmasked=False, as_json=as_json)


def test_without_a_card_the_report_has_its_shape(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, Fault(FaultCode.NO_READER), as_json=True) is Exit.DEVICE
    printed = json.loads(capsys.readouterr().out)
    assert printed["fault"] == "no-reader"
    assert printed.keys() == told(twins()[0]).keys()


def test_for_people_it_is_one_line_a_fact(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, Fault(FaultCode.NO_CARD), as_json=False) is Exit.CARD_NOT_READ
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["schema", '"kiosk.card-diagnosis/1"']
    assert any(line.split() == ["access.protocol", '"none"'] for line in lines)


def test_it_needs_a_key(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="key"):
        diagnose_card(None, None, None, "", wait=0.0, seconds=60.0, trace=None, unmasked=False, as_json=True)

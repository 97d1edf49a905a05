"""One check's result -> the JSON that is promised for it."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from kiosk.app.check_once import check_json
from kiosk.app.report import Json
from kiosk.check import events as ev
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.domain.faults import FaultCode
from kiosk.domain.hospital.queue import QueueRules
from kiosk.domain.shown_code import FlightLeg, FlightPass
from kiosk.domain.text import Text
from kiosk.domain.travel import PassWanted, TravelRules
from tests.fakes.findings import INSPECTED, LISTED, LIVE, MATCH, PROFILE
from tests.fakes.walk import Walk
from tests.scenario.house import ROOT

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "kiosk.check-1.json").read_text("utf-8"))
SITE = replace(
    PROFILE, travel=TravelRules(PassWanted.ALWAYS, "HUI"), queue=QueueRules(Text("Số thứ tự {value}", "Number {value}"))
)
PASS = FlightPass("NGUYEN", "VAN AN MR", (FlightLeg("VN1371", "HUI", "SGN", None, "QX7M2A", "7A", "0012"),))
ANOTHERS = replace(PASS, surname="TRAN", given_names="THI BICH NGOC MRS")


def told(shown: FlightPass | None, number: int | None) -> Json:
    walk = Walk(Kiosk(SITE, Idle()))
    if shown is not None:
        walk.send(ev.CodeSeen(shown, FaultCode.CODE_MALFORMED))
    walk.code_then_card().face_seen().chip_read()
    walk.send(ev.DocumentInspected(walk.id, INSPECTED), ev.ListAnswered(walk.id, LISTED))
    walk.send(ev.FaceCompared(walk.id, MATCH, LIVE))
    if shown is None:
        walk.send(ev.Tick(), after=SITE.budget_seconds)
    walk.send(ev.Recorded(walk.id, number))
    assert isinstance(walk.phase, ShowingResult)
    return check_json(walk.phase.check, walk.phase.decision)


@pytest.mark.parametrize(
    ("shown", "number", "boarding"),
    [
        pytest.param(PASS, 7, {"shown": True, "differences": []}, id="a pass that fits, and a number"),
        pytest.param(ANOTHERS, None, {"shown": True, "differences": ["name"]}, id="another's pass"),
        pytest.param(None, None, {"shown": False, "differences": []}, id="no pass"),
    ],
)
def test_boarding_pass_and_queue_number(shown: FlightPass | None, number: int | None, boarding: Json) -> None:
    result = told(shown, number)
    jsonschema.validate(result, SCHEMA, jsonschema.Draft202012Validator)
    assert (result["boarding"], result["queue_number"]) == (boarding, number)
    assert not {"QX7M2A", "7A", "0012", "TRAN"} & set(json.dumps(result, ensure_ascii=False).split('"'))

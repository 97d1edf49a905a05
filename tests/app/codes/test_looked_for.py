"""Phases of a check -> what is looked for in the camera's frames."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.app.codes.looked_for import looks_for_codes, looks_for_zones
from kiosk.check import events as ev
from kiosk.check.states import AwaitingKey, Completing, Idle, Kiosk, Phase, Reading, ShowingResult, Starting
from kiosk.domain.travel import PassWanted, TravelRules
from tests.fakes.findings import INSPECTED, LISTED, LIVE, MATCH, PROFILE, READER
from tests.fakes.walk import Walk

WANTING = replace(PROFILE, travel=TravelRules(PassWanted.ALWAYS))


def reading(*, wants_pass: bool) -> Walk:
    return Walk(Kiosk(WANTING if wants_pass else PROFILE, Idle())).code_then_card().face_seen()


def completing(*, wants_pass: bool) -> Walk:
    walk = reading(wants_pass=wants_pass).chip_read()
    walk.send(ev.DocumentInspected(walk.id, INSPECTED), ev.ListAnswered(walk.id, LISTED))
    return walk.send(ev.FaceCompared(walk.id, MATCH, LIVE)) if wants_pass else walk


@pytest.mark.parametrize(
    ("phase", "kind", "codes", "zones"),
    [
        pytest.param(Walk().phase, Idle, True, True, id="nobody is there"),
        pytest.param(Walk().send(ev.CardPresented(READER)).phase, AwaitingKey, True, True, id="a card without its key"),
        pytest.param(reading(wants_pass=False).phase, Reading, False, False, id="the chip is read"),
        pytest.param(reading(wants_pass=True).phase, Reading, True, False, id="read, and a boarding pass is wanted"),
        pytest.param(completing(wants_pass=False).phase, Completing, False, False, id="the rest is awaited"),
        pytest.param(completing(wants_pass=True).phase, Completing, True, False, id="the boarding pass is awaited"),
        pytest.param(Walk().shown().phase, ShowingResult, False, False, id="a result, the card still there"),
        pytest.param(
            Walk().shown().send(ev.CardRemoved(READER)).phase, ShowingResult, True, True, id="a result, the card gone"
        ),
        pytest.param(Starting(), Starting, False, False, id="not ready yet"),
    ],
)
def test_what_is_looked_for(phase: Phase, kind: type[Phase], codes: bool, zones: bool) -> None:
    assert isinstance(phase, kind)
    assert (looks_for_codes(phase), looks_for_zones(phase)) == (codes, zones)

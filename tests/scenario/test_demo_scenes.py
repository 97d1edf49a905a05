"""Every scene of the demo ends with its verdict: on the real PC/SC stack, and with the card inside the process."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.app.demo_director import Director
from kiosk.app.demo_scenes import SCENES
from kiosk.app.demo_stage import Stage
from kiosk.app.virtual_desk import InProcessDesk, PcscDesk, VirtualDesk
from kiosk.app.wiring import Assembly
from kiosk.simulator.pcscd import PcscUnavailable
from tests.pcsc_rig import refuse
from tests.scenario.house import FACES, ROOT


@pytest.fixture(params=[pytest.param("pcsc", marks=pytest.mark.pcsc), "in process"])
def desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> VirtualDesk:
    monkeypatch.chdir(ROOT)
    if request.param == "in process":
        return InProcessDesk(bit_rate=848)
    try:
        return PcscDesk(bit_rate=848)
    except PcscUnavailable as error:
        refuse(error)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_every_scene_ends_with_its_verdict(desk: VirtualDesk, tmp_path: Path) -> None:
    stage = Stage(tmp_path, FACES, SCENES)
    assembly = Assembly(stage.settings, desk.presence, desk.connector, anchors=[stage.anchor])
    director = Director(assembly, desk, stage, keep=lambda name: None)
    assembly.start()
    try:
        played = [director.play(scene) for scene in SCENES]
        if desk.has_service:
            director.lose_the_service()
    finally:
        assembly.stop()
        desk.close()
    assert [one.line() for one in played if not one.as_expected] == []

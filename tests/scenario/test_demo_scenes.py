"""Every scene of the demo ends with its verdict: on the real PC/SC stack with the windows, and inside the process."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from kiosk.app.demo.director import Director
from kiosk.app.demo.scenes import SCENES
from kiosk.app.demo.stage import Stage
from kiosk.app.demo.virtual_desk import InProcessDesk
from kiosk.app.wiring import Assembly
from kiosk.check.screens import ScreenKind
from kiosk.simulator.slot.driver.build import PcscUnavailable, build_driver
from tests.pcsc_rig import refuse
from tests.scenario.house import FACES, ROOT


@pytest.mark.pcsc
@pytest.mark.timeout(480)
def test_the_demo_as_a_user_runs_it(tmp_path: Path) -> None:
    try:
        build_driver()
    except PcscUnavailable as error:
        refuse(error)
    without_display = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-m", "kiosk", "demo", "--out", str(tmp_path), "--bit-rate", "848"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=without_display)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pcscd" in done.stdout
    summary = json.loads((tmp_path / "demo.json").read_text("utf-8"))
    jsonschema.validate(summary, json.loads((ROOT / "docs" / "schemas" / "kiosk.demo-1.json").read_text("utf-8")))
    played = summary["scenes"]
    assert [(one["scene"], one["verdict"]) for one in played] == [(one.name, one.verdict.value) for one in SCENES]
    pictures = {path.name for path in (tmp_path / "screens").iterdir()}
    # Invented people are not asked, and no staff take their screen over.
    for kind in set(ScreenKind) - {ScreenKind.CONSENT, ScreenKind.WAIT_FOR_STAFF}:
        # Somebody may be asked to move just then: the picture says so behind the screen's name.
        assert any(re.search(rf"screen-{kind.value}(-[a-z_]+)?-citizen\.png$", name) for name in pictures), kind


@pytest.mark.pcsc
@pytest.mark.timeout(120)
def test_the_windows_open_on_a_display(tmp_path: Path) -> None:
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed")
    read_end, write_end = os.pipe()
    display = subprocess.Popen(
        [server, "-displayfd", str(write_end), "-screen", "0", "1920x1080x24"], pass_fds=[write_end]
    )
    try:
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "kiosk", "demo", "--out", str(tmp_path), "--only", "good-card"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    finally:
        display.terminate()
        display.wait()
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
@pytest.mark.timeout(480)
def test_the_same_scenes_without_pcsc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    stage = Stage(tmp_path, FACES, SCENES)
    desk = InProcessDesk(bit_rate=848)
    assembly = Assembly(stage.settings, desk.presence, desk.connector, anchors=[stage.anchor], camera=stage.camera)
    director = Director(assembly, desk, stage, keep=lambda name, kiosk: None)
    assembly.start()
    try:
        played = [director.play(scene) for scene in SCENES]
    finally:
        assembly.stop()
        desk.close()
    assert [one.line() for one in played if not one.as_expected] == []

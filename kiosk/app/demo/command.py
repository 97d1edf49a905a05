"""``kiosk demo``: the real kiosk with a virtual card and a virtual camera, played scene by scene."""

from __future__ import annotations

import itertools
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import typer

from kiosk.app.demo.cast import PHOTOGRAPHS
from kiosk.app.demo.director import STEP_SECONDS, Director, Played, SceneFailed
from kiosk.app.demo.scenes import Scene, chosen
from kiosk.app.demo.stage import Stage
from kiosk.app.demo.virtual_desk import VirtualDesk, open_desk
from kiosk.app.exits import Exit
from kiosk.app.settings.values import Displays
from kiosk.app.windows import Windows
from kiosk.app.wiring import Assembly
from kiosk.check.states import Idle, Kiosk

DISPLAYS = ({"name": "citizen", "width": 1280, "height": 800}, {"name": "operator", "width": 1366, "height": 768})
"""The two displays of a run without any: Qt's offscreen platform paints on these."""


def play(
    out: Path,
    faces: Path | None,
    *,
    bit_rate: int,
    offscreen: bool,
    in_process: bool,
    only: Sequence[str] | None,
    stay: bool,
) -> Exit:
    """Play the scenes; 0 only if every verdict is the expected one and a lost reader takes the kiosk out of service."""
    try:
        scenes = chosen(only)
    except KeyError as error:
        raise typer.BadParameter(f"there is no scene {error}", param_hint="--only") from error
    if faces is None and PHOTOGRAPHS.is_dir():
        faces = PHOTOGRAPHS
    if faces is not None and not faces.is_dir():
        raise typer.BadParameter(f"{faces} has no photographs; give --faces", param_hint="--faces")
    stage = Stage(out, faces, scenes)
    if offscreen or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_displays(out).resolve()}"
    desk = open_desk(bit_rate, in_process)
    print(f"Card path: {desk.description}")
    try:
        return _perform(stage, desk, scenes, stay=stay)
    finally:
        desk.close()


def _displays(out: Path) -> Path:
    """The displays of Qt's offscreen platform, as it reads them."""
    left, screens = 0, []
    for display in DISPLAYS:
        screens.append({**display, "x": left, "y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1})
        left += int(str(display["width"]))
    file = out / "displays.json"
    file.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    return file


def _perform(stage: Stage, desk: VirtualDesk, scenes: Sequence[Scene], *, stay: bool) -> Exit:
    assembly = Assembly(stage.settings, desk.presence, desk.connector, anchors=[stage.anchor], camera=stage.camera)
    offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen")
    windows = Windows(assembly, Displays("citizen", "operator") if offscreen else None, fullscreen=offscreen)
    pictures = itertools.count(1)

    def keep(name: str, kiosk: Kiosk) -> None:
        windows.keep(stage.screens / f"{next(pictures):02d}-{name}.png", kiosk)

    director = Director(assembly, desk, stage, keep)
    played: list[Played] = []
    finished: list[bool] = []

    def direct() -> None:
        try:
            director.until(lambda kiosk: isinstance(kiosk.phase, Idle))
            for scene in scenes:
                played.append(director.play(scene))
                print(played[-1].line(), flush=True)
            if desk.has_service:
                director.lose_the_service()
                print("ok   card-service-lost         out of service, with reason and remedy", flush=True)
            finished.append(True)
        except SceneFailed as failed:
            print(f"FAIL the kiosk did not come to rest: {failed}")
        finally:
            if not stay:
                windows.quit()

    assembly.start()
    thread = threading.Thread(target=direct, name="director")
    thread.start()
    try:
        windows.run()
    finally:
        thread.join(timeout=STEP_SECONDS)
        assembly.stop()
    good = sum(one.as_expected for one in played)
    summary = {"schema": "kiosk.demo/1", "card_path": desk.description, "scenes": [_scene_json(one) for one in played]}
    (stage.out / "demo.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{good} of {len(scenes)} verdicts as expected; screens in {stage.screens}")
    return Exit.OK if good == len(scenes) and finished else Exit.UNEXPECTED


def _scene_json(one: Played) -> dict[str, object]:
    return {
        "scene": one.scene.name,
        "expected": one.scene.verdict.value,
        "verdict": one.decision.verdict.value if one.decision else None,
        "reasons": list(one.decision.reasons) if one.decision else [],
        "seconds": round(one.seconds, 2),
    }

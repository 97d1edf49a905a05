"""``kiosk demo``: the real kiosk with a virtual card and a virtual camera, played scene by scene."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from kiosk.app.demo_scenes import Hand, Key, Scene, chosen, issue_scene
from kiosk.app.exits import Exit
from kiosk.app.settings import Settings
from kiosk.app.virtual_desk import InProcessDesk, PcscDesk, VirtualDesk
from kiosk.app.windows import Windows
from kiosk.app.wiring import Assembly
from kiosk.check import events as ev
from kiosk.check.screens import citizen_screen
from kiosk.check.states import (
    AwaitingCard,
    AwaitingKey,
    Idle,
    Kiosk,
    OutOfService,
    Reading,
    RemovingCard,
    Repositioning,
    ShowingResult,
)
from kiosk.domain.access_key import Can
from kiosk.domain.faults import FaultCode
from kiosk.domain.verdict import Decision
from kiosk.simulator.authority import TestAuthority
from kiosk.simulator.pcscd import PcscUnavailable

STEP_SECONDS = 40.0
"""No step of a scene takes longer; a demo that hangs is a demo that failed."""

POLL_SECONDS = 0.02
CONFIG = Path("config")


class SceneFailed(Exception):  # noqa: N818 - a scene's outcome, told on its line
    """A step of a scene did not come about."""


@dataclass(frozen=True, slots=True)
class Played:
    """What one scene came to."""

    scene: Scene
    decision: Decision | None
    seconds: float
    trouble: str = ""

    @property
    def as_expected(self) -> bool:
        if self.decision is None or self.decision.verdict is not self.scene.verdict:
            return False
        return self.scene.reason is None or self.scene.reason in self.decision.reasons

    def line(self) -> str:
        got = self.decision.verdict.value if self.decision else self.trouble
        reasons = ", ".join(self.decision.reasons) if self.decision else ""
        mark = "ok  " if self.as_expected else "FAIL"
        expected = "" if self.as_expected else f"  expected {self.scene.verdict.value} {self.scene.reason or ''}"
        return f"{mark} {self.scene.name:<26}{got:<22}{self.seconds:5.1f} s  {reasons}{expected}"


def play(
    out: Path,
    faces: Path,
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
    if not faces.is_dir():
        raise typer.BadParameter(f"{faces} has no photographs; give --faces", param_hint="--faces")
    if offscreen or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    stage = Stage(out, faces, scenes)
    desk = _desk(bit_rate, in_process)
    print(f"Card path: {desk.description}")
    try:
        return _perform(stage, desk, scenes, stay=stay)
    finally:
        desk.close()


def _desk(bit_rate: int, in_process: bool) -> VirtualDesk:
    if not in_process:
        try:
            return PcscDesk(bit_rate)
        except (PcscUnavailable, ImportError) as error:
            print(f"PC/SC cannot be used here ({error}).")
            print(
                "The virtual card runs inside the process instead; pcscd, driver and pyscard are NOT part of this run."
            )
    return InProcessDesk(bit_rate)


class Stage:
    """The demo's folder: cards, camera pictures, settings; made anew each time."""

    def __init__(self, out: Path, faces: Path, scenes: Sequence[Scene]) -> None:
        from kiosk.simulator.barcode import code_picture

        self.out = out
        self.screens = out / "screens"
        self._camera = out / "camera"
        self._faces = faces
        for folder in (self.screens, self._camera, out / "cards", out / "data", out / "trust"):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        authority = TestAuthority.open(out / "authority")
        self._codes: dict[str, bytes] = {}
        for scene in scenes:
            text = issue_scene(scene, faces, authority, self.card(scene))
            self._codes[scene.name] = code_picture(text)
        self.anchor = out / "authority" / "csca.der"
        self.settings = Settings(
            file=CONFIG / "kiosk.toml",
            name="demo",
            site=CONFIG / "sites" / "exam.toml",
            roster=CONFIG / "lists" / "exam-sample.csv",
            trust=out / "trust",
            data=out / "data",
            camera=str(self._camera),
        )
        self.show_nobody()

    def card(self, scene: Scene) -> Path:
        return self.out / "cards" / scene.name

    def show_code(self, scene: Scene) -> None:
        self._show(self._codes[scene.name], "code.png")

    def show_face(self, scene: Scene) -> None:
        self._show((self._faces / scene.live).read_bytes(), "face.jpg")

    def show_nobody(self) -> None:
        self._show((self._faces / "q_no_face.jpg").read_bytes(), "nobody.jpg")

    def _show(self, picture: bytes, name: str) -> None:
        """Change what the virtual camera sees: the new picture comes whole, then the others go."""
        half = self.out / f"half-{name}"
        half.write_bytes(picture)
        half.replace(self._camera / name)
        for other in self._camera.iterdir():
            if other.name != name:
                other.unlink()


def _perform(stage: Stage, desk: VirtualDesk, scenes: Sequence[Scene], *, stay: bool) -> Exit:
    assembly = Assembly(stage.settings, desk.presence, desk.connector, anchors=[stage.anchor])
    windows = Windows(assembly, fullscreen=False)
    director = Director(assembly, desk, stage, windows)
    played: list[Played] = []
    stopped: list[bool] = []

    def direct() -> None:
        try:
            director.until(lambda kiosk: isinstance(kiosk.phase, Idle))
            for scene in scenes:
                played.append(director.play(scene))
                print(played[-1].line(), flush=True)
            stopped.append(director.lose_the_reader())
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
    print(f"{'ok  ' if stopped == [True] else 'FAIL'} {'reader-lost':<26}out of service, with reason and remedy")
    good = sum(one.as_expected for one in played)
    summary = {"schema": "kiosk.demo/1", "card_path": desk.description, "scenes": [_scene_json(one) for one in played]}
    (stage.out / "demo.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{good} of {len(scenes)} verdicts as expected; screens in {stage.screens}")
    return Exit.OK if good == len(scenes) and stopped == [True] else Exit.UNEXPECTED


def _scene_json(one: Played) -> dict[str, object]:
    return {
        "scene": one.scene.name,
        "expected": one.scene.verdict.value,
        "verdict": one.decision.verdict.value if one.decision else None,
        "reasons": list(one.decision.reasons) if one.decision else [],
        "seconds": round(one.seconds, 2),
    }


class Director:
    """The person in front of the kiosk: shows codes, lays cards down, looks at the camera, takes cards away."""

    def __init__(self, assembly: Assembly, desk: VirtualDesk, stage: Stage, windows: Windows) -> None:
        self._runner = assembly.runner
        self._desk = desk
        self._stage = stage
        self._windows = windows
        self._pictures = 0
        self._seen: set[str] = set()

    def play(self, scene: Scene) -> Played:
        started = time.monotonic()
        try:
            self._give_card(scene)
            self._move_hand(scene)
            result = self.until(lambda kiosk: isinstance(kiosk.phase, ShowingResult))
            seconds = time.monotonic() - started
            phase = result.phase
            decision = phase.decision if isinstance(phase, ShowingResult) else None
            check = result.check
            if check is not None and check.timeline:
                seconds = check.timeline[-1].seconds
            self._keep(scene.name)
            self._go(scene)
            return Played(scene, decision, seconds)
        except SceneFailed as failed:
            return Played(scene, None, time.monotonic() - started, str(failed))

    def _give_card(self, scene: Scene) -> None:
        if scene.key is Key.CODE:
            self._stage.show_code(scene)
            self.until(lambda kiosk: isinstance(kiosk.phase, AwaitingCard))
            self._stage.show_face(scene)
            self._desk.insert(self._stage.card(scene))
            return
        self._stage.show_face(scene)
        self._desk.insert(self._stage.card(scene))
        self.until(lambda kiosk: isinstance(kiosk.phase, AwaitingKey))
        self._runner.post(ev.KeyTyped((Can(scene.citizen.number[-6:]),)))

    def _move_hand(self, scene: Scene) -> None:
        if scene.hand is Hand.LEAVES_IT:
            return
        self.until(_half_read)
        self._desk.remove()
        self.until(lambda kiosk: isinstance(kiosk.phase, Repositioning))
        if scene.hand is Hand.TAKES_AND_RETURNS_IT:
            self._desk.insert(self._stage.card(scene))

    def _go(self, scene: Scene) -> None:
        """Close the result, be asked for the card, take it."""
        self._runner.post(ev.Dismissed())
        self.until(lambda kiosk: isinstance(kiosk.phase, Idle | RemovingCard))
        self._stage.show_nobody()
        self._desk.remove()
        self.until(lambda kiosk: isinstance(kiosk.phase, Idle))

    def lose_the_reader(self) -> bool:
        """The card service goes away under the running kiosk."""
        if isinstance(self._desk, InProcessDesk):
            self._runner.post(ev.DeviceFailed(FaultCode.READER_LOST))
        else:
            self._desk.close()
        self.until(lambda kiosk: isinstance(kiosk.phase, OutOfService))
        self._keep("reader-lost")
        return True

    def _keep(self, name: str) -> None:
        self._pictures += 1
        self._windows.keep(self._stage.screens / f"{self._pictures:02d}-{name}.png")

    def until(self, wanted: Callable[[Kiosk], bool]) -> Kiosk:
        """The first state that is wanted; new screens are photographed on the way."""
        ends = time.monotonic() + STEP_SECONDS
        while time.monotonic() < ends:
            kiosk = self._runner.kiosk
            kind = citizen_screen(kiosk, time.monotonic()).kind.value
            if kind not in self._seen:
                self._seen.add(kind)
                self._keep(f"screen-{kind}")
            if wanted(kiosk):
                return kiosk
            time.sleep(POLL_SECONDS)
        raise SceneFailed(f"stuck at {type(self._runner.kiosk.phase).__name__}")


def _half_read(kiosk: Kiosk) -> bool:
    match kiosk.phase:
        case Reading(check=check) if check.progress and check.progress.total:
            return check.progress.done * 2 >= check.progress.total
    return False

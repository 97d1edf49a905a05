"""The person in front of the kiosk, played: one scene after the other, by hand and card and face."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.app.demo.scenes import Hand, Key, Scene
from kiosk.app.demo.stage import Stage
from kiosk.app.demo.virtual_desk import VirtualDesk
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
from kiosk.domain.verdict import Decision

STEP_SECONDS = 40.0
"""No step of a scene takes longer; a demo that hangs is a demo that failed."""

POLL_SECONDS = 0.02

Keep = Callable[[str, Kiosk], None]
"""Photographs a state of the kiosk under a name."""


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


class Director:
    """The person in front of the kiosk: shows codes, lays cards down, looks at the camera, takes cards away."""

    def __init__(self, assembly: Assembly, desk: VirtualDesk, stage: Stage, keep: Keep) -> None:
        self._runner = assembly.runner
        self._desk = desk
        self._stage = stage
        self._keep = keep
        self._kinds: set[str] = set()
        self._new: queue.SimpleQueue[tuple[str, Kiosk]] = queue.SimpleQueue()
        self._runner.subscribe(self._see)

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
            self._keep(scene.name, result)
            self._go(scene)
            return Played(scene, decision, seconds)
        except SceneFailed as failed:
            return Played(scene, None, time.monotonic() - started, str(failed))

    def come(self, scene: Scene) -> None:
        """Somebody comes and does what they do; what staff make of it is theirs. Raises ``SceneFailed``."""
        self._give_card(scene)
        self._move_hand(scene)

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

    def lose_the_service(self) -> None:
        """The card service goes away under the running kiosk."""
        self._desk.close()
        self.until(lambda kiosk: isinstance(kiosk.phase, OutOfService))
        self._keep("card-service-lost", self._runner.kiosk)

    def _see(self, kiosk: Kiosk) -> None:
        """On the runner's thread: the person hears what they are asked; and remember the first state of each screen."""
        prompt = kiosk.check.prompt if kiosk.check else None
        self._stage.camera.ask(prompt.challenge if prompt else None)
        screen = citizen_screen(kiosk, time.monotonic())
        kind = screen.kind.value if prompt is None else f"{screen.kind.value}-{prompt.challenge.value}"
        if kind not in self._kinds:
            self._kinds.add(kind)
            self._new.put((f"screen-{kind}", kiosk))

    def until(self, wanted: Callable[[Kiosk], bool]) -> Kiosk:
        """The first state that is wanted; new screens are photographed on the way."""
        ends = time.monotonic() + STEP_SECONDS
        while time.monotonic() < ends:
            kiosk = self._runner.kiosk
            while not self._new.empty():
                self._keep(*self._new.get())
            if wanted(kiosk):
                return kiosk
            time.sleep(POLL_SECONDS)
        raise SceneFailed(f"stuck at {type(self._runner.kiosk.phase).__name__}")


def _half_read(kiosk: Kiosk) -> bool:
    match kiosk.phase:
        case Reading(check=check) if check.progress and check.progress.total:
            return check.progress.done * 2 >= check.progress.total
    return False

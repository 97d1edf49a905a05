"""The face thread during one check: what it tells of each sighting and when, and what it forgets afterwards."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest

from kiosk.check import events as ev
from kiosk.check.effects import CompareFaces
from kiosk.check.face_watch import FaceWatch
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.clock import SystemClock
from kiosk.domain.face import FaceHint, Frame, LiveFace
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.liveness import (
    Challenge,
    ChallengePrompt,
    FaceSighting,
    LivenessFinding,
    LivenessPart,
    LivenessPolicy,
    LivenessReport,
    LivenessRules,
)
from kiosk.domain.record import CheckId
from tests.fakes.findings import CHIP_FACE, LIVE, QUALITY
from tests.fakes.ports import FakeEngine, FakeFeed, FakeSession

CHECK = CheckId("c1")
RULES = LivenessRules(LivenessPolicy.ACTIVE)
WAIT = 10.0

Told = TypeVar("Told", bound=ev.Event)


class WatchedEngine(FakeEngine):
    """Keeps the sessions that were begun, and under which rules."""

    def __init__(self, look: Callable[[Frame], FaceSighting]) -> None:
        super().__init__(look=look)
        self.sessions: list[FakeSession] = []
        self.rules: list[LivenessRules] = []

    def session(self, rules: LivenessRules) -> FakeSession:
        self.rules.append(rules)
        self.sessions.append(super().session(rules))
        return self.sessions[-1]


class Bench:
    def __init__(self, look: Callable[[Frame], FaceSighting]) -> None:
        self.events: queue.SimpleQueue[ev.Event] = queue.SimpleQueue()
        self.engine = WatchedEngine(look)
        self.feed = FakeFeed()
        self.watch = FaceWatch(self.feed, lambda: self.engine, self.events.put, SystemClock(), RULES)

    def next(self, kind: type[Told]) -> Told:
        """The next event of this kind; others are let pass."""
        while True:
            event = self.events.get(timeout=WAIT)
            if isinstance(event, kind):
                return event


@contextmanager
def watching(look: Callable[[Frame], FaceSighting]) -> Iterator[Bench]:
    bench = Bench(look)
    bench.watch.start()
    bench.watch.watch(CHECK)
    try:
        yield bench
    finally:
        bench.watch.stop()


def report(status: CheckStatus, person: int = 1) -> LivenessReport:
    return LivenessReport((LivenessFinding(LivenessPart.MOVEMENT, status),), RULES.policy, person)


def live(frame: Frame, person: int = 1) -> LiveFace:
    return LiveFace(frame, (1.0, 0.0), QUALITY, person)


def test_a_session_is_begun_under_the_site_s_rules_and_closed_when_the_check_lets_go() -> None:
    with watching(lambda frame: FaceSighting(FaceHint.GOOD)) as bench:
        bench.next(ev.FaceHinted)
        (session,) = bench.engine.sessions
        assert bench.engine.rules == [RULES] and not session.closed.is_set()
        bench.watch.leave(CHECK)
        assert session.closed.wait(WAIT)


def test_what_is_known_is_told_when_it_changes_and_only_then() -> None:
    changes = [CheckStatus.NOT_DONE] * 3 + [CheckStatus.PASSED] * 3
    looks = iter(changes)

    def look(frame: Frame) -> FaceSighting:
        return FaceSighting(FaceHint.GOOD, liveness=report(next(looks, CheckStatus.FAILED)))

    with watching(look) as bench:
        told = [bench.next(ev.LivenessFound).report for _ in range(3)]
    assert told == [report(CheckStatus.NOT_DONE), report(CheckStatus.PASSED), report(CheckStatus.FAILED)]


def test_what_is_asked_is_told_and_that_nothing_is_asked_any_more() -> None:
    first, second = ChallengePrompt(Challenge.TURN_LEFT, 1, 2), ChallengePrompt(Challenge.TURN_LEFT, 1, 2, 0.5)
    prompts = iter([first, first, second])
    with watching(lambda frame: FaceSighting(FaceHint.GOOD, prompt=next(prompts, None))) as bench:
        assert [bench.next(ev.ChallengePrompted).prompt for _ in range(3)] == [first, second, None]


def test_the_challenge_reaches_the_session_of_its_check() -> None:
    with watching(lambda frame: FaceSighting(FaceHint.GOOD)) as bench:
        bench.next(ev.FaceHinted)
        (session,) = bench.engine.sessions
        bench.watch.challenge(CheckId("an older one"))
        bench.watch.challenge(CHECK)
        assert session.challenged.wait(WAIT)


def test_a_camera_that_hangs_turned_is_turned_once_and_staff_find_it_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sightings = iter([FaceSighting(FaceHint.CAMERA_TURNED, turn=2)])
    with watching(lambda frame: next(sightings, FaceSighting(FaceHint.GOOD))) as bench:
        assert bench.next(ev.FaceHinted).hint is FaceHint.CAMERA_TURNED
        assert bench.next(ev.FaceHinted).hint is FaceHint.GOOD
        assert bench.feed.quarters == 2
    assert "camera hangs turned: add 180 to camera_rotation" in caplog.text


def test_the_face_of_somebody_else_is_told_at_once() -> None:
    """Within the time in which further faces of the same person are kept back."""
    people = iter([1, 1, 1, 2])

    def look(frame: Frame) -> FaceSighting:
        person = next(people, 2)
        return FaceSighting(FaceHint.GOOD, live(frame, person), liveness=report(CheckStatus.NOT_DONE, person))

    with watching(look) as bench:
        assert bench.next(ev.LiveFaceFound).live.person == 1
        assert bench.next(ev.LivenessFound).report.person == 2
        assert bench.next(ev.LiveFaceFound).live.person == 2


def test_an_engine_that_breaks_fails_the_check_and_not_the_thread() -> None:
    breaks = threading.Event()

    def look(frame: Frame) -> FaceSighting:
        if breaks.is_set():
            raise ValueError("a template of no numbers")
        return FaceSighting(FaceHint.GOOD)

    with watching(look) as bench:
        bench.next(ev.FaceHinted)
        breaks.set()
        assert bench.next(ev.FaceFailed).fault is FaultCode.FACE_ENGINE_BROKEN
        assert bench.engine.sessions[0].closed.wait(WAIT)
        breaks.clear()
        bench.watch.compare(CompareFaces(CHECK, LIVE, CHIP_FACE))
        assert bench.next(ev.FaceCompared).live is LIVE


def test_one_that_breaks_at_forgetting_ends_no_thread_either() -> None:
    class Clinging(FakeSession):
        def close(self) -> None:
            raise RuntimeError("a picture that cannot be let go")

    class Engine(FakeEngine):
        def session(self, rules: LivenessRules) -> FakeSession:
            return Clinging()

    events: queue.SimpleQueue[ev.Event] = queue.SimpleQueue()
    watch = FaceWatch(FakeFeed(), Engine, events.put, SystemClock(), RULES)
    watch.start()
    try:
        for check in (CHECK, CheckId("c2")):
            watch.watch(check)
            while not isinstance(events.get(timeout=WAIT), ev.LiveFaceFound):
                pass
            watch.leave(check)
            while events.get(timeout=WAIT) != ev.FaceFailed(check, FaultCode.FACE_ENGINE_BROKEN):
                pass
    finally:
        watch.stop()


def test_an_engine_that_cannot_begin_a_session_fails_the_check() -> None:
    class Damaged(FakeEngine):
        def session(self, rules: LivenessRules) -> FakeSession:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, "minifasnet_v2_2.7.onnx: SHA-256 is not the manifest's")

    events: queue.SimpleQueue[ev.Event] = queue.SimpleQueue()
    watch = FaceWatch(FakeFeed(), Damaged, events.put, SystemClock(), RULES)
    watch.start()
    watch.watch(CHECK)
    try:
        while not isinstance(event := events.get(timeout=WAIT), ev.FaceFailed):
            pass
        assert event.fault is FaultCode.FACE_ENGINE_BROKEN
    finally:
        watch.stop()


# When the camera is on


class HeldFeed(FakeFeed):
    """Says when somebody waits for a frame, and holds them until they may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.waited = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def wait_newer(self, sequence: int, timeout: float) -> Frame | None:
        self.waited.set()
        assert self.go_on.wait(WAIT)
        return super().wait_newer(sequence, timeout)


@contextmanager
def beside(feed: HeldFeed) -> Iterator[tuple[FaceWatch, queue.SimpleQueue[ev.Event]]]:
    events: queue.SimpleQueue[ev.Event] = queue.SimpleQueue()
    watch = FaceWatch(feed, lambda: FakeEngine(), events.put, SystemClock(), RULES)
    watch.start()
    try:
        yield watch, events
    finally:
        feed.go_on.set()
        watch.stop()


def test_a_check_that_was_over_before_anybody_looked_leaves_no_camera_on() -> None:
    """A card laid down and taken away again while the camera still looked for whoever was there before."""
    late = CheckId("c2")

    class Orders(queue.SimpleQueue[object]):
        def get(self, block: bool = True, timeout: float | None = None) -> object:
            order = super().get(block, timeout)
            if getattr(order, "check_id", None) == late:
                watch.leave(late)
                left.set()
            return order

    feed, left = HeldFeed(), threading.Event()
    watch = FaceWatch(feed, FakeEngine, lambda event: None, SystemClock(), RULES)
    watch._orders = Orders()  # type: ignore[assignment]
    watch.start()
    try:
        watch.watch(CHECK)
        assert feed.waited.wait(WAIT)
        feed.go_on.clear()
        watch.watch(late)
        feed.closed.clear()
        feed.go_on.set()
        assert left.wait(WAIT)
        assert feed.closed.wait(WAIT)
        assert not feed.running
    finally:
        watch.stop()


def test_a_camera_that_comes_back_in_the_middle_of_a_check_does_not_stay_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.check.face_watch.PROBE_SECONDS", 0.01)
    feed = HeldFeed()
    with beside(feed) as (watch, events):
        while not isinstance(events.get(timeout=WAIT), ev.DeviceReady):
            pass
        watch.watch(CHECK)
        while not isinstance(events.get(timeout=WAIT), ev.LiveFaceFound):
            pass
        feed.fault = FaultCode.CAMERA_LOST
        while events.get(timeout=WAIT) != ev.DeviceFailed(FaultCode.CAMERA_LOST):
            pass
        feed.fault = None
        while not isinstance(events.get(timeout=WAIT), ev.DeviceReady):
            pass
        watch.leave(CHECK)
        assert feed.closed.wait(WAIT)
    assert not feed.running


# What breaks is made anew


def test_an_engine_that_broke_is_made_anew_and_the_kiosk_serves_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.check.face_watch.PROBE_SECONDS", 0.01)

    def breaks(frame: Frame) -> FaceSighting:
        raise ValueError("a template of no numbers")

    engines: Iterator[Callable[[], FakeEngine]] = iter([lambda: FakeEngine(look=breaks), no_memory, FakeEngine])
    events: queue.SimpleQueue[ev.Event] = queue.SimpleQueue()
    watch = FaceWatch(FakeFeed(), lambda: next(engines)(), events.put, SystemClock(), RULES)
    watch.start()
    try:
        watch.watch(CHECK)
        told = [events.get(timeout=WAIT) for _ in range(5)]
        watch.watch(CheckId("c2"))
        while not isinstance(found := events.get(timeout=WAIT), ev.LiveFaceFound):
            pass
    finally:
        watch.stop()
    assert told == [
        ev.DeviceReady(Device.CAMERA),
        ev.FaceFailed(CHECK, FaultCode.FACE_ENGINE_BROKEN),
        ev.DeviceFailed(FaultCode.FACE_ENGINE_BROKEN),
        ev.DeviceReady(Device.CAMERA),
        ev.DeviceReady(Device.PROGRAM, FaultCode.FACE_ENGINE_BROKEN),
    ]
    assert found.check_id == "c2"


def no_memory() -> FakeEngine:
    raise MemoryError

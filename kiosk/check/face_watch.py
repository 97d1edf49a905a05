"""The face owner: one thread that looks for the person's face while a check wants one, and compares on request."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kiosk.check.effects import CompareFaces
from kiosk.check.events import (
    ChallengePrompted,
    DeviceFailed,
    DeviceReady,
    Event,
    FaceCompared,
    FaceFailed,
    FaceHinted,
    LiveFaceFound,
    LivenessFound,
)
from kiosk.domain.accident import told
from kiosk.domain.clock import Clock
from kiosk.domain.face import FaceHint
from kiosk.domain.faults import FAULTS, Device, Fault, FaultCode
from kiosk.domain.liveness import ChallengePrompt, FaceSighting, LivenessReport, LivenessRules
from kiosk.domain.ports import FaceEngine, FaceSession, FrameFeed
from kiosk.domain.record import CheckId

_log = logging.getLogger(__name__)

FRAME_WAIT_SECONDS = 0.1
HINT_SECONDS = 0.7
"""A hint stays at least this long, so that it can be read."""

LIVE_FACE_SECONDS = 0.4
"""Between two live faces of one check, so that five comparisons see five moments."""

PROBE_SECONDS = 2.0
FIRST_FRAME_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Watch:
    check_id: CheckId


_Result = TypeVar("_Result")
_Order = _Watch | CompareFaces | None
"""``None`` ends the thread."""


class FaceWatch:
    """Owns the face engine (made on its own thread, so that start-up does not wait for models) and the camera.

    ``keep_open`` leaves the camera running between checks, for sites that read the card's QR code with it.
    """

    def __init__(
        self,
        feed: FrameFeed,
        make_engine: Callable[[], FaceEngine],
        post: Callable[[Event], None],
        clock: Clock,
        rules: LivenessRules,
        *,
        keep_open: bool = False,
    ) -> None:
        self._feed = feed
        self._make_engine = make_engine
        self._post = post
        self._clock = clock
        self._rules = rules
        self._keep_open = keep_open
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._wanted: CheckId | None = None
        self._challenged: CheckId | None = None
        self._engine_broken = False
        self._thread = threading.Thread(target=self._run, name="face", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the camera; waits until both are done."""
        self._wanted = None
        self._orders.put(None)
        self._thread.join(timeout=5.0)
        self._feed.stop()

    def watch(self, check_id: CheckId) -> None:
        self._wanted = check_id
        self._orders.put(_Watch(check_id))

    def leave(self, check_id: CheckId) -> None:
        """Stop looking; a watch that was begun for a newer check goes on."""
        if self._wanted == check_id:
            self._wanted = None

    def challenge(self, check_id: CheckId) -> None:
        """Ask the person of this check to move, from the next frame on."""
        self._challenged = check_id

    def compare(self, order: CompareFaces) -> None:
        self._orders.put(order)

    def _run(self) -> None:
        try:
            engine = _guarded(self._make_engine)
        except Fault as fault:
            self._post(DeviceFailed(fault.code))
            return
        well = self._probe()
        while True:
            self._close_unless_wanted()
            try:
                order = self._orders.get(timeout=None if well else PROBE_SECONDS)
            except queue.Empty:
                if self._engine_broken:
                    engine = self._made_anew(engine)
                well = self._probe() and not self._engine_broken
                continue
            match order:
                case None:
                    return
                case CompareFaces():
                    self._compare(engine, order)
                case _Watch(check_id=check_id) if check_id == self._wanted:
                    well = self._look(engine, check_id)

    def _made_anew(self, engine: FaceEngine) -> FaceEngine:
        """An engine that begins a session, in place of one that broke; that one as long as there is no other."""
        try:
            engine = _guarded(self._make_engine)
            _guarded(lambda: engine.session(self._rules)).close()
        except Fault:
            return engine
        self._engine_broken = False
        self._post(DeviceReady(Device.PROGRAM, FaultCode.FACE_ENGINE_BROKEN))
        return engine

    def _close_unless_wanted(self) -> None:
        """Between two orders nobody looks: whoever was watched last is not to stay on the camera, nor its last frame.

        It is asked here and not where a watch ends: one may be called off before it was begun, and a camera that came
        back has no watch.
        """
        if not self._keep_open and self._orders.empty():
            self._feed.stop()

    def _probe(self) -> bool:
        """Whether the camera delivers a frame now; says so either way."""
        try:
            self._feed.start()
            if self._feed.wait_newer(0, FIRST_FRAME_SECONDS) is None:
                raise Fault(FaultCode.CAMERA_LOST, "no frame")
        except Fault as fault:
            self._feed.stop()
            self._post(DeviceFailed(_camera(fault)))
            return False
        self._post(DeviceReady(Device.CAMERA))
        return True

    def _look(self, engine: FaceEngine, check_id: CheckId) -> bool:
        try:
            _guarded(lambda: self._watch(engine, check_id))
        except Fault as fault:
            self._feed.stop()
            self._post(FaceFailed(check_id, fault.code))
            self._engine_broken |= fault.code is FaultCode.FACE_ENGINE_BROKEN
            if FAULTS[fault.code].device is not None:
                self._post(DeviceFailed(fault.code))
                return False
        return True

    def _watch(self, engine: FaceEngine, check_id: CheckId) -> None:
        self._feed.start()
        session = engine.session(self._rules)
        try:
            self._follow(engine, session, check_id)
        finally:
            session.close()

    def _follow(self, engine: FaceEngine, session: FaceSession, check_id: CheckId) -> None:
        sequence = 0
        teller = _Teller(check_id, self._post)
        seen_at = self._clock.monotonic()
        while self._wanted == check_id:
            if not self._orders.empty():
                order = self._orders.get()
                if not isinstance(order, CompareFaces):
                    # It ends the watch; whether it is still wanted is found out where it is taken up.
                    self._orders.put(order)
                    return
                self._compare(engine, order)
                continue
            frame = self._feed.wait_newer(sequence, FRAME_WAIT_SECONDS)
            now = self._clock.monotonic()
            if frame is None:
                if now - seen_at > FIRST_FRAME_SECONDS:
                    raise Fault(FaultCode.CAMERA_LOST, "no frame")
                continue
            sequence, seen_at = frame.sequence, now
            if self._challenged == check_id:
                session.start_challenge()
            sighting = session.look(frame)
            teller.tell(sighting, now)
            if sighting.turn:
                self._turn(sighting.turn)

    def _turn(self, quarters: int) -> None:
        """Go on with upright pictures, for the person, the staff and the checks to come; the setting is the remedy."""
        _log.warning("the camera hangs turned: add %d to camera_rotation; its pictures are turned", 90 * quarters)
        self._feed.turn(quarters)

    def _compare(self, engine: FaceEngine, order: CompareFaces) -> None:
        try:
            comparison = _guarded(lambda: engine.compare(order.live, order.chip))
        except Fault as fault:
            self._post(FaceFailed(order.check_id, fault.code))
            return
        self._post(FaceCompared(order.check_id, comparison, order.live))


class _Teller:
    """Posts what is new in each sighting, and not more often than somebody can read or compare it."""

    def __init__(self, check_id: CheckId, post: Callable[[Event], None]) -> None:
        self._check_id = check_id
        self._post = post
        self._hint: FaceHint | None = None
        self._hint_at = self._found_at = float("-inf")
        self._person = 0
        self._prompt: ChallengePrompt | None = None
        self._report = LivenessReport()

    def tell(self, sighting: FaceSighting, now: float) -> None:
        if sighting.hint is not self._hint and now - self._hint_at >= HINT_SECONDS:
            self._hint, self._hint_at = sighting.hint, now
            self._post(FaceHinted(self._check_id, sighting.hint))
        if sighting.prompt != self._prompt:
            self._prompt = sighting.prompt
            self._post(ChallengePrompted(self._check_id, sighting.prompt))
        if sighting.liveness != self._report:
            self._report = sighting.liveness
            self._post(LivenessFound(self._check_id, sighting.liveness))
        live = sighting.live
        if live is not None and (now - self._found_at >= LIVE_FACE_SECONDS or live.person != self._person):
            self._found_at, self._person = now, live.person
            self._post(LiveFaceFound(self._check_id, live))


def _guarded(work: Callable[[], _Result]) -> _Result:
    """A mistake inside the engine is the engine's fault, never the person's, and never ends the thread."""
    try:
        return work()
    except Fault:
        raise
    except Exception as error:
        _log.error("the face engine failed: %s", told(error))
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, type(error).__name__) from error


def _camera(fault: Fault) -> FaultCode:
    """A camera that cannot even be probed is missing, whatever the driver calls it."""
    return fault.code if FAULTS[fault.code].device is Device.CAMERA else FaultCode.CAMERA_MISSING

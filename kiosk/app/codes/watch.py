"""Codes out of a camera's frames while the kiosk waits for one: of the face's camera, or of one of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.app.codes.frame_looks import Choice, FrameLooks, Zones
from kiosk.check.events import CodeRejected, DeviceFailed, DeviceReady, Event
from kiosk.domain.accident import told
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.ports import FrameFeed
from kiosk.reader.scan.duty import DutyCycle
from kiosk.reader.scan.engines import CodeEngine

FRAME_WAIT_SECONDS = 0.5

SHORTEST_PAUSE = 0.03
"""Seconds between two looks even when they cost nothing: no camera is much faster."""

FIRST_LOOK_SECONDS = 0.1
"""How often a watch that was never wanted yet looks whether it is."""

DEFAULT_SHARE = 0.5

_log = logging.getLogger(__name__)


class CodeWatch:
    """One thread that looks for codes while ``wanted()`` says so, within its share of the processor.

    ``take`` gets every code in every frame, on this thread, to the byte; ``post`` gets what happens to the camera and
    that several cards are in view, or what the person can change where printed lines cannot be read. ``make_zones``
    makes what reads these lines. With a camera of its own
    (``own_camera``) a lost camera is only logged: faces are still seen, and codes can be scanned or typed.
    ``zones_wanted()`` says whether printed lines are looked for beside the codes.
    """

    def __init__(
        self,
        feed: FrameFeed,
        make_engine: Callable[[], CodeEngine],
        take: Callable[[bytes], None],
        post: Callable[[Event], None],
        wanted: Callable[[], bool],
        *,
        duty: DutyCycle | None = None,
        own_camera: bool = False,
        make_zones: Callable[[], Zones] | None = None,
        zones_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._feed = feed
        self._make_engine = make_engine
        self._take = take
        self._post = post
        self._wanted = wanted
        self._duty = duty or DutyCycle(DEFAULT_SHARE, SHORTEST_PAUSE)
        self._own_camera = own_camera
        self._make_zones = make_zones
        self._zones_wanted = zones_wanted
        self._stop = threading.Event()
        self._lost = False
        self._several = False
        self._thread = threading.Thread(target=self._run, name="codes", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread; no event comes after it returns. A camera of its own is closed."""
        self._stop.set()
        self._thread.join(timeout=5.0)
        if self._own_camera:
            self._feed.stop()

    def _run(self) -> None:
        # Loading takes as long as a tenth of the start: the screens and the face come first.
        while not self._wanted():
            if self._stop.wait(FIRST_LOOK_SECONDS):
                return
        try:
            engine = self._make_engine()
        except Fault as fault:
            _log.error("codes are not read: %s", fault)
            self._post(DeviceFailed(fault.code))
            return
        if engine.lacking:
            _log.warning("codes are read by less than there should be: %s", engine.lacking)
        looks = FrameLooks(engine, self._make_zones() if self._make_zones else None)
        sequence = 0
        while not self._stop.wait(self._duty.pause(urgent=looks.urgent)):
            if not self._wanted():
                self._forget(looks)
                continue
            try:
                self._feed.start()
                frame = self._feed.wait_newer(sequence, FRAME_WAIT_SECONDS)
            except Fault as fault:
                self._camera_failed(fault)
                continue
            if frame is None:
                continue
            self._camera_works()
            sequence = frame.sequence
            self._duty.begin()
            try:
                choice = looks.look(frame, with_zones=self._zones_wanted())
            except Exception as error:
                # The thread must live on: the next frame is another one.
                _log.error("a frame's codes could not be looked for: %s", told(error))
                self._forget(looks)
                continue
            self._choose(choice)

    def _choose(self, choice: Choice) -> None:
        if choice.content is not None:
            self._take(choice.content)
        if choice.several and not self._several:
            self._post(CodeRejected(FaultCode.SEVERAL_CODES))
        if choice.content is not None or choice.several:
            self._several = choice.several
        if choice.hint is not None:
            self._post(CodeRejected(choice.hint))

    def _forget(self, looks: FrameLooks) -> None:
        looks.forget()
        self._several = False

    def _camera_failed(self, fault: Fault) -> None:
        if self._lost:
            return
        self._lost = True
        if self._own_camera:
            _log.warning("document camera: %s", fault)
        else:
            self._post(DeviceFailed(fault.code))

    def _camera_works(self) -> None:
        if not self._lost:
            return
        self._lost = False
        if self._own_camera:
            _log.warning("document camera: works again")
        else:
            self._post(DeviceReady(Device.CAMERA))

"""Card codes out of the camera's frames while the kiosk waits for one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from kiosk.check.events import CardCodeRead, CodeRejected, DeviceFailed, DeviceReady, Event
from kiosk.domain.clock import Clock
from kiosk.domain.face import Frame
from kiosk.domain.faults import Device, Fault
from kiosk.domain.ports import CardCodeParser, FrameFeed

FRAME_SECONDS = 0.12
"""Between two looks: a code that is held up is seen within a blink, and the processor stays cool."""

FRAME_WAIT_SECONDS = 0.5
SAME_CODE_SECONDS = 3.0
"""A code that stays in view says nothing new for this long after it was seen last."""


class CodeWatch:
    """One thread that looks for QR codes while ``wanted()`` says so, and says when the camera is lost meanwhile."""

    def __init__(
        self,
        feed: FrameFeed,
        read_codes: Callable[[Frame], Sequence[str]],
        parser: CardCodeParser,
        post: Callable[[Event], None],
        wanted: Callable[[], bool],
        clock: Clock,
    ) -> None:
        self._feed = feed
        self._read_codes = read_codes
        self._parser = parser
        self._post = post
        self._wanted = wanted
        self._clock = clock
        self._stop = threading.Event()
        self._last = ""
        self._last_at = float("-inf")
        self._lost = False
        self._thread = threading.Thread(target=self._run, name="codes", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread; no event comes after it returns."""
        self._stop.set()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        sequence = 0
        while not self._stop.wait(FRAME_SECONDS):
            if not self._wanted():
                continue
            try:
                self._feed.start()
                frame = self._feed.wait_newer(sequence, FRAME_WAIT_SECONDS)
            except Fault as fault:
                if not self._lost:
                    self._lost = True
                    self._post(DeviceFailed(fault.code))
                continue
            if frame is None:
                continue
            if self._lost:
                self._lost = False
                self._post(DeviceReady(Device.CAMERA))
            sequence = frame.sequence
            for text in self._read_codes(frame):
                self._take(text)

    def _take(self, text: str) -> None:
        now = self._clock.monotonic()
        known = text == self._last and now - self._last_at < SAME_CODE_SECONDS
        self._last, self._last_at = text, now
        if known:
            return
        try:
            identity, keys = self._parser.parse(text)
        except Fault as fault:
            self._post(CodeRejected(fault.code))
            return
        self._post(CardCodeRead(identity, keys))

"""Card codes out of the camera's frames while the kiosk waits for one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from kiosk.check.events import DeviceFailed, DeviceReady, Event
from kiosk.domain.face import Frame
from kiosk.domain.faults import Device, Fault
from kiosk.domain.ports import FrameFeed

FRAME_SECONDS = 0.12
"""Between two looks: a code that is held up is seen within a blink, and the processor stays cool."""

FRAME_WAIT_SECONDS = 0.5


class CodeWatch:
    """One thread that looks for QR codes while ``wanted()`` says so, and says when the camera is lost meanwhile.

    ``take`` gets every code in every frame, on this thread; ``post`` gets what happens to the camera.
    """

    def __init__(
        self,
        feed: FrameFeed,
        read_codes: Callable[[Frame], Sequence[str]],
        take: Callable[[str], None],
        post: Callable[[Event], None],
        wanted: Callable[[], bool],
    ) -> None:
        self._feed = feed
        self._read_codes = read_codes
        self._take = take
        self._post = post
        self._wanted = wanted
        self._stop = threading.Event()
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

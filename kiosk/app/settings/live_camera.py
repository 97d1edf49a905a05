"""The port ``CameraTest``: a camera that is opened, or borrowed of the running kiosk, until the test is closed."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from kiosk.domain.desks.device_tests import CameraSighting
from kiosk.domain.face import FaceHint, Frame
from kiosk.domain.faults import Fault, FaultCode

FRAME_SECONDS = 0.5
"""The longest wait for a picture before the test looks whether it is still wanted."""
RATE_SECONDS = 2.0
LOOK_SECONDS = 0.25
"""Between two looks for a face, which cost more than a picture lasts."""

LumaOf = Callable[[Frame], float]
FindFace = Callable[[Frame], tuple[FaceHint, int]]
"""The hint for whoever is in the picture, and by how many degrees it must be turned for them to stand upright."""


class Pictures(Protocol):
    """As much of a running camera as a test needs (``FrameFeed``)."""

    def wait_newer(self, sequence: int, timeout: float) -> Frame | None: ...


class LiveCameraTest:
    """``opened`` is entered and left on the test's own thread: a driver may take its time with both.

    ``face_finder`` makes what looks for a face there, ``turn`` makes of each picture the one to show. A camera that is
    lost is looked for until the test is closed.
    """

    def __init__(
        self,
        opened: Callable[[], AbstractContextManager[Pictures]],
        luma_of: LumaOf,
        face_finder: Callable[[], FindFace],
        turn: Callable[[Frame], Frame] = lambda frame: frame,
    ) -> None:
        self._opened = opened
        self._luma_of = luma_of
        self._face_finder = face_finder
        self._turn = turn
        self._lock = threading.Condition()
        self._newest: CameraSighting | None = None
        self._fault: Fault | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera-test", daemon=True)
        self._thread.start()

    def latest(self) -> CameraSighting | None:
        with self._lock:
            if self._fault is not None:
                raise Fault(self._fault.code, self._fault.technical)
            return self._newest

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            self._newest = None

    def wait_for(self, told: Callable[[CameraSighting | None, Fault | None], bool], timeout: float) -> bool:
        """Wait up to ``timeout`` seconds until this is what there is to tell."""
        with self._lock:
            return self._lock.wait_for(lambda: told(self._newest, self._fault), timeout)

    def settle(self) -> None:
        """Wait until the camera is given back."""
        self._thread.join()

    def _run(self) -> None:
        try:
            with self._opened() as pictures:
                self._watch(pictures)
        except Fault as fault:
            self._note(None, fault)
        except Exception as error:  # a thread that dies in silence would leave a still picture on the screen
            self._note(None, Fault(FaultCode.UNEXPECTED, type(error).__name__))

    def _watch(self, pictures: Pictures) -> None:
        find: FindFace | None = None
        times: deque[tuple[float, int]] = deque()
        sequence, looked_at = 0, float("-inf")
        hint: FaceHint | None = None
        turned = 0
        while not self._closed.is_set():
            try:
                frame = pictures.wait_newer(sequence, FRAME_SECONDS)
                if frame is None:
                    continue
                sequence, at = frame.sequence, frame.captured_at
                shown = self._turn(frame)
                rate = _rate(times, at, sequence)
                self._note(CameraSighting(shown, rate, self._luma_of(shown), hint, turned), None)
                if at - looked_at >= LOOK_SECONDS:
                    find = find or self._face_finder()
                    looked_at = at
                    hint, turned = find(shown)
            except Fault as fault:
                self._note(None, fault)
                times.clear()
                self._closed.wait(FRAME_SECONDS)

    def _note(self, sighting: CameraSighting | None, fault: Fault | None) -> None:
        with self._lock:
            if not self._closed.is_set():
                self._newest, self._fault = sighting, fault
            self._lock.notify_all()


def _rate(times: deque[tuple[float, int]], at: float, sequence: int) -> float:
    """Pictures a second of the last two seconds; those that nobody waited for count by their numbers."""
    times.append((at, sequence))
    while at - times[0][0] > RATE_SECONDS:
        times.popleft()
    first, number = times[0]
    return (sequence - number) / (at - first) if at > first else 0.0

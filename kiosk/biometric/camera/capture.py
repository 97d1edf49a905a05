"""The owner of the camera: one thread that keeps the newest frame and opens a lost camera again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from kiosk.biometric.camera.sources import turned_frame
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.ports import CameraSource

REOPEN_SECONDS = (0.2, 0.5, 1.0, 2.0)
"""Pauses before a camera that failed is opened again; the last one repeats."""

STOP_SECONDS = 1.0

OnCameraState = Callable[[Fault | None], None]


def _ignore(_: Fault | None) -> None:
    pass


class Capture:
    """The port ``FrameFeed`` over a camera; every method is safe from any thread.

    One owner says by ``start`` and ``stop`` whether it is to run; whoever wants it for a moment borrows it.

    Frames are numbered here, without a break across restarts, so that a waiting reader never misses one.
    ``on_state`` is called on the camera's thread: with the fault when pictures stop coming, with ``None`` when they
    come again. It must not raise, block, or call ``start`` or ``stop``.
    """

    def __init__(
        self,
        source: CameraSource,
        on_state: OnCameraState = _ignore,
        reopen_seconds: tuple[float, ...] = REOPEN_SECONDS,
    ) -> None:
        self._source = source
        self._on_state = on_state
        self._reopen_seconds = reopen_seconds
        self._lifecycle = threading.Lock()
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._fault: Fault | None = None
        self._sequence = 0
        self._quarters = 0
        self._wanted = False
        self._borrowers = 0
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def start(self) -> None:
        """Open the camera on its thread and keep reading; starting twice does no harm.

        Waits for a stop that is under way. While a thread hangs in the driver after its stop, the camera is lost.
        """
        with self._lifecycle:
            self._wanted = True
            self._open()

    def stop(self) -> None:
        """Close the camera and forget its frames within a second; stopping twice does no harm.

        While somebody borrows it, it is closed as soon as they give it back.
        """
        with self._lifecycle:
            self._wanted = False
            self._close_if_unused()

    @contextmanager
    def borrowed(self) -> Iterator[None]:
        """Within it the camera is open, whatever its owner does; afterwards it is as its owner wants it then."""
        with self._lifecycle:
            self._borrowers += 1
            self._open()
        try:
            yield
        finally:
            with self._lifecycle:
                self._borrowers -= 1
                self._close_if_unused()

    @property
    def fault(self) -> Fault | None:
        """Why no frame comes; ``None`` while all is well or the camera is off."""
        with self._changed:
            return self._fault

    def latest(self) -> Frame | None:
        """The newest frame; ``None`` before the first one and while the camera is lost or off."""
        with self._changed:
            return self._newest

    def wait_newer(self, sequence: int, timeout: float) -> Frame | None:
        """The newest frame after ``sequence``, waiting up to ``timeout`` seconds for one; else ``None``.

        Raises ``Fault(CAMERA_MISSING | CAMERA_LOST)`` while the camera cannot be opened or delivers nothing.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._fault is not None or self._is_newer(sequence), timeout)
            if self._fault is not None:
                raise Fault(self._fault.code, self._fault.technical)
            return self._newest if self._is_newer(sequence) else None

    def turn(self, quarters: int) -> None:
        """Turn every picture from now on clockwise by this many quarters more; until one comes there is none.

        It stays so when the camera is opened again: a camera that hangs on its head goes on hanging there.
        """
        with self._changed:
            self._quarters = (self._quarters + quarters) % 4
            self._newest = None

    def _open(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            if self._stop.is_set():
                self._set_fault(Fault(FaultCode.CAMERA_LOST, "the driver does not return"))
            return
        self._set_fault(None)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._stop,), name="camera", daemon=True)
        self._thread.start()

    def _close_if_unused(self) -> None:
        if self._wanted or self._borrowers:
            return
        with self._changed:
            self._stop.set()
            self._newest = self._fault = None
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)

    def _set_fault(self, fault: Fault | None) -> None:
        with self._changed:
            self._fault = fault
            self._changed.notify_all()

    def _is_newer(self, sequence: int) -> bool:
        return self._newest is not None and self._newest.sequence > sequence

    def _run(self, stop: threading.Event) -> None:
        failures = 0
        while not stop.is_set():
            try:
                self._source.open()
                while not stop.is_set():
                    self._publish(self._source.read(), stop)
                    failures = 0
            except Fault as fault:
                self._fail(fault, stop)
            except Exception as error:  # a thread that dies in silence would leave a still picture on the screen
                self._fail(Fault(FaultCode.CAMERA_LOST, type(error).__name__), stop)
            finally:
                self._source.close()
            stop.wait(self._reopen_seconds[min(failures, len(self._reopen_seconds) - 1)])
            failures += 1

    def _publish(self, frame: Frame, stop: threading.Event) -> None:
        with self._changed:
            quarters = self._quarters
        frame = turned_frame(frame, quarters) if quarters else frame
        with self._changed:
            if stop.is_set() or quarters != self._quarters:
                return
            self._sequence += 1
            self._newest = replace(frame, sequence=self._sequence)
            recovered = self._fault is not None
            self._fault = None
            self._changed.notify_all()
        if recovered:
            self._on_state(None)

    def _fail(self, fault: Fault, stop: threading.Event) -> None:
        with self._changed:
            if stop.is_set():
                return
            news = self._fault is None or self._fault.code is not fault.code
            self._newest, self._fault = None, fault
            self._changed.notify_all()
        if news:
            self._on_state(fault)

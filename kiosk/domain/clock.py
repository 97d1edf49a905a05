"""Time as the program sees it: an injected clock, and a deadline that is handed down with the work."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Protocol

from kiosk.domain.faults import Fault, FaultCode


class Clock(Protocol):
    """Where times come from; tests use a clock that they move themselves."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never running backwards."""
        ...

    def now(self) -> datetime:
        """The wall clock as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)


class Deadline:
    """The end of somebody's time, asked between two steps of work; safe to cancel from another thread."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._at = clock.monotonic() + seconds
        self._cancelled = threading.Event()

    def within(self, seconds: float) -> Deadline:
        """The end of a part of the work: after ``seconds``, not later than this one, and cancelled with it."""
        part = Deadline(self._clock, min(seconds, self.remaining()))
        part._cancelled = self._cancelled
        return part

    def remaining(self) -> float:
        """Seconds left, 0.0 when over or cancelled."""
        return 0.0 if self._cancelled.is_set() else max(0.0, self._at - self._clock.monotonic())

    def cancel(self) -> None:
        """End the work at its next step; calling twice does no harm."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def require(self) -> None:
        """Raise ``Fault(CANCELLED)`` or ``Fault(OUT_OF_TIME)`` when no time is left."""
        if self._cancelled.is_set():
            raise Fault(FaultCode.CANCELLED)
        if self.remaining() <= 0.0:
            raise Fault(FaultCode.OUT_OF_TIME)

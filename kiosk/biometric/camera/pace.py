"""Played frames at their rate: waits so that the next one comes when it is due."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.domain.clock import Clock


class Pace:
    """Frames a second, without bursts: a reader that was late goes on from now."""

    def __init__(self, clock: Clock, sleep: Callable[[float], None] | None = None, rate: float = 25.0) -> None:
        self.rate = rate
        self._clock = clock
        self._sleep = sleep or time.sleep
        self._due = 0.0

    def wait(self) -> None:
        """Return when the next frame is due; at once for the first."""
        now = self._clock.monotonic()
        if self._due > now:
            self._sleep(self._due - now)
        self._due = max(self._due, now) + 1.0 / self.rate

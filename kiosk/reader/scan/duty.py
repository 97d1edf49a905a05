"""Keeps a thread within its share of one processor core."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_PAUSE = 1.0
"""Seconds: after one very slow look the person must not wait for long."""


class DutyCycle:
    """Says how long to rest after work so that work is at most ``share`` of the time; for one thread.

    Work is counted in the thread's processor time, so that a busy machine, on which the same work takes longer, does
    not make the thread slower still.
    """

    def __init__(
        self, share: float, shortest_pause: float = 0.0, cpu_time: Callable[[], float] = time.thread_time
    ) -> None:
        """``share`` from above 0 to 1; ``shortest_pause`` in seconds, also after no work at all."""
        if not 0.0 < share <= 1.0:
            raise ValueError("a share is above 0 and at most 1")
        self._share = share
        self._shortest = shortest_pause
        self._cpu_time = cpu_time
        self._begin: float | None = None

    def begin(self) -> None:
        """Work begins; called on the thread whose time is counted."""
        self._begin = self._cpu_time()

    def pause(self) -> float:
        """Seconds to rest now for what was worked since ``begin``; the shortest pause where nothing was."""
        if self._begin is None:
            return self._shortest
        worked, self._begin = self._cpu_time() - self._begin, None
        return min(max(worked * (1.0 / self._share - 1.0), self._shortest), LONGEST_PAUSE)

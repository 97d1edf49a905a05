"""Keeps a thread within its share of one processor core."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_PAUSE = 1.0
"""Seconds: after one very slow look the person must not wait for long."""

MOST_OWED = 0.75
"""Seconds of rest that urgent work may put off: at half a core as much work, some twenty looks at printed lines."""

INSTALMENT = 0.1
"""Seconds by which later pauses are longer until nothing is owed: a person who is still there is not left alone."""


class DutyCycle:
    """Says how long to rest after work so that work is at most ``share`` of the time; for one thread.

    Work is counted in the thread's processor time, so that a busy machine, on which the same work takes longer, does
    not make the thread slower still. The share is that of many looks together: what is urgent is done at once, and its
    rest is owed.
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
        self._owed = 0.0

    def begin(self) -> None:
        """Work begins; called on the thread whose time is counted."""
        self._begin = self._cpu_time()

    def pause(self, *, urgent: bool = False) -> float:
        """Seconds to rest now for what was worked since ``begin``; the shortest pause where nothing was.

        ``urgent`` puts the rest off, up to ``MOST_OWED`` in all.
        """
        rest = 0.0
        if self._begin is not None:
            rest, self._begin = (self._cpu_time() - self._begin) * (1.0 / self._share - 1.0), None
        rest = min(rest, LONGEST_PAUSE)
        put_off = urgent and self._owed + rest <= MOST_OWED
        wanted = 0.0 if put_off else rest + min(self._owed, INSTALMENT)
        pause = min(max(wanted, self._shortest), LONGEST_PAUSE)
        self._owed = max(0.0, self._owed + rest - pause)
        return pause

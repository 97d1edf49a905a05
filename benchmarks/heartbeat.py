"""Beats on the main thread, and what makes one late: its own work, other threads of ours, or other programs."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass

HEARTBEAT_MS = 5
FRAME_MS = 16.0
STALL_MS = 50.0


@dataclass(frozen=True, slots=True)
class Beat:
    """Milliseconds: how late it came, what the main thread worked since the last one, and what it waited for.

    ``waited`` is the part of the lateness in which the thread neither worked nor stood in the processors' queue: it
    waited for what another thread of this process held, which is Python's own lock (or for the disk).
    """

    late: float
    worked: float
    waited: float


class Heartbeat:
    """Make it on the main thread; beats count while ``counting``."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.beats: list[Beat] = []
        self.counting = False
        # run_delay: nanoseconds in the queue of a processor (Documentation/scheduler/sched-stats.rst).
        self._schedule = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        self._last = self._now()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(HEARTBEAT_MS)

    def figures(self) -> dict[str, object]:
        """What stood still for how long, by the clock and by cause."""
        return {
            "beats": len(self.beats),
            "by_the_clock": stalls([beat.late for beat in self.beats]),
            "own_work": stalls([beat.worked for beat in self.beats]),
            "waiting_for_own_threads": stalls([beat.waited for beat in self.beats]),
        }

    def _now(self) -> tuple[float, float, float]:
        queued = int(os.pread(self._schedule, 100, 0).split()[1])
        return time.perf_counter() * 1000, time.thread_time() * 1000, queued / 1e6

    def _beat(self) -> None:
        now = self._now()
        passed, worked, queued = (after - before for after, before in zip(now, self._last, strict=True))
        self._last = now
        if self.counting:
            late = passed - HEARTBEAT_MS
            self.beats.append(Beat(late, worked, max(0.0, late - worked - queued)))


def stalls(milliseconds: list[float]) -> dict[str, object]:
    """The longest, the 99th percentile, and how many took longer than a frame and than what people notice."""
    ordered = sorted(milliseconds) or [0.0]
    over = sum(one > FRAME_MS for one in ordered)
    return {
        "longest_ms": round(ordered[-1], 1),
        "p99_ms": round(ordered[round(0.99 * (len(ordered) - 1))], 1),
        "over_50_ms": sum(one > STALL_MS for one in ordered),
        "over_16_ms": over,
        "over_16_ms_share": round(over / len(ordered), 4),
    }

"""The benchmark of the start is a real ``kiosk run``, with its modules compiled before the starts that count."""

from __future__ import annotations

from benchmarks.start import measure


def test_a_start_is_measured_until_the_idle_screen_is_painted() -> None:
    figures = measure(starts=1)
    assert set(figures) == {"starts", "compiling_seconds", "idle_seconds", "processor_seconds"}
    assert figures["compiling_seconds"] > figures["processor_seconds"]["median"] > 0.0

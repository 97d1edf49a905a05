"""Collects presence events and waits for them, in place of sleeping."""

from __future__ import annotations

import queue

from kiosk.domain.presence import PresenceEvent

PATIENCE = 15.0  # seconds until a missing event fails the test; never waited for when things are right


class EventLog:
    """Give it to ``CardPresence.start``; each ``expect`` takes the next events, in order."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[PresenceEvent] = queue.SimpleQueue()

    def __call__(self, event: PresenceEvent) -> None:
        self._events.put(event)

    def expect(self, *expected: PresenceEvent) -> None:
        got: list[PresenceEvent] = []
        for _ in expected:
            try:
                got.append(self._events.get(timeout=PATIENCE))
            except queue.Empty:
                break
        assert got == list(expected)

    def wait_for(self, expected: PresenceEvent) -> None:
        """Take events until this one has come."""
        while True:
            try:
                if self._events.get(timeout=PATIENCE) == expected:
                    return
            except queue.Empty:
                raise AssertionError(f"never came: {expected}") from None

    def expect_nothing_more(self) -> None:
        assert self._events.empty(), f"unexpected: {self._events.get()}"

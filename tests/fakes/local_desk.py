"""A local desk of values: the test says what the kiosk says, and sees what was asked of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from kiosk.domain.access_key import AccessKey
from kiosk.domain.desks.local_desk import Declined, KioskStatus, ToldVerdict
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Verdict

AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def told(check: str = "c-1", **released: Any) -> ToldVerdict:
    return ToldVerdict(CheckId(check), "exam", AT, Verdict.ADMIT, released)


class FakeLocalDesk:
    """``declines`` is what keys and dismissals meet."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        self.now = KioskStatus("gate", "exam", "idle", "", (), ())
        self.newest: ToldVerdict | None = None
        self.declines: Declined | None = None
        self.typed: list[AccessKey] = []
        self.dismissed: list[str] = []
        self.fails: Exception | None = None
        self._listeners: list[Callable[[], None]] = []
        self.waited_for = threading.Semaphore(0)

    def status(self) -> KioskStatus:
        if self.fails is not None:
            raise self.fails
        return self.now

    def latest(self) -> ToldVerdict | None:
        return self.newest

    @contextmanager
    def listening(self, changed: Callable[[], None]) -> Iterator[None]:
        self._listeners.append(changed)
        self.waited_for.release()
        try:
            yield
        finally:
            self._listeners.remove(changed)

    def tell(self, verdict: ToldVerdict) -> None:
        self.newest = verdict
        for changed in tuple(self._listeners):
            changed()

    def type_key(self, keys: Sequence[AccessKey]) -> Declined | None:
        self.typed += keys
        return self.declines

    def dismiss(self, check_id: str) -> Declined | None:
        self.dismissed.append(check_id)
        return self.declines

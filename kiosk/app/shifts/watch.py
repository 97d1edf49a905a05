"""Keeps a kiosk out of service while no shift is open, where its settings say so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.check import events as ev
from kiosk.domain.accident import told
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.shift import Shift

_log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""A shift may be opened and closed by another process too: ``kiosk shift open``."""


class Shifts(Protocol):
    """As much of a journal as is looked at. Both raise ``Fault(JOURNAL_FAILED)``."""

    def shift_mark(self) -> int:
        """A number that changes when a shift is opened or closed, cheap to ask for."""
        ...

    def newest_shift(self) -> Shift | None: ...


class ShiftWatch:
    """Looks the newest shift up again and again, on a thread of its own. Until it was seen to be open it is not."""

    def __init__(self, journal: Shifts, post: Callable[[ev.Event], None], seconds: float = LOOK_SECONDS) -> None:
        self._journal = journal
        self._post = post
        self._seconds = seconds
        self._open = False
        self._mark: int | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="shift", daemon=True)

    def start(self) -> None:
        self._post(ev.DeviceFailed(FaultCode.SHIFT_NOT_OPEN))
        self._thread.start()

    def stop(self) -> None:
        """Safe to call once, after ``start``."""
        self._stopping.set()
        self._thread.join(timeout=5.0)

    def look(self) -> None:
        """Ask now, and say what has changed."""
        try:
            mark = self._journal.shift_mark()
            if mark == self._mark:
                return
            shift = self._journal.newest_shift()
        except Fault:
            return  # the journal tells its own trouble, and what is open stays so
        self._mark = mark
        is_open = shift is not None and shift.closing is None
        if is_open is not self._open:
            self._open = is_open
            self._post(ev.DeviceReady(Device.SHIFT) if is_open else ev.DeviceFailed(FaultCode.SHIFT_NOT_OPEN))

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except Exception as error:
                # A thread that ended in silence would leave a kiosk that serves after its shift was closed.
                _log.error("shifts could not be looked up: %s", told(error))
            self._stopping.wait(self._seconds)

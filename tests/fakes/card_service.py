"""A PC/SC service of values: readers and cards are set by hand, calls fail when told to."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from kiosk.reader.pcsc.codes import ScardCode, ScardError
from kiosk.reader.pcsc.state import PNP_NOTIFICATION, ReaderFlag, ReaderState


class CardService:
    """Opens contexts; ``show`` sets what the readers are, ``stop`` ends every call with a code until ``show``."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.states: tuple[ReaderState, ...] = ()
        self.down: int | None = None
        self.opened = 0
        self.refused = threading.Semaphore(0)  # released at every attempt to open a context in vain
        self.released = 0

    def show(self, *states: ReaderState) -> None:
        with self.changed:
            self.states, self.down = states, None
            self.changed.notify_all()

    def stop(self, code: int = ScardCode.SERVICE_STOPPED) -> None:
        with self.changed:
            self.states, self.down = (), code
            self.changed.notify_all()

    def open(self) -> CardServiceContext:
        with self.changed:
            if self.down is not None:
                self.refused.release()
                raise ScardError("SCardEstablishContext", ScardCode.NO_SERVICE)
            self.opened += 1
            return CardServiceContext(self)


class CardServiceContext:
    """What ``PcscPresence`` needs of a context; a context of a stopped service stays dead."""

    def __init__(self, service: CardService) -> None:
        self._service = service
        self._cancelled = False
        self._dead: int | None = None

    def readers(self) -> tuple[str, ...]:
        self._require()
        return tuple(state.name for state in self._service.states)

    def wait(self, known: Sequence[tuple[str, int]], seconds: float) -> tuple[ReaderState, ...] | None:
        with self._service.changed:
            count = len(self._service.states)  # as pcsc-lite: a change of the list is one that happens during the wait
            if not self._service.changed.wait_for(lambda: self._news(known, count), seconds):
                return None
            self._require()
            if self._cancelled:
                raise ScardError("SCardGetStatusChange", ScardCode.CANCELLED)
            return tuple(self._state(name) for name, _ in known)

    def cancel(self) -> None:
        with self._service.changed:
            self._cancelled = True
            self._service.changed.notify_all()

    def release(self) -> None:
        self._service.released += 1

    def _require(self) -> None:
        self._dead = self._dead or self._service.down
        if self._dead is not None:
            raise ScardError("SCardGetStatusChange", self._dead)

    def _state(self, name: str) -> ReaderState:
        if name == PNP_NOTIFICATION:
            return ReaderState(name, len(self._service.states) << 16)
        found = (state for state in self._service.states if state.name == name)
        return next(found, ReaderState(name, ReaderFlag.UNKNOWN))

    def _news(self, known: Sequence[tuple[str, int]], count: int) -> bool:
        if self._cancelled or self._service.down is not None or len(self._service.states) != count:
            return True
        return any(self._state(name).state != state for name, state in known if name != PNP_NOTIFICATION)

"""The port ``ReaderTest``: a presence loop of its own beside the kiosk's, which checks no card in the meantime."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from kiosk.domain.desks.device_tests import CardKind, ReaderSighting
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.presence import CardGone, CardPresence, CardSeen, PresenceEvent, ReadersChanged


class CardsHeldBack:
    """Whether cards are laid on the readers for a test, and no check begins with them. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tests = 0

    def __bool__(self) -> bool:
        with self._lock:
            return self._tests > 0

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """A card that still lies there afterwards has to be laid anew."""
        with self._lock:
            self._tests += 1
        try:
            yield
        finally:
            with self._lock:
                self._tests -= 1


class LiveReaderTest:
    """Starts ``presence`` at once and stops it on a thread of its own: a card service may take its time."""

    def __init__(
        self,
        presence: CardPresence,
        held_back: Callable[[], AbstractContextManager[None]],
        kind_of: Callable[[bytes], CardKind],
    ) -> None:
        self._presence = presence
        self._held_back = held_back
        self._kind_of = kind_of
        self._lock = threading.Condition()
        self._newest: ReaderSighting | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reader-test", daemon=True)
        self._thread.start()

    def latest(self) -> ReaderSighting | None:
        with self._lock:
            if self._newest is not None and not self._newest.service:
                raise Fault(FaultCode.CARD_SERVICE_DOWN)
            return self._newest

    def close(self) -> None:
        self._closed.set()

    def wait_for(self, told: Callable[[ReaderSighting | None], bool], timeout: float) -> bool:
        """Wait up to ``timeout`` seconds until this is what there is to tell."""
        with self._lock:
            return self._lock.wait_for(lambda: told(self._newest), timeout)

    def settle(self) -> None:
        """Wait until cards are checked again."""
        self._thread.join()

    def _run(self) -> None:
        with self._held_back():
            self._presence.start(self._take)
            self._closed.wait()
            self._presence.stop()

    def _take(self, event: PresenceEvent) -> None:
        with self._lock:
            self._newest = _after(self._newest or ReaderSighting(), event, self._kind_of)
            self._lock.notify_all()


def _after(now: ReaderSighting, event: PresenceEvent, kind_of: Callable[[bytes], CardKind]) -> ReaderSighting:
    match event:
        case ReadersChanged(readers, service):
            there = now.reader in readers
            return ReaderSighting(
                readers, service, now.reader if there else "", now.card if there else None, seen=now.seen
            )
        case CardSeen(reader, atr):
            return replace(now, reader=reader, card=kind_of(atr), seen=now.seen + 1)
        case CardGone(reader) if reader == now.reader:
            return replace(now, reader="", card=None)
    return now

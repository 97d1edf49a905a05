"""The presence loop: one thread that waits for cards and readers, whatever becomes of the card service."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Protocol

from kiosk.domain.accident import told
from kiosk.domain.presence import PresenceEvent
from kiosk.reader.pcsc.choice import ReaderChoice
from kiosk.reader.pcsc.codes import ScardCode, ScardError
from kiosk.reader.pcsc.ledger import PresenceLedger
from kiosk.reader.pcsc.state import PNP_NOTIFICATION, ReaderFlag, ReaderState
from kiosk.reader.pcsc.winscard import Context

log = logging.getLogger(__name__)

STOP_SECONDS = 1.0
# A reader that comes between listing and waiting goes unnoticed by pcsc-lite 1.9; a new list now and then finds it.
LIST_AGAIN_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 2.0


class WatchContext(Protocol):
    """What the loop needs of ``winscard.Context``."""

    def readers(self) -> tuple[str, ...]: ...
    def wait(self, known: list[tuple[str, int]], seconds: float) -> tuple[ReaderState, ...] | None: ...
    def cancel(self) -> None: ...
    def release(self) -> None: ...


class PcscPresence:
    """``CardPresence`` over PC/SC.

    The thread blocks in ``SCardGetStatusChange`` over all chosen readers and the list of readers. When the card
    service stops (pcscd killed, or Windows stopping it with the last reader) it says so once and opens it again, with
    pauses from 0.1 s to 2 s; then cards that lie there are seen anew.
    """

    def __init__(
        self, choice: ReaderChoice | None = None, *, open_context: Callable[[], WatchContext] = Context.establish
    ) -> None:
        self._choice = choice or ReaderChoice()
        self._open_context = open_context
        self._ledger = PresenceLedger(self._choice.admits_card)
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._pause = FIRST_PAUSE_SECONDS
        self._context: WatchContext | None = None

    def start(self, on_event: Callable[[PresenceEvent], None]) -> None:
        """See ``CardPresence``. Raises ``RuntimeError`` when called twice."""
        if self._thread is not None:
            raise RuntimeError("presence was started before")
        self._thread = threading.Thread(target=self._run, args=(on_event,), name="presence", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """See ``CardPresence``; may be called from the listener itself, and twice."""
        self._stopped.set()
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return
        steps = 50
        for _ in range(steps):
            # a cancellation that comes before the wait is lost, so it is repeated until the thread has ended
            if (context := self._context) is not None:
                context.cancel()
            thread.join(STOP_SECONDS / steps)
            if not thread.is_alive():
                return
        log.warning("the card service does not let go of the presence thread; it is left behind, silent")

    def _run(self, on_event: Callable[[PresenceEvent], None]) -> None:
        while not self._stopped.is_set():
            try:
                context = self._open_context()
            except ScardError as error:
                self._service_down(error, on_event)
                continue
            self._context = context
            try:
                self._watch(context, on_event)
            except ScardError as error:
                if error.code != ScardCode.CANCELLED:
                    self._service_down(error, on_event)
            finally:
                self._context = None
                context.release()

    def _service_down(self, error: ScardError, on_event: Callable[[PresenceEvent], None]) -> None:
        log.debug("no card service: %s", error)
        self._emit(on_event, self._ledger.service_down())
        self._stopped.wait(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    def _watch(self, context: WatchContext, on_event: Callable[[PresenceEvent], None]) -> None:
        """Report until stopped; raises ``ScardError`` when the context is of no more use."""
        latest: dict[str, ReaderState] = {}
        list_state = int(ReaderFlag.UNAWARE)
        seconds = 0.0  # the first look returns at once: even "no reader" is news then
        while not self._stopped.is_set():
            names = self._choice.of(context.readers())
            latest = {name: latest.get(name, ReaderState(name, ReaderFlag.UNAWARE)) for name in names}
            known = [(reader.name, reader.state) for reader in latest.values()]
            try:
                answer = context.wait([(PNP_NOTIFICATION, list_state), *known], seconds)
            except ScardError as error:
                if error.code != ScardCode.UNKNOWN_READER:
                    raise
                self._stopped.wait(FIRST_PAUSE_SECONDS)  # it left between the list and the wait
                continue
            for reader in answer or ():
                if reader.name == PNP_NOTIFICATION:
                    list_state = reader.state
                else:
                    latest[reader.name] = reader
            self._pause = FIRST_PAUSE_SECONDS
            self._emit(on_event, self._ledger.observe(tuple(latest.values())))
            seconds = LIST_AGAIN_SECONDS

    def _emit(self, on_event: Callable[[PresenceEvent], None], events: Iterable[PresenceEvent]) -> None:
        for event in events:
            if self._stopped.is_set():
                return
            try:
                on_event(event)
            except Exception as error:
                # the loop must outlive any listener
                log.error("a listener failed on a presence event: %s", told(error))

"""The thread of one scanner: opens it, reads it, puts its codes together, and finds it again when it was unplugged."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.domain.accident import told
from kiosk.domain.clock import Clock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scanners.assembling import Assembler
from kiosk.reader.scanners.sources import ByteSource

log = logging.getLogger(__name__)

READ_SECONDS = 0.05
REOPEN_SECONDS = 1.0


class ScannerThread:
    """``take`` gets every code on this scanner's thread; ``on_state`` the fault that keeps it away, ``None`` when well.

    ``on_state`` is called when the state changes, and once at the start.
    """

    def __init__(
        self,
        name: str,
        source: ByteSource,
        take: Callable[[bytes], None],
        on_state: Callable[[FaultCode | None], None],
        clock: Clock,
    ) -> None:
        self._source = source
        self._take = take
        self._on_state = on_state
        self._clock = clock
        self._assembler = Assembler()
        self._told = False
        self._fault: FaultCode | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the scanner; no code comes after it returns."""
        self._stop.set()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._source.open()
                self._tell(None)
                self._read()
            except Fault as fault:
                self._tell(fault.code)
            finally:
                self._source.close()
                self._assembler.forget()
            self._stop.wait(REOPEN_SECONDS)

    def _read(self) -> None:
        while not self._stop.is_set():
            data = self._source.read(READ_SECONDS)
            now = self._clock.monotonic()
            for code in self._assembler.feed(data, now) if data else self._assembler.poll(now):
                self._taken(code)

    def _taken(self, code: bytes) -> None:
        try:
            self._take(code)
        except Exception as error:
            # One code that somebody chokes on must not cost the scanner: the next one is another.
            log.error("a scanned code could not be taken: %s", told(error))

    def _tell(self, fault: FaultCode | None) -> None:
        # Lost once, it stays lost until it is back: «missing» would only repeat it.
        if self._told and bool(self._fault) == bool(fault):
            return
        self._told, self._fault = True, fault
        self._on_state(fault)

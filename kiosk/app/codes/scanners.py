"""The scanners of one kiosk: what they read goes to the check, or to the set-up page while that is open."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.app.codes.post import CodePost
from kiosk.app.settings.values import ScannerSettings
from kiosk.domain.clock import Clock
from kiosk.domain.desks.scanner_setup import Arrival, Delivery, SampleCode, ScannerKind, ScannerState
from kiosk.domain.faults import FAULTS, FaultCode
from kiosk.reader.codes.symbol import qr_symbol
from kiosk.reader.scanners.faithfulness import arrival
from kiosk.reader.scanners.sources import SerialLine, SerialSource, TypedSource
from kiosk.reader.scanners.thread import ScannerThread

TEST_TEXT = (
    "079185006789||Trần Thị Bích Ngọc|20081985|Nữ"
    "|131/9/2 Đường Hùng Vương, Tổ 5, Phường Trần Hưng Đạo, TP. Quảng Ngãi, Quảng Ngãi|15082024||||"
)
"""A card of 2024 of a person who is invented, with the empty fields at its end that scanners like to cut."""

MOST_SHOWN = 300

_log = logging.getLogger(__name__)


class Scanners:
    """The port ``ScannerDesk`` too. ``start`` and ``stop`` once each; the rest is safe from any thread."""

    def __init__(self, settings: ScannerSettings, codes: CodePost, clock: Clock) -> None:
        self._settings = settings
        self._codes = codes
        self._lock = threading.Lock()
        self._page: Callable[[Delivery], None] | None = None
        self._faults: dict[ScannerKind, FaultCode | None] = {}
        self._typed = TypedSource()
        self._threads = []
        if settings.port:
            line = SerialLine(settings.port, settings.baud, settings.parity)
            self._faults[ScannerKind.SERIAL] = FaultCode.SCANNER_MISSING
            self._threads.append(self._thread(ScannerKind.SERIAL, SerialSource(line), clock))
        if settings.keyboard:
            self._faults[ScannerKind.KEYBOARD] = None
            self._threads.append(self._thread(ScannerKind.KEYBOARD, self._typed, clock))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End every thread; no code comes after it returns."""
        for thread in self._threads:
            thread.stop()

    @property
    def prefix(self) -> str | None:
        return self._settings.prefix if self._settings.keyboard else None

    def typed(self, text: str) -> None:
        """What a scanner typed, as the windows caught it."""
        self._typed.type(text)

    def test_code(self) -> SampleCode:
        return qr_symbol(TEST_TEXT)

    def states(self) -> tuple[ScannerState, ...]:
        names = {ScannerKind.SERIAL: self._settings.port, ScannerKind.KEYBOARD: ""}
        with self._lock:
            return tuple(ScannerState(kind, names[kind], fault) for kind, fault in self._faults.items())

    def listen(self, take: Callable[[Delivery], None]) -> None:
        with self._lock:
            self._page = take

    def stop_listening(self) -> None:
        with self._lock:
            self._page = None

    def _thread(self, kind: ScannerKind, source: SerialSource | TypedSource, clock: Clock) -> ScannerThread:
        return ScannerThread(
            f"scanner-{kind}",
            source,
            lambda code: self._take(kind, code),
            lambda fault: self._note(kind, fault),
            clock,
        )

    def _take(self, kind: ScannerKind, code: bytes) -> None:
        with self._lock:
            page = self._page
        if page is not None:
            page(_delivery(kind, code))
        elif kind is ScannerKind.KEYBOARD:
            self._codes.take_typed(code)
        else:
            self._codes.take(code)

    def _note(self, kind: ScannerKind, fault: FaultCode | None) -> None:
        """A scanner that is away takes nobody's turn: codes come by the camera too, and digits can be typed."""
        with self._lock:
            self._faults[kind] = fault
        if fault is not None:
            _log.warning("%s scanner: %s", kind, FAULTS[fault].sentence.en)
        elif kind is ScannerKind.SERIAL:
            _log.info("%s scanner: ready", kind)


def _delivery(kind: ScannerKind, code: bytes) -> Delivery:
    """What the page may show: of codes that are not the test code, nothing but that they came."""
    found = arrival(TEST_TEXT, code)
    foreign = found in (Arrival.ANOTHER_CARD, Arrival.ANOTHER_CODE)
    return Delivery(kind, found, "" if foreign else code[: 4 * MOST_SHOWN].decode("utf-8", "replace")[:MOST_SHOWN])

"""A ``ScannerDesk`` that a test plays: it says what arrives, and remembers whether anybody listens."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.desks.scanner_setup import Delivery, SampleCode, ScannerKind, ScannerState
from kiosk.domain.faults import FaultCode

WELL = (ScannerState(ScannerKind.SERIAL, "/dev/ttyACM0"), ScannerState(ScannerKind.KEYBOARD, ""))
AWAY = (ScannerState(ScannerKind.SERIAL, "0c2e:0b8a", FaultCode.SCANNER_LOST),)


class FakeScannerDesk:
    def __init__(self, prefix: str | None = "") -> None:
        self.now: tuple[ScannerState, ...] = WELL
        self.page: Callable[[Delivery], None] | None = None
        self.caught: list[str] = []
        self._prefix = prefix

    @property
    def prefix(self) -> str | None:
        return self._prefix

    def typed(self, text: str) -> None:
        self.caught.append(text)

    def test_code(self) -> SampleCode:
        """A chessboard: enough to be drawn."""
        return SampleCode("a test", 21, bytes((column + row) % 2 for row in range(21) for column in range(21)))

    def states(self) -> tuple[ScannerState, ...]:
        return self.now

    def listen(self, take: Callable[[Delivery], None]) -> None:
        self.page = take

    def stop_listening(self) -> None:
        self.page = None

    def deliver(self, delivery: Delivery) -> None:
        assert self.page is not None, "nobody listens"
        self.page(delivery)

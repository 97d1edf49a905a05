"""The port of the scanners' set-up page: a test code, what arrived of it, and how the scanners are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.domain.faults import FaultCode


class ScannerKind(StrEnum):
    """How a scanner is connected."""

    SERIAL = "serial"
    KEYBOARD = "keyboard"


class Arrival(StrEnum):
    """What became of the test code on its way; only ``EXACT`` means that the scanner may be used for cards."""

    EXACT = "exact"
    FIELDS_CUT = "fields-cut"
    CUT = "cut"
    TWICE = "twice"
    CODE_PAGE = "code-page"
    NOT_UTF_8 = "not-utf-8"
    LETTERS_LOST = "letters-lost"
    INPUT_METHOD = "input-method"
    CAPS_LOCK = "caps-lock"
    LAYOUT = "layout"
    MORE_AROUND = "more-around"
    ANOTHER_CARD = "another-card"
    ANOTHER_CODE = "another-code"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One code that came while the page was open. ``text`` is what arrived of the test code, empty for other codes."""

    scanner: ScannerKind
    arrival: Arrival
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ScannerState:
    """A scanner of this kiosk: ``name`` is how the settings call it, ``fault`` why it is not there."""

    kind: ScannerKind
    name: str
    fault: FaultCode | None = None


@dataclass(frozen=True, slots=True)
class SampleCode:
    """A QR code to draw: ``side`` modules in a row, ``modules`` one byte each, row by row, 1 for a dark one."""

    text: str
    side: int
    modules: bytes

    def is_dark(self, column: int, row: int) -> bool:
        return self.modules[row * self.side + column] == 1


class ScannerDesk(Protocol):
    """The scanners as the windows need them; every method is safe from any thread.

    ``prefix`` is what a scanner is set to type first, empty when it is told by its pace, ``None`` where keys are
    nobody's but people's.
    """

    @property
    def prefix(self) -> str | None: ...

    def typed(self, text: str) -> None:
        """What a scanner typed; a carriage return where it ended a code."""
        ...

    def test_code(self) -> SampleCode: ...

    def states(self) -> tuple[ScannerState, ...]:
        """The scanners that the settings name, whether they are there or not."""
        ...

    def listen(self, take: Callable[[Delivery], None]) -> None:
        """Give the page what is scanned from now on, on a scanner's thread, instead of the check."""
        ...

    def stop_listening(self) -> None:
        """From now on what is scanned goes to the check again."""
        ...

"""A reader's state as PC/SC words it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

PNP_NOTIFICATION = "\\\\?PnP?\\Notification"  # the pseudo-reader whose state is that of the list of readers


class ReaderFlag(IntFlag):
    """Bits of ``dwEventState``; its upper half counts insertions and removals."""

    UNAWARE = 0x0000
    UNKNOWN = 0x0004
    UNAVAILABLE = 0x0008
    EMPTY = 0x0010
    PRESENT = 0x0020
    MUTE = 0x0200


@dataclass(frozen=True, slots=True)
class ReaderState:
    """One reader as PC/SC sees it: ``state`` is ``dwEventState`` whole, ``atr`` is empty without a (talking) card."""

    name: str
    state: int
    atr: bytes = b""

    @property
    def usable(self) -> bool:
        return not self.state & (ReaderFlag.UNKNOWN | ReaderFlag.UNAVAILABLE)

    @property
    def present(self) -> bool:
        return self.usable and bool(self.state & ReaderFlag.PRESENT)

    @property
    def event_count(self) -> int:
        return self.state >> 16

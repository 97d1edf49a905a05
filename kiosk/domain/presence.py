"""What happens at the readers: cards come and go, readers come and go, the card service stops and starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CardSeen:
    reader: str
    atr: bytes


@dataclass(frozen=True, slots=True)
class CardGone:
    reader: str


@dataclass(frozen=True, slots=True)
class ReadersChanged:
    """The usable readers now, by name; ``service`` is False while the card service is down."""

    readers: tuple[str, ...]
    service: bool = True


PresenceEvent = CardSeen | CardGone | ReadersChanged


class CardPresence(Protocol):
    """Watches the readers from a thread of its own; survives a restart of the card service."""

    def start(self, on_event: Callable[[PresenceEvent], None]) -> None:
        """Begin; the first event is always ``ReadersChanged``. ``on_event`` is called on the presence thread."""
        ...

    def stop(self) -> None:
        """End within a second; no event comes after it returns."""
        ...

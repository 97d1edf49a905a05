"""What a virtual reader asks of a virtual card, and the two ways in which a card can fail to answer."""

from __future__ import annotations

from typing import Protocol


class CardTorn(Exception):  # noqa: N818 - an event of the field, not an error of the program
    """The card left the field in the middle of a command."""


class CardMute(Exception):  # noqa: N818 - an event of the field, not an error of the program
    """The card is in the field but does not answer."""


class SimulatedCard(Protocol):
    """A chip as a reader sees it. Called by one thread at a time."""

    @property
    def atr(self) -> bytes:
        """The answer to reset that a contactless reader makes up for this card (PC/SC part 3)."""
        ...

    def power_up(self) -> None:
        """Power or reset: everything volatile (selection, session keys) is forgotten."""
        ...

    def transmit(self, command: bytes) -> bytes:
        """Answer one command APDU, status word included; takes the link's time. Raises ``CardTorn``, ``CardMute``."""
        ...

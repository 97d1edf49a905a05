"""The card channel: one method, ``transmit``, that every floor of the reader offers and takes."""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.clock import Deadline
from kiosk.reader.apdu import Command, Response


class Channel(Protocol):
    """Sends one command to the card and returns its answer.

    Secure messaging, counting and tracing wrap a channel in another one; whoever transmits need not know. Raises
    ``Fault`` with a card or reader code when no answer comes; any status word is an answer.
    """

    def transmit(self, command: Command) -> Response: ...


class CardConnection(Channel, Protocol):
    """A channel that owns the connection to the card on one reader."""

    @property
    def reader(self) -> str: ...

    @property
    def atr(self) -> bytes: ...

    def close(self) -> None:
        """Let the card go; safe to call twice."""
        ...


class CardConnector(Protocol):
    """Opens connections: by PC/SC, or to a virtual card inside the process."""

    def connect(self, reader: str) -> CardConnection: ...


class SupervisedChannel:
    """Counts the commands and asks the deadline before each: the stop latency is one command."""

    def __init__(self, inner: Channel, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline
        self.count = 0

    def transmit(self, command: Command) -> Response:
        self._deadline.require()
        self.count += 1
        return self._inner.transmit(command)

"""Plays an unmasked trace back, exactly: the same answers, faults, random bytes and times to the same commands."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from kiosk.domain.clock import Clock
from kiosk.domain.faults import Fault
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import CardConnection
from kiosk.reader.trace.events import Closed, Connected, Event, Exchange, RandomDrawn, ReaderLimit, Wanted
from kiosk.reader.trace.lines import Trace

_E = TypeVar("_E", Connected, Exchange, RandomDrawn)


class DeviationError(Exception):
    """The reading did something else than the recorded one; the text tells headers and lengths, never data.

    No ``Fault``, since no card and no reader is to blame: the program has changed since the trace was recorded, or the
    access key is not the one that the card was opened with.
    """


class Playback:
    """One pass through a trace: at once the connector, the source of random bytes and the clock of a reading.

    Hand ``self`` as connector and clock, ``random_bytes`` and ``limits`` to a reader of the ``wanted`` files (``None``:
    not recorded). Every method raises ``DeviationError`` where the reading leaves the trace. One thread.
    """

    def __init__(self, trace: Trace, wall_clock: Clock) -> None:
        self._events = [event for event in trace.events if not _is_aside(event)]
        self._next = 0
        self._at = self._events[0].at if self._events else 0.0
        self._wall_clock = wall_clock
        asked = next((event for event in trace.events if isinstance(event, Wanted)), None)
        self.wanted = None if asked is None else asked.files

    @property
    def reader(self) -> str:
        """The reader on which the trace was recorded."""
        return next((event.reader for event in self._events if isinstance(event, Connected)), "")

    @property
    def left(self) -> int:
        """How many recorded commands the reading has not sent yet."""
        return sum(isinstance(event, Exchange) for event in self._events[self._next :])

    def connect(self, reader: str) -> CardConnection:
        connected = self._take(Connected, "a connection")
        self._at = connected.at + connected.seconds
        if connected.fault is not None:
            raise Fault(connected.fault, "as recorded")
        return _PlayedConnection(self, connected)

    def random_bytes(self, count: int) -> bytes:
        drawn = self._take(RandomDrawn, f"{count} random bytes")
        if len(drawn.data) != count:
            raise DeviationError(f"{count} random bytes are drawn where {len(drawn.data)} were")
        return drawn.data

    def limits(self, connection: CardConnection) -> bool | None:
        """What the recorded reader said of itself; it was not asked in every reading."""
        event = self._events[self._next] if self._next < len(self._events) else None
        if not isinstance(event, ReaderLimit):
            return None
        self._next += 1
        return event.extended

    def monotonic(self) -> float:
        """The recorded time, in seconds since the trace began."""
        return self._at

    def now(self) -> datetime:
        """The wall clock of today: a trace does not tell its day."""
        return self._wall_clock.now()

    def exchange(self, command: Command) -> Response:
        recorded = self._take(Exchange, _described(command))
        if recorded.command.encode() != command.encode():
            raise DeviationError(f"{_described(command)} is sent where {_described(recorded.command)} was")
        self._at = recorded.at + recorded.seconds
        if recorded.response is None:
            assert recorded.fault is not None
            raise Fault(recorded.fault, "as recorded")
        return recorded.response

    def close(self) -> None:
        if self._next < len(self._events) and isinstance(closed := self._events[self._next], Closed):
            self._next += 1
            self._at = closed.at

    def _take(self, kind: type[_E], wanted: str) -> _E:
        event = self._events[self._next] if self._next < len(self._events) else None
        if not isinstance(event, kind):
            raise DeviationError(f"{wanted} where the trace has {_told(event)}")
        self._next += 1
        return event


class _PlayedConnection:
    def __init__(self, playback: Playback, connected: Connected) -> None:
        self._playback = playback
        self.reader = connected.reader
        self.atr = connected.atr
        self._open = True

    def transmit(self, command: Command) -> Response:
        return self._playback.exchange(command)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._playback.close()


def _is_aside(event: Event) -> bool:
    """What belongs to the trace but is no part of the doing."""
    return isinstance(event, Wanted) or (isinstance(event, Exchange) and event.clear)


def _described(command: Command) -> str:
    header = bytes((command.cla, command.ins, command.p1, command.p2)).hex().upper()
    return f"{header} with {len(command.data)} bytes and Le {command.le or '-'}"


def _told(event: Event | None) -> str:
    match event:
        case None:
            return "ended"
        case Connected():
            return "a connection"
        case Exchange(command=command):
            return _described(command)
        case RandomDrawn(data=data):
            return f"{len(data)} random bytes"
        case ReaderLimit() | Wanted():
            return "a question to the reader"
        case Closed():
            return "the end of a connection"

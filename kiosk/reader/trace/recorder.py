"""Records a reading while it happens: wraps the connector and the source of random bytes, and hears the clear pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from kiosk import __version__
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Clock
from kiosk.domain.faults import Fault
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import CardConnection, CardConnector
from kiosk.reader.trace.events import Closed, Connected, Event, Exchange, RandomDrawn, ReaderLimit, Wanted
from kiosk.reader.trace.lines import event_line, header_line

ReaderLimits = Callable[[CardConnection], bool | None]
"""Whether the reader behind a connection passes commands of extended length; ``None`` where it does not say."""

_INS_GET_RESPONSE = 0xC0


class TraceRecorder:
    """Writes what one or several readings do to ``sink``, each event at once, so that a crash leaves a trace too.

    Masked, no data reach the sink but those that ``masking`` lets through; this object keeps none in memory. A sink
    that fails ends the recording, never the reading: ``failed`` then says so. Used by the reader's thread only.
    """

    def __init__(self, sink: TextIO, clock: Clock, *, masked: bool = True) -> None:
        self._sink = sink
        self._clock = clock
        self._masked = masked
        self._began = clock.monotonic()
        self._under_way = 0.0
        self.failed = False
        self._write(header_line(__version__, masked=masked))

    def connector(self, inner: CardConnector) -> CardConnector:
        """A connector whose connections are recorded."""
        return _RecordedConnector(inner, self)

    def random_bytes(self, inner: Callable[[int], bytes]) -> Callable[[int], bytes]:
        """A source of random bytes that an unmasked trace remembers; masked, it is ``inner`` itself."""
        if self._masked:
            return inner

        def draw(count: int) -> bytes:
            data = inner(count)
            self.record(RandomDrawn(self.now(), data))
            return data

        return draw

    def wanted(self, files: Iterable[ElementaryFile]) -> tuple[ElementaryFile, ...]:
        """The files that the reading is to ask for, which a playback must know."""
        asked = tuple(files)
        self.record(Wanted(self.now(), asked))
        return asked

    def limits(self, inner: ReaderLimits) -> ReaderLimits:
        """What the reader says of itself, asked behind this recorder and remembered."""

        def ask(connection: CardConnection) -> bool | None:
            extended = inner(connection.inner if isinstance(connection, RecordedConnection) else connection)
            self.record(ReaderLimit(self.now(), extended))
            return extended

        return ask

    def clear(self, command: Command, response: Response | None) -> None:
        """Hear the plain pair inside secure messaging after it has travelled; ``None``: it was answered outside."""
        at = self._under_way
        self.record(Exchange(at, self.now() - at, command, response, clear=True))

    def now(self) -> float:
        """Seconds since the trace began."""
        return self._clock.monotonic() - self._began

    def record(self, event: Event) -> None:
        if isinstance(event, Exchange) and not event.clear and event.command.ins != _INS_GET_RESPONSE:
            self._under_way = event.at
        self._write(event_line(event, masked=self._masked))

    def _write(self, line: str) -> None:
        if self.failed or not line:
            return
        try:
            self._sink.write(line)
            self._sink.flush()
        except OSError:
            self.failed = True


class _RecordedConnector:
    def __init__(self, inner: CardConnector, recorder: TraceRecorder) -> None:
        self._inner = inner
        self._recorder = recorder

    def connect(self, reader: str) -> CardConnection:
        at = self._recorder.now()
        try:
            connection = self._inner.connect(reader)
        except Fault as fault:
            self._recorder.record(Connected(at, self._recorder.now() - at, reader, fault=fault.code))
            raise
        self._recorder.record(Connected(at, self._recorder.now() - at, connection.reader, connection.atr))
        return RecordedConnection(connection, self._recorder)


class RecordedConnection:
    """A ``CardConnection`` that is recorded; ``inner`` is the one behind it."""

    def __init__(self, inner: CardConnection, recorder: TraceRecorder) -> None:
        self.inner = inner
        self._recorder = recorder
        self._open = True

    @property
    def reader(self) -> str:
        return self.inner.reader

    @property
    def atr(self) -> bytes:
        return self.inner.atr

    def transmit(self, command: Command) -> Response:
        at = self._recorder.now()
        try:
            response = self.inner.transmit(command)
        except Fault as fault:
            self._recorder.record(Exchange(at, self._recorder.now() - at, command, fault=fault.code))
            raise
        self._recorder.record(Exchange(at, self._recorder.now() - at, command, response))
        return response

    def close(self) -> None:
        self.inner.close()
        if self._open:
            self._open = False
            self._recorder.record(Closed(self._recorder.now()))

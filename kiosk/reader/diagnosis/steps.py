"""How long each step of a reading took: a connector that looks at its clock, and what its notes amount to."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.chip_reading import ElementaryFile, ReadProgress
from kiosk.domain.clock import Clock
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import CardConnection, CardConnector
from kiosk.reader.diagnosis.findings import Step

_SECURE = 0x0C
_NAMES = {
    0x22: "access",
    0x82: "access",
    0x84: "access",
    0x86: "access",
    0x88: "active-authentication",
    0xA4: "select",
}
_CHIP_AUTHENTICATION = "chip-authentication"
_CHIP_AUTHENTICATION_INSTRUCTIONS = {0x22, 0x86}
"""Under secure messaging these are no longer for access."""
_READS = {0xB0, 0xB1}
_GET_RESPONSE = 0xC0
_OTHER = "other"
_FILES = frozenset(file.value for file in ElementaryFile)


@dataclass(slots=True)
class _Sent:
    command: Command
    seconds: float
    received: int
    file: str = ""


class TimedConnector:
    """``CardConnector`` that notes for every command how long its answer took; one reading at a time, one thread."""

    def __init__(self, inner: CardConnector, clock: Clock) -> None:
        self._inner = inner
        self._clock = clock
        self._sent: list[_Sent] = []

    def connect(self, reader: str) -> CardConnection:
        return _TimedConnection(self._inner.connect(reader), self)

    def on_progress(self, progress: ReadProgress) -> None:
        """Give this to the reading: it tells the file of the block that just came, however the file was addressed."""
        if self._sent and progress.step in _FILES and self._sent[-1].command.ins in _READS:
            self._sent[-1].file = progress.step

    def exchange(self, inner: CardConnection, command: Command) -> Response:
        began = self._clock.monotonic()
        noted = _Sent(command, 0.0, 0)
        self._sent.append(noted)
        try:
            response = inner.transmit(command)
            noted.received = len(response.data) + 2
        finally:
            noted.seconds = self._clock.monotonic() - began
        return response

    def steps(self) -> tuple[Step, ...]:
        """The steps in the order of their first commands, each with all that belongs to it."""
        steps: dict[str, Step] = {}
        name = _OTHER
        for sent in self._sent:
            name = _name(sent, name)
            before = steps.get(name, Step(name, 0, 0, 0.0))
            steps[name] = Step(
                name, before.commands + 1, before.received + sent.received, before.seconds + sent.seconds
            )
        return tuple(steps.values())


class _TimedConnection:
    def __init__(self, inner: CardConnection, timed: TimedConnector) -> None:
        self._inner = inner
        self._timed = timed
        self.reader = inner.reader
        self.atr = inner.atr
        self.close = inner.close

    def transmit(self, command: Command) -> Response:
        return self._timed.exchange(self._inner, command)


def _name(sent: _Sent, before: str) -> str:
    ins, secure = sent.command.ins, sent.command.cla & _SECURE
    if ins == _GET_RESPONSE:
        return before
    if ins in _READS:
        return sent.file or ("refused-read" if secure else "master-file")
    if secure and ins in _CHIP_AUTHENTICATION_INSTRUCTIONS:
        return _CHIP_AUTHENTICATION
    return _NAMES.get(ins, _OTHER)

"""A card that knows one conversation by heart: recorded commands in their order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.reader.apdu import Command, Response


class ReplayChannel:
    """Answers each command with its recorded answer; any other command is a failed test."""

    def __init__(self, exchanges: Iterable[tuple[str, str]]) -> None:
        self._exchanges = [(bytes.fromhex(command), bytes.fromhex(answer)) for command, answer in exchanges]
        self._next = 0

    def transmit(self, command: Command) -> Response:
        sent = command.encode()
        assert self._next < len(self._exchanges), f"one command too many: {sent.hex().upper()}"
        expected, answer = self._exchanges[self._next]
        assert sent == expected, f"command {self._next}: {sent.hex().upper()} instead of {expected.hex().upper()}"
        self._next += 1
        return Response.decode(answer)

    @property
    def finished(self) -> bool:
        """Whether the whole conversation took place."""
        return self._next == len(self._exchanges)


class FixedRandom:
    """Gives the recorded random numbers in their order, as a source of random bytes."""

    def __init__(self, *values: str) -> None:
        self._values = [bytes.fromhex(value) for value in values]

    def __call__(self, count: int) -> bytes:
        value = self._values.pop(0)
        assert len(value) == count, f"{count} random bytes were asked for, {len(value)} are recorded"
        return value

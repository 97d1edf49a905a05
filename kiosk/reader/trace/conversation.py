"""An unmasked trace as the chip understood it: plain commands and answers, chained pieces put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.domain.faults import FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.trace.events import Connected, Exchange
from kiosk.reader.trace.lines import Trace

_SECURE, _INS_GET_RESPONSE, _MORE = 0x0C, 0xC0, 0x61


@dataclass(frozen=True, slots=True)
class PowerUp:
    """The card was powered up: what was selected before is forgotten."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One plain command and its answer, or the ``fault`` in its place; ``seconds`` of all pieces on their way.

    ``bare`` answers came outside a secure session, which they ended. ``long_form`` says that the command travelled in
    extended length.
    """

    command: Command
    response: Response | None
    seconds: float
    fault: FaultCode | None = None
    bare: bool = False
    long_form: bool = False


def turns(trace: Trace) -> Iterator[PowerUp | Turn]:
    """The conversation in its order.

    Secure exchanges without the plain pair that belongs to them are left out: nobody listened inside.
    """
    travelled: list[Exchange] = []
    for event in trace.events:
        if isinstance(event, Connected):
            travelled = []
            yield PowerUp()
        if not isinstance(event, Exchange):
            continue
        if event.clear:
            if travelled:
                yield _inside(event, travelled)
            continue
        if event.command.ins != _INS_GET_RESPONSE:
            travelled = []
        travelled.append(event)
        first = travelled[0]
        more = event.response is not None and event.response.sw >> 8 == _MORE
        if first.command.cla & _SECURE != _SECURE and not more:
            yield _outside(travelled)


def _outside(travelled: list[Exchange]) -> Turn:
    first, last = travelled[0], travelled[-1]
    response = None
    if last.response is not None:
        pieces = (each.response.data for each in travelled if each.response is not None)
        response = Response(b"".join(pieces), last.response.sw)
    return Turn(first.command, response, _seconds(travelled), last.fault, long_form=first.command.needs_extended)


def _inside(clear: Exchange, travelled: list[Exchange]) -> Turn:
    last, long_form = travelled[-1], travelled[0].command.needs_extended
    if clear.response is not None:
        return Turn(clear.command, clear.response, _seconds(travelled), long_form=long_form)
    bare = None if last.response is None else Response(b"", last.response.sw)
    return Turn(clear.command, bare, _seconds(travelled), last.fault, bare=True, long_form=long_form)


def _seconds(travelled: list[Exchange]) -> float:
    return sum(each.seconds for each in travelled)

"""What a trace tells, event by event; ``docs/trace.md`` describes the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import FaultCode
from kiosk.reader.apdu import Command, Response


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files that the reading was to ask for."""

    at: float
    files: tuple[ElementaryFile, ...]


@dataclass(frozen=True, slots=True)
class ReaderLimit:
    """Whether the reader said that it passes commands of extended length; ``None``: it did not say."""

    at: float
    extended: bool | None


@dataclass(frozen=True, slots=True)
class Connected:
    """A connection to the card was opened, or could not be because of ``fault``; ``seconds`` that this took."""

    at: float
    seconds: float
    reader: str
    atr: bytes = b""
    fault: FaultCode | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One command and what came of it: the ``response``, or the ``fault`` that stood in its place.

    ``clear`` says that this is the plain pair inside secure messaging, which follows the pair (or, with GET RESPONSE,
    the pairs) that travelled; a plain pair without response was answered outside secure messaging, as the pair before
    it shows. ``at`` seconds since the trace began, when the command was sent; ``seconds`` until its answer was there.
    """

    at: float
    seconds: float
    command: Command
    response: Response | None = None
    fault: FaultCode | None = None
    clear: bool = False


@dataclass(frozen=True, slots=True)
class RandomDrawn:
    """Random bytes that the reading drew; only unmasked traces keep them."""

    at: float
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Closed:
    """The connection ended; the card was reset."""

    at: float


Event = Wanted | ReaderLimit | Connected | Exchange | RandomDrawn | Closed

"""What a chip remembers until it is reset, and what it answers to one command."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.reader.apdu import Response
from kiosk.simulator.chip.bac import BasicAccessControl
from kiosk.simulator.chip.chip_authentication import ChosenAgreement
from kiosk.simulator.chip.files import StoredFile
from kiosk.simulator.chip.link import Operation
from kiosk.simulator.chip.pace import Pace
from kiosk.simulator.chip.secure_messaging import SecureMessaging


@dataclass(slots=True)
class Session:
    """Everything that a reset forgets. ``successor`` takes the place of ``messaging`` after the current answer."""

    application: bool = False
    current: StoredFile | None = None
    opened: bool = False
    by_pace: bool = False
    messaging: SecureMessaging | None = None
    successor: SecureMessaging | None = None
    bac: BasicAccessControl | None = None
    pace: Pace | None = None
    chip_authentication: ChosenAgreement | None = None

    def capacity(self, size: int, ins: int) -> int:
        """How many plain bytes fit into an answer of ``size`` bytes on the wire."""
        return size if self.messaging is None else self.messaging.capacity(size, ins)


@dataclass(frozen=True, slots=True)
class Answer:
    """A plain answer, the work that it took, and how many wrong keys before it make the chip hesitate.

    ``bare`` answers leave secure messaging: they go out as they are, and the session is over.
    """

    response: Response = field(repr=False)
    operation: Operation = Operation.OTHER
    failures: int = 0
    bare: bool = False


def ok(data: bytes = b"", operation: Operation = Operation.OTHER) -> Answer:
    return Answer(Response(data, 0x9000), operation)


def refusal(sw: int, *, bare: bool = False) -> Answer:
    return Answer(Response(b"", sw), bare=bare)

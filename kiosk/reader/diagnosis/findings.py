"""What a diagnosis has to go on: one reading, probes beside it, and how long each step took."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.faults import FaultCode


@dataclass(frozen=True, slots=True)
class Probe:
    """One question that no reading needs, and its answer: a status word, how many bytes came with it, or a fault."""

    name: str
    sw: int | None = None
    length: int = 0
    fault: FaultCode | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reading: its commands, the bytes of their answers, and the seconds from command to answer."""

    name: str
    commands: int
    received: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Findings:
    """``com`` is EF.COM as read beside the reading, ``qr`` the text of the card's code; ``None``: not at hand."""

    reading: ChipReading
    steps: tuple[Step, ...] = ()
    probes: tuple[Probe, ...] = ()
    com: bytes | None = field(default=None, repr=False)
    qr: str | None = field(default=None, repr=False)

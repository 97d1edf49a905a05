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
    """``max_apdu_data`` is the reader's own limit in bytes (0: short commands only), ``qr`` the text of the card's
    code; ``None``: not known, not at hand."""

    reading: ChipReading
    steps: tuple[Step, ...] = ()
    probes: tuple[Probe, ...] = ()
    max_apdu_data: int | None = None
    qr: str | None = field(default=None, repr=False)

"""What one frame shows of a machine-readable zone, and what the person could do where it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.reader.scan.mrz.grid import Lines
from kiosk.reader.scan.mrz.layout import Reading

SURE_LETTER = 2.0
"""The least margin of a name's letters for a frame to speak for the name."""


class MrzHint(StrEnum):
    """What the person could do for a zone that was found and not read; ``WHOLE``: it is cut off by the frame's edge."""

    WHOLE = "whole"
    CLOSER = "closer"
    GLARE = "glare"
    FLAT = "flat"
    HOLD_STILL = "hold_still"


@dataclass(frozen=True, slots=True)
class MrzSighting:
    """What one frame shows of a zone. Everything is empty where there is none.

    ``corners`` are four points (x, y) of the frame from the top left as one reads, clockwise. ``pitch`` is the pixels a
    character has in the frame, ``hint`` what the person could do, ``milliseconds`` what the look took. ``reading`` is
    there where check digits hold; whether it may be relied on says ``accepted``.
    """

    reading: Reading | None = field(default=None, repr=False)
    likelihoods: Lines | None = field(default=None, repr=False)
    corners: tuple[tuple[float, float], ...] = ()
    pitch: float = 0.0
    hint: MrzHint | None = None
    milliseconds: float = 0.0

    @property
    def accepted(self) -> bool:
        """Whether number, dates, sex and states are certain; the name is so only when two frames agree."""
        return self.reading is not None and self.reading.holds

    @property
    def lines(self) -> tuple[str, ...]:
        return self.reading.lines if self.reading else ()

"""What was seen in one frame: each code with its bytes, its kind and its place, and what the person should change."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

UTF_8_ECI = 26
"""The designator of UTF-8 (AIM ECI assignments, part 3)."""

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners of a code in pixels of the frame, from its own top left on, clockwise; mirrored codes run the other way."""

Wanted = Callable[[bytes], bool]
"""Whether a content is what one looks for; an engine may look further while it has found others only."""


def anything(content: bytes) -> bool:
    """Every content is wanted."""
    return True


class CodeKind(StrEnum):
    """The two-dimensional codes that are looked for. One-dimensional codes are not: they appear out of noise."""

    QR = "qr"
    PDF417 = "pdf417"
    AZTEC = "aztec"


class Stage(StrEnum):
    """Which look at a frame found a code."""

    TRACKED = "tracked"
    PLAIN = "plain"
    DETECTED = "detected"
    DEBLURRED = "deblurred"
    DOUBLED = "doubled"
    SHARPENED = "sharpened"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class CodeSighting:
    """One code. ``content`` are its bytes as encoded; ``eci`` is the character set that the code itself declares.

    ``weak`` says that the symbol's own error correction is too thin to be believed in one frame (``agreement``).
    """

    content: bytes = field(repr=False)
    kind: CodeKind
    corners: Quad
    eci: int | None = None
    weak: bool = False
    stage: Stage = Stage.PLAIN

    def text(self) -> str | None:
        """The content as UTF-8; ``None`` where it is not, rather than text with wrong letters.

        The card's text is UTF-8 whether an ECI says so or not, so no other character set is guessed.
        """
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError:
            return None

    @property
    def middle(self) -> Point:
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4


@dataclass(frozen=True, slots=True)
class FrameReading:
    """All codes of one frame, the one nearest to its middle first, and the processor's milliseconds for the look."""

    codes: tuple[CodeSighting, ...] = ()
    milliseconds: float = 0.0

    @property
    def several(self) -> bool:
        """Whether more than one code is in view: two cards, or a card and something else."""
        return len(self.codes) > 1

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the codes that are UTF-8."""
        return tuple(text for code in self.codes if (text := code.text()))


def by_nearness(codes: Iterable[CodeSighting], width: int, height: int) -> tuple[CodeSighting, ...]:
    """Each content once, the code nearest to the frame's middle first."""
    middle = (width / 2, height / 2)
    ordered = sorted(codes, key=lambda code: math.dist(code.middle, middle))
    return tuple({(code.kind, code.content): code for code in reversed(ordered)}.values())[::-1]

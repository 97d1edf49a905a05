"""What tells drawn people apart. All lengths are in distances between the eyes, places count down from the eyes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.simulator.person.drawn.canvas import Colour


class Haircut(StrEnum):
    """How hair falls over forehead and sides."""

    SHORT = "short"
    FRINGE = "fringe"
    RECEDING = "receding"
    BOB = "bob"


@dataclass(frozen=True, slots=True)
class Looks:
    """One invented face. Heights of features are places below the eyes; ``cheek``, ``jaw``, ``mouth_width`` and
    ``eye_width`` are half widths; ``brow_tilt`` and ``eye_tilt`` raise the outer end; ``age``, ``flush``, ``stubble``
    and ``moustache`` are shares, 0 to 1."""

    seed: int
    haircut: Haircut
    skin: Colour
    lips: Colour
    hair: Colour = (0.02, 0.016, 0.014)
    iris: Colour = (0.07, 0.035, 0.02)
    cheek: float = 1.13
    jaw: float = 0.86
    chin: float = 1.78
    chin_width: float = 0.45
    crown: float = -1.62
    hairline: float = -1.0
    cheekbone: float = 0.10
    socket: float = 0.14
    eye_width: float = 0.26
    eye_open: float = 0.105
    eye_tilt: float = 0.02
    lid_fold: float = 0.05
    brow: float = -0.33
    brow_thick: float = 0.055
    brow_arch: float = 0.05
    brow_tilt: float = 0.0
    brow_dark: float = 0.85
    brow_length: float = 0.36
    brow_inner: float = 0.2
    nose: float = 0.72
    nose_width: float = 0.25
    nose_height: float = 0.30
    nose_bridge: float = 0.12
    mouth: float = 1.12
    mouth_width: float = 0.42
    upper_lip: float = 0.075
    lower_lip: float = 0.10
    smile: float = 0.02
    age: float = 0.1
    flush: float = 0.25
    stubble: float = 0.0
    moustache: float = 0.0
    glasses: bool = False
    mole: bool = False

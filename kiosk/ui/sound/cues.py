"""The short sounds of a check, made from notes: each result differs in melody, not in loudness alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

RATE = 16_000
"""Samples a second of everything that is played: 16-bit, one channel."""

_PEAK = 0.5 * 32767
_FADE_SECONDS = 0.012
"""At both ends of a note; without it every note clicks."""

_OVERTONES = (1.0, 0.35, 0.15)
"""A pure sine is hard to place and hard to hear for old ears; its octave and twelfth help."""


class Cue(StrEnum):
    """What a sound says."""

    CARD_FOUND = "card_found"
    SUCCESS = "success"
    ATTENTION = "attention"
    REFER = "refer"
    REFUSE = "refuse"
    TROUBLE = "trouble"
    TAKE_CARD = "take_card"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """``hertz`` 0 is a rest."""

    hertz: float
    seconds: float


_C5, _D5, _E5, _G5, _A5, _C6 = 523.25, 587.33, 659.25, 783.99, 880.0, 1046.5
_E4, _G4, _A4 = 329.63, 392.0, 440.0

MELODIES: Mapping[Cue, tuple[Note, ...]] = MappingProxyType(
    {
        Cue.CARD_FOUND: (Note(_A5, 0.09),),
        Cue.SUCCESS: (Note(_C5, 0.11), Note(_E5, 0.11), Note(_G5, 0.11), Note(_C6, 0.3)),
        Cue.ATTENTION: (Note(_E5, 0.14), Note(0, 0.05), Note(_E5, 0.14), Note(_A5, 0.3)),
        Cue.REFER: (Note(_G5, 0.2), Note(_D5, 0.35)),
        Cue.REFUSE: (Note(_A4, 0.22), Note(0, 0.06), Note(_E4, 0.5)),
        Cue.TROUBLE: (Note(_E4, 0.12), Note(0, 0.08)) * 3,
        Cue.TAKE_CARD: (Note(_C6, 0.1), Note(0, 0.06)) * 2 + (Note(_G5, 0.2),),
        Cue.WARNING: (Note(_G4, 0.1), Note(_C5, 0.16)),
    }
)


@cache
def samples(cue: Cue) -> bytes:
    """The cue as little-endian samples; about a millisecond to make, made once."""
    import numpy as np  # late: the idle screen does not wait for it

    return np.concatenate([_sound(note) for note in MELODIES[cue]]).astype("<i2").tobytes()


def rest(seconds: float) -> bytes:
    """Silence."""
    return bytes(2 * round(seconds * RATE))


def _sound(note: Note) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    import numpy as np

    count = round(note.seconds * RATE)
    if note.hertz == 0:
        return np.zeros(count)
    time = np.arange(count) / RATE
    wave = sum(share * np.sin(2 * np.pi * note.hertz * (at + 1) * time) for at, share in enumerate(_OVERTONES))
    fade = min(count // 2, round(_FADE_SECONDS * RATE))
    envelope = np.exp(-2.5 * time / note.seconds)
    envelope[:fade] *= np.linspace(0.0, 1.0, fade)
    envelope[count - fade :] *= np.linspace(1.0, 0.0, fade)
    sound: np.ndarray[tuple[int], np.dtype[np.float64]] = _PEAK * envelope * wave / sum(_OVERTONES)
    return sound

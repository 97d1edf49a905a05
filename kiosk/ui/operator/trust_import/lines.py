"""A fact of the desk as a line of the staff screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.trust_import import Fact, Weight

TONES: Mapping[Weight, Tone] = MappingProxyType(
    {
        Weight.PLAIN: Tone.NEUTRAL,
        Weight.GOOD: Tone.SUCCESS,
        Weight.CAUTION: Tone.ATTENTION,
        Weight.BAD: Tone.REFUSE,
    }
)


def lines_of(facts: Iterable[Fact]) -> tuple[Line, ...]:
    return tuple(Line(one.label, one.value, TONES[one.weight], detail=one.detail) for one in facts)

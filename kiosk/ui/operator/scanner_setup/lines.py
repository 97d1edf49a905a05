"""Scanners and what they sent, as lines of the staff screen."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.scanner_setup import Arrival, Delivery, ScannerKind, ScannerState
from kiosk.domain.faults import FAULTS
from kiosk.domain.text import Text
from kiosk.ui.operator.scanner_setup import captions


def state_line(state: ScannerState) -> Line:
    kind = captions.SCANNERS[state.kind]
    label = Text(f"{kind.vi} {state.name}".strip(), f"{kind.en} {state.name}".strip())
    if state.fault is not None:
        entry = FAULTS[state.fault]
        return Line(label, entry.sentence, Tone.ATTENTION, detail=entry.remedy)
    # Whether a keyboard is a scanner nobody can tell before it types.
    ready = captions.WAITS_FOR_KEYS if state.kind is ScannerKind.KEYBOARD else captions.READY
    return Line(label, ready, Tone.SUCCESS)


def delivery_lines(deliveries: Iterable[Delivery]) -> tuple[Line, ...]:
    """The newest first; its text below it, where it is the test code's and not what it should be."""
    lines = []
    for at, delivery in enumerate(deliveries):
        told = captions.ARRIVALS[delivery.arrival]
        lines.append(Line(captions.SCANNERS[delivery.scanner], told.sentence, told.tone, detail=told.remedy))
        if at == 0 and delivery.text and delivery.arrival is not Arrival.EXACT:
            shown = _legible(delivery.text)
            lines.append(Line(captions.TEXT_ARRIVED, Text(shown, shown)))
    return tuple(lines)


def _legible(text: str) -> str:
    """The fields of a code one after the other, empty ones as dashes, with a sign for what cannot be seen."""
    seen = "".join(char if char.isprintable() else "␣" for char in text)
    return " · ".join(part or "–" for part in seen.split("|"))

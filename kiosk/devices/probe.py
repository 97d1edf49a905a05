"""One look at one part of the kiosk as a value, and the report of all of them, which always comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kiosk.domain.desks.health import NOTHING as NOTHING_TO_DO
from kiosk.domain.desks.health import Health
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.text import Text

__all__ = ["NOTHING_TO_DO", "Health", "Look", "Probe", "examine", "failed", "worst"]


@dataclass(frozen=True, slots=True)
class Probe:
    """What one look found. ``detail`` is for technicians and holds no personal data; ``remedy`` says what helps."""

    name: str
    status: Health
    detail: str = ""
    remedy: Text = NOTHING_TO_DO


Look = Callable[[], Probe]


def examine(looks: Mapping[str, Look]) -> tuple[Probe, ...]:
    """Every look in its order, each on its own: whatever one of them raises is its own finding."""
    return tuple(_looked(name, look) for name, look in looks.items())


def worst(probes: Iterable[Probe]) -> Health:
    """The gravest of several; ``OK`` for none."""
    return max((probe.status for probe in probes), key=list(Health).index, default=Health.OK)


def failed(name: str, code: FaultCode, detail: str = "") -> Probe:
    """A part that has this fault, with the sentence and the remedy that its table has for it."""
    entry = FAULTS[code]
    said = f"{entry.sentence.en}: {detail}" if detail else entry.sentence.en
    return Probe(name, Health.FAIL, said, entry.remedy)


def _looked(name: str, look: Look) -> Probe:
    try:
        return look()
    except Fault as fault:
        return failed(name, fault.code, fault.technical)
    except Exception as error:
        # One broken part, or one broken probe, must not keep the others from the report.
        return failed(name, FaultCode.UNEXPECTED, type(error).__name__)

"""The state chart in docs/ is drawn from the machine: ``python -m tests.check.test_state_chart`` draws it anew."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.check.events import Tick
from kiosk.check.machine import advance
from kiosk.check.states import Instant
from kiosk.domain.record import CheckId
from tests.fakes.stations import STATIONS, every_event

LONG = 1000.0
CHART = Path(__file__).parent.parent.parent / "docs" / "state-chart.md"

HEAD = """# The way of one check, as the machine goes it

Drawn from `kiosk/check/machine.py` by trying every event in every state (`tests/check/test_state_chart.py`); an event
that leaves the state as it is has no arrow, and `Tick` stands for the end of a state's time. A reading that ends may
start the next step or conclude, depending on what it found.

```mermaid
stateDiagram-v2
    [*] --> Starting
"""


def drawn() -> str:
    """The chart as Markdown with a Mermaid diagram."""
    arrows: dict[tuple[str, str], set[str]] = {}
    for make in STATIONS.values():
        walk = make()
        check = walk.kiosk.check
        here = type(walk.phase).__name__
        for event in every_event(check.id if check else CheckId("none"), check.attempt if check else 0):
            now = Instant(walk.now.monotonic + LONG, walk.now.wall) if isinstance(event, Tick) else walk.now
            there = type(advance(walk.kiosk, event, now)[0].phase).__name__
            if there != here:
                arrows.setdefault((here, there), set()).add(type(event).__name__)
    lines = [f"    {here} --> {there}: {', '.join(sorted(names))}" for (here, there), names in sorted(arrows.items())]
    return HEAD + "\n".join(lines) + "\n```\n"


def test_the_chart_shows_the_machine_as_it_is() -> None:
    assert CHART.read_text("utf-8") == drawn()


if __name__ == "__main__":
    CHART.write_text(drawn(), encoding="utf-8")
    print(f"wrote {CHART.name}", file=sys.stderr)

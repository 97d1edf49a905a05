"""How well each part of a running kiosk is, since when, and what helps; what staff screens know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.text import Text

NOTHING = Text("", "")


class Health(StrEnum):
    """Good, usable but to be looked at, or not usable."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


STRIP = ("readers", "camera", "list", "trust", "disk", "clock", "outputs")
"""The parts that staff see on every screen, in this order."""


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part. ``since`` is when it became as it is, as far as the program saw it; ``looked_at`` the last look.

    ``detail`` is for technicians and holds no personal data, ``remedy`` says what helps, ``brief`` is a number or a
    date in a few letters for the strip (the list's age, free space).
    """

    name: str
    status: Health
    since: datetime
    looked_at: datetime
    detail: str = ""
    remedy: Text = NOTHING
    brief: Text = NOTHING


def gravest(parts: Iterable[PartHealth]) -> Health:
    """The gravest of several; ``OK`` for none."""
    return max((part.status for part in parts), key=list(Health).index, default=Health.OK)


class HealthDesk(Protocol):
    """The parts of this running kiosk, safe from any thread. No method raises: a part that cannot be looked at is as
    the trouble says. ``watch`` takes milliseconds, the others seconds: none of them belongs on a thread that paints."""

    def watch(self) -> tuple[PartHealth, ...]:
        """The parts of ``STRIP`` as they are now, taking nothing from a check that is under way."""
        ...

    def parts(self) -> tuple[PartHealth, ...]:
        """Every part by its newest look; those that were never looked at are looked at now."""
        ...

    def test(self, name: str) -> PartHealth:
        """Look at one part thoroughly, as ``kiosk doctor`` does."""
        ...

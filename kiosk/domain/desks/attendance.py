"""When and where a person of the list is expected: what a site says, where the kiosk stands, and what may be amiss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

MINUTES_LIMITS = (0, 24 * 60)
GROUPINGS = ("room", "session")


class Circumstance(StrEnum):
    """What is remarkable about a coming that is otherwise expected; the site's policy weighs it."""

    WRONG_DAY = "wrong_day"
    WRONG_SESSION = "wrong_session"
    WRONG_ROOM = "wrong_room"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    NEEDS_CARE = "needs_care"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class Session:
    """A part of the day: the names under which lists have it, and when it starts (local time)."""

    names: tuple[str, ...]
    starts: time


@dataclass(frozen=True, slots=True)
class AttendanceRules:
    """A person is let in from ``opens_minutes`` before the start until ``closes_minutes`` after it.

    Lists without a time, a day or a room are asked about none of them. ``grouped_by`` is the column by which people are
    counted and sheets are printed.
    """

    opens_minutes: int = 60
    closes_minutes: int = 15
    sessions: tuple[Session, ...] = ()
    grouped_by: str = "room"

    def __post_init__(self) -> None:
        least, most = MINUTES_LIMITS
        if not all(least <= minutes <= most for minutes in (self.opens_minutes, self.closes_minutes)):
            raise ValueError(f"minutes from {least} to {most}")


@dataclass(frozen=True, slots=True)
class Station:
    """Where this kiosk stands: the rooms to which it leads, and the session that it serves; empty: any."""

    rooms: tuple[str, ...] = ()
    session: str = ""

"""Who has come in and who is still awaited, room by room or flight by flight: what staff watch, and what is signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.domain.site import Listing
from kiosk.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody of the list came in: by the machine's verdict, or ``by_staff`` who decided beside it."""

    at: datetime
    key: str = field(repr=False)
    by_staff: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody of the list who had come in was seen to leave."""

    at: datetime
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Awaited:
    """One person of the list, and how they came in; ``arrival`` is ``None`` while they have not.

    ``left_at`` is when they were seen to leave, while they have not come back.
    """

    listing: Listing
    arrival: Arrival | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A room or a flight; ``name`` is as the list writes it, empty for rows that name none."""

    name: str
    people: tuple[Awaited, ...] = field(repr=False)

    @property
    def came(self) -> int:
        return sum(one.arrival is not None for one in self.people)

    @property
    def absent(self) -> tuple[Awaited, ...]:
        """Those who have not come in: an exam's absentees, a flight's no-shows."""
        return tuple(one for one in self.people if one.arrival is None)

    @property
    def out(self) -> tuple[Awaited, ...]:
        """Those who came in and are out now; they are among those who ``came``."""
        return tuple(one for one in self.people if one.left_at is not None)


class AttendanceDesk(Protocol):
    """The attendance of the shift, for screens; takes up to seconds at the first question of a shift, so never asked on
    a thread that paints."""

    def groups(self) -> tuple[Group, ...] | None:
        """Everybody whom this kiosk's rooms and session expect today, counted up to now; ``None``: no shift yet.

        Raises ``Fault(LIST_MISSING | LIST_MALFORMED | JOURNAL_FAILED)``.
        """
        ...

    @property
    def re_entry(self) -> Verdict:
        """What the site's rule makes of somebody who was seen to leave and comes back: attention, or a referral."""
        ...

    def note_leaving(self, key: str, by: str) -> datetime | None:
        """Write that the person of this row left for now, seen by the login ``by``; ``None``: they are not inside.

        Raises ``Fault(JOURNAL_FAILED)``.
        """
        ...

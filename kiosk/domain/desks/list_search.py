"""Finding somebody in the list by what staff can type, and taking them up by hand: the values and the ports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.desks.by_hand import Hindrance
from kiosk.domain.identity import Identity
from kiosk.domain.ports import Roster
from kiosk.domain.site import Listing

MOST_FOUND = 20
"""So many rows are shown; whoever finds more has to type more."""
LONGEST_TYPED = 80


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A row of the list that fits what was typed, and whom it says that it is about."""

    identity: Identity
    listing: Listing


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """At most ``MOST_FOUND`` rows; ``more``: there are others, and more has to be typed."""

    people: tuple[FoundPerson, ...] = ()
    more: bool = False


class SearchedRoster(Roster, Protocol):
    """A list that staff search too."""

    def search(self, typed: str, most: int) -> tuple[FoundPerson, ...]:
        """At most ``most`` rows, the surest first; may take a second.

        Raises ``Fault(LIST_MISSING | LIST_MALFORMED)``.
        """
        ...


class HandDesk(Protocol):
    """Finds people in the list and takes them up; safe from any thread.

    ``find`` and ``begin`` may take a second and belong on no thread that paints.
    """

    def find(self, typed: str) -> FoundPeople:
        """Rows by number, by the list's own key, or by name (accents and the order of words do not count).

        Raises ``Fault(LIST_MISSING | LIST_MALFORMED)``.
        """
        ...

    def hindrance(self) -> Hindrance | None:
        """Quick; ``None``: somebody may be taken up now."""
        ...

    def begin(self, person: FoundPerson, by: str) -> Hindrance | None:
        """Ask list and journal about this person and take them up: the camera opens, the screens show it.

        Raises ``Fault(LIST_MISSING | LIST_MALFORMED | JOURNAL_FAILED)``.
        """
        ...

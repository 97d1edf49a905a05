"""People who wait for staff: as much of each as it takes to call them, for as long as they wait, and no longer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.check.states import Check
from kiosk.domain.attention import is_to_be_seen
from kiosk.domain.record import CheckId
from kiosk.domain.text import Text
from kiosk.domain.verdict import Decision, Reason, Verdict

MOST_WAITING = 50
"""So many people wait at most; whoever came first is forgotten first, and stays in the journal."""
KEPT_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Referred:
    """Somebody whom the machine did not admit plainly. ``since`` is in monotonic seconds.

    ``is_to_be_seen``: they are in, and staff are to acknowledge what is to be known about them.

    ``name`` and ``place`` are what staff call them by; both are empty where the check did not learn them.
    """

    check_id: CheckId
    verdict: Verdict
    reasons: tuple[Reason, ...]
    since: float
    name: str = field(default="", repr=False)
    place: Text = field(default=Text("", ""), repr=False)
    is_to_be_seen: bool = False

    def wiped(self) -> Referred:
        """The same without anything personal."""
        return replace(self, name="", place=Text("", ""))


def referred(check: Check, decision: Decision, now: float) -> Referred:
    """As much of a finished check as its person is called by."""
    evidence = check.evidence
    listing = evidence.listing.listing if evidence.listing else None
    name = listing.name if listing else evidence.identity.name if evidence.identity else ""
    place = listing.place if listing else Text("", "")
    return Referred(check.id, decision.verdict, decision.reasons, now, name, place, is_to_be_seen(decision))


Queue = tuple[Referred, ...]


def joined(queue: Queue, person: Referred) -> Queue:
    """The queue with one person more at its end."""
    return (*left(queue, person.check_id), person)[-MOST_WAITING:]


def left(queue: Queue, check_id: CheckId) -> Queue:
    return tuple(person for person in queue if person.check_id != check_id)


def still_waiting(queue: Queue, now: float) -> Queue:
    """Without those who came too long ago; the same tuple where nobody did."""
    kept = tuple(person for person in queue if now - person.since < KEPT_SECONDS)
    return kept if len(kept) < len(queue) else queue

"""What staff do beside a check with a running kiosk: look people up in the list, take them up, take the screen over."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from kiosk.check import events as ev
from kiosk.check.phases.by_hand import hindrance
from kiosk.check.remembering import ask_list
from kiosk.check.runner import CheckRunner
from kiosk.domain.clock import Clock
from kiosk.domain.desks.by_hand import ByHand, Hindrance
from kiosk.domain.desks.list_search import MOST_FOUND, FoundPeople, FoundPerson, SearchedRoster
from kiosk.domain.ports import Journal
from kiosk.domain.shift import Shift
from kiosk.domain.site import Admission, ListingAnswer


class SearchedRecords(SearchedRoster, Journal, Protocol):
    """List and journal of a running kiosk."""

    def newest_shift(self) -> Shift | None: ...


class RunningHandDesk:
    """The port ``HandDesk``."""

    def __init__(self, records: SearchedRecords, runner: CheckRunner, clock: Clock) -> None:
        self._records = records
        self._runner = runner
        self._clock = clock

    def find(self, typed: str) -> FoundPeople:
        found = self._records.search(typed, MOST_FOUND + 1)
        return FoundPeople(found[:MOST_FOUND], more=len(found) > MOST_FOUND)

    def hindrance(self) -> Hindrance | None:
        return hindrance(self._runner.kiosk)

    def begin(self, person: FoundPerson, by: str) -> Hindrance | None:
        why = self.hindrance()
        if why is not None:
            return why
        profile, now = self._runner.kiosk.profile, self._clock.now()
        answer = ask_list(self._records, self._records, person.identity, now, profile)
        if answer.listing is None or answer.listing.key != person.listing.key:
            # Without a number the list does not find its own row again for sure: staff chose it, and it is possible.
            answer = ListingAnswer(Admission.POSSIBLE, person.listing)
        if not person.identity.number:
            answer = self._known_by_key(answer)
        self._runner.post(ev.HandCheckBegun(ByHand(person.identity, answer, by)))
        return None

    def _known_by_key(self, answer: ListingAnswer) -> ListingAnswer:
        """The journal knows people by their number; whoever has none is known by their row, for one shift."""
        shift = self._records.newest_shift()
        arrivals = shift.figures.arrivals if shift is not None else ()
        before = next((one for one in arrivals if answer.listing and one.key == answer.listing.key), None)
        if before is None:
            return answer
        return replace(answer, admission=Admission.ALREADY_ADMITTED, admitted_at=before.at)


class RunningTakeOverDesk:
    """The port ``TakeOverDesk``."""

    def __init__(self, runner: CheckRunner, clock: Clock) -> None:
        self._runner = runner
        self._clock = clock

    def held(self) -> float | None:
        taken = self._runner.kiosk.taken_over
        return max(0.0, taken.until - self._clock.monotonic()) if taken else None

    def take(self, by: str) -> None:
        self._runner.post(ev.ScreenTakenOver(by))

    def release(self, by: str) -> None:
        self._runner.post(ev.ScreenReleased(by))

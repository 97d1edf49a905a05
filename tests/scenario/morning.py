"""A morning of a site through list, rules, machine and journal as they run in the kiosk; all else is the test's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import MAX_COMPARISONS
from kiosk.check.remembering import seen_before
from kiosk.check.states import Idle, Instant, Kiosk
from kiosk.domain.arrivals import Group
from kiosk.domain.desks.attendance import Station
from kiosk.domain.face import FaceComparison
from kiosk.domain.identity import Identity
from kiosk.domain.liveness import LivenessPolicy, LivenessRules
from kiosk.domain.shift import ShiftOpening
from kiosk.domain.site import SiteProfile
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.journal.journal import Journal
from kiosk.site.attendance import AttendingRoster, is_expected_in
from kiosk.site.groups import groups_of
from kiosk.site.profile import Site
from kiosk.site.store.installation import importing
from kiosk.site.store.installed import InstalledRoster
from tests.fakes.findings import INSPECTED, LIVE
from tests.fakes.walk import Walk


@dataclass
class HeldClock:
    """Stands at ``at`` until it is moved."""

    at: datetime

    def monotonic(self) -> float:
        return self.at.timestamp()

    def now(self) -> datetime:
        return self.at.astimezone(UTC)


class Desk:
    """The kiosks of one place: they share list and journal, and nobody is asked to move in front of the camera."""

    def __init__(self, folder: Path, site: Site, opens: datetime, **changes: Any) -> None:
        """``changes`` are to the site's profile."""
        self.lists = folder / "lists"
        self.clock = HeldClock(opens)
        self.profile: SiteProfile = replace(site.profile, liveness=LivenessRules(LivenessPolicy.OFF), **changes)
        self.roster = InstalledRoster(self.lists, site.columns)
        self.journal = Journal(folder / "journal.sqlite", self.profile.name, self.clock)
        self.journal.open_shift(ShiftOpening("binh", None))

    def checked(
        self,
        card: Identity,
        comparison: FaceComparison,
        at: datetime,
        *before: ev.Event,
        station: Station = Station(),  # noqa: B008 - an immutable value
    ) -> tuple[Walk, fx.CommitRecord]:
        """A check up to its verdict, which is in the journal and not shown yet. ``before`` happens before the card."""
        self.clock.at = at
        roster = AttendingRoster(self.roster, self.profile.attendance, station, VIETNAM)
        walk = Walk(Kiosk(self.profile, Idle()))
        walk.now = Instant(self.clock.monotonic(), self.clock.now())
        walk.send(*before).code_then_card().send(ev.ConsentAnswered(True)).face_seen().chip_read()
        walk.send(ev.DocumentInspected(walk.id, replace(INSPECTED, identity=card)))
        answer = roster.find(card, self.clock.now())
        came, left = self.journal.last_admission(card), self.journal.last_leaving(card)
        walk.send(ev.ListAnswered(walk.id, seen_before(answer, came, self.clock.now(), self.profile, left)))
        for _ in range(MAX_COMPARISONS):
            if walk.all(fx.CompareFaces) and not walk.all(fx.CommitRecord):
                walk.send(ev.FaceCompared(walk.id, comparison, LIVE), ev.LiveFaceFound(walk.id, replace(LIVE)))
        if not walk.all(fx.CommitRecord):
            walk.send(ev.Tick(), after=self.profile.budget_seconds)
        (commit,) = walk.all(fx.CommitRecord)
        self.journal.commit(commit.record, commit.identity)
        return walk, commit

    def groups(self, station: Station) -> dict[str, Group]:
        """The rooms or flights as staff see them at the end."""
        shift, rules = self.journal.newest_shift(), self.profile.attendance
        assert shift is not None
        opened = shift.opened.at.astimezone(VIETNAM)
        expected = [one for one in self.roster.current().listings() if is_expected_in(one, rules, station, opened)]
        return {one.name: one for one in groups_of(expected, shift.figures.arrivals, rules, opened.date(), VIETNAM)}


def install_list(folder: Path, site: Site, lines: Iterable[str]) -> tuple[object, ...]:
    """Put a list in force, the day before; what is wrong with its rows."""
    file = folder / "list.csv"
    file.write_text("\n".join(lines), "utf-8")
    with importing(folder / "lists", file, site.columns) as draft:
        assert draft.preview.draft.fatal == ()
        draft.install(datetime(2026, 6, 25, tzinfo=UTC))
        return tuple(draft.preview.draft.problems)

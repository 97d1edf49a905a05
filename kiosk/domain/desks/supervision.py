"""What a supervisor sees: figures of a shift without anybody's data, of this kiosk and of the others, added up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from kiosk.domain.desks.shifts import ShiftRefused
from kiosk.domain.shift import HourOfShift, OpenShift, Shift, ShiftFigures
from kiosk.domain.staff import StaffMember
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict

MOST_KIOSKS = 64
MOST_SHIFTS = 10
"""That one kiosk tells the others about."""

STALE_AFTER = timedelta(minutes=3)
"""Figures that are older are marked: their kiosk writes them every half minute."""

_KIOSK = re.compile(r"[A-Za-z0-9._-]{1,40}")
_Counted = TypeVar("_Counted", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of a shift; those of several can be added. ``times`` are the checks by whole half seconds."""

    checks: int = 0
    admitted: int = 0
    overridden: int = 0
    verdicts: tuple[tuple[Verdict, int], ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    hours: tuple[HourOfShift, ...] = ()
    times: tuple[tuple[int, int], ...] = ()
    chip_reads: int = 0
    chip_first_try: int = 0
    face_checks: int = 0
    face_retries: int = 0

    def seconds_of(self, share: float) -> float:
        """The time that this share of all checks does not exceed, to the half second; 0.0 without a check."""
        wanted, seen = share * sum(count for _, count in self.times), 0
        for half_seconds, count in self.times:
            seen += count
            if seen >= wanted:
                return half_seconds / 2
        return 0.0

    @property
    def first_try(self) -> float | None:
        """The share of chips that were read at the first try; ``None`` without one."""
        return self.chip_first_try / self.chip_reads if self.chip_reads else None

    @property
    def face_retry(self) -> float | None:
        """The share of faces that had to be compared again; ``None`` without one."""
        return self.face_retries / self.face_checks if self.face_checks else None

    def count(self, verdict: Verdict) -> int:
        return dict(self.verdicts).get(verdict, 0)


def tally_of(figures: ShiftFigures) -> Tally:
    """The numbers alone: no row of the list, no check, no login."""
    return Tally(
        figures.checks,
        figures.admitted,
        figures.overridden,
        figures.verdicts,
        figures.reasons,
        figures.faults,
        figures.hours,
        figures.times,
        figures.chip_reads,
        figures.chip_first_try,
        figures.face_checks,
        figures.face_retries,
    )


def total(tallies: Sequence[Tally]) -> Tally:
    """The sum. Somebody who came in at two kiosks counts at both."""
    hours: dict[datetime, HourOfShift] = {}
    for hour in (hour for tally in tallies for hour in tally.hours):
        before = hours.get(hour.begins, HourOfShift(hour.begins, 0, 0))
        hours[hour.begins] = HourOfShift(hour.begins, before.checks + hour.checks, before.admitted + hour.admitted)
    return Tally(
        checks=sum(one.checks for one in tallies),
        admitted=sum(one.admitted for one in tallies),
        overridden=sum(one.overridden for one in tallies),
        verdicts=tuple((verdict, sum(one.count(verdict) for one in tallies)) for verdict in Verdict),
        reasons=_ranked(_summed(one.reasons for one in tallies)),
        faults=_ranked(_summed(one.faults for one in tallies)),
        hours=tuple(hours[begins] for begins in sorted(hours)),
        times=tuple(sorted(_summed(one.times for one in tallies).items())),
        chip_reads=sum(one.chip_reads for one in tallies),
        chip_first_try=sum(one.chip_first_try for one in tallies),
        face_checks=sum(one.face_checks for one in tallies),
        face_retries=sum(one.face_retries for one in tallies),
    )


@dataclass(frozen=True, slots=True)
class KioskShift:
    """One kiosk's shift as it told it at ``made_at``; ``closed_at`` is ``None`` while the shift was open then."""

    kiosk: str
    site: str
    number: int
    opened_at: datetime
    closed_at: datetime | None
    made_at: datetime
    tally: Tally

    def __post_init__(self) -> None:
        if not _KIOSK.fullmatch(self.kiosk) or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,60}", self.site):
            raise ValueError("a kiosk and a site are named in letters, digits and . _ -")

    def is_stale(self, now: datetime) -> bool:
        """Whether more may have happened since then that nobody told."""
        return self.closed_at is None and now - self.made_at > STALE_AFTER

    def overlaps(self, opened_at: datetime, closed_at: datetime | None) -> bool:
        """Whether the other shift ran at the same time."""
        begins_before_its_end = closed_at is None or self.opened_at < closed_at
        return begins_before_its_end and (self.closed_at is None or self.closed_at > opened_at)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A room, a flight or a clinic of this kiosk's list: who was expected, and what became of them."""

    name: Text
    expected: int
    came: int
    refused: int
    undecided: int
    overridden: int

    @property
    def absent(self) -> int:
        return max(0, self.expected - self.came - self.refused - self.undecided)


@dataclass(frozen=True, slots=True)
class Supervision:
    """A shift of this kiosk beside those of the others at the same time.

    ``kiosks`` begins with this one. ``places`` is ``None`` where the list of the shift is not at hand; ``unreadable``
    are the files of other kiosks that are not as they should be, by their names. ``looked_at`` is when.
    """

    shift: Shift
    kiosks: tuple[KioskShift, ...]
    looked_at: datetime
    places: tuple[PlaceLine, ...] | None = field(default=None)
    unreadable: tuple[str, ...] = ()

    @property
    def site(self) -> Tally:
        return total([one.tally for one in self.kiosks])


class SupervisionDesk(Protocol):
    """Both methods may take seconds, so never on a thread that paints. Raises ``Fault(JOURNAL_FAILED)``."""

    def shifts(self, by: StaffMember) -> tuple[OpenShift, ...]:
        """This kiosk's shifts, newest first; none for somebody who may not see them."""
        ...

    def look(self, by: StaffMember, number: int) -> Supervision | ShiftRefused:
        """The shift of this number as it is now."""
        ...


def _summed(counts: Iterable[Iterable[tuple[_Counted, int]]]) -> Counter[_Counted]:
    summed: Counter[_Counted] = Counter()
    for one in counts:
        for name, count in one:
            summed[name] += count
    return summed


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The most frequent first, then by name."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

"""A shift: from its opening to its closing, what was counted in between, and the report that is signed in the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.domain.arrivals import Arrival, Leaving
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.site import Listing
from kiosk.domain.staff import is_login
from kiosk.domain.verdict import Verdict

MOST_TESTS = 50


@dataclass(frozen=True, slots=True)
class PinnedList:
    """The version of the site's list that a shift works with: its file's name, size in rows and SHA-256."""

    name: str
    rows: int
    sha256: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256) or self.rows < 0:
            raise ValueError("a list is pinned by its SHA-256")


@dataclass(frozen=True, slots=True)
class PartTested:
    """One part of the self test at the opening: ``ok``, ``warn`` or ``fail``."""

    name: str
    status: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z-]{1,40}", self.name) or self.status not in ("ok", "warn", "fail"):
            raise ValueError("a tested part has a name in lower-case letters, and is ok, warn or fail")


@dataclass(frozen=True, slots=True)
class ShiftOpening:
    """Who opens, with which list, after which self test. ``pinned`` is ``None`` where the site works without a list."""

    by: str
    pinned: PinnedList | None
    tests: tuple[PartTested, ...] = ()

    def __post_init__(self) -> None:
        if not is_login(self.by) or len(self.tests) > MOST_TESTS:
            raise ValueError("a shift is opened by a login")


@dataclass(frozen=True, slots=True)
class OpenShift:
    """A shift that was opened. ``number`` is the sequence number of its entry in the journal, and so its name."""

    number: int
    at: datetime
    opening: ShiftOpening


@dataclass(frozen=True, slots=True)
class ShiftClosing:
    """The entry that ends a shift: its sequence number, and its hash, which stands for everything before it."""

    by: str
    at: datetime
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """One decision of staff as the report tells it. ``undone_by`` is a login, empty while the decision stands."""

    at: datetime
    check_id: CheckId
    listing_key: str
    machine: Verdict
    outcome: Outcome
    reason: str
    by: str
    confirmed_by: str
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class HourOfShift:
    """Checks that ended within one hour, and how many of them admitted."""

    begins: datetime
    checks: int
    admitted: int


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """What was counted. ``admitted_keys`` are the rows of the list whose people have come in: by the machine unless
    staff refused them, or by staff; of the others who were there, ``refused_keys`` were turned away and
    ``undecided_keys`` were referred to staff, who have not decided. ``overridden_keys`` are those that staff decided.

    Times are seconds from card to verdict; 0.0 where there was no check. ``times`` are the checks by half seconds. Of
    ``chip_reads``, checks in which a chip was read or tried, ``chip_first_try`` came to their end without a second
    reading; of ``face_checks``, in which faces were compared, ``face_retries`` took more than one comparison.

    ``arrivals`` are the comings behind ``admitted_keys``, in order; ``leavings`` who was seen to leave, in order.

    Of the people admitted with something to know about them (``kiosk.domain.attention``), staff acknowledged
    ``attention_seen``, by word or by a decision of their own; ``attention_unseen`` nobody has.
    """

    checks: int = 0
    verdicts: tuple[tuple[Verdict, int], ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    overrides: tuple[OverrideLine, ...] = ()
    hours: tuple[HourOfShift, ...] = ()
    median_seconds: float = 0.0
    p95_seconds: float = 0.0
    admitted: int = 0
    admitted_keys: frozenset[str] = field(default=frozenset(), repr=False)
    refused_keys: frozenset[str] = field(default=frozenset(), repr=False)
    undecided_keys: frozenset[str] = field(default=frozenset(), repr=False)
    overridden_keys: frozenset[str] = field(default=frozenset(), repr=False)
    times: tuple[tuple[int, int], ...] = ()
    chip_reads: int = 0
    chip_first_try: int = 0
    face_checks: int = 0
    face_retries: int = 0
    arrivals: tuple[Arrival, ...] = field(default=(), repr=False)
    leavings: tuple[Leaving, ...] = field(default=(), repr=False)
    attention_seen: int = 0
    attention_unseen: int = 0

    @property
    def overridden(self) -> int:
        """Decisions that stand."""
        return sum(1 for line in self.overrides if not line.undone_by)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift with everything that is known of it; ``closing`` is ``None`` while it is open."""

    opened: OpenShift
    closing: ShiftClosing | None
    figures: ShiftFigures


class ShiftJournal(Protocol):
    """Where shifts are written down and counted. Every method raises ``Fault(JOURNAL_FAILED)``."""

    def open_shift(self, opening: ShiftOpening) -> OpenShift | None:
        """Begin a shift; ``None`` when one is open."""
        ...

    def close_shift(self, by: str) -> ShiftClosing | None:
        """End the open shift; ``None`` when none is open."""
        ...

    def newest_shift(self) -> Shift | None:
        """The shift that is open, or the last one, counted up to now; quick, since it counts on from the last look.

        ``None`` when there never was one.
        """
        ...

    def shift(self, number: int) -> Shift | None:
        """A shift of the past, counted as a whole; ``None``: no such."""
        ...

    def opened_shifts(self, most: int) -> tuple[OpenShift, ...]:
        """The newest shifts, newest first, at most so many."""
        ...

    def shift_mark(self) -> int:
        """A number that changes when a shift is opened or closed, by whatever program."""
        ...


class AttendanceJournal(ShiftJournal, Protocol):
    """Where comings are counted, and where it is written that somebody left."""

    def note_leaving(self, key: str, by: str) -> datetime | None:
        """When it was written; ``None`` when nobody with this key of the list has come in.

        Raises ``Fault(JOURNAL_FAILED)``, and ``ValueError`` when ``by`` is no login.
        """
        ...


class ReportedJournal(ShiftJournal, Protocol):
    """What a report rests on."""

    def verify(self) -> int | None:
        """The first entry that is missing or was changed, ``None``: none. Takes seconds for a long journal.

        Raises ``Fault(JOURNAL_FAILED)``.
        """
        ...


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """Everything on the paper that is signed. ``closing`` is ``None`` for a look in the middle of a shift.
    ``other_list`` is in force when the report is made, where that is not the one that was pinned.

    ``expected`` is the size of the list, ``absent`` who has not come in, ``out`` how many came in and are out now; all
    ``None`` where the pinned list is not at hand. ``broken_at`` is the first entry of the journal that is missing or
    was changed; ``None``: none.
    """

    kiosk: str
    site: str
    shift: OpenShift
    closing: ShiftClosing | None
    figures: ShiftFigures
    made_at: datetime
    expected: int | None = None
    absent: tuple[Listing, ...] | None = field(default=None, repr=False)
    broken_at: int | None = None
    other_list: PinnedList | None = None
    out: int | None = None

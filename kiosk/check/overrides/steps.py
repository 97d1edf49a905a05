"""The steps of an override as values: where one stands, what can happen to it, what is to be written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.check.referrals import Queue, Referred
from kiosk.domain.faults import FaultCode
from kiosk.domain.override import Override, OverrideReason, OverrideRules, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.staff import StaffMember

STEP_SECONDS = 120.0
"""A step that nobody takes for so long is given up."""
SHOWN_SECONDS = 20.0
"""So long the name and the place of whom it was about stay on the screens."""

# --- where an override stands


@dataclass(frozen=True, slots=True)
class Resting:
    """Nobody is overriding."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """``by`` has the person's evidence before them and chooses a reason."""

    person: Referred
    by: StaffMember
    since: float


@dataclass(frozen=True, slots=True)
class Confirming:
    """Outcome and reason are read out once more; ``by`` confirms them."""

    person: Referred
    by: StaffMember
    reason: OverrideReason
    since: float


@dataclass(frozen=True, slots=True)
class AwaitingSecond:
    """Somebody else's own login is needed."""

    person: Referred
    by: StaffMember
    reason: OverrideReason
    since: float


@dataclass(frozen=True, slots=True)
class Writing:
    """On its way into the journal; nothing else can begin."""

    person: Referred
    override: Override


@dataclass(frozen=True, slots=True)
class Undoing:
    """The taking back of ``done`` is on its way into the journal."""

    done: Done
    undo: Undo


Step = Resting | Choosing | Confirming | AwaitingSecond | Writing | Undoing


@dataclass(frozen=True, slots=True)
class Done:
    """An override that is in the journal under ``sequence``; it may be undone until ``undo_until`` (monotonic).

    ``person`` is wiped ``SHOWN_SECONDS`` after ``since``."""

    person: Referred
    override: Override
    sequence: int
    since: float
    undo_until: float


class Notice(StrEnum):
    """Why the last act did not do what it was meant to."""

    NOT_ALLOWED = "not-allowed"
    NOT_THERE = "not-there"
    """The person left, or was decided about at another screen."""
    BUSY = "busy"
    NO_SUCH_REASON = "no-such-reason"
    SAME_PERSON = "same-person"
    TOO_LATE = "too-late"
    NOT_WRITTEN = "not-written"
    NOT_SEEN = "not-seen"
    """The acknowledgement was not written, and so it does not count."""


@dataclass(frozen=True, slots=True)
class Overriding:
    """Everything about overrides at one staff screen. ``latest`` is whose result was shown last, whatever it was;
    ``fault`` says why the journal did not take the last act.

    ``unseen`` are admitted people of whom nobody has acknowledged yet what is to be known; ``being_seen`` are those of
    them whose acknowledgement is on its way into the journal."""

    rules: OverrideRules
    queue: Queue = ()
    unseen: Queue = ()
    being_seen: frozenset[CheckId] = frozenset()
    latest: Referred | None = None
    step: Step = Resting()
    done: tuple[Done, ...] = ()
    notice: Notice | None = None
    fault: FaultCode | None = None

    def find(self, check_id: CheckId) -> Referred | None:
        people = (*self.queue, *self.unseen, *([self.latest] if self.latest else ()))
        return next((person for person in people if person.check_id == check_id), None)

    @property
    def open_checks(self) -> frozenset[CheckId]:
        """The checks about which staff may still decide, are deciding, or may take a decision back."""
        people = [*self.queue, *self.unseen, *(one.person for one in self.done)]
        if self.latest is not None:
            people.append(self.latest)
        if isinstance(self.step, Undoing):
            people.append(self.step.done.person)
        elif not isinstance(self.step, Resting):
            people.append(self.step.person)
        return frozenset(person.check_id for person in people)


# --- what can happen


@dataclass(frozen=True, slots=True)
class Decided:
    """The machine's verdict about somebody is written and shown."""

    person: Referred


@dataclass(frozen=True, slots=True)
class Begun:
    check_id: CheckId
    by: StaffMember


@dataclass(frozen=True, slots=True)
class Chosen:
    """The code of the reason, which says the outcome too."""

    reason: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """``by`` read it and means it."""


@dataclass(frozen=True, slots=True)
class SecondConfirmed:
    """Somebody has proven with their own login that they are ``by``, and confirms."""

    by: StaffMember


@dataclass(frozen=True, slots=True)
class UndoWanted:
    check_id: CheckId
    by: StaffMember
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    check_id: CheckId
    sequence: int


@dataclass(frozen=True, slots=True)
class NotWritten:
    check_id: CheckId
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class Seen:
    """``by`` has seen what is to be known about somebody who was admitted."""

    check_id: CheckId
    by: StaffMember


@dataclass(frozen=True, slots=True)
class SeenWritten:
    check_id: CheckId


@dataclass(frozen=True, slots=True)
class SeenNotWritten:
    check_id: CheckId
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class Gone:
    """The person left without a decision."""

    check_id: CheckId


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Back to the beginning, nothing decided."""


@dataclass(frozen=True, slots=True)
class Wiped:
    """The shift was closed or the screen handed over: forget everybody."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time has passed."""


Event = (
    Decided
    | Begun
    | Chosen
    | Confirmed
    | SecondConfirmed
    | UndoWanted
    | Written
    | NotWritten
    | Seen
    | SeenWritten
    | SeenNotWritten
    | Gone
    | Cancelled
    | Wiped
    | Ticked
)

# --- what is to be done


@dataclass(frozen=True, slots=True)
class WriteOverride:
    """``Written`` or ``NotWritten`` comes back."""

    override: Override


@dataclass(frozen=True, slots=True)
class WriteUndo:
    undo: Undo


@dataclass(frozen=True, slots=True)
class WriteSeen:
    """``SeenWritten`` or ``SeenNotWritten`` comes back."""

    check_id: CheckId
    by: str


Effect = WriteOverride | WriteUndo | WriteSeen

"""Where the kiosk stands: a closed union of frozen phases, and the check that goes through them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import datetime

from kiosk.domain.access_key import AccessKey
from kiosk.domain.attention import is_to_be_seen
from kiosk.domain.chip_reading import ReadProgress
from kiosk.domain.evidence import Evidence
from kiosk.domain.face import ChipFace, FaceHint, LiveFace
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.identity import Identity
from kiosk.domain.liveness import ChallengePrompt
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import FlightPass, InsuranceCard, ShownCode
from kiosk.domain.site import SiteProfile
from kiosk.domain.text import Text
from kiosk.domain.verdict import Decision


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment on both clocks: ``monotonic`` seconds measure, ``wall`` is written down."""

    monotonic: float
    wall: datetime


@dataclass(frozen=True, slots=True)
class CardCode:
    """Access keys, and who the scanned code says it is (``None`` for a typed key).

    ``printed`` is what the machine-readable zone says where the key was read in it.
    """

    identity: Identity | None
    keys: tuple[AccessKey, ...] = field(repr=False)
    printed: Identity | None = field(default=None, repr=False)

    @property
    def to_compare(self) -> Identity | None:
        """What the chip is compared with."""
        return self.identity or self.printed


@dataclass(frozen=True, slots=True)
class Milestone:
    """One mark on the check's timeline, in seconds after the card was presented."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Check:
    """One person's verification so far.

    ``reader`` is empty for a check by QR code alone. ``budget_ends`` (monotonic) is set when card and key are both
    there: the time a person takes to find a code is not the machine's. ``attempt`` counts the readings of the chip,
    ``share_read`` (0–1) is the largest share of its bytes that any of them had, ``compared`` is the live face of the
    best comparison so far. ``person`` counts who stood before the camera: everything about the face is of that one.
    ``challenged``: somebody was asked to move; ``staff_look``: nobody is, because staff look themselves.
    ``insurance_card`` is what the code of their insurance card says, where they showed one; so is ``flight_pass`` of
    their boarding pass, and ``pass_wanted`` tells that the site misses it where it is not shown.
    ``queue_number`` is the one that the kiosk gave out with the verdict.
    """

    id: CheckId
    reader: str
    started: Instant
    budget_ends: float
    code: CardCode | None = None
    attempt: int = 0
    wrong_keys: int = 0
    card_present: bool = True
    evidence: Evidence = field(default_factory=Evidence)
    progress: ReadProgress | None = None
    share_read: float = 0.0
    hint: FaceHint = FaceHint.NO_FACE
    live: LiveFace | None = None
    person: int = 1
    challenged: bool = False
    staff_look: bool = False
    prompt: ChallengePrompt | None = None
    chip_face: ChipFace | None = None
    list_face: ChipFace | None = None
    comparing: bool = False
    comparisons: int = 0
    compared: LiveFace | None = None
    list_asked: bool = False
    issuer_awaited: bool = False
    insurance_card: InsuranceCard | None = None
    insurance_asked: bool = False
    flight_pass: FlightPass | None = None
    pass_wanted: bool = False
    queue_number: int | None = None
    timeline: tuple[Milestone, ...] = ()

    @property
    def insurance_awaited(self) -> bool:
        """Whether the insurance service was asked and has not answered."""
        return self.insurance_asked and self.evidence.insurance is None

    @property
    def reference(self) -> ChipFace | None:
        """What the live face is compared with: the chip's portrait, or the list's picture in place of a dead chip."""
        return self.chip_face or self.list_face

    def marked(self, name: str, now: Instant) -> Check:
        """The same check with one more milestone."""
        seconds = now.monotonic - self.started.monotonic
        return replace(self, timeline=(*self.timeline, Milestone(name, seconds)))

    def progressed(self, progress: ReadProgress, now: Instant) -> Check:
        """The same check with the chip's reading so far; each step is a milestone once a reading.

        A reading that begins anew takes nothing back from what the person was shown.
        """
        begun = self.progress is None or self.progress.step != progress.step
        check = self.marked(progress.step, now) if begun else self
        share = min(1.0, progress.done / progress.total) if progress.total else 0.0
        return replace(check, progress=progress, share_read=max(self.share_read, share))


@dataclass(frozen=True, slots=True)
class Starting:
    """The program waits for its devices' first word."""


@dataclass(frozen=True, slots=True)
class OutOfService:
    """A device is missing; ``Kiosk.faults`` says which."""


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody is here. ``notice`` is what the last scan got wrong, until ``notice_until``."""

    notice: FaultCode | None = None
    notice_until: float = 0.0


@dataclass(frozen=True, slots=True)
class AwaitingCard:
    """A card's code was shown, the card itself is not there yet. ``longest``: whoever asks for more time has it until
    then (monotonic)."""

    code: CardCode
    until: float
    longest: float = math.inf


@dataclass(frozen=True, slots=True)
class AwaitingConsent:
    """A card or its code is there; the site asks before anything of it is read or a face is looked for."""

    check: Check
    until: float


@dataclass(frozen=True, slots=True)
class AwaitingKey:
    """A card is there, its access key is not. ``notice`` is what the last try got wrong."""

    check: Check
    until: float
    notice: FaultCode | None = None


@dataclass(frozen=True, slots=True)
class CheckingByHand:
    """Staff look at the person, at the live picture and at what the list has; no chip is read."""

    check: Check
    until: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The chip is being read, the face is looked for meanwhile."""

    check: Check


@dataclass(frozen=True, slots=True)
class Repositioning:
    """The card left the field in the middle; the budget goes on."""

    check: Check
    until: float


@dataclass(frozen=True, slots=True)
class Completing:
    """The chip is done; document checks, face and list are being completed."""

    check: Check


@dataclass(frozen=True, slots=True)
class Recording:
    """The verdict is made but not yet written, and so not shown; what is not on the disk by ``until`` (monotonic) is
    not written."""

    check: Check
    decision: Decision
    until: float = math.inf


@dataclass(frozen=True, slots=True)
class ShowingResult:
    """The verdict is written and shown; ``by_staff`` is what staff decided beside it since, also written.

    ``removed_at`` is when its card was last taken away, ``back_at`` when one came so soon after that it may be the same
    (monotonic). ``seen``: staff have acknowledged what is to be known about the person, also written.
    """

    check: Check
    decision: Decision
    since: float
    until: float
    by_staff: Outcome | None = None
    removed_at: float = -math.inf
    back_at: float = math.inf
    seen: bool = False

    @property
    def is_to_be_seen(self) -> bool:
        """Whether staff are still to acknowledge it; whoever decided about the person has looked at them."""
        return not self.seen and self.by_staff is None and is_to_be_seen(self.decision)

    @property
    def awaits_staff(self) -> bool:
        """Whether whoever looked after the person by hand is still to decide."""
        return self.check.evidence.by_hand is not None and self.by_staff is None


@dataclass(frozen=True, slots=True)
class RemovingCard:
    """The person is wiped from memory; their card still lies on the reader."""

    reader: str
    since: float


Phase = (
    Starting
    | OutOfService
    | Idle
    | AwaitingCard
    | AwaitingConsent
    | AwaitingKey
    | CheckingByHand
    | Reading
    | Repositioning
    | Completing
    | Recording
    | ShowingResult
    | RemovingCard
)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The citizen's screen is blank: ``by`` (a login) took it over, until ``until`` (monotonic)."""

    by: str
    until: float


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A code of an insurance card or a boarding pass that was shown before any identity card, kept until ``until``
    (monotonic)."""

    card: ShownCode
    until: float


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A queue number that staff got for somebody, with where it is called: shown from ``since`` until ``until``
    (monotonic). ``about`` is the person's check, ``None`` where they had none."""

    place: Text = field(repr=False)
    about: CheckId | None
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The whole state: the phase, what is broken, which devices are still to report, and where cards lie.

    While the citizen's screen is ``taken_over``, a check under way goes on for staff to see, and no other begins.
    """

    profile: SiteProfile
    phase: Phase = Starting()
    faults: frozenset[FaultCode] = frozenset()
    awaited: frozenset[Device] = frozenset()
    cards: frozenset[str] = frozenset()
    taken_over: TakenOver | None = None
    shown: ShownCard | None = None
    told: ToldNumber | None = None

    @property
    def check(self) -> Check | None:
        """The check under way or shown, if there is one."""
        match self.phase:
            case (
                AwaitingConsent(check=check)
                | AwaitingKey(check=check)
                | CheckingByHand(check=check)
                | Reading(check=check)
                | Repositioning(check=check)
                | Completing(check=check)
                | Recording(check=check)
                | ShowingResult(check=check)
            ):
                return check
        return None

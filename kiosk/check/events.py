"""What can happen to a check: a closed union of frozen events."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.access_key import AccessKey
from kiosk.domain.chip_reading import ChipReading, ReadProgress
from kiosk.domain.desks.by_hand import ByHand
from kiosk.domain.evidence import Inspection
from kiosk.domain.face import FaceComparison, FaceHint, LiveFace
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.identity import Identity
from kiosk.domain.issuer_answer import IssuerAnswer
from kiosk.domain.liveness import ChallengePrompt, LivenessReport
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import ShownCode
from kiosk.domain.site import ListingAnswer
from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed; sent ten times a second."""


@dataclass(frozen=True, slots=True)
class DeviceFailed:
    """A device is not usable any more."""

    fault: FaultCode


@dataclass(frozen=True, slots=True)
class DeviceReady:
    """A device works (again). ``fault``: this one alone of its troubles is over, ``None``: all of them."""

    device: Device
    fault: FaultCode | None = None


@dataclass(frozen=True, slots=True)
class CardPresented:
    reader: str


@dataclass(frozen=True, slots=True)
class CardRemoved:
    reader: str


@dataclass(frozen=True, slots=True)
class CardCodeRead:
    """The QR code of a card was scanned: who it says it is, and the access keys that follow from it."""

    identity: Identity
    keys: tuple[AccessKey, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeRejected:
    """Something was scanned that is not a card's code."""

    fault: FaultCode


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A code of an insurance card or a boarding pass was scanned.

    ``fault`` is what the person is told where it is of no use: at another site, or while the card's code is awaited.
    """

    code: ShownCode
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class KeyTyped:
    """An access key was typed by the person or by staff, or read in the printed lines; several are tried in turn.

    ``printed`` is what those lines say, to be compared with the chip; alone it stands in for nothing.
    """

    keys: tuple[AccessKey, ...] = field(repr=False)
    printed: Identity | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ConsentAnswered:
    """The person said whether their card may be read and their face be compared."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class MoreTimeAsked:
    """The person at the screen asks for more time, or holds a result by touching it."""


@dataclass(frozen=True, slots=True)
class ChipGivenUp:
    """The person or staff says that the chip cannot be read: go on with the QR code alone."""


@dataclass(frozen=True, slots=True)
class ChipProgressed:
    """``attempt`` numbers the readings of one check: words of an earlier one are dropped."""

    check_id: CheckId
    attempt: int
    progress: ReadProgress


@dataclass(frozen=True, slots=True)
class ChipRead:
    check_id: CheckId
    attempt: int
    reading: ChipReading


@dataclass(frozen=True, slots=True)
class ChipFailed:
    """The program failed at reading; the card is not to blame."""

    check_id: CheckId
    attempt: int
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class DocumentInspected:
    """The document checks of ``reading`` are done."""

    check_id: CheckId
    inspection: Inspection
    reading: ChipReading | None = None


@dataclass(frozen=True, slots=True)
class InspectionFailed:
    """The program failed at the document checks; the document is not to blame."""

    check_id: CheckId
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class FaceHinted:
    check_id: CheckId
    hint: FaceHint


@dataclass(frozen=True, slots=True)
class LiveFaceFound:
    check_id: CheckId
    live: LiveFace


@dataclass(frozen=True, slots=True)
class LivenessFound:
    """What is known by now about the person before the camera being alive."""

    check_id: CheckId
    report: LivenessReport


@dataclass(frozen=True, slots=True)
class ChallengePrompted:
    """What the person is asked to do now; ``None``: nothing any more."""

    check_id: CheckId
    prompt: ChallengePrompt | None


@dataclass(frozen=True, slots=True)
class StaffLooks:
    """Staff look at the person themselves: nobody is asked to move who cannot, and the person is referred."""


@dataclass(frozen=True, slots=True)
class FaceCompared:
    check_id: CheckId
    comparison: FaceComparison
    live: LiveFace


@dataclass(frozen=True, slots=True)
class FaceFailed:
    check_id: CheckId
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class ListAnswered:
    check_id: CheckId
    answer: ListingAnswer


@dataclass(frozen=True, slots=True)
class ListFailed:
    check_id: CheckId
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class IssuerAnswered:
    """The issuer's service answered, or failed in one of the ways that it may."""

    check_id: CheckId
    answer: IssuerAnswer


@dataclass(frozen=True, slots=True)
class IssuerFailed:
    """The program failed at asking; neither the service nor the document is to blame."""

    check_id: CheckId
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class InsuranceAnswered:
    """The insurance service answered, or failed in one of the ways that it may."""

    check_id: CheckId
    answer: InsuranceAnswer


@dataclass(frozen=True, slots=True)
class InsuranceFailed:
    """The program failed at asking; neither the service nor the person is to blame."""

    check_id: CheckId
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class Recorded:
    """The journal holds the verdict; ``number`` is the person's queue number, where the kiosk gave one out."""

    check_id: CheckId
    number: int | None = None


@dataclass(frozen=True, slots=True)
class RecordFailed:
    check_id: CheckId
    fault: FaultCode


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Somebody closed the result; whoever is not at the screen says of which check."""

    check_id: CheckId | None = None


@dataclass(frozen=True, slots=True)
class HandCheckBegun:
    """Staff take somebody up whom they found in the list: no chip is read."""

    person: ByHand


@dataclass(frozen=True, slots=True)
class HandCheckDone:
    """Staff have looked at the person of this check; what comes of it they decide as an override."""

    check_id: CheckId


@dataclass(frozen=True, slots=True)
class StaffDecided:
    """What staff decided beside the verdict is in the journal; ``None``: they took it back."""

    check_id: CheckId
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class AttentionSeen:
    """That staff have seen what is to be known about an admitted person is in the journal."""

    check_id: CheckId


@dataclass(frozen=True, slots=True)
class ScreenTakenOver:
    """``by`` (a login) blanks the citizen's screen, or holds it for the whole time again."""

    by: str


@dataclass(frozen=True, slots=True)
class ScreenReleased:
    """``by`` gives the citizen's screen back."""

    by: str


@dataclass(frozen=True, slots=True)
class NumberGiven:
    """Staff registered somebody, whose number is in the journal; ``about`` is the person's check, where they had one.

    It comes after their check is over as well as before: so it is not one of the words about a check.
    """

    about: CheckId | None
    place: Text = field(repr=False)


Event = (
    Tick
    | DeviceFailed
    | DeviceReady
    | CardPresented
    | CardRemoved
    | CardCodeRead
    | CodeRejected
    | CodeSeen
    | KeyTyped
    | ConsentAnswered
    | MoreTimeAsked
    | ChipGivenUp
    | ChipProgressed
    | ChipRead
    | ChipFailed
    | DocumentInspected
    | InspectionFailed
    | FaceHinted
    | LiveFaceFound
    | LivenessFound
    | ChallengePrompted
    | StaffLooks
    | FaceCompared
    | FaceFailed
    | ListAnswered
    | ListFailed
    | IssuerAnswered
    | IssuerFailed
    | InsuranceAnswered
    | InsuranceFailed
    | Recorded
    | RecordFailed
    | Dismissed
    | HandCheckBegun
    | HandCheckDone
    | StaffDecided
    | AttentionSeen
    | ScreenTakenOver
    | ScreenReleased
    | NumberGiven
)

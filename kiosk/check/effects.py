"""What a check wants done: a closed union of frozen effects, each carried out by the owner of its thread."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.access_key import AccessKey
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.face import ChipFace, LiveFace
from kiosk.domain.faults import FaultCode
from kiosk.domain.hospital.insurance import InsuranceQuestion
from kiosk.domain.identity import Identity
from kiosk.domain.issuer_answer import IssuerQuestion
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.site import Listing
from kiosk.domain.staff import StaffNote


@dataclass(frozen=True, slots=True)
class StartFace:
    """Open the camera and look for the person's face."""

    check_id: CheckId


@dataclass(frozen=True, slots=True)
class StopFace:
    """Stop looking for a face, close the camera, forget its frames."""

    check_id: CheckId


@dataclass(frozen=True, slots=True)
class StartChallenge:
    """Ask the person before the camera to move, one instruction at a time."""

    check_id: CheckId


@dataclass(frozen=True, slots=True)
class ReadChip:
    """Read the chip within ``seconds``; ``attempt`` comes back with every word about it."""

    check_id: CheckId
    attempt: int
    reader: str
    keys: tuple[AccessKey, ...] = field(repr=False)
    seconds: float


@dataclass(frozen=True, slots=True)
class StopChip:
    """Stop the reading at its next command."""

    check_id: CheckId


@dataclass(frozen=True, slots=True)
class InspectDocument:
    check_id: CheckId
    reading: ChipReading
    told: Identity | None


@dataclass(frozen=True, slots=True)
class CompareFaces:
    check_id: CheckId
    live: LiveFace
    chip: ChipFace


@dataclass(frozen=True, slots=True)
class AskList:
    check_id: CheckId
    identity: Identity


@dataclass(frozen=True, slots=True)
class AskIssuer:
    """Ask the issuer's service about the document, within the time of the reading."""

    check_id: CheckId
    question: IssuerQuestion


@dataclass(frozen=True, slots=True)
class AskInsurance:
    """Ask the insurance service about the person, within ``seconds``, what is left of the check's time."""

    check_id: CheckId
    question: InsuranceQuestion
    seconds: float


@dataclass(frozen=True, slots=True)
class CommitRecord:
    """Write the verdict, and what goes out about it; it is shown only after ``Recorded`` comes back.

    ``queued`` is the row of somebody who gets a queue number where the site gives them out.
    """

    check_id: CheckId
    record: CheckRecord
    identity: Identity | None
    outgoing: tuple[OutboxMessage, ...] = ()
    queued: Listing | None = None


@dataclass(frozen=True, slots=True)
class NoteFault:
    """Write a device fault into the journal."""

    fault: FaultCode


@dataclass(frozen=True, slots=True)
class NoteStaff:
    """Write into the journal what somebody of the staff did with the screens."""

    note: StaffNote


@dataclass(frozen=True, slots=True)
class Wipe:
    """The check is over: forget everything about the person."""

    check_id: CheckId


Effect = (
    StartFace
    | StopFace
    | StartChallenge
    | ReadChip
    | StopChip
    | InspectDocument
    | CompareFaces
    | AskList
    | AskIssuer
    | AskInsurance
    | CommitRecord
    | NoteFault
    | NoteStaff
    | Wipe
)

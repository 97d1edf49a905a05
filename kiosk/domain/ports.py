"""What one check needs from the world: the ports that the rooms above fill in. Tests fill them with fakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from kiosk.domain.access_key import AccessKey
from kiosk.domain.chip_reading import ChipReading, ReadProgress
from kiosk.domain.clock import Deadline
from kiosk.domain.evidence import Inspection
from kiosk.domain.face import ChipFace, FaceComparison, Frame, LiveFace
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Identity
from kiosk.domain.issuer_answer import IssuerAnswer, IssuerQuestion
from kiosk.domain.liveness import FaceSighting, LivenessRules
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.record import CheckRecord
from kiosk.domain.site import Listing, ListingAnswer

OnProgress = Callable[[ReadProgress], None]


class ChipReader(Protocol):
    """Reads the chip of the card that lies on a reader; called on the reader's thread only."""

    def read(self, reader: str, keys: Sequence[AccessKey], deadline: Deadline, on_progress: OnProgress) -> ChipReading:
        """Open the chip with the first key that fits and read its files.

        Never raises for a card that cannot be read: the reading's ``fault`` says what happened. A reading that lost its
        card may go on where it stopped when the same card is read again.
        """
        ...

    def forget(self) -> None:
        """Wipe what an unfinished reading has left; when its check is over."""
        ...


class DocumentInspector(Protocol):
    """Turns a reading into identity, chip face and authenticity; pure computing, no device."""

    def inspect(self, reading: ChipReading, told: Identity | None, at: datetime) -> Inspection:
        """``told`` is what the card's QR code or its printed lines said, to be compared with the chip."""
        ...


class IssuerVerification(Protocol):
    """Asks an outside service what the issuer says about one card; called on a thread of its own."""

    def ask(self, question: IssuerQuestion, deadline: Deadline) -> IssuerAnswer:
        """The answer, within the deadline and within the service's own limit; a cancelled deadline ends it at once.

        Never raises for what service or network do: a service that fails is an answer too (``SERVICE_FAILED``).
        """
        ...


class CameraSource(Protocol):
    """Where frames come from. ``open`` and ``read`` are called on the camera's thread only."""

    def open(self) -> None:
        """Raise ``Fault(CAMERA_MISSING)`` when there is no such camera."""
        ...

    def read(self) -> Frame:
        """The next frame; blocks up to one frame's time. Raises ``Fault(CAMERA_LOST)``."""
        ...

    def close(self) -> None: ...


class Preview(Protocol):
    """The newest frame for the live picture; safe from any thread, never blocks."""

    def latest(self) -> Frame | None: ...


class FrameFeed(Preview, Protocol):
    """A running camera: its owner's thread keeps the newest frame; every method is safe from any thread."""

    def start(self) -> None:
        """Open the camera and keep reading; starting twice does no harm."""
        ...

    def stop(self) -> None:
        """Close the camera and forget its frames; stopping twice does no harm."""
        ...

    def wait_newer(self, sequence: int, timeout: float) -> Frame | None:
        """The newest frame with a greater sequence number, waiting up to ``timeout`` seconds; else ``None``.

        Raises ``Fault(CAMERA_MISSING | CAMERA_LOST)`` when the camera cannot be opened or delivers no more.
        """
        ...

    def turn(self, quarters: int) -> None:
        """Turn every frame from now on clockwise by this many quarters more; older ones are gone."""
        ...


class FaceSession(Protocol):
    """Watches the person of one check, frame after frame; on its engine's thread only."""

    def look(self, frame: Frame) -> FaceSighting:
        """The hint for the person, their face when it may be compared, what they are asked, what was found so far.

        Raises ``Fault(FACE_ENGINE_BROKEN)``.
        """
        ...

    def start_challenge(self) -> None:
        """Ask the person to move from the next frame on; asking twice changes nothing."""
        ...

    def close(self) -> None:
        """Forget everything about the person."""
        ...


class FaceEngine(Protocol):
    """Detects and compares faces; not thread-safe, each thread makes its own."""

    @property
    def name(self) -> str: ...

    def session(self, rules: LivenessRules) -> FaceSession:
        """Begin to watch the person of one check."""
        ...

    def compare(self, live: LiveFace, chip: ChipFace) -> FaceComparison:
        """Raise ``Fault(CHIP_PHOTO_UNUSABLE)`` when the chip's photo cannot be decoded or holds no face."""
        ...


class Roster(Protocol):
    """The site's list."""

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        """Raise ``Fault(LIST_MISSING | LIST_MALFORMED)`` when there is no list to ask."""
        ...


class QueueNumbers(Protocol):
    """Gives out numbers for queues; called on the records' thread only."""

    def issue(self, listing: Listing, day: date) -> int | None:
        """This person's number in their queue that day, the same whenever they come; on the disk when it returns.

        ``None`` where the row has a number of its own, names no queue, or the queue is full. Raise
        ``Fault(LIST_MISSING | LIST_MALFORMED)`` when it cannot be written.
        """
        ...


class Journal(Protocol):
    """The append-only record; ``commit`` returns only when the record is safe on the disk."""

    def commit(self, record: CheckRecord, identity: Identity | None, outgoing: Sequence[OutboxMessage] = ()) -> None:
        """Write the record and ``outgoing``, its messages for the outbox: all or nothing.

        Raise ``Fault(JOURNAL_FAILED)``. The identity serves to make the person's digest, it is not kept.
        """
        ...

    def note_fault(self, fault: FaultCode) -> None:
        """Record that a device failed. Raise ``Fault(JOURNAL_FAILED)``."""
        ...

    def last_admission(self, identity: Identity) -> datetime | None:
        """When this person was admitted before at this site, if ever."""
        ...

    def last_leaving(self, identity: Identity) -> datetime | None:
        """When this person, having come in, was last seen to leave, if ever."""
        ...

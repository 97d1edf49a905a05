"""What a reading has gathered, and the memory by which a reading that lost its card goes on where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.domain.access_key import AccessKey
from kiosk.domain.chip_reading import Access, ActiveAuthentication, ChipAuthentication, ElementaryFile, PaceCam
from kiosk.domain.faults import FaultCode
from kiosk.reader.emrtd.read_strategy import KindOfCard

RESUME_SECONDS = 60.0
"""A card that was away longer begins a new reading; a check is over by then."""

RESUMABLE = frozenset(
    {
        FaultCode.CARD_REMOVED,
        FaultCode.CARD_RESET,
        FaultCode.CARD_MUTE,
        FaultCode.READER_LOST,
        FaultCode.READER_REFUSED,
        # The card's removal and the end of its reading race each other: the check cancels when it hears of the former.
        FaultCode.CANCELLED,
    }
)
"""Ends of a reading that are accidents of the link. What a chip did wrong is not carried over to its next reading."""

NO_ACCESS = Access("none", "none")

MALFORMED = "malformed"
"""Instead of a status word in ``absent``: the chip gave a file that is none, and the check can do without it."""


@dataclass(slots=True)
class Gathered:
    """All that came off one chip. ``begun`` are the first bytes of files that are not complete; ``key`` is the one that
    opened the chip, ``None`` as long as none did; ``card_access`` is ``None`` as long as it was not asked for, and
    ``listed``, the data groups of EF.SOD, as long as they are not known."""

    key: AccessKey | None = field(default=None, repr=False)
    access: Access = NO_ACCESS
    card_access: bytes | None = field(default=None, repr=False)
    files: dict[ElementaryFile, bytes] = field(default_factory=dict, repr=False)
    begun: dict[ElementaryFile, bytearray] = field(default_factory=dict, repr=False)
    absent: dict[ElementaryFile, str] = field(default_factory=dict)
    listed: frozenset[ElementaryFile] | None = None
    active_authentication: ActiveAuthentication | None = None
    active_authentication_done: bool = False
    chip_authentication: ChipAuthentication | None = None
    pace_cam: PaceCam | None = None

    @property
    def witness(self) -> ElementaryFile | None:
        """The file by which this card is told from any other: EF.SOD, or DG1 of a chip that does not give that."""
        return next((file for file in (ElementaryFile.SOD, ElementaryFile.DG1) if file in self.files), None)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A reading that can go on, and what it has learned about the ``kind`` of card that lay on ``reader``."""

    gathered: Gathered
    reader: str
    kind: KindOfCard


class ResumeMemory:
    """Holds one unfinished reading, personal data included, until it is taken, forgotten, or too old."""

    def __init__(self) -> None:
        self._kept: tuple[Unfinished, float] | None = None

    def keep(self, unfinished: Unfinished, fault: FaultCode, now: float) -> None:
        """Remember a reading that ended by ``fault`` at the monotonic time ``now``, if it can go on."""
        gathered = unfinished.gathered
        if fault in RESUMABLE and gathered.key is not None and gathered.witness is not None:
            self._kept = unfinished, now

    def take(self, keys: Sequence[AccessKey], now: float) -> Unfinished | None:
        """The unfinished reading of the card that one of these keys opens; it is remembered no longer."""
        kept, self._kept = self._kept, None
        if kept is None:
            return None
        unfinished, since = kept
        return unfinished if unfinished.gathered.key in keys and now - since <= RESUME_SECONDS else None

    def forget(self) -> None:
        self._kept = None

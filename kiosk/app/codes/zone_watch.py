"""The machine-readable zone beside the codes: when it is looked for and believed, and what the person is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from kiosk.app.codes.frame_looks import Choice
from kiosk.domain.face import Frame
from kiosk.domain.faults import FaultCode
from kiosk.reader.codes.kinds import recognise
from kiosk.reader.codes.qr import CardQr
from kiosk.reader.scan.mrz.advice import GONE_SECONDS, ZoneAdvice
from kiosk.reader.scan.mrz.networks import NetworkMissingError
from kiosk.reader.scan.mrz.sighting import MrzHint, MrzSighting
from kiosk.reader.scan.mrz.voting import MrzResult, MrzVoter

SAME_PERSON_SECONDS = 5.0
"""A card's code that was seen so long ago must have the number of the zone: both sides are one card's."""

EVERY = 2
"""Of frames without a zone every second is searched: a code is more often what is held up, and reads faster."""

URGENT_SECONDS = 1.5
"""For so long after a zone came into view its frames come before codes and before the thread's rest."""

HINTS: Mapping[MrzHint, FaultCode] = MappingProxyType(
    {
        MrzHint.WHOLE: FaultCode.ZONE_CUT_OFF,
        MrzHint.CLOSER: FaultCode.ZONE_TOO_SMALL,
        MrzHint.GLARE: FaultCode.ZONE_GLARE,
        MrzHint.FLAT: FaultCode.ZONE_ASLANT,
        MrzHint.HOLD_STILL: FaultCode.ZONE_BLURRED,
    }
)
"""What the person is told."""

_log = logging.getLogger(__name__)


class ZoneReader(Protocol):
    """What ``ZoneFollower`` does, one thread at a time."""

    def read(self, frame: Frame) -> MrzSighting: ...

    def forget(self) -> None: ...


class ZoneWatch:
    """For the thread that reads codes. The reader is made at the first frame; that it cannot be made is logged once."""

    def __init__(self, make_reader: Callable[[], ZoneReader]) -> None:
        self._make_reader = make_reader
        self._reader: ZoneReader | None = None
        self._broken = False
        self._voter = MrzVoter()
        self._advice = ZoneAdvice()
        self._since = EVERY
        self._in_view = False
        self._came_at: float | None = None
        self._seen_at = 0.0
        self._number = ""
        self._numbered_at = float("-inf")

    @property
    def urgent(self) -> bool:
        """Whether a zone came into view a moment ago and is not read yet."""
        return self._in_view and self._came_at is not None and self._seen_at - self._came_at <= URGENT_SECONDS

    def forget(self) -> None:
        """The next frame is another person's."""
        self._voter.forget()
        self._advice.forget()
        self._number, self._in_view, self._came_at = "", False, None
        if self._reader is not None:
            self._reader.forget()

    def code_seen(self, content: bytes, at: float) -> None:
        """A code was read at ``at`` (monotonic seconds): where it is a card's, a zone must agree with its number."""
        card = recognise(content)
        if isinstance(card, CardQr):
            self._number, self._numbered_at = card.number, at
            self._voter.forget()

    def look(self, frame: Frame) -> Choice:
        """The lines that count, with line ends between them; most frames give nothing, and some a hint.

        A zone whose number is not that of the code that was just seen is a second card.
        """
        reader = self._made()
        if reader is None:
            return Choice()
        self._since += 1
        if self._since < EVERY:
            return Choice()
        at, sighting = frame.captured_at, reader.read(frame)
        self._note(sighting, at)
        result = self._voter.add(sighting, at)
        hint = self._advice.add(sighting, at)
        if result is None:
            return Choice(hint=None if hint is None else HINTS[hint])
        number = result.mrz.personal_number
        recent = at - self._numbered_at <= SAME_PERSON_SECONDS
        if self._number and recent and number and number != self._number:
            return Choice(several=True)
        return Choice("\n".join(_as_agreed(result)).encode("ascii"))

    def _note(self, sighting: MrzSighting, at: float) -> None:
        # Once there is a zone, the next frame is wanted as well.
        self._in_view = bool(sighting.corners)
        self._since = EVERY if self._in_view else 0
        if self._in_view:
            if self._came_at is None or at - self._seen_at > GONE_SECONDS:
                self._came_at = at
            self._seen_at = at

    def _made(self) -> ZoneReader | None:
        if self._reader is None and not self._broken:
            try:
                self._reader = self._make_reader()
            except NetworkMissingError as error:
                self._broken = True
                _log.error("machine-readable zones are not read: %s", error)
        return self._reader


def _as_agreed(result: MrzResult) -> tuple[str, ...]:
    """The lines without a name that no two frames have read alike: it would be somebody else's."""
    if result.name:
        return result.lines
    if len(result.lines) == 3:
        return (*result.lines[:2], "<" * 30)
    first, second = result.lines
    return first[:5].ljust(len(first), "<"), second


def make_zone_watch() -> ZoneWatch:
    from kiosk.reader.scan.mrz.following import ZoneFollower

    return ZoneWatch(ZoneFollower)

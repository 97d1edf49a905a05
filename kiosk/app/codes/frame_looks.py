"""What one camera frame gives: a code, else a machine-readable zone; and which of the two is looked for first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.face import Frame
from kiosk.domain.faults import FaultCode
from kiosk.reader.codes.kinds import CodeKind, kind_of, recognise
from kiosk.reader.scan.agreement import Agreement
from kiosk.reader.scan.engines import CodeEngine
from kiosk.reader.scan.sighting import CodeSighting

CODES_EVERY = 3
"""While a zone is about to be read, codes are looked for in one of so many frames."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a frame is taken: one content, or the word that several cards are in view, or what the person can change.

    ``hint`` is there where printed lines are seen and cannot be read.
    """

    content: bytes | None = None
    several: bool = False
    hint: FaultCode | None = None


class Zones(Protocol):
    """Reads the machine-readable zone of frames without a code; ``kiosk.app.codes.zone_watch``."""

    @property
    def urgent(self) -> bool:
        """Whether a zone is in view that the next frames may show well enough to be read."""
        ...

    def look(self, frame: Frame) -> Choice: ...

    def code_seen(self, content: bytes, at: float) -> None: ...

    def forget(self) -> None: ...


class FrameLooks:
    """Looks at one frame after another; for one thread."""

    def __init__(self, engine: CodeEngine, zones: Zones | None = None) -> None:
        self._engine = engine
        self._zones = zones
        self._agreement = Agreement()
        self._without_codes = 0

    @property
    def urgent(self) -> bool:
        """Whether the next frame should not wait."""
        return self._zones is not None and self._zones.urgent

    def look(self, frame: Frame, *, with_zones: bool = True) -> Choice:
        """A code; where a frame shows none, its zone. Once a zone is in view it comes first, for a moment.

        Without zones those seen so far are forgotten: nothing about them is urgent any more.
        """
        if self._zones is not None and not with_zones:
            self._zones.forget()
        zones = self._zones if with_zones else None
        if zones is not None and zones.urgent and self._without_codes + 1 < CODES_EVERY:
            self._without_codes += 1
            return zones.look(frame)
        self._without_codes = 0
        choice = chosen(self._agreement.believed(self._engine.read(frame)))
        if zones is None or choice.several:
            return choice
        if choice.content is None:
            return zones.look(frame)
        zones.code_seen(choice.content, frame.captured_at)
        return choice

    def forget(self) -> None:
        """Nobody's code is wanted any more: the next frame is another person's."""
        self._engine.forget()
        self._agreement.forget()
        if self._zones is not None:
            self._zones.forget()


_OURS = frozenset({CodeKind.CARD, CodeKind.INSURANCE, CodeKind.BOARDING_PASS, CodeKind.MRZ})


def is_ours(content: bytes) -> bool:
    """Whether a code is of a kind that some kiosk takes; the sticker on the wall behind is not."""
    return kind_of(recognise(content)) in _OURS


def chosen(codes: tuple[CodeSighting, ...]) -> Choice:
    """The only card's code among these, whatever else is in view; without one the nearest that some kiosk takes.

    Of two cards none is taken: the person decides which one counts by putting the other away.
    """
    cards = [code for code in codes if kind_of(recognise(code.content)) is CodeKind.CARD]
    if len(cards) > 1:
        return Choice(several=True)
    ours = [code for code in codes if is_ours(code.content)]
    return Choice((cards or ours or list(codes))[0].content) if codes else Choice()

"""Walks the check machine by hand: events in, phases and effects out, the clock in the test's hand."""

from __future__ import annotations

from typing import TypeVar

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.machine import advance
from kiosk.check.states import Check, Idle, Instant, Kiosk, Phase, Recording, ShowingResult
from kiosk.domain.desks.by_hand import ByHand
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Decision
from tests.fakes.findings import (
    AN_BY_HAND,
    AN_BY_QR,
    AN_CAN,
    INSPECTED,
    LISTED,
    LIVE,
    MATCH,
    PROFILE,
    READER,
    at,
    reading,
)

E = TypeVar("E", bound=fx.Effect)


class Walk:
    """One kiosk under the test's control, starting at rest."""

    def __init__(self, kiosk: Kiosk | None = None) -> None:
        self.kiosk = kiosk or Kiosk(PROFILE, Idle())
        self.effects: list[fx.Effect] = []
        self.now = at(0)

    def send(self, *events: ev.Event, after: float = 0.0) -> Walk:
        """Let the events happen ``after`` seconds later."""
        self.now = Instant(self.now.monotonic + after, self.now.wall)
        for event in events:
            self.kiosk, effects = advance(self.kiosk, event, self.now)
            self.effects.extend(effects)
        return self

    @property
    def phase(self) -> Phase:
        return self.kiosk.phase

    @property
    def check(self) -> Check:
        assert self.kiosk.check is not None
        return self.kiosk.check

    @property
    def id(self) -> CheckId:
        return self.check.id

    @property
    def decision(self) -> Decision:
        assert isinstance(self.phase, Recording | ShowingResult)
        return self.phase.decision

    def all(self, kind: type[E]) -> list[E]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def last(self, kind: type[E]) -> E:
        return self.all(kind)[-1]

    # The stations of a good check

    def code_then_card(self) -> Walk:
        return self.send(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)), ev.CardPresented(READER))

    def chip_read(self) -> Walk:
        return self.send(ev.ChipRead(self.id, self.check.attempt, reading()))

    def inspected(self) -> Walk:
        return self.send(ev.DocumentInspected(self.id, INSPECTED, reading()))

    def face_seen(self) -> Walk:
        return self.send(ev.LiveFaceFound(self.id, LIVE))

    def completed(self) -> Walk:
        """From nobody there to a verdict that waits for the journal."""
        self.code_then_card().face_seen().chip_read().inspected()
        return self.send(ev.FaceCompared(self.id, MATCH, LIVE), ev.ListAnswered(self.id, LISTED))

    def looked_at(self, person: ByHand = AN_BY_HAND) -> Walk:
        """Staff found somebody in the list and have seen enough: the verdict waits for the journal."""
        self.send(ev.HandCheckBegun(person))
        return self.send(ev.HandCheckDone(self.id))

    def checked_by_hand(self) -> Walk:
        """Until staff have to decide about somebody whom they found in the list."""
        self.looked_at()
        return self.send(ev.Recorded(self.id))

    def shown(self) -> Walk:
        return self.completed().send(ev.Recorded(self.id))

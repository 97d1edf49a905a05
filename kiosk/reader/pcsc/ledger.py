"""From what PC/SC says of the readers to what happened at them: pure, fed with snapshots, gives events."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.domain.presence import CardGone, CardSeen, PresenceEvent, ReadersChanged
from kiosk.reader.pcsc.state import ReaderState


class PresenceLedger:
    """Remembers which cards were announced, and announces only what is new.

    Two things come with each snapshot besides "there or not": the event counter, which tells a card that was swapped
    between two looks, and the ATR, which a card can get late when it was mute at first. A card whose ATR ``admits``
    does not like is no card.
    """

    def __init__(self, admits: Callable[[bytes], bool] = lambda atr: True) -> None:
        self._admits = admits
        self._announced: ReadersChanged | None = None
        self._cards: dict[str, ReaderState] = {}

    def observe(self, snapshot: Sequence[ReaderState]) -> list[PresenceEvent]:
        """The events between the last snapshot and this one, of all chosen readers."""
        usable = [reader for reader in snapshot if reader.usable]
        names = tuple(reader.name for reader in usable)
        events: list[PresenceEvent] = self._forget(set(self._cards) - set(names))
        events += self._announce(ReadersChanged(names))
        for reader in usable:
            events += self._compare(reader)
        return events

    def service_down(self) -> list[PresenceEvent]:
        """The card service is gone, and with it everything that was known."""
        return [*self._forget(set(self._cards)), *self._announce(ReadersChanged((), service=False))]

    def _announce(self, change: ReadersChanged) -> list[PresenceEvent]:
        if change == self._announced:
            return []
        self._announced = change
        return [change]

    def _forget(self, readers: set[str]) -> list[PresenceEvent]:
        for name in readers:
            del self._cards[name]
        return [CardGone(name) for name in sorted(readers)]

    def _compare(self, now: ReaderState) -> list[PresenceEvent]:
        before = self._cards.get(now.name)
        if before is not None and now.present and not now.atr and now.event_count == before.event_count:
            return []  # the same card, without power for the moment
        if not now.present or not self._admits(now.atr):
            return [] if before is None else self._forget({now.name})
        seen = CardSeen(now.name, now.atr)
        if before is None:
            self._cards[now.name] = now
            return [seen]
        self._cards[now.name] = now
        same = before.event_count == now.event_count and before.atr == now.atr
        return [] if same else [CardGone(now.name), seen]

"""The slot of a virtual reader: at most one card, put in and taken out at any moment, even during a command."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable

from kiosk.simulator.slot.card_port import CardMute, CardTorn, SimulatedCard

MUTE_SECONDS = 3.0  # how long a real CCID driver waits for an answer (libccid, DEFAULT_COM_READ_TIMEOUT)

CLA_READER = 0xFF  # PC/SC part 3 §3.2.2: commands of this class are for the reader, never for the card
GET_DATA = 0xCA
SW_OK = b"\x90\x00"
SW_NOT_FOR_THIS_CARD = b"\x6a\x81"
SW_UNKNOWN_INS = b"\x6d\x00"


class CardSlot:
    """One card at a time, seen by one reader.

    ``insert`` and ``remove`` may come from any thread at any moment and never wait for a command that is under way;
    that command then ends in ``CardTorn``. Commands themselves reach the card one after the other.
    ``on_change`` is called after every insertion and removal, on the thread that caused it.
    """

    def __init__(self, *, mute_seconds: float = MUTE_SECONDS, on_change: Callable[[], None] | None = None) -> None:
        self._mute_seconds = mute_seconds
        self._on_change = on_change or (lambda: None)
        self._command = threading.Lock()  # held while a card works
        self._changed = threading.Condition()  # guards the fields below
        self._card: SimulatedCard | None = None
        self._powered = False
        self._removal_unknown = False
        self._uid = b""
        self._arrivals = 0

    def insert(self, card: SimulatedCard) -> None:
        """Lay a card on the reader; one that lies there already is taken away first."""
        with self._changed:
            self._removal_unknown |= self._card is not None
            self._card, self._powered = card, False
            # contactless ID cards show a random UID, recognisable by its first byte (ISO/IEC 14443-3, 6.5.4)
            self._uid = b"\x08" + secrets.token_bytes(3)
            self._arrivals += 1
            self._changed.notify_all()
        self._on_change()

    def remove(self) -> None:
        """Take the card away; nothing happens if there is none."""
        self._take_away(None)

    def _take_away(self, card: SimulatedCard | None) -> None:
        with self._changed:
            if self._card is None or (card is not None and card is not self._card):
                return
            self._card, self._powered, self._removal_unknown = None, False, True
            self._changed.notify_all()
        self._on_change()

    @property
    def arrival(self) -> int | None:
        """The number of the card in the slot, counted from the first that came; None when the slot is empty."""
        with self._changed:
            return self._arrivals if self._card is not None else None

    @property
    def atr(self) -> bytes:
        """The ATR of the card in the slot, empty if it is not there or not powered."""
        with self._changed:
            return self._card.atr if self._card is not None and self._powered else b""

    def look(self) -> bool:
        """Whether a card is there, for a reader that asks now and then.

        After a removal the answer is no until ``removal_known``, however fast the next card came: a real reader's
        field logic does not miss a swap, so neither may ours.
        """
        with self._changed:
            return self._card is not None and not self._removal_unknown

    def removal_known(self) -> None:
        """The reader has passed on that the slot was empty; the next card may be seen."""
        with self._changed:
            waiting = self._removal_unknown and self._card is not None
            self._removal_unknown = False
        if waiting:
            self._on_change()

    def power_up(self, arrival: int | None = None) -> bytes:
        """Power or reset the card and return its ATR; ``arrival`` as for ``transmit``.

        Raises ``CardTorn`` when the card is not there, ``CardMute`` when it does not answer.
        """
        with self._command:
            card = self._require(powered=False, arrival=arrival)
            try:
                card.power_up()
            except CardTorn:
                self._take_away(card)
                raise
            with self._changed:
                if self._card is not card:
                    raise CardTorn
                self._powered = True
            return card.atr

    def transmit(self, command: bytes, arrival: int | None = None) -> bytes:
        """The answer to one command, from the card of that arrival if one is named.

        A mute card costs ``mute_seconds``, or less if it is taken away meanwhile. Raises ``CardTorn`` when the card
        is not there, not there any more, or not powered since it came; ``CardMute`` when it stayed silent.
        """
        with self._command:
            card = self._require(powered=True, arrival=arrival)
            if command[:1] == bytes((CLA_READER,)):
                return self._answer_for_reader(command, card.atr)
            try:
                answer = card.transmit(command)
            except CardTorn:
                self._take_away(card)
                raise
            except CardMute:
                self._await_departure(card)
                raise
            self._require_same(card)
            return answer

    def _require(self, *, powered: bool, arrival: int | None = None) -> SimulatedCard:
        with self._changed:
            if self._card is None or (powered and not self._powered) or arrival not in (None, self._arrivals):
                raise CardTorn
            return self._card

    def _require_same(self, card: SimulatedCard) -> None:
        with self._changed:
            if self._card is not card or not self._powered:
                raise CardTorn

    def _await_departure(self, card: SimulatedCard) -> None:
        with self._changed:
            if self._changed.wait_for(lambda: self._card is not card or not self._powered, self._mute_seconds):
                raise CardTorn

    def _answer_for_reader(self, command: bytes, atr: bytes) -> bytes:
        """GET DATA of PC/SC part 3 §3.2.2.1.3: the UID, or the historical bytes of the ATS."""
        if len(command) < 4 or command[1] != GET_DATA:
            return SW_UNKNOWN_INS
        if command[2:4] == b"\x00\x00":
            return self._uid + SW_OK
        if command[2:4] == b"\x01\x00" and atr[2:4] == b"\x80\x01":
            return atr[4 : 4 + (atr[1] & 0x0F)] + SW_OK
        return SW_NOT_FOR_THIS_CARD

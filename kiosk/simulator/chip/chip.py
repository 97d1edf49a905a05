"""The chip of a virtual card as a reader meets it: transport, secure messaging, time, and the ways to fail.

What the chip does with a plain command lies in ``commands.py``; the protocols are written from ICAO Doc 9303-11
and BSI TR-03110 and share no code with the reader's side of them.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from kiosk.domain.clock import Clock, SystemClock
from kiosk.reader.apdu import MAX_EXTENDED, MAX_SHORT_RESPONSE, Command, Response, StatusWord
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import FORGERIES, CardFault, ShortOnly, Slow
from kiosk.simulator.card.forgery import forged
from kiosk.simulator.chip.commands import ChipCommands
from kiosk.simulator.chip.link import LinkModel, Operation
from kiosk.simulator.chip.mishaps import Mishaps
from kiosk.simulator.chip.secure_messaging import PROTECTED, SecureMessagingError
from kiosk.simulator.chip.session import Answer, refusal
from kiosk.simulator.slot.card_port import CardTorn

GET_RESPONSE = 0xC0
MORE_DATA = 0x6100


class Chip:
    """One chip in the field of one reader; a ``SimulatedCard``, called by one thread at a time.

    ``faults`` come on top of the card's own; forgeries among them are carried out on a copy of the card. A command
    takes as long as ``link`` says, our own computing included; ``modelled_seconds`` adds that up over the chip's life,
    so that a benchmark can tell the link's share from the program's. ``rng`` gives that many random bytes.
    """

    def __init__(
        self,
        card: VirtualCard,
        link: LinkModel | None = None,
        *,
        faults: Iterable[CardFault] = (),
        clock: Clock | None = None,
        sleep: Callable[[float], None] = time.sleep,
        rng: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        added = tuple(faults)
        for fault in added:
            if isinstance(fault, FORGERIES):
                card = forged(card, fault)
        switches = (*card.faults, *added)
        slowness = max((fault.factor for fault in switches if isinstance(fault, Slow)), default=1)
        self._link = replace(link or LinkModel.none(), chip_factor=float(slowness))
        self._profile = card.profile
        self._extended = card.profile.manners.extended_length and ShortOnly() not in switches
        self._mishaps = Mishaps(switches)
        self._commands = ChipCommands(card, switches, self._mishaps, rng)
        self._clock = clock or SystemClock()
        self._sleep = sleep
        self._rest = b""
        self.modelled_seconds = 0.0

    @property
    def atr(self) -> bytes:
        return self._profile.atr

    def power_up(self) -> None:
        self._rest = b""
        self._commands.reset()

    def transmit(self, command: bytes) -> bytes:
        started = self._clock.monotonic()
        self._mishaps.command()
        try:
            answer, protected = self._answer(command)
        except CardTorn:
            # The card was on its way to answer: the command and the chip's work had taken their time.
            self._take_time(started, self._link.exchange_seconds(len(command), 0, Operation.READ))
            raise
        response = answer.response.encode()
        seconds = self._link.exchange_seconds(len(command), len(response), answer.operation, protected=protected)
        self._take_time(started, seconds + self._link.failure_seconds(answer.failures))
        return response

    def _take_time(self, started: float, seconds: float) -> None:
        self.modelled_seconds += seconds
        remaining = seconds - (self._clock.monotonic() - started)
        if remaining > 0.0:
            self._sleep(remaining)

    def _answer(self, raw: bytes) -> tuple[Answer, bool]:
        """The answer on the wire, and whether it went through secure messaging."""
        try:
            command = Command.decode(raw)
        except ValueError:
            return refusal(StatusWord.WRONG_LENGTH), False
        rest, self._rest = self._rest, b""
        too_much = len(command.data) > self._profile.manners.max_command
        if command.needs_extended and (too_much or not self._extended):
            # The transport layer refuses: secure messaging is not reached and its counter does not move.
            return refusal(StatusWord.WRONG_LENGTH), False
        if command.ins == GET_RESPONSE and rest:
            return self._in_pieces(Answer(Response(rest, StatusWord.OK)), command), False
        if command.cla & PROTECTED != PROTECTED:
            if self._commands.session.messaging is not None:
                self._commands.close_session()
            answer = self._commands.process(command, _limit(command))
            self._succeed()
            return self._in_pieces(answer, command), False
        return self._in_pieces(self._protected(command), command), True

    def _protected(self, command: Command) -> Answer:
        messaging = self._commands.session.messaging
        if messaging is None:
            return refusal(StatusWord.SM_DATA_WRONG)
        try:
            plain = messaging.unwrap(command)
        except SecureMessagingError as error:
            self._commands.close_session()
            return refusal(error.sw)
        answer = self._commands.process(plain, _limit(command))
        if answer.bare:
            self._commands.close_session()
            return answer
        wrapped = messaging.wrap(answer.response, command.ins)
        self._succeed()
        return replace(answer, response=wrapped)

    def _succeed(self) -> None:
        """A new session begins behind the answer that agreed on it."""
        session = self._commands.session
        if session.successor is not None:
            session.messaging, session.successor = session.successor, None

    def _in_pieces(self, answer: Answer, command: Command) -> Answer:
        """No answer is longer than Le allows: the rest waits for GET RESPONSE (ISO/IEC 7816-4 §5.3.4)."""
        data, limit = answer.response.data, _limit(command)
        if len(data) <= limit:
            return answer
        self._rest = data[limit:]
        return replace(answer, response=Response(data[:limit], MORE_DATA | min(len(self._rest), 0x100) & 0xFF))


def _limit(command: Command) -> int:
    """The most data that the answer may carry on the wire; a command without Le is taken as one with Le 00."""
    return (command.le or MAX_EXTENDED) if command.needs_extended else (command.le or MAX_SHORT_RESPONSE)

"""A recorded chip that can be read again: what an unmasked trace knows of its files and manners, behind fresh keys.

Access is that of the virtual chip, with the CAN of whoever replays and the MRZ that the trace holds. Inside, commands
that were recorded get their recorded answers, status words and times; blocks of other sizes are cut from the recorded
bytes as the chip would have cut them. What nobody asked for then is not there; but where a fault of the card broke off
the trace, it breaks off whatever goes beyond it. The chip's private keys are not in a trace: whoever replays one has a
clone, and the clone checks say so.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Clock
from kiosk.domain.faults import FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response, StatusWord
from kiosk.reader.lds.catalogue import CATALOGUE
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.security_infos import parse_security_infos
from kiosk.reader.trace.conversation import PowerUp, Turn, turns
from kiosk.reader.trace.events import Connected, Exchange
from kiosk.reader.trace.lines import Trace
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import Access, CardProfile, PaceOffer
from kiosk.simulator.card.manners import Manners
from kiosk.simulator.card.mechanisms import PACE, NonceMapping
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.commands import ChipCommands
from kiosk.simulator.chip.files import DO_DISCRETIONARY, FileSystem, Refused, read_request
from kiosk.simulator.chip.mishaps import Mishaps
from kiosk.simulator.chip.reading import NO_CURRENT_FILE, FileAccess
from kiosk.simulator.chip.secure_messaging import PROTECTED
from kiosk.simulator.chip.session import Answer, Session
from kiosk.simulator.recorded.files import Given, Place, RecordedFiles, file_identifier
from kiosk.simulator.slot.card_port import CardMute, CardTorn

Conversation = tuple[PowerUp | Turn, ...]

_INTERNAL_AUTHENTICATE = 0x88
_DYNAMIC_DATA = 0x7C
_MRZ_TEMPLATE = 0x5F1F
_NO_MRZ = ("<" * 30,) * 3
_LINES = {90: 30, 72: 36, 88: 44}
"""Length of one line of the MRZ by that of all."""


class ReplayError(ValueError):
    """The trace holds no card that can be replayed; the text says what is missing."""


class ReplayedCard(Chip):
    """A ``SimulatedCard`` made of a trace; ``modelled_seconds`` adds up the recorded times.

    Raises ``ReplayError`` where nobody listened inside secure messaging, or where neither ``can`` nor a recorded MRZ
    could open the chip.
    """

    def __init__(
        self,
        trace: Trace,
        can: str = "",
        *,
        clock: Clock | None = None,
        sleep: Callable[[float], None] = time.sleep,
        rng: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        if not any(event.clear for event in trace.exchanges) and any(map(_is_secure, trace.exchanges)):
            raise ReplayError("the trace holds no plain commands: nobody listened inside secure messaging")
        conversation = tuple(turns(trace))
        files = RecordedFiles(conversation)
        card = _card(files, can, conversation)
        super().__init__(card, clock=clock, sleep=sleep, rng=rng)
        self._atr = next(event.atr for event in trace.events if isinstance(event, Connected))
        self._recorded = _RecordedCommands(card, files, conversation, rng)
        self._commands = self._recorded

    @property
    def atr(self) -> bytes:
        return self._atr

    def transmit(self, command: bytes) -> bytes:
        began = self._clock.monotonic()
        self._recorded.seconds = 0.0
        try:
            return super().transmit(command)
        finally:
            self.modelled_seconds += self._recorded.seconds
            left = self._recorded.seconds - (self._clock.monotonic() - began)
            if left > 0.0:
                self._sleep(left)


class _RecordedCommands(ChipCommands):
    """Access by the virtual chip, everything else by the record; ``seconds`` is what the last command took then."""

    def __init__(
        self,
        card: VirtualCard,
        files: RecordedFiles,
        conversation: Conversation,
        rng: Callable[[int], bytes],
    ) -> None:
        mishaps = Mishaps(())
        super().__init__(card, (), mishaps, rng)
        self._access = _RecordedAccess(files, mishaps, self._take)
        self._times: dict[tuple[int, int], float] = {}
        self._signature: Given | None = None
        self.seconds = 0.0
        for turn in conversation:
            if isinstance(turn, Turn) and turn.response is not None and turn.response.ok:
                self._times.setdefault(_kind(turn.command), turn.seconds)
                if turn.command.ins == _INTERNAL_AUTHENTICATE and self._signature is None:
                    self._signature = Given(turn.response, turn.seconds)

    def process(self, command: Command, limit: int) -> Answer:
        if command.ins == _INTERNAL_AUTHENTICATE and self._signature is not None and self.session.opened:
            return self._take(self._signature)
        self.seconds = self._times.get(_kind(command), 0.0)
        return super().process(command, limit)

    def _take(self, given: Given) -> Answer:
        """Answer as recorded; raises ``CardTorn`` or ``CardMute`` where the trace has a fault of the card."""
        self.seconds = given.seconds
        if given.response is None:
            raise CardMute if given.fault is FaultCode.CARD_MUTE else CardTorn
        return Answer(given.response, bare=given.bare)


class _RecordedAccess(FileAccess):
    """SELECT and READ BINARY by the record."""

    def __init__(self, files: RecordedFiles, mishaps: Mishaps, take: Callable[[Given], Answer]) -> None:
        super().__init__(FileSystem({}), Manners(), mishaps)
        self._recorded = files
        self._take = take
        self._selected: tuple[Session, int] | None = None

    def select(self, session: Session, command: Command) -> Answer:
        self._require_open(session, select=command)
        answer = self._take(self._recorded.select(session.application, command))
        if answer.response.ok:
            self._selected = (session, int.from_bytes(command.data, "big")) if command.p1 == 0x02 else None
            if command.p1 in (0x00, 0x04):
                session.application = command.p1 == 0x04
        return answer

    def read_binary(self, session: Session, command: Command, limit: int) -> Answer:
        self._require_open(session)
        request = read_request(command)
        if command.le is None:
            raise Refused(StatusWord.WRONG_LENGTH)
        fid = request.fid
        if request.sfi is not None:
            fid = file_identifier(session.application, request.sfi)
            if fid is None:
                raise Refused(StatusWord.FILE_NOT_FOUND)
        if fid is None and self._selected is not None and self._selected[0] is session:
            fid = self._selected[1]
        if fid is None:
            raise Refused(NO_CURRENT_FILE)
        given = self._recorded.read((session.application, fid), request.offset, command.le, wrapped=request.wrapped)
        answer = self._take(given)
        if answer.response.data:
            self._selected = session, fid
            if request.wrapped:
                wrapped = tlv.encode(DO_DISCRETIONARY, answer.response.data)
                return Answer(Response(wrapped, answer.response.sw), bare=answer.bare)
        return answer

    def _require_open(self, session: Session, select: Command | None = None) -> None:
        by_name = select is not None and select.p1 in (0x00, 0x04)
        if session.application and not session.opened and not by_name:
            raise Refused(StatusWord.SECURITY_STATUS)


def _card(files: RecordedFiles, can: str, conversation: Conversation) -> VirtualCard:
    """What the virtual chip needs to know for access."""
    mrz = _mrz(files.contents(_place(ElementaryFile.DG1)))
    offers = _offers(files.contents(_place(ElementaryFile.CARD_ACCESS)))
    if not mrz and not (can and offers):
        raise ReplayError("neither a CAN nor a recorded MRZ could open the chip")
    profile = CardProfile("replayed", access=Access(bool(mrz), offers, bool(can)), manners=_manners(conversation))
    return VirtualCard(profile, can, mrz or _NO_MRZ, "", {}, None, (), b"", b"")


def _manners(conversation: Conversation) -> Manners:
    """Limits beyond those of the record, but for a chip whose transport layer refused every long command."""
    long = [turn for turn in conversation if isinstance(turn, Turn) and turn.long_form and turn.response is not None]
    refused = [turn for turn in long if turn.bare and turn.response and turn.response.sw == StatusWord.WRONG_LENGTH]
    return Manners(extended_length=not long or refused != long, max_command=0xFFFF, max_response=0x10000)


def _offers(card_access: bytes) -> tuple[PaceOffer, ...]:
    """The recorded offers, less those that need a private key of the chip."""
    try:
        infos = parse_security_infos(card_access, "CardAccess").pace
    except LdsError:
        return ()
    names = {protocol.oid: name for name, protocol in PACE.items()}
    offers: list[PaceOffer] = []
    for info in infos:
        name = names.get(info.protocol)
        if name is None or info.parameter_id is None or PACE[name].mapping is NonceMapping.CHIP_AUTHENTICATION:
            continue
        try:
            offers.append(PaceOffer(name, info.parameter_id))
        except ValueError:
            continue
    return tuple(offers)


def _mrz(dg1: bytes) -> tuple[str, ...]:
    try:
        text = tlv.parse_one(tlv.parse_one(dg1).value, _MRZ_TEMPLATE).value.decode("ascii")
    except ValueError:
        return ()
    size = _LINES.get(len(text), 0)
    return tuple(text[at : at + size] for at in range(0, len(text), size)) if size else ()


def _place(file: ElementaryFile) -> Place:
    entry = CATALOGUE[file]
    return not entry.in_master_file, entry.fid


def _is_secure(exchange: Exchange) -> bool:
    return exchange.command.cla & PROTECTED == PROTECTED


def _kind(command: Command) -> tuple[int, int]:
    """What tells the steps of access apart: the instruction, and the data object inside GENERAL AUTHENTICATE."""
    try:
        inner = tlv.parse_one(command.data, _DYNAMIC_DATA).value
        return command.ins, inner[0] if inner else 0
    except tlv.TlvError:
        return command.ins, command.p1

"""SELECT and READ BINARY as a file's reader needs them (ISO/IEC 7816-4 §11.1.1, §11.2).

Whatever a reader or chip does to a length that is beyond it comes out as a status word; what is to be asked for next
is decided elsewhere.
"""

from __future__ import annotations

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response, StatusWord
from kiosk.reader.channel import Channel
from kiosk.reader.emrtd.read_strategy import ReadStrategy
from kiosk.reader.emrtd.secure_messaging import SecureMessagingLost
from kiosk.reader.lds.catalogue import FileEntry

EVEN_END = 0x8000
"""Where the fifteen bits of offset of READ BINARY with even INS end; behind it INS B1 carries the offset as data."""

_INS_SELECT, _INS_READ, _INS_READ_ODD = 0xA4, 0xB0, 0xB1
_OFFSET, _DISCRETIONARY_DATA = 0x54, 0x53
_SW1_EXACT = 0x6C
_CURRENT_FILE, _BY_SHORT_IDENTIFIER = 0x00, 0x80

_UPSET = {FaultCode.READER_REFUSED, FaultCode.CARD_MUTE, FaultCode.CARD_RESET}
"""How readers and chips take a first command of extended length that is beyond them."""


class ReadBinary:
    """The commands over one channel. What works and what does not is told to ``strategy``; ``short_answer`` is the most
    that an answer of short length carries.

    ``bare`` says that the last answer was a refusal outside secure messaging.
    """

    def __init__(self, channel: Channel, strategy: ReadStrategy, short_answer: int) -> None:
        self._channel = channel
        self._strategy = strategy
        self._short = short_answer
        self._upset = False  # the reader has just refused a command of extended length
        self.bare = False

    def select(self, entry: FileEntry) -> int:
        """SELECT by file identifier; gives the status word."""
        return self._channel.transmit(Command(0x00, _INS_SELECT, 0x02, 0x0C, entry.fid.to_bytes(2, "big"))).sw

    def begin(self, entry: FileEntry, size: int, *, by_short_identifier: bool) -> Response:
        """The first bytes of the file, which is selected unless it is asked for by its short identifier."""
        p1 = _BY_SHORT_IDENTIFIER | entry.sfi if by_short_identifier else _CURRENT_FILE
        return self._ask(self._command(_INS_READ, p1, 0, size), size)

    def at(self, offset: int, size: int) -> Response:
        """``size`` bytes of the selected file; raises ``Fault(CARD_ANSWER_WRONG)`` for an answer to INS B1 that is no
        DO'53'."""
        if offset < EVEN_END:
            return self._ask(self._command(_INS_READ, offset >> 8, offset & 0xFF, size), size)
        response = self._ask(self._command(_INS_READ_ODD, 0, 0, wrapped(size), offset_object(offset)), size)
        if not response.data:
            return response
        try:
            return Response(tlv.parse_one(response.data, _DISCRETIONARY_DATA).value, response.sw)
        except tlv.TlvError as error:
            raise Fault(FaultCode.CARD_ANSWER_WRONG, f"READ BINARY B1: {error}") from error

    def _command(self, ins: int, p1: int, p2: int, le: int, data: bytes = b"") -> Command:
        return Command(0x00, ins, p1, p2, data, le, extended=le > self._short)

    def _ask(self, command: Command, size: int) -> Response:
        """Transmit; what an extended command may do to a reader or chip that cannot take it becomes 6700.

        The answer has data only where the status word vouches for them.
        """
        strategy = self._strategy
        try:
            response = self._channel.transmit(command)
        except SecureMessagingLost as lost:
            if lost.sw is None or not about_length(lost.sw):
                raise
            self.bare = True
            return Response(b"", lost.sw)
        except Fault as fault:
            probing = command.needs_extended and not strategy.extended_proven
            if fault.code not in _UPSET or not (probing or self._upset):
                raise
            strategy.extended = False
            if fault.code is not FaultCode.READER_REFUSED or self._upset:
                raise SecureMessagingLost(f"extended length: {fault.code}") from fault
            self._upset = True
            return Response(b"", StatusWord.WRONG_LENGTH)
        self._upset = self.bare = False
        if response.sw not in (StatusWord.OK, StatusWord.WARNING_END_OF_FILE):
            return Response(b"", response.sw)
        if response.data:
            strategy.answered(size, extended=command.needs_extended)
        return response


def offset_object(offset: int) -> bytes:
    """DO'54', by which READ BINARY with odd INS is told where to read (ISO/IEC 7816-4 §11.2.3)."""
    return tlv.encode(_OFFSET, offset.to_bytes(max(1, (offset.bit_length() + 7) // 8), "big"))


def wrapped(size: int) -> int:
    """Bytes of an answer to odd INS that brings ``size`` bytes of the file, in DO'53'."""
    return 1 + len(tlv.encode_length(size)) + size


def about_length(sw: int) -> bool:
    """Whether a status word without data says that less would be given."""
    return sw >> 8 == _SW1_EXACT or sw in (
        StatusWord.WRONG_LENGTH,
        StatusWord.WRONG_OFFSET,
        StatusWord.WARNING_END_OF_FILE,
    )


def exact_length(sw: int) -> int:
    """The length that 6Cxx says would be right; 0 where no other than the usual one is told."""
    return sw & 0xFF if sw >> 8 == _SW1_EXACT else 0

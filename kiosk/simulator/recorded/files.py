"""The files of a recorded chip, as far as they were read, and its manners in giving them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kiosk.domain.faults import FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import MAX_EXTENDED, MAX_SHORT_RESPONSE, Command, Response, StatusWord
from kiosk.reader.lds.catalogue import CATALOGUE, MAX_FILE_SIZE
from kiosk.reader.trace.conversation import PowerUp, Turn
from kiosk.simulator.chip.files import DO_DISCRETIONARY, READ_BINARY, READ_BINARY_ODD, Refused, read_request

SELECT = 0xA4

Place = tuple[bool, int]
"""Whether a file lies in the application, and its identifier."""

_FIDS = {(not entry.in_master_file, entry.sfi): entry.fid for entry in CATALOGUE.values()}
_OBJECT_HEADER = 4
_OF_THE_CARD = {FaultCode.CARD_REMOVED, FaultCode.CARD_MUTE, FaultCode.CARD_RESET, FaultCode.READER_LOST}
"""Faults that happen again; what a reader refused, another may pass."""
_TO_THE_END = (MAX_SHORT_RESPONSE, MAX_EXTENDED)
"""Le 00: whatever is there."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, or the ``fault`` that stood in its place; ``bare`` ones ended the secure session."""

    response: Response | None
    seconds: float = 0.0
    fault: FaultCode | None = None
    bare: bool = False

    @classmethod
    def status(cls, sw: int) -> Given:
        return cls(Response(b"", sw))


@dataclass(frozen=True, slots=True)
class _Read:
    place: Place
    offset: int
    le: int
    given: Given

    @property
    def answered(self) -> bool:
        return self.given.response is not None and bool(self.given.response.data)


class _Answers:
    """All answers to one command, in their order; the last one stays."""

    def __init__(self) -> None:
        self._all: list[Given] = []
        self._next = 0

    def add(self, given: Given) -> None:
        self._all.append(given)

    def take(self) -> Given:
        given = self._all[self._next]
        self._next = min(self._next + 1, len(self._all) - 1)
        return given


class _Contents:
    """The bytes of one file that are known; ``total`` follows from its header."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._known = bytearray()

    def put(self, offset: int, data: bytes) -> None:
        end = offset + len(data)
        if end > MAX_FILE_SIZE:
            return
        grow = max(0, end - len(self._data))
        self._data += bytes(grow)
        self._known += bytes(grow)
        self._data[offset:end] = data
        self._known[offset:end] = b"\x01" * len(data)

    def get(self, offset: int, size: int) -> bytes:
        """The bytes from ``offset`` up to the first that is not known."""
        gap = self._known.find(0, offset, offset + size)
        return bytes(self._data[offset : offset + size if gap < 0 else gap])

    @property
    def total(self) -> int | None:
        try:
            _, length, start = tlv.header(self.get(0, len(self._data)))
        except tlv.TlvError:
            return None
        return start + length


class RecordedFiles:
    """What a trace tells of the chip's files.

    What was asked for then is answered as then. Other blocks are answered by what is known: no more at once than the
    chip ever gave, refused where it refused as much, and broken off where a fault broke off the trace.
    """

    def __init__(self, turns: Iterable[PowerUp | Turn]) -> None:
        self._selections: defaultdict[tuple[bool, bytes], _Answers] = defaultdict(_Answers)
        self._asked: defaultdict[tuple[Place, int, int], _Answers] = defaultdict(_Answers)
        self._contents: defaultdict[Place, _Contents] = defaultdict(_Contents)
        self._reads: list[_Read] = []
        self._ended: FaultCode | None = None
        self._application = False
        self._current: int | None = None
        for turn in turns:
            self._follow(turn)
        self._learn()

    def contents(self, place: Place) -> bytes:
        """The file as far as it is known from its start; bytes that a chip pads its answers with are none of it."""
        if place not in self._contents:
            return b""
        contents = self._contents[place]
        return contents.get(0, MAX_FILE_SIZE if contents.total is None else contents.total)

    def select(self, application: bool, command: Command) -> Given:
        """The answer to a SELECT, from where it stands."""
        asked = application, _selection(command)
        if asked in self._selections:
            return self._selections[asked].take()
        if (application, int.from_bytes(command.data, "big")) in self._contents:
            return Given.status(StatusWord.OK)
        return self._beyond(StatusWord.FILE_NOT_FOUND)

    def read(self, place: Place, offset: int, le: int, *, wrapped: bool = False) -> Given:
        """The answer to a READ BINARY for ``le`` bytes; its data are those of the file, without their data object where
        the command asks for one (``wrapped``)."""
        if (place, offset, le) in self._asked:
            return self._asked[place, offset, le].take()
        le -= _OBJECT_HEADER if wrapped else 0
        if place not in self._contents:
            return self._beyond(StatusWord.FILE_NOT_FOUND)
        contents = self._contents[place]
        total = contents.total
        left = None if total is None else total - offset
        if left is not None and left <= 0:
            return Given.status(StatusWord.WRONG_OFFSET)
        over_end = left is not None and le > left
        if over_end and self._refused_over_end is not None and left is not None:
            return _right_length(self._refused_over_end, left)
        for read in self._refused_sizes:
            if read.le <= le:
                return read.given
        data = contents.get(offset, min(le, self._most))
        if not data:
            return self._beyond(StatusWord.NO_DIAGNOSIS)
        warned = over_end and len(data) == left and le not in _TO_THE_END
        return Given(Response(data, self._end_status if warned else StatusWord.OK), self._seconds(len(data)))

    def _beyond(self, sw: int) -> Given:
        """What was not recorded: the fault by which the trace ended, else a status word."""
        return Given.status(sw) if self._ended is None else Given(None, fault=self._ended)

    def _follow(self, turn: PowerUp | Turn) -> None:
        if isinstance(turn, PowerUp):
            self._application, self._current = False, None
            return
        self._ended = turn.fault if turn.fault in _OF_THE_CARD else None
        if turn.response is None and self._ended is None:
            return
        if turn.command.ins == SELECT:
            self._selected(turn)
        elif turn.command.ins in (READ_BINARY, READ_BINARY_ODD):
            self._was_read(turn)

    def _selected(self, turn: Turn) -> None:
        command = turn.command
        self._selections[self._application, _selection(command)].add(_given(turn))
        if turn.response is None or not turn.response.ok:
            return
        self._current = None
        match command.p1:
            case 0x04:
                self._application = True
            case 0x00:
                self._application = False
            case 0x02:
                self._current = int.from_bytes(command.data, "big")

    def _was_read(self, turn: Turn) -> None:
        try:
            request = read_request(turn.command)
        except Refused:
            return
        fid = self._current if request.fid is None else request.fid
        if request.sfi is not None:
            fid = file_identifier(self._application, request.sfi)
        if fid is None or turn.command.le is None:
            return
        place, given = (self._application, fid), _given(turn)
        if request.wrapped and given.response is not None and given.response.data:
            given = replace(given, response=_unwrapped(given.response))
        read = _Read(place, request.offset, turn.command.le, given)
        self._asked[place, request.offset, turn.command.le].add(given)
        self._reads.append(read)
        if read.answered:
            assert given.response is not None
            self._contents[place].put(request.offset, given.response.data)
            if request.sfi is not None:
                self._current = fid

    def _learn(self) -> None:
        """The chip's manners: the most that it gave at once, what it refused, and what it says at the end of a file."""
        self._most, self._end_status = MAX_FILE_SIZE, int(StatusWord.WARNING_END_OF_FILE)
        self._refused_over_end: int | None = None
        self._refused_sizes: list[_Read] = []
        given: list[tuple[int, float]] = []
        for read in self._reads:
            response, total = read.given.response, self._contents[read.place].total if read.answered else None
            if response is None:
                continue
            if not read.answered:
                self._learn_refusal(read, response.sw)
                continue
            given.append((len(response.data), read.given.seconds))
            end = read.offset + len(response.data)
            if total is not None and end < total and len(response.data) < read.le:
                self._most = min(self._most, len(response.data))
            if total is not None and end == total and read.offset + read.le > total and read.le not in _TO_THE_END:
                self._end_status = response.sw
        self._fixed = min((seconds for _, seconds in given), default=0.0)
        volume = sum(size for size, _ in given)
        self._rate = sum(seconds - self._fixed for _, seconds in given) / volume if volume else 0.0

    def _learn_refusal(self, read: _Read, sw: int) -> None:
        if sw >> 8 != 0x6C and sw not in (StatusWord.WRONG_LENGTH, StatusWord.WRONG_OFFSET):
            return
        total = self._contents[read.place].total if read.place in self._contents else None
        if total is not None and read.offset + read.le > total:
            self._refused_over_end = sw
        else:
            self._refused_sizes.append(read)

    def _seconds(self, size: int) -> float:
        """By the recorded blocks: what the quickest took, and what each byte of the others took beyond that."""
        return self._fixed + self._rate * size


def file_identifier(application: bool, sfi: int) -> int | None:
    """The identifier of the file with this short identifier, where the reader stands."""
    return _FIDS.get((application, sfi))


def _selection(command: Command) -> bytes:
    return bytes((command.p1,)) + command.data


def _given(turn: Turn) -> Given:
    return Given(turn.response, turn.seconds, turn.fault, turn.bare)


def _unwrapped(response: Response) -> Response:
    try:
        return Response(tlv.parse_one(response.data, DO_DISCRETIONARY).value, response.sw)
    except tlv.TlvError:
        return Response(b"", response.sw)


def _right_length(sw: int, left: int) -> Given:
    """As the chip refused then; where it said how much is there, it says so of this file."""
    if sw >> 8 != 0x6C:
        return Given.status(sw)
    return Given.status(0x6C00 | left & 0xFF if left <= MAX_SHORT_RESPONSE else StatusWord.WRONG_LENGTH)

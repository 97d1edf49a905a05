"""Reading elementary files in as few commands as card and reader allow (ISO/IEC 7816-4 §11.2, ICAO Doc 9303-10 §3.6).

A file is asked for by its short identifier with a first block that holds most files whole; its header says how much is
left, and the rest comes in blocks as large as have not been refused. Nothing is asked for beyond the end of a file
but by that first block. What was refused once is remembered in a ``ReadStrategy`` and not tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import MAX_SHORT_RESPONSE, StatusWord
from kiosk.reader.channel import Channel
from kiosk.reader.emrtd.read_binary import EVEN_END, ReadBinary, about_length, exact_length, wrapped
from kiosk.reader.emrtd.read_strategy import FIRST_EXTENDED, ReadStrategy
from kiosk.reader.lds.catalogue import CATALOGUE, MAX_FILE_SIZE, FileEntry

HEADER = 8
"""Bytes that hold tag and length of every file."""
WITNESS = 128
"""Bytes at each end of a file by which it is known again; every answer of short length carries them."""
WITH_IMAGES = frozenset({ElementaryFile.DG2, ElementaryFile.DG5, ElementaryFile.DG6, ElementaryFile.DG7})
"""Files that no first block holds: theirs is as large as any."""

ODD_FILE = frozenset({FaultCode.FILE_MALFORMED, FaultCode.FILE_TOO_LARGE, FaultCode.CARD_ANSWER_WRONG})
"""Faults that are of one file and leave the others."""

OnBytes = Callable[[int, int], None]
"""Called with the bytes of the file that are here and all its bytes, as soon as these are known."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The chip does not give the file; ``sw`` says how (``6A82``: it is not there)."""

    sw: int


class FileReader:
    """Reads whole files over a channel, one at a time. ``short_answer`` is the most that an answer of short length
    carries; secure messaging leaves less than the 256 bytes of the plain channel."""

    def __init__(self, channel: Channel, strategy: ReadStrategy, short_answer: int = MAX_SHORT_RESPONSE) -> None:
        self._strategy = strategy
        self._short = short_answer
        self._commands = ReadBinary(channel, strategy, short_answer)

    def read(
        self,
        file: ElementaryFile,
        on_bytes: OnBytes = lambda done, total: None,
        into: bytearray | None = None,
    ) -> bytes | Refused:
        """The file from its tag to its end; a file without an outer data object to the end that the chip gives it.

        ``into`` keeps what has come when a fault ends the reading, and a later call that is given it goes on behind
        that.

        Raises ``Fault``: ``FILE_MALFORMED`` when header or end do not fit, ``FILE_TOO_LARGE``, ``CARD_ANSWER_WRONG``
        when the chip stops in the middle, ``SecureMessagingLost`` when access is needed anew; the strategy has then
        learned what not to ask for.
        """
        entry = CATALOGUE[file]
        data = bytearray() if into is None else into
        if data:
            refused = self._select(entry)
            if refused is not None:
                return refused
            selected = True
        else:
            begun = self._begin(entry)
            if isinstance(begun, Refused):
                return begun
            data += begun
            selected = not self._strategy.short_ids
        if not entry.tag:
            return self._to_end(data)
        total = _total(entry, data)
        del data[total:]
        on_bytes(len(data), total)
        self._rest(entry, data, total, on_bytes, selected=selected)
        return bytes(data)

    def matches(self, file: ElementaryFile, known: bytes) -> bool:
        """Whether the chip's file is the one that is known, by its first and its last bytes.

        For EF.SOD that is as good as all of it: its length and the hash of the machine readable zone stand at its
        beginning, the signature over all hashes, of which no two are alike, at its end. Raises as ``read`` does.
        """
        entry = CATALOGUE[file]
        begun = self._begin(entry, WITNESS)
        if isinstance(begun, Refused) or begun[: len(known)] != known[: len(begun)]:
            return False
        left = len(known) - len(begun)
        if left <= 0:
            return True
        data = bytearray(known[: len(known) - min(left, self._strategy.block, WITNESS)])
        self._rest(entry, data, len(known), lambda done, total: None, selected=not self._strategy.short_ids)
        return bytes(data) == known

    def _rest(self, entry: FileEntry, data: bytearray, total: int, on_bytes: OnBytes, *, selected: bool) -> None:
        """Everything behind what is there."""
        strategy = self._strategy
        before = strategy.copy()
        if len(data) < total and not selected and not strategy.stays_selected:
            selected = True
            self._select(entry)
        while len(data) < total:
            size = self._size(len(data), total)
            response = self._commands.at(len(data), size)
            if response.data:
                data += response.data[:size]
                on_bytes(len(data), total)
            elif not selected and not about_length(response.sw):
                strategy.stays_selected = before.stays_selected = False
                selected = True
                self._select(entry)
            elif not self._learn(response.sw, size):
                strategy.assign(before)
                ended = response.sw == StatusWord.OK or about_length(response.sw)
                code = FaultCode.FILE_MALFORMED if ended else FaultCode.CARD_ANSWER_WRONG
                raise Fault(code, f"{entry.file}: SW {response.sw:04X} at {len(data)} of {total} bytes")

    def _to_end(self, data: bytearray) -> bytes:
        """The rest of a file that does not tell its length: a block that is not full was the last."""
        size = self._short
        while len(data) % size == 0 and len(data) < MAX_FILE_SIZE:
            response = self._commands.at(len(data), size)
            if not response.data:
                break
            data += response.data[:size]
        return bytes(data)

    def _begin(self, entry: FileEntry, most: int = MAX_FILE_SIZE) -> bytes | Refused:
        """The first bytes of the file, by short identifier where that works, else after a SELECT."""
        strategy = self._strategy
        if strategy.short_ids is not False:
            before = strategy.copy()
            begun = self._first(entry, most, by_short_identifier=True)
            ours = isinstance(begun, bytes) and (strategy.short_ids or _starts(entry, begun))
            strategy.short_ids = strategy.short_ids or ours
            if strategy.short_ids:
                return begun
            # Perhaps only the short identifier was refused: SELECT will tell, and the lesson in lengths may be wrong.
            strategy.assign(before)
        refused = self._select(entry)
        if refused is not None:
            return refused
        begun = self._first(entry, most, by_short_identifier=False)
        if isinstance(begun, bytes):
            strategy.short_ids = False
        return begun

    def _first(self, entry: FileEntry, most: int, *, by_short_identifier: bool) -> bytes | Refused:
        """Read from the start: the large block, then smaller ones, at last only the header; never above ``most``."""
        strategy = self._strategy
        size = min(most, self._first_size(entry))
        while True:
            response = self._commands.begin(entry, size, by_short_identifier=by_short_identifier)
            if response.data:
                return response.data[:size]
            if not about_length(response.sw) or size <= HEADER:
                return Refused(response.sw)
            if response.sw != StatusWord.WRONG_LENGTH:
                # The chip knows its file and will not read beyond its end; 6Cxx even says where that is.
                exact = exact_length(response.sw)
                strategy.found_end(certain=not exact)
                size = exact if HEADER < exact < size else HEADER
            elif (self._commands.bare or size > max(self._short, strategy.proven)) and self._ask_less(size):
                size = min(most, self._first_size(entry))
            else:
                strategy.found_end(certain=size <= strategy.proven)
                size = HEADER

    def _first_size(self, entry: FileEntry) -> int:
        strategy = self._strategy
        if not strategy.over_end:
            return HEADER
        if not strategy.extended:
            return min(self._short, strategy.block)
        return (
            strategy.block if entry.file in WITH_IMAGES else min(max(FIRST_EXTENDED, strategy.proven), strategy.block)
        )

    def _size(self, done: int, total: int) -> int:
        """How much to ask for next: never beyond the end of the file."""
        size = self._strategy.block_for(total - done)
        if not self._strategy.extended:
            size = min(size, self._short)
        if done < EVEN_END:
            return min(size, total - done, EVEN_END - done)
        # Le of INS B1 counts the header of DO'53' too, and a short answer must carry both.
        return min(size if size > self._short else size - (wrapped(size) - size), total - done)

    def _select(self, entry: FileEntry) -> Refused | None:
        sw = self._commands.select(entry)
        return None if sw == StatusWord.OK else Refused(sw)

    def _learn(self, sw: int, size: int) -> bool:
        """Ask for less next time; false when the status word does not speak of lengths or nothing less is left."""
        if not about_length(sw):
            return False
        exact = exact_length(sw)
        if 0 < exact < size:
            self._strategy.too_much = exact + 1
            self._strategy.limit(exact, self._short)
            return True
        return self._ask_less(size)

    def _ask_less(self, refused: int) -> bool:
        if self._commands.bare:
            return self._strategy.step_to_safety(refused, self._short)
        return self._strategy.step_down(refused, self._short)


def _starts(entry: FileEntry, begun: bytes) -> bool:
    """Whether these can be the first bytes of the file: a chip that does not know short identifiers may have given
    another one's."""
    try:
        return not entry.tag or tlv.header(begun)[0] == entry.tag
    except tlv.TlvError:
        return False


def _total(entry: FileEntry, begun: bytes | bytearray) -> int:
    """Bytes of the whole file, from its header."""
    try:
        tag, length, value_at = tlv.header(bytes(begun[:HEADER]))
    except tlv.TlvError as error:
        raise Fault(FaultCode.FILE_MALFORMED, f"{entry.file}: {error}") from error
    if tag != entry.tag:
        raise Fault(FaultCode.FILE_MALFORMED, f"{entry.file}: tag {tag:X} instead of {entry.tag:X}")
    if value_at + length > MAX_FILE_SIZE:
        raise Fault(FaultCode.FILE_TOO_LARGE, f"{entry.file}: {value_at + length} bytes")
    return value_at + length

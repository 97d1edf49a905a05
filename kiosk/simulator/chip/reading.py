"""SELECT and READ BINARY as the chip carries them out, with the manners of its operating system."""

from __future__ import annotations

from kiosk.reader import tlv
from kiosk.reader.apdu import MAX_EXTENDED, MAX_SHORT_RESPONSE, Command, Response, StatusWord
from kiosk.reader.lds.catalogue import LDS1_AID
from kiosk.simulator.card.manners import EndOfFile, Manners, OverMost
from kiosk.simulator.chip.files import (
    DO_DISCRETIONARY,
    READ_BINARY_ODD,
    FileSystem,
    ReadRequest,
    Refused,
    StoredFile,
    read_request,
)
from kiosk.simulator.chip.link import Operation
from kiosk.simulator.chip.mishaps import Mishaps
from kiosk.simulator.chip.session import Answer, Session, ok

MASTER_FILE = bytes.fromhex("3F00")
NO_CURRENT_FILE = 0x6986
RIGHT_LENGTH = 0x6C00


class FileAccess:
    """Which files the reader may have, and how much of them one command gives."""

    def __init__(self, files: FileSystem, manners: Manners, mishaps: Mishaps) -> None:
        self._files = files
        self._manners = manners
        self._mishaps = mishaps

    def select(self, session: Session, command: Command) -> Answer:
        """The application by its name, a file by its identifier, or the master file; raises ``Refused``."""
        match command.p1, command.p2 & 0xF3:
            case 0x04, 0x00:
                if command.data != LDS1_AID:
                    raise Refused(StatusWord.FILE_NOT_FOUND)
                session.application, session.current = True, None
            case 0x02, 0x00 if len(command.data) == 2:
                session.current = self._reachable(session, int.from_bytes(command.data, "big"))
            case 0x00, 0x00 if command.data in (b"", MASTER_FILE):
                # Many cards answer so: once the application is selected, there is no way back.
                if session.application and not self._manners.master_file_again:
                    raise Refused(StatusWord.INS_NOT_SUPPORTED)
                session.application, session.current = False, None
            case _:
                raise Refused(StatusWord.WRONG_P1P2)
        return ok(b"", Operation.SELECT)

    def read_binary(self, session: Session, command: Command, limit: int) -> Answer:
        """READ BINARY; ``limit`` bounds the data of the answer on the wire. Raises ``Refused``."""
        manners = self._manners
        if command.ins == READ_BINARY_ODD and not manners.odd_read:
            raise Refused(StatusWord.INS_NOT_SUPPORTED)
        request = read_request(command)
        if command.le is None:
            raise Refused(StatusWord.WRONG_LENGTH)
        stored = self._addressed(session, request)
        to_the_end = command.le in (MAX_SHORT_RESPONSE, MAX_EXTENDED)
        if not to_the_end and command.le > session.capacity(manners.max_response, command.ins):
            raise Refused(StatusWord.WRONG_LENGTH)
        room = min(session.capacity(min(limit, manners.max_response), command.ins), command.le)
        wanted = command.le
        if request.wrapped:
            room, wanted = _inside_object(room), _inside_object(wanted)
        if manners.most_read and wanted > manners.most_read:
            self._over_most()
            room = min(room, manners.most_read)
        data, sw = self._cut(stored, request.offset, min(wanted, room), to_the_end=to_the_end)
        assert stored.file is not None
        self._mishaps.sending(stored.file, len(data))
        answer = tlv.encode(DO_DISCRETIONARY, data) if request.wrapped else data
        return Answer(Response(answer, sw), Operation.READ)

    def _reachable(self, session: Session, fid: int) -> StoredFile:
        """A file that the reader may have; in the application that takes an open chip, and DG3 is never given."""
        if session.application and not session.opened:
            raise Refused(StatusWord.SECURITY_STATUS)
        stored = self._files.by_fid(fid, in_application=session.application)
        if stored.sealed or (stored.behind_pace and not session.by_pace):
            raise Refused(StatusWord.SECURITY_STATUS)
        return stored

    def _addressed(self, session: Session, request: ReadRequest) -> StoredFile:
        """The file of a READ BINARY, which becomes the current one where the chip keeps it."""
        fid = request.fid
        if request.sfi is not None:
            if not self._manners.short_identifiers:
                raise Refused(StatusWord.FUNCTION_NOT_SUPPORTED)
            fid = self._files.fid(request.sfi, in_application=session.application)
        if fid is not None:
            stored = self._reachable(session, fid)
            session.current = stored if self._manners.keeps_current else None
            return stored
        if session.current is None:
            raise Refused(StatusWord.SECURITY_STATUS if session.application else NO_CURRENT_FILE)
        return session.current

    def _over_most(self) -> None:
        """Refuse a READ BINARY for more than the chip gives at once, unless it just gives less."""
        match self._manners.over_most:
            case OverMost.WRONG_LENGTH:
                raise Refused(StatusWord.WRONG_LENGTH)
            case OverMost.BARE_WRONG_LENGTH:
                raise Refused(StatusWord.WRONG_LENGTH, bare=True)
            case OverMost.RIGHT_LENGTH:
                raise _right_length(self._manners.most_read)

    def _cut(self, stored: StoredFile, offset: int, size: int, *, to_the_end: bool) -> tuple[bytes, int]:
        """``size`` bytes from ``offset`` and their status word; ``to_the_end`` (Le 00) asks for whatever is there.

        Raises ``Refused`` with 6B00 for an offset behind the file.
        """
        if offset >= len(stored.contents):
            raise Refused(StatusWord.WRONG_OFFSET)
        data = stored.contents[offset : offset + size]
        if to_the_end or len(data) == size:
            return data, StatusWord.OK
        match self._manners.end_of_file:
            case EndOfFile.WARNING:
                return data, StatusWord.WARNING_END_OF_FILE
            case EndOfFile.SILENT:
                return data, StatusWord.OK
            case EndOfFile.PADDED:
                return data + bytes(size - len(data) - 1) + b"\x80", StatusWord.WARNING_END_OF_FILE
            case EndOfFile.RIGHT_LENGTH:
                raise _right_length(len(data))
            case EndOfFile.REFUSED:
                raise Refused(StatusWord.WRONG_OFFSET)


def _right_length(count: int) -> Refused:
    """6Cxx says how many bytes would be right, up to 256 (ISO/IEC 7816-4 §5.6)."""
    return Refused(RIGHT_LENGTH | count & 0xFF if count <= MAX_SHORT_RESPONSE else StatusWord.WRONG_LENGTH)


def _inside_object(size: int) -> int:
    """How many bytes fit into a data object DO'53' of ``size`` bytes, its tag and length counted."""
    return next((size - head for head in (2, 3, 4) if 1 + len(tlv.encode_length(max(0, size - head))) <= head), 0)

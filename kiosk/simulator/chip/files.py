"""The chip's file system: what lies in the master file and in the application, and how READ BINARY addresses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, StatusWord
from kiosk.reader.lds.catalogue import CATALOGUE

READ_BINARY, READ_BINARY_ODD = 0xB0, 0xB1
FID_DG3, SFI_DG3 = 0x0103, 0x03

DO_OFFSET, DO_DISCRETIONARY = 0x54, 0x53
_CURRENT = 0x0000


class Refused(Exception):  # noqa: N818 - a refusal of the chip, answered by its status word
    """The chip answers with a status word instead of doing what it was asked; ``bare``: and leaves secure messaging."""

    def __init__(self, sw: StatusWord | int, *, bare: bool = False) -> None:
        super().__init__(f"{sw:04X}")
        self.sw = int(sw)
        self.bare = bare


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One elementary file; ``file`` is ``None`` for DG3, whose contents nobody may read."""

    file: ElementaryFile | None
    contents: bytes = field(repr=False)

    @property
    def sealed(self) -> bool:
        return self.file is None

    @property
    def behind_pace(self) -> bool:
        """The one file of the master file that needs access (ICAO Doc 9303-10 table 34)."""
        return self.file is ElementaryFile.CARD_SECURITY


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """One READ BINARY, taken apart: which file (``None``: the current one), from where, in a data object or bare."""

    fid: int | None
    sfi: int | None
    offset: int
    wrapped: bool


class FileSystem:
    """Looks files up by identifier and by short identifier, in the master file or in the eMRTD application."""

    def __init__(self, files: Mapping[ElementaryFile, bytes], *, fingerprints: bool = True) -> None:
        self._by_fid: dict[tuple[bool, int], StoredFile] = {}
        self._fid_of: dict[tuple[bool, int], int] = {}
        if fingerprints:
            self._by_fid[True, FID_DG3] = StoredFile(None, b"")
            self._fid_of[True, SFI_DG3] = FID_DG3
        for file, contents in files.items():
            entry = CATALOGUE[file]
            in_application = not entry.in_master_file
            self._by_fid[in_application, entry.fid] = StoredFile(file, contents)
            self._fid_of[in_application, entry.sfi] = entry.fid

    def by_fid(self, fid: int, *, in_application: bool) -> StoredFile:
        """Raises ``Refused`` with 6A82 when there is no such file where the reader stands."""
        stored = self._by_fid.get((in_application, fid))
        if stored is None:
            raise Refused(StatusWord.FILE_NOT_FOUND)
        return stored

    def fid(self, sfi: int, *, in_application: bool) -> int:
        """The identifier of the file with this short identifier; raises ``Refused`` with 6A82 where there is none."""
        fid = self._fid_of.get((in_application, sfi))
        if fid is None:
            raise Refused(StatusWord.FILE_NOT_FOUND)
        return fid


def read_request(command: Command) -> ReadRequest:
    """ISO/IEC 7816-4 §11.3.3: even B0 with P1-P2 as offset, odd B1 with the offset in a data object.

    Raises ``Refused`` when the parameters do not say anything.
    """
    if command.ins == READ_BINARY:
        if command.data:
            raise Refused(StatusWord.WRONG_LENGTH)
        if command.p1 & 0x80:
            if command.p1 & 0x60:
                raise Refused(StatusWord.WRONG_P1P2)
            return ReadRequest(None, command.p1 & 0x1F, command.p2, wrapped=False)
        return ReadRequest(None, None, command.p1 << 8 | command.p2, wrapped=False)
    try:
        offset = tlv.parse_one(command.data, DO_OFFSET).value
    except tlv.TlvError as error:
        raise Refused(StatusWord.WRONG_DATA) from error
    if not 1 <= len(offset) <= 4:
        raise Refused(StatusWord.WRONG_DATA)
    at = int.from_bytes(offset, "big")
    address = command.p1 << 8 | command.p2
    if address == _CURRENT:
        return ReadRequest(None, None, at, wrapped=True)
    if address <= 0x1F:
        return ReadRequest(None, address, at, wrapped=True)
    return ReadRequest(address, None, at, wrapped=True)

"""A chip that only has files: SELECT by identifier and READ BINARY, with the manners of chips in the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.lds.catalogue import CATALOGUE

Refusal = Callable[[], Response]


def sw(code: int) -> Refusal:
    """The refusal with this status word."""
    return lambda: Response(b"", code)


@dataclass
class FileCard:
    """``transmit`` answers plain commands and ``log`` keeps them.

    ``largest`` the most that one answer carries, above which ``too_long`` is answered; ``cut`` the most that one answer
    brings without complaint; ``over_end`` what a read beyond the end of the file gives (``None``: what there is, with
    9000); ``short_ids`` the refusal of short identifiers (``None``: they work), ``keeps_current`` whether a file that
    was read by one stays selected.
    """

    files: Mapping[ElementaryFile, bytes]
    largest: int = 65536
    too_long: Refusal = field(default_factory=lambda: sw(0x6700))
    cut: int = 65536
    over_end: Callable[[bytes], Response] | None = None
    short_ids: Refusal | None = None
    keeps_current: bool = True
    refused: Mapping[ElementaryFile, int] = field(default_factory=dict)
    log: list[Command] = field(default_factory=list)
    current: bytes | None = None

    def transmit(self, command: Command) -> Response:
        self.log.append(command)
        if command.ins == 0xA4:
            return self._select(command)
        le = command.le or 0
        if le > self.largest:
            return self.too_long()
        if command.ins == 0xB1:
            offset = int.from_bytes(tlv.parse_one(command.data, 0x54).value, "big")
            room = max(size for size in range(max(1, le - 4), le) if len(tlv.encode(0x53, bytes(size))) <= le)
            inner = self._read(self.current, offset, min(room, self.cut))
            return Response(tlv.encode(0x53, inner.data) if inner.data else b"", inner.sw)
        contents, offset = self.current, command.p1 << 8 | command.p2
        if command.p1 & 0x80:
            if self.short_ids is not None:
                return self.short_ids()
            found = self._find(lambda entry_sfi, _: entry_sfi == command.p1 & 0x1F)
            if isinstance(found, int):
                return Response(b"", found)
            contents, offset = found, command.p2
            self.current = found if self.keeps_current else None
        return self._read(contents, offset, min(le, self.cut))

    def _select(self, command: Command) -> Response:
        found = self._find(lambda _, fid: fid == int.from_bytes(command.data, "big"))
        if isinstance(found, int):
            return Response(b"", found)
        self.current = found
        return Response(b"", 0x9000)

    def _find(self, wanted: Callable[[int, int], bool]) -> bytes | int:
        for file, entry in CATALOGUE.items():
            if wanted(entry.sfi, entry.fid) and (file in self.files or file in self.refused):
                return self.refused[file] if file in self.refused else self.files[file]
        return 0x6A82

    def _read(self, contents: bytes | None, offset: int, size: int) -> Response:
        if contents is None:
            return Response(b"", 0x6986)
        if offset >= len(contents):
            return Response(b"", 0x6B00)
        data = contents[offset : offset + size]
        if len(data) < size and self.over_end is not None:
            return self.over_end(data)
        return Response(data, 0x9000)

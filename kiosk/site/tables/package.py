"""A spreadsheet as a ZIP package: its parts, each unpacked no further than its bounds allow."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kiosk.site.tables.table import malformed

MAX_PARTS = 10_000
MAX_PART = 2 << 30
"""Bytes of one part when unpacked; a sheet of 1,025,154 candidates has 0.6 × 10⁹."""
MAX_SMALL_PART = 16 << 20
"""Bytes of a part that is read at once: names of sheets, formats of cells."""

_REFUSED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What ``zipfile`` raises for archives that are broken, encrypted, or packed in a way it does not know."""


class Package:
    """An open package; its methods raise ``Fault(LIST_MALFORMED)``, naming the file."""

    def __init__(self, file: zipfile.ZipFile, name: str) -> None:
        self._file = file
        self.name = name
        self.parts = frozenset(file.namelist())

    def read(self, part: str) -> bytes:
        """A small part as a whole; empty when it is not there."""
        if part not in self.parts:
            return b""
        with self.open(part) as stream:
            data = stream.read(MAX_SMALL_PART + 1)
        if len(data) > MAX_SMALL_PART:
            raise malformed(self.name, f"part {part} is too large")
        return data

    @contextmanager
    def open(self, part: str) -> Iterator[IO[bytes]]:
        """A part to be read piece by piece."""
        try:
            packed = self._file.open(part)
        except KeyError as error:
            raise malformed(self.name, "a sheet is missing") from error
        except _REFUSED as error:
            raise malformed(self.name, f"damaged ({type(error).__name__})") from error
        with packed:
            yield io.BufferedReader(_Bounded(packed, self.name), 1 << 16)


class _Bounded(io.RawIOBase):
    """Counts what really comes out: the size that an archive declares is only its own word."""

    def __init__(self, packed: IO[bytes], name: str) -> None:
        self._packed = packed
        self._name = name
        self._left = MAX_PART

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._packed.read(len(buffer))
        except _REFUSED as error:
            raise malformed(self._name, f"damaged ({type(error).__name__})") from error
        self._left -= len(piece)
        if self._left < 0:
            raise malformed(self._name, f"unpacks to more than {MAX_PART} bytes")
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Raises ``Fault(LIST_MALFORMED)`` for what is no package, and ``OSError``."""
    try:
        file = zipfile.ZipFile(path)
    except _REFUSED as error:
        raise malformed(path.name, f"damaged ({type(error).__name__})") from error
    with file:
        if len(file.infolist()) > MAX_PARTS:
            raise malformed(path.name, "too many parts")
        yield Package(file, path.name)

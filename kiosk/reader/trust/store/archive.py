"""ZIP archives of lists, bounded by what is really unpacked and not by what their directory says."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.reader.trust.store.contents import Allowance, ForeignFileError, LimitError

MAX_MEMBERS = 2_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE = 1 << 20
_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)
"""What zipfile lets out on hostile bytes; an encrypted member is a RuntimeError."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; ``data`` is ``None`` where it cannot be unpacked."""

    name: str
    data: bytes | None = field(repr=False)


def is_archive(data: bytes) -> bool:
    return data.startswith(_SIGNATURES)


def members(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Every file in the order of the directory. Raises ``ForeignFileError`` for no archive, ``LimitError``."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        listed = [info for info in archive.infolist() if not info.filename.endswith("/")]
    except _TROUBLE as error:
        raise ForeignFileError("the archive cannot be opened") from error
    if len(listed) > MAX_MEMBERS:
        raise LimitError("too many files in the archive")
    for info in listed:
        yield Member(_plain(info.filename), _unpacked(archive, info, allowance))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance) -> bytes | None:
    if info.compress_type not in _METHODS:
        return None
    pieces: list[bytes] = []
    try:
        with archive.open(info) as member:
            while piece := member.read(_PIECE):
                allowance.spend(len(piece))
                pieces.append(piece)
    except LimitError:
        raise
    except _TROUBLE:
        return None
    return b"".join(pieces)


def _plain(name: str) -> str:
    """The last part of the member's path, short and printable: it is shown, never opened."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "".join(char if char.isprintable() else "?" for char in last)[:100]

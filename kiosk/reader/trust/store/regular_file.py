"""Reads a file that somebody names: a regular one, no larger than allowed; a pipe or a device might never end."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG

from kiosk.reader.trust.store.contents import ForeignFileError


def read_regular(path: Path, limit: int) -> bytes:
    """The contents; raises ``OSError``, and ``ForeignFileError`` for another kind of file or more than ``limit`` bytes.

    The size is held to while reading: a file may grow, and those of the system's own file systems say that they are
    empty.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        found = os.fstat(file.fileno())
        if not S_ISREG(found.st_mode):
            raise ForeignFileError("no regular file")
        data = b"" if found.st_size > limit else file.read(limit + 1)
        if max(found.st_size, len(data)) > limit:
            raise ForeignFileError(f"larger than {_size(limit)}")
        return data


def _without_waiting(path: str, flags: int) -> int:
    """A pipe opens at once, whether anybody writes into it or not."""
    return os.open(path, flags | os.O_NONBLOCK)


def _size(limit: int) -> str:
    return f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit} bytes"

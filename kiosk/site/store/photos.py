"""Photographs of registration: a folder or a ZIP of pictures named by number or key, kept by personal number.

They stay when a list is replaced, since a number is one person's for life and a key is not. Each import replaces all.
"""

from __future__ import annotations

import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.site import ListPhoto
from kiosk.site.entries import Entry
from kiosk.site.roster import Roster
from kiosk.site.store import database, versions

FILE = "photos.sqlite"
MAX_PICTURES = 2_000_000
MAX_PICTURE = 2 << 20

_SIGNATURES = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
_SUFFIXES = {".jpg", ".jpeg", ".png"}
_APPLICATION_ID = 0x4B50484F


@dataclass(frozen=True, slots=True)
class PhotoImport:
    """What became of the pictures. ``unknown`` are named like nobody on the list, ``unusable`` are too large or no
    pictures, ``missing`` are people of the list without one."""

    kept: int
    unknown: int
    unusable: int
    missing: int


def import_photos(folder: Path, source: Path, roster: Roster) -> PhotoImport:
    """Read a folder or a ZIP, and put its pictures in the place of all that were there, whole or not at all.

    Raises ``Fault(LIST_MISSING)`` when the source is not there, ``Fault(LIST_MALFORMED)`` when it cannot be read.
    """
    kept = unknown = unusable = 0
    with versions.drafting(folder) as draft, database.failures(source.name):
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            connection.execute(
                "CREATE TABLE photo (number TEXT PRIMARY KEY, encoding TEXT NOT NULL, image BLOB NOT NULL)"
                " STRICT, WITHOUT ROWID"
            )
            connection.execute("BEGIN")
            for name, image in _pictures(source):
                entry = _whose(PurePosixPath(name).stem, roster)
                encoding = next((said for sign, said in _SIGNATURES.items() if image.startswith(sign)), "")
                if entry is None or not entry.number:
                    unknown += 1
                elif not encoding:
                    unusable += 1
                else:
                    done = connection.execute(
                        "INSERT INTO photo VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (entry.number, encoding, image)
                    )
                    kept += done.rowcount
                    unusable += 1 - done.rowcount
            connection.execute("COMMIT")
        draft.chmod(0o600)
        _synced(draft)
        draft.replace(folder / FILE)
    return PhotoImport(kept, unknown, unusable, max(0, len(roster) - kept))


class Photos:
    """The pictures of a folder; each is read when it is asked for. Meant for one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def of(self, number: str) -> ListPhoto | None:
        """The picture of this person; ``None`` where there is none, or where they cannot be read."""
        if not number or not self._path.is_file():
            return None
        try:
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                row = connection.execute("SELECT image, encoding FROM photo WHERE number = ?", (number,)).fetchone()
        except sqlite3.Error:
            return None
        return ListPhoto(bytes(row[0]), str(row[1])) if row else None


def _whose(stem: str, roster: Roster) -> Entry | None:
    """``001090012345``, ``36060000123`` (its zero lost) or the row's key, whatever stands behind a blank or a «_»."""
    name = re.split(r"[ _(]", stem.strip(), maxsplit=1)[0]
    digits = name.zfill(12) if name.isascii() and name.isdigit() and len(name) in {11, 12} else ""
    return (roster.by_number(digits) if digits else None) or roster.by_key(name)


def _pictures(source: Path) -> Iterator[tuple[str, bytes]]:
    """The pictures that are not too large to be one; others come as empty bytes."""
    if source.is_dir():
        for count, path in enumerate(sorted(source.rglob("*")), start=1):
            _bounded(count, source.name)
            if path.suffix.lower() in _SUFFIXES and path.is_file():
                yield path.name, path.read_bytes() if path.stat().st_size <= MAX_PICTURE else b""
        return
    with _opened(source) as file:
        for count, part in enumerate(file.infolist(), start=1):
            _bounded(count, source.name)
            if PurePosixPath(part.filename).suffix.lower() in _SUFFIXES and not part.is_dir():
                with file.open(part) as stream:
                    image = stream.read(MAX_PICTURE + 1)
                yield part.filename, image if len(image) <= MAX_PICTURE else b""


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as file:
            yield file
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Fault(FaultCode.LIST_MALFORMED, f"{source.name}: damaged ({type(error).__name__})") from error


def _bounded(count: int, name: str) -> None:
    if count > MAX_PICTURES:
        raise Fault(FaultCode.LIST_MALFORMED, f"{name}: too many pictures")


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

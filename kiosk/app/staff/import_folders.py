"""Where an operator may choose a file to import: what is plugged in, the home folder, and the kiosk's own folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from kiosk.domain.desks.trust_import import FolderEntry, FolderListing
from kiosk.domain.text import Text

MEDIA = (Path("/media"), Path("/run/media"))
"""Where desktops mount what is plugged in: by its label, or by the user's name and its label."""

OWN_FOLDER = "import"
"""In the kiosk's data folder: where an administrator may lay files ready."""

MAX_SHOWN = 500
MAX_SEEN = 10_000
MAX_NAME = 200

BEGIN = Text("Chọn nơi để tệp", "Choose where the file is")
UNREADABLE = Text("Không mở được thư mục này", "This folder cannot be opened")
MORE = Text("Còn nhiều tệp hơn ở đây; chỉ hiện {n}", "There is more in here; only {n} are shown")
EMPTY = Text("Không có tệp nào ở đây", "There are no files here")
NO_PLACE = Text("Cắm USB có tệp rồi mở lại", "Plug in a USB stick with the file, then open this again")


@dataclass(frozen=True, slots=True)
class ImportFolders:
    """The places to begin at, and the folders below them; what lies elsewhere is not listed.

    ``own`` are folders that are always offered while they exist, ``media`` those in which others are mounted.
    """

    own: Sequence[Path]
    media: Sequence[Path] = MEDIA

    def browse(self, folder: Path | None) -> FolderListing:
        """The places, or one folder: visible files and folders, no links, folders first, at most ``MAX_SHOWN``."""
        places = tuple(self._places())
        place = next((one for one in places if folder is not None and _within(folder, one)), None)
        if folder is None or place is None:
            entries = tuple(FolderEntry(_shown(str(one)), one, is_folder=True) for one in places)
            return FolderListing(BEGIN, entries, note=None if entries else NO_PLACE)
        label = Text(_shown(str(folder)), _shown(str(folder)))
        above = folder.parent if folder != place else None
        try:
            found, more = _entries(folder)
        except OSError:
            return FolderListing(label, (), folder, above, UNREADABLE)
        note = MORE.filled(n=len(found)) if more else None if found else EMPTY
        return FolderListing(label, found, folder, above, note)

    def _places(self) -> Iterator[Path]:
        for media in self.media:
            for first in _folders((media,)):
                # A folder of the user's name holds the mounted ones; a mounted one may hold folders of its own.
                mounted = [] if os.path.ismount(first) else [one for one in _folders((first,)) if os.path.ismount(one)]
                yield from mounted or ([first] if os.path.ismount(first) else [])
        yield from (one for one in self.own if _is_folder(one))


def home_folders() -> tuple[Path, ...]:
    """None for a user of the system that has no home."""
    try:
        return (Path.home(),)
    except RuntimeError:
        return ()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _folders(above: Iterable[Path]) -> Iterator[Path]:
    for folder in above:
        try:
            found, _ = _entries(folder)
        except OSError:
            continue
        yield from (one.path for one in found if one.is_folder)


def _entries(folder: Path) -> tuple[tuple[FolderEntry, ...], bool]:
    """The entries to show, and whether there are more; raises ``OSError``."""
    found: list[FolderEntry] = []
    more = False
    with os.scandir(folder) as scanned:
        for seen, one in enumerate(scanned):
            if seen >= MAX_SEEN:
                more = True
                break
            if not one.name.startswith("."):
                found.extend(_entry(one))
    found.sort(key=lambda one: (not one.is_folder, one.name.casefold(), one.name))
    return tuple(found[:MAX_SHOWN]), more or len(found) > MAX_SHOWN


def _entry(scanned: os.DirEntry[str]) -> Iterator[FolderEntry]:
    """Links, devices, what has gone meanwhile and what has an impossible date are left out."""
    try:
        state = scanned.stat(follow_symlinks=False)
        changed = datetime.fromtimestamp(state.st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return
    if S_ISDIR(state.st_mode):
        yield FolderEntry(_shown(scanned.name), Path(scanned.path), is_folder=True)
    elif S_ISREG(state.st_mode):
        yield FolderEntry(
            _shown(scanned.name), Path(scanned.path), is_folder=False, size=state.st_size, changed=changed
        )


def _shown(name: str) -> str:
    """Without characters that would turn the line around or cannot be shown."""
    return "".join(char if char.isprintable() else "?" for char in name)[:MAX_NAME]


def _within(folder: Path, place: Path) -> bool:
    return ".." not in folder.parts and folder.is_relative_to(place)

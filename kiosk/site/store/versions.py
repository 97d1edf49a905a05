"""The folder of a kiosk's lists: one file a version, and the name of the one that counts."""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode

KEPT = 5
"""Versions that are kept, the one in force among them: they hold personal data and are not archives."""

_CURRENT, _LOCK, _DRAFT = "current", ".lock", ".draft.sqlite"
_VERSION = re.compile(r"list-([1-9][0-9]{0,8})\.sqlite")

Identity = tuple[int, int]
"""By which a reader knows that another version counts: inode and time of change of the file that names it."""


def path_of(folder: Path, version: int) -> Path:
    return folder / f"list-{version}.sqlite"


def current(folder: Path) -> int | None:
    """The version in force; ``None`` while nothing is installed. Raises ``Fault(LIST_MALFORMED | LIST_MISSING)``."""
    try:
        written = (folder / _CURRENT).read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(FaultCode.LIST_MISSING, f"{_CURRENT}: {type(error).__name__}") from error
    if not re.fullmatch("[1-9][0-9]{0,8}", written):
        raise Fault(FaultCode.LIST_MALFORMED, f"{_CURRENT}: names no version")
    return int(written)


def identity(folder: Path) -> Identity | None:
    """``None`` while nothing is installed; cheap enough to be asked with every question."""
    try:
        found = (folder / _CURRENT).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def installed(folder: Path) -> tuple[int, ...]:
    """The versions that are there, the newest first."""
    names = (path.name for path in folder.glob("list-*.sqlite"))
    return tuple(sorted((int(match[1]) for name in names if (match := _VERSION.fullmatch(name))), reverse=True))


@contextmanager
def drafting(folder: Path) -> Iterator[Path]:
    """Where a draft is written; whatever is left of it is taken away. Only one process drafts at a time; others wait.

    Raises ``Fault(LIST_MISSING)`` where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / _LOCK).open("w")
    except OSError as error:
        raise Fault(FaultCode.LIST_MISSING, f"{folder.name}: {error.strerror}") from error
    draft = folder / _DRAFT
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        draft.unlink(missing_ok=True)
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)


def keep(folder: Path, draft: Path) -> int:
    """Give a finished draft its place and its number, and let it count. Within ``drafting``."""
    version = max(installed(folder), default=0) + 1
    draft.chmod(0o600)
    _synced(draft)
    draft.replace(path_of(folder, version))
    put_in_force(folder, version)
    return version


def put_in_force(folder: Path, version: int) -> None:
    """Let a version count from now on, whole or not at all; the oldest beyond ``KEPT`` are taken away."""
    following = folder / f".{_CURRENT}"
    following.write_text(f"{version}\n", "ascii")
    _synced(following)
    following.replace(folder / _CURRENT)
    _synced(folder)
    older = [one for one in installed(folder) if one != version]
    for one in older[KEPT - 1 :]:
        path_of(folder, one).unlink(missing_ok=True)


def remove_older(folder: Path, age: timedelta) -> None:
    """Take away versions that are no longer in force and were imported longer ago. Raises ``OSError``."""
    in_force, oldest = current(folder), time.time() - age.total_seconds()
    for version in installed(folder):
        path = path_of(folder, version)
        if version != in_force and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

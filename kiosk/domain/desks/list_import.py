"""Importing lists at the staff screen: what a file would bring, its columns, and the versions that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kiosk.domain.desks.trust_import import Fact, FolderListing, ImportResult, Weight
from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One field of the list. ``header`` is the column in the file that it is read from, empty where there is none."""

    field: str
    name: Text
    header: str
    needed: bool


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What a file would bring. Nothing of it counts yet.

    ``number`` is how the desk knows it again. ``facts`` are about the file, ``changes`` about the difference to the
    list in force, ``problems`` about rows. ``headers`` are the texts of the file's header row, from which ``columns``
    may choose. With an ``obstacle`` it cannot be imported; with ``sheets``, several of which hold a list, one is to be
    chosen first. ``sheet`` is the one that was chosen so, empty where there was nothing to choose.
    """

    number: int
    file: Path
    headline: Text
    weight: Weight
    facts: tuple[Fact, ...] = ()
    changes: tuple[Fact, ...] = ()
    problems: tuple[Fact, ...] = ()
    columns: tuple[ColumnChoice, ...] = ()
    headers: tuple[str, ...] = ()
    obstacle: Text | None = None
    sheets: tuple[str, ...] = ()
    sheet: str = ""


class ReadingStoppedError(Exception):
    """Somebody no longer wants the file that is being read."""


class ListReading:
    """How far a file was read: told by the thread that reads it, seen and stopped by the one that waits."""

    __slots__ = ("_compares", "_rows", "_stopped")

    def __init__(self) -> None:
        self._rows = 0
        self._compares = False
        self._stopped = False

    @property
    def rows(self) -> int:
        """People read so far; 0 while the file is still being opened."""
        return self._rows

    @property
    def compares(self) -> bool:
        """All rows are read; now they are compared with the list in force."""
        return self._compares

    def stop(self) -> None:
        """Read no further. What was read is thrown away; the list in force stays so."""
        self._stopped = True

    def read(self, rows: int) -> None:
        """So many now. Raises ``ReadingStoppedError``."""
        self._rows = rows
        self._go_on()

    def compare(self) -> None:
        """The reading is done. Raises ``ReadingStoppedError``."""
        self._compares = True
        self._go_on()

    def _go_on(self) -> None:
        if self._stopped:
            raise ReadingStoppedError


@dataclass(frozen=True, slots=True)
class KeptList:
    """A version of the list that is kept; ``in_force``: it is the one that is asked."""

    number: int
    file: str
    people: int
    problems: int
    imported_at: datetime
    in_force: bool


class ListDesk(Protocol):
    """Looks into files, imports them, and takes older versions back.

    Methods are called one at a time, never on a thread that paints: a million rows take more than a minute.
    """

    def browse(self, folder: Path | None) -> FolderListing:
        """What lies in ``folder``, or with ``None`` where to begin. Never raises for what the file system does."""
        ...

    def kept(self) -> tuple[KeptList, ...]:
        """The versions, the newest first. Raises ``Fault(LIST_MALFORMED | LIST_MISSING)``."""
        ...

    def look(
        self,
        file: Path,
        columns: Mapping[str, str] | None = None,
        sheet: str = "",
        reading: ListReading | None = None,
    ) -> ListPreview:
        """Read the whole file beside the list in force. ``columns`` are header texts by field that somebody chose, and
        ``sheet`` is the one of a workbook. ``reading`` tells how far it is, and may be stopped from any thread.

        Raises ``Fault(LIST_MISSING | LIST_MALFORMED)`` for a file that is no list of any kind, and
        ``ReadingStoppedError``.
        """
        ...

    def install(self, number: int, by: str) -> ImportResult:
        """Let the list of that preview count, with entries in the journal before; ``by`` is a login.

        Raises ``Fault(LIST_MISSING | LIST_MALFORMED | JOURNAL_FAILED)``; the list before stays in force then.
        """
        ...

    def restore(self, number: int, by: str) -> ImportResult:
        """Let an older version count again. Raises as ``install`` does."""
        ...

    def drop(self) -> None:
        """Forget the preview: nothing of its people stays on the disk. Quick; while a file is read, after it."""
        ...

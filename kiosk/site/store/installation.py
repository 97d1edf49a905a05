"""Imports a list: looks into a file beside the list in force, and puts it in force, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.domain.desks.list_import import ListReading
from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.columns import ListColumns, header_key
from kiosk.site.store import database, versions
from kiosk.site.store.difference import Difference, compare
from kiosk.site.store.drafting import Draft, draft_list, file_digest


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring: its draft, and the difference to the list in force (``None``: there is none yet)."""

    draft: Draft
    sha256: str
    present: int | None
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version that is kept. ``in_force`` is the one that is asked."""

    number: int
    file: str
    sha256: str
    people: int
    problems: int
    imported_at: datetime
    in_force: bool


class Import:
    """A draft that lies beside the installed lists; it counts once it is installed."""

    def __init__(self, folder: Path, path: Path, preview: Preview, about: dict[str, object]) -> None:
        self.preview = preview
        self._folder = folder
        self._path = path
        self._about = about

    def install(self, at: datetime, note: Callable[[int], object] = lambda version: None) -> int:
        """Put the draft in force; its version.

        ``note`` hears of the version before it counts. Raises ``Fault(LIST_MALFORMED)`` naming the rows that keep it
        from being used, ``Fault(LIST_MISSING)`` when it cannot be written, and what ``note`` raises; the list that is
        in force stays so then.
        """
        self.preview.draft.require_usable()
        with database.failures(self._path.name):
            with closing(database.reopen(self._path)) as connection:
                database.conclude(
                    connection, self.preview.draft.problems, {**self._about, "imported_at": at.isoformat()}
                )
            note(max(versions.installed(self._folder), default=0) + 1)
            return versions.keep(self._folder, self._path)


@contextmanager
def importing(
    folder: Path, file: Path, columns: ListColumns, sheet: str = "", reading: ListReading | None = None
) -> Iterator[Import]:
    """Read a file into a draft, which is thrown away when the block ends unless it was installed.

    Raises what ``draft_list`` raises; a list with bad rows is no exception but stands in the preview.
    """
    with versions.drafting(folder) as path:
        with closing(database.create(path)) as connection:
            reading = reading or ListReading()
            draft = draft_list(file, columns, connection, sheet, reading)
            reading.compare()
            present = versions.current(folder)
            several = columns.several_rows
            difference = (
                None if present is None else compare(connection, versions.path_of(folder, present), several=several)
            )
        with database.failures(file.name):
            digest = file_digest(file)
        told = {
            "file": file.name,
            "sha256": digest,
            "sheet": draft.sheet,
            "people": draft.people,
            "problems": sum(draft.counts.values()),
            "columns": dict(draft.header.names),
            "shape": shape_of(columns),
        }
        yield Import(folder, path, Preview(draft, digest, present, difference), told)


def shape_of(columns: ListColumns) -> list[str]:
    """What of a site's profile went into a list; a list of another shape has to be imported again."""
    return [header_key(name) for names in (part.headers for part in columns.place) for name in names[:1]] + [
        detail for detail, _ in columns.details
    ]


def kept_versions(folder: Path) -> tuple[Version, ...]:
    """The versions that are kept, the newest first. Raises ``Fault(LIST_MALFORMED)`` when one is damaged."""
    in_force = versions.current(folder)
    return tuple(_version(folder, number, number == in_force) for number in versions.installed(folder))


def restore(folder: Path, number: int, note: Callable[[int], object] = lambda version: None) -> Version:
    """Put a version in force that is still kept. Raises ``Fault(LIST_MISSING)`` when it is not."""
    with versions.drafting(folder):
        if number not in versions.installed(folder):
            raise Fault(FaultCode.LIST_MISSING, f"version {number} is not kept")
        version = _version(folder, number, in_force=True)
        note(number)
        with database.failures("current"):
            versions.put_in_force(folder, number)
        return version


def _version(folder: Path, number: int, in_force: bool) -> Version:
    path = versions.path_of(folder, number)
    about = told_about(path)
    try:
        at = datetime.fromisoformat(about["imported_at"])
        return Version(
            number, about["file"], about["sha256"], int(about["people"]), int(about["problems"]), at, in_force
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Fault(FaultCode.LIST_MALFORMED, f"{path.name}: damaged") from error


def told_about(path: Path) -> dict[str, Any]:
    """What was written down about a version when it was imported."""
    with closing(database.open_for_reading(path)) as connection, database.failures(path.name):
        return database.about_of(connection)

"""The staff screen's import of lists: looks into files and lets them count as ``kiosk list import`` does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path

from kiosk.app.lists.desk_lines import told_columns, told_import, told_obstacle, told_preview, told_restore, told_sheets
from kiosk.app.lists.importing import note_list
from kiosk.app.lists.site_list import list_folder
from kiosk.app.settings.values import Settings
from kiosk.app.staff.import_folders import OWN_FOLDER, ImportFolders, home_folders
from kiosk.domain.clock import Clock
from kiosk.domain.desks.list_import import KeptList, ListPreview, ListReading
from kiosk.domain.desks.trust_import import FolderListing, ImportResult
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import StaffAct, StaffJournal, StaffNote
from kiosk.site.columns import REQUIRED, ListColumns, header_key
from kiosk.site.store.chosen_columns import chosen_columns, remember_columns
from kiosk.site.store.drafting import HEADER_WITHIN, SeveralListsError
from kiosk.site.store.installation import Import, importing, kept_versions, restore
from kiosk.site.tables.reading import read_tables

MOST_HEADERS = 100


class KioskListDesk:
    """The port ``ListDesk`` for one kiosk. The newest preview's draft stays on the disk until it is dropped."""

    def __init__(
        self,
        settings: Settings,
        columns: ListColumns,
        journal: StaffJournal,
        clock: Clock,
        folders: ImportFolders | None = None,
        note: Callable[[Settings, str, int], None] = note_list,
    ) -> None:
        self._settings = settings
        self._columns = columns
        self._journal = journal
        self._clock = clock
        self._folders = folders or ImportFolders((*home_folders(), settings.data.absolute() / OWN_FOLDER))
        self._note = note
        self._lock = threading.Lock()
        self._number = 0
        self._held = ExitStack()
        self._import: Import | None = None
        self._chosen: Mapping[str, str] = {}

    def browse(self, folder: Path | None) -> FolderListing:
        return self._folders.browse(folder)

    def kept(self) -> tuple[KeptList, ...]:
        return tuple(
            KeptList(one.number, one.file, one.people, one.problems, one.imported_at, one.in_force)
            for one in kept_versions(list_folder(self._settings))
        )

    def look(
        self,
        file: Path,
        columns: Mapping[str, str] | None = None,
        sheet: str = "",
        reading: ListReading | None = None,
    ) -> ListPreview:
        folder = list_folder(self._settings)
        chosen = {**chosen_columns(folder), **(columns or {})}
        known = self._columns.remembering(chosen)
        with self._lock:
            self._forget()
            self._number += 1
            try:
                self._import = self._held.enter_context(importing(folder, file, known, sheet, reading))
            except SeveralListsError as several:
                return told_sheets(self._number, file, several.sheets)
            except Fault as fault:
                return self._not_understood(file, known, sheet, fault)
            self._chosen = chosen if columns else {}
            preview = self._import.preview
            header = preview.draft.header
            shown = told_preview(self._number, file, preview, told_columns(known, header.names), _named(header.cells))
            return replace(shown, sheet=sheet)

    def install(self, number: int, by: str) -> ImportResult:
        with self._lock:
            if self._import is None or number != self._number:
                raise Fault(FaultCode.LIST_MISSING, "the preview is gone; open the file again")
            preview = self._import.preview
            version = self._import.install(self._clock.now(), lambda version: self._write("import", version, by))
            if self._chosen:
                remember_columns(list_folder(self._settings), self._chosen)
            self._forget()
            return told_import(preview, version)

    def restore(self, number: int, by: str) -> ImportResult:
        with self._lock:
            self._forget()
            version = restore(list_folder(self._settings), number, lambda version: self._write("restore", version, by))
            return told_restore(version)

    def drop(self) -> None:
        with self._lock:
            self._forget()

    def _not_understood(self, file: Path, known: ListColumns, sheet: str, fault: Fault) -> ListPreview:
        """A file that has a header, but not one that is understood: its columns can be named."""
        headers = _headers(file, sheet)
        if fault.code is not FaultCode.LIST_MALFORMED or len(headers) < len(REQUIRED):
            raise fault
        return ListPreview(
            self._number,
            file,
            *told_obstacle(fault),
            columns=told_columns(known, known.found_in(headers)),
            headers=headers,
            obstacle=fault.entry.remedy,
            sheet=sheet,
        )

    def _write(self, act: str, version: int, by: str) -> None:
        """Who does it, and what: both before it counts."""
        self._journal.note_staff(StaffNote(_STAFF_ACTS[act], by))
        self._note(self._settings, act, version)

    def _forget(self) -> None:
        self._import, self._chosen = None, {}
        self._held.close()


_STAFF_ACTS = {"import": StaffAct.IMPORTED_LIST, "restore": StaffAct.RESTORED_LIST}


def _headers(file: Path, sheet: str) -> tuple[str, ...]:
    """The texts of the row that looks most like a header: the one with the most different cells near the top."""
    best: tuple[str, ...] = ()
    for table in read_tables(file):
        if sheet and table.name != sheet:
            continue
        for row in islice(table.rows, HEADER_WITHIN):
            named = _named(row.cells)
            best = named if len(named) > len(best) else best
    return best


def _named(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Texts by which a column can be chosen."""
    return tuple(dict.fromkeys(cell for cell in cells if header_key(cell)))[:MOST_HEADERS]

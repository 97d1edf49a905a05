"""The staff screen while lists are imported or taken back: one page after the other, and the desk's answers on them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from kiosk.check.screens import Tone
from kiosk.domain.desks.list_import import KeptList, ListDesk, ListPreview, ListReading, ReadingStoppedError
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.desks.trust_import import Fact, FolderEntry, FolderListing, ImportResult, Weight
from kiosk.domain.faults import Fault
from kiosk.domain.numerals import whole
from kiosk.domain.text import Text
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.headed_view import HeadedView
from kiosk.ui.operator.list_import import captions
from kiosk.ui.operator.list_import.columns_page import ColumnsPage
from kiosk.ui.operator.list_import.kept_page import KeptPage
from kiosk.ui.operator.list_import.preview_page import PreviewPage
from kiosk.ui.operator.list_import.sheets_page import SheetsPage
from kiosk.ui.operator.trust_import.file_page import FilePage
from kiosk.ui.operator.trust_import.lines import TONES
from kiosk.ui.operator.trust_import.notice_page import NoticePage

TICK_MILLISECONDS = 250
"""Between two tellings of how far the reading is: the eye takes what stands still for a second for stuck."""


class ListImportView(HeadedView):
    """Changes nothing before the agreeing key was pressed twice. ``on_leave`` closes it."""

    def __init__(
        self,
        desk: ListDesk,
        staff: StaffDesk,
        on_leave: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._monotonic = monotonic
        self._thread = DeskThread()
        self._folder: Path | None = None
        self._preview: ListPreview | None = None
        self._older: KeptList | None = None
        self._installs = False
        self._reading: ListReading | None = None
        self._since = 0.0
        self.kept = KeptPage(self._open_kept, self._leave)
        self.files = FilePage(self._open, self._browse, self.begin)
        self.preview = PreviewPage(self._agree, self._show_columns, self.begin)
        self.columns = ColumnsPage(self._read_again, self._back_to_preview)
        self.sheets = SheetsPage(self._read_sheet, self.begin)
        self.notice = NoticePage(self.begin, self._leave)
        self.put_in(self.kept, self.files, self.preview, self.columns, self.sheets, self.notice)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """Start with what is in force and what else is kept."""
        self._forget()
        self.turn_to(self.kept, captions.PAGE)
        self._ask(lambda: self._dropped_then(self._desk.kept), self._list_kept, captions.BROKEN_OFF)

    def take_back(self) -> None:
        """Whoever sat there left: what was not agreed to twice does not count, and the draft is thrown away."""
        if self._installs:
            return
        self._forget()
        self._thread.ask(self._desk.drop, lambda _none: None, lambda _fault: None)

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()

    def _dropped_then(self, ask: Callable[[], tuple[KeptList, ...]]) -> tuple[KeptList, ...]:
        self._desk.drop()
        return ask()

    def _forget(self) -> None:
        self._thread.drop()
        self._preview = self._older = None
        self.preview.show_preview(None)
        self._rest()

    def _leave(self) -> None:
        """From a file that is being read back to what is kept; from anything else, but an installation, away."""
        if self._reading is not None:
            self.begin()
        elif not self._installs:
            self.take_back()
            self._on_leave()

    def _list_kept(self, kept: tuple[KeptList, ...]) -> None:
        self.kept.show_kept(kept)
        now = next((one for one in kept if one.in_force), None)
        if now is None:
            self.turn_to(self.kept, captions.NONE_YET, Tone.ATTENTION)
            return
        said = captions.IN_FORCE.filled(n=now.number, people=whole(now.people), age=_age(now.imported_at))
        self.turn_to(self.kept, said)

    def _open_kept(self, kept: KeptList | None) -> None:
        if kept is None:
            self._browse(None)
        elif not kept.in_force:
            self._older = kept
            facts = (Fact(captions.SECTION_FILE, Text(kept.file, kept.file)), Fact(_about(kept)))
            headline = captions.RESTORE.filled(n=kept.number)
            preview = ListPreview(0, Path(kept.file), headline, Weight.PLAIN, facts)
            self.preview.show_preview(preview, captions.BUTTON_RESTORE)
            self.turn_to(self.preview, headline)

    def _browse(self, folder: Path | None) -> None:
        self._ask(lambda: self._desk.browse(folder), self._list_files, captions.BROKEN_OFF)

    def _list_files(self, listing: FolderListing) -> None:
        self._folder = listing.folder
        self.files.show_listing(listing)
        self.turn_to(self.files, captions.CHOOSE)

    def _open(self, entry: FolderEntry) -> None:
        if entry.is_folder:
            self._browse(entry.path)
        else:
            self._look(entry.path)

    def _look(self, file: Path, columns: Mapping[str, str] | None = None, sheet: str = "") -> None:
        reading = ListReading()
        self._work(reading)

        def read() -> ListPreview | None:
            try:
                return self._desk.look(file, columns, sheet, reading)
            except ReadingStoppedError:
                return None

        self._ask(read, self._take, captions.NOT_READ)

    def _take(self, preview: ListPreview | None) -> None:
        self._rest()
        if preview is None:
            return
        self._preview = preview
        if preview.sheets:
            self.sheets.show_sheets(preview.sheets)
            self.turn_to(self.sheets, captions.SHEETS)
            return
        self.preview.show_preview(preview)
        self._back_to_preview()

    def _read_sheet(self, sheet: str) -> None:
        if self._preview is not None:
            self._look(self._preview.file, sheet=sheet)

    def _show_columns(self) -> None:
        if self._preview is not None:
            self.columns.show_columns(self._preview)
            self.turn_to(self.columns, captions.COLUMNS)

    def _read_again(self, columns: Mapping[str, str]) -> None:
        if self._preview is not None:
            self._look(self._preview.file, columns, self._preview.sheet)

    def _back_to_preview(self) -> None:
        if self._preview is not None:
            self.preview.disarm()
            self.turn_to(self.preview, self._preview.headline, TONES[self._preview.weight])

    def _agree(self) -> None:
        by = self._seated()
        older, preview = self._older, self._preview
        if not by or (older is None and preview is None):
            return
        self._work(None)
        if older is not None:
            self._ask(lambda: self._desk.restore(older.number, by), self._finish, captions.NOT_INSTALLED)
        elif preview is not None:
            self._ask(lambda: self._desk.install(preview.number, by), self._finish, captions.NOT_INSTALLED)

    def _finish(self, result: ImportResult) -> None:
        self._end(result.headline, TONES[result.weight], result.facts)

    def _fail(self, headline: Text, fault: Fault) -> None:
        facts = [
            Fact(captions.FAULT_WHAT, fault.entry.sentence, Weight.BAD),
            Fact(captions.FAULT_REMEDY, fault.entry.remedy),
        ]
        if fault.technical:
            facts.append(Fact(captions.FAULT_TECHNICAL, Text(fault.technical, fault.technical)))
        self._end(headline, Tone.TROUBLE, tuple(facts))

    def _end(self, headline: Text, tone: Tone, facts: tuple[Fact, ...]) -> None:
        self._rest()
        self._preview = self._older = None
        self.preview.show_preview(None)
        self.notice.show_facts(facts)
        self.turn_to(self.notice, headline, tone)

    def _work(self, reading: ListReading | None) -> None:
        """Something is under way: a file is read, which can be stopped, or a list put in force, which cannot."""
        self._reading, self._installs, self._since = reading, reading is None, self._monotonic()
        self.notice.show_facts((), may_leave=reading is not None)
        self.notice.leave.rename(captions.BUTTON_CLOSE if reading is None else captions.BUTTON_STOP)
        self._tick()
        self._timer.start()

    def _rest(self) -> None:
        if self._reading is not None:
            self._reading.stop()
        self._reading, self._installs = None, False
        self.notice.leave.rename(captions.BUTTON_CLOSE)
        self._timer.stop()

    def _tick(self) -> None:
        """A file of a million rows takes a minute: rows and seconds show that something happens."""
        if self._reading is not None or self._installs:
            said = _progress(self._reading, int(self._monotonic() - self._since))
            self.turn_to(self.notice, said)

    def _ask(self, work: Callable[[], object], then: Callable[..., None], failed: Text) -> None:
        self._thread.ask(work, then, partial(self._fail, failed))

    def _seated(self) -> str:
        try:
            status = self._staff.status()
        except Fault:
            return ""
        return "" if status.locked or status.member is None else status.member.login


def _progress(reading: ListReading | None, seconds: int) -> Text:
    """What is under way, and how far it is."""
    if reading is None:
        return captions.INSTALLING.filled(n=seconds)
    if not reading.rows:
        return captions.OPENING.filled(n=seconds)
    said = captions.COMPARING if reading.compares else captions.LOOKING
    return said.filled(rows=whole(reading.rows), n=seconds)


def _age(imported_at: datetime) -> Text:
    minutes = max(0, int((datetime.now(UTC) - imported_at).total_seconds() // 60))
    if minutes < 60:
        return captions.MINUTES_OLD.filled(n=minutes)
    return captions.HOURS_OLD.filled(n=minutes // 60) if minutes < 2880 else captions.DAYS_OLD.filled(n=minutes // 1440)


def _about(kept: KeptList) -> Text:
    return captions.ROW_KEPT.filled(people=whole(kept.people), day=f"{kept.imported_at.astimezone():%H:%M %d/%m/%Y}")

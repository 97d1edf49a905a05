"""The staff screen while trust is imported: one page after the other, and the desk's answers on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from kiosk.check.screens import Tone
from kiosk.domain.desks.trust_import import (
    Fact,
    FilePreview,
    FolderEntry,
    FolderListing,
    ImportResult,
    TrustDesk,
    TypedAgreement,
    Weight,
)
from kiosk.domain.faults import Fault
from kiosk.domain.text import Text
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.trust_import import captions
from kiosk.ui.operator.trust_import.file_page import FilePage
from kiosk.ui.operator.trust_import.lines import TONES
from kiosk.ui.operator.trust_import.notice_page import NoticePage
from kiosk.ui.operator.trust_import.preview_page import PreviewPage


class TrustImportView(QWidget):
    """Shows nothing of a check and changes nothing without the install button. ``on_leave`` closes it."""

    def __init__(self, desk: TrustDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._on_leave = on_leave
        self._thread = DeskThread()
        self._folder: Path | None = None
        self._installing = False
        self.headline = Headline()
        self.files = FilePage(self._open, self._browse, self._leave)
        self.preview = PreviewPage(desk.lacking, self._install, self._leave)
        self.notice = NoticePage(lambda: self._browse(self._folder), self._leave)
        self._pages = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addLayout(self._pages, 1)
        # Only now: a page without a parent would be shown as a window of its own for a moment.
        for page in (self.files, self.preview, self.notice):
            self._pages.addWidget(page)

    def begin(self) -> None:
        """Start with the places where files may lie."""
        self._show(self.files, captions.CHOOSE, Tone.NEUTRAL)
        self._browse(None)

    def take_back(self) -> None:
        """A check comes in between: what was agreed to so far does not count any more."""
        self.preview.take_back()

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def rescale(self) -> None:
        """Follow the window's letter size."""
        self.headline.rescale()
        for page in (self.files, self.preview, self.notice):
            page.rescale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rescale()

    def _leave(self) -> None:
        if self._installing:
            return
        self._thread.drop()
        self.preview.show_preview(None)
        self._on_leave()

    def _browse(self, folder: Path | None) -> None:
        self._thread.ask(lambda: self._desk.browse(folder), self._list, partial(self._fail, captions.BROKEN_OFF))

    def _list(self, listing: FolderListing) -> None:
        self._folder = listing.folder
        self.files.show_listing(listing)
        self.preview.show_preview(None)
        self._show(self.files, captions.CHOOSE, Tone.NEUTRAL)

    def _open(self, entry: FolderEntry) -> None:
        if entry.is_folder:
            self._browse(entry.path)
            return
        self.notice.show_facts(())
        self._show(self.notice, captions.LOOKING, Tone.NEUTRAL)
        self._thread.ask(lambda: self._desk.look(entry.path), self._take, partial(self._fail, captions.NOT_READ))

    def _take(self, preview: FilePreview) -> None:
        self._show(self.preview, preview.headline, TONES[preview.weight])
        self.preview.show_preview(preview)

    def _install(self, number: int, said: TypedAgreement) -> None:
        self._installing = True
        self.notice.show_facts((), may_leave=False)
        self._show(self.notice, captions.INSTALLING, Tone.NEUTRAL)
        self._thread.ask(
            lambda: self._desk.install(number, said), self._finish, partial(self._fail, captions.NOT_INSTALLED)
        )

    def _finish(self, result: ImportResult) -> None:
        self._end(result.headline, TONES[result.weight], result.facts)

    def _fail(self, headline: Text, fault: Fault) -> None:
        facts = [
            Fact(captions.FAULT_WHAT, fault.entry.sentence, Weight.BAD),
            Fact(captions.FAULT_REMEDY, fault.entry.remedy),
            Fact(captions.FAULT_CODE, Text(fault.code.value, fault.code.value)),
        ]
        if fault.technical:
            facts.append(Fact(captions.FAULT_TECHNICAL, Text(fault.technical, fault.technical)))
        self._end(headline, Tone.TROUBLE, tuple(facts))

    def _end(self, headline: Text, tone: Tone, facts: tuple[Fact, ...]) -> None:
        self._installing = False
        self.preview.show_preview(None)
        self.notice.show_facts(facts)
        self._show(self.notice, headline, tone)

    def _show(self, page: Page, headline: Text, tone: Tone) -> None:
        self.headline.show_headline(headline, tone, None)
        self._pages.setCurrentWidget(page)

"""Choose a file: the places to begin at, then folder by folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from kiosk.domain.desks.trust_import import FolderEntry, FolderListing
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.trust_import import captions
from kiosk.ui.operator.trust_import.file_rows import FileRows


class FilePage(Page):
    """``on_open`` takes the file or folder that was chosen, ``on_above`` the folder above (``None``: the places)."""

    def __init__(
        self,
        on_open: Callable[[FolderEntry], None],
        on_above: Callable[[Path | None], None],
        on_leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self._on_above = on_above
        self._listing = FolderListing(captions.CHOOSE, ())
        self.where = Sentence(0, english=0.78, align=Align.LEFT_MIDDLE)
        self.note = Sentence(0, english=0.78, align=Align.LEFT_MIDDLE)
        self.rows = FileRows(on_open)
        self.scrolled = scrolling(self.rows)
        self.open = Button(captions.BUTTON_OPEN, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.above = Button(captions.BUTTON_ABOVE, least_mm=STAFF_TARGET_MM, key="F4")
        self.leave = Button(captions.BUTTON_LEAVE, least_mm=STAFF_TARGET_MM, key="Esc")
        for sentence in (self.where, self.note):
            sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for widget, stretch in ((self.where, 0), (self.scrolled, 1), (self.note, 0)):
            self.column.addWidget(widget, stretch)
        for button in (self.open, self.above, self.leave):
            self.foot.addWidget(button)
        self.column.addLayout(self.foot)
        self.open.clicked.connect(lambda _checked=False: self.rows.open_chosen())
        self.above.clicked.connect(lambda _checked=False: self._go_above())
        self.leave.clicked.connect(lambda _checked=False: on_leave())
        on_key(self, Qt.Key.Key_F3, self.rows.open_chosen)
        on_key(self, Qt.Key.Key_F4, self._go_above)
        on_key(self, Qt.Key.Key_Escape, on_leave)
        for key, rows in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._choose, rows), repeats=True)

    def show_listing(self, listing: FolderListing) -> None:
        self._listing = listing
        self.where.say(listing.label)
        self.note.say(listing.note)
        self.note.setVisible(listing.note is not None)
        self.rows.show_entries(listing.entries)
        self.open.setEnabled(bool(listing.entries))
        self.above.setEnabled(listing.folder is not None)
        self.scrolled.verticalScrollBar().setValue(0)

    def _choose(self, rows: int) -> None:
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))

    def _go_above(self) -> None:
        if self._listing.folder is not None:
            self._on_above(self._listing.above)

    def rescale(self) -> None:
        super().rescale()
        size = letter(self)
        for sentence in (self.where, self.note):
            sentence.letter_pixels(1.2 * size)
            sentence.setFixedHeight(round(3 * size))
        self.rows.rescale()

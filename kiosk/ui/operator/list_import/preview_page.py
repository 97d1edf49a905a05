"""What a file holds and changes, or which version would come back; it counts after the same key was pressed twice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from kiosk.check.screens import Tone
from kiosk.domain.desks.list_import import ListPreview
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import MARKS, MUTED
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.list_import import captions
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.trust_import.lines import lines_of

_WIDE, _NARROW = (("file", "changes"), ("problems",)), (("file", "changes", "problems"),)


class PreviewPage(Page):
    """``on_agree`` is called when the agreeing key was pressed twice, ``on_columns`` leads to the columns."""

    def __init__(
        self, on_agree: Callable[[], None], on_columns: Callable[[], None], on_back: Callable[[], None]
    ) -> None:
        super().__init__()
        self._on_agree = on_agree
        self._on_columns = on_columns
        self._act = captions.BUTTON_INSTALL
        self._armed = False
        self.file = EvidenceLines(0.4)
        self.changes = EvidenceLines(0.5)
        self.problems = EvidenceLines(0.55)
        self._sheets = {
            "file": Sheet(captions.SECTION_FILE, self.file),
            "changes": Sheet(captions.SECTION_CHANGES, self.changes),
            "problems": Sheet(captions.SECTION_PROBLEMS, self.problems),
        }
        self._board = Board(self._sheets)
        self.scrolled = scrolling(self._board)
        self.note = Sentence(0, english=0.8, align=Align.LEFT_MIDDLE)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.agree = Button(captions.BUTTON_INSTALL, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.columns = Button(captions.BUTTON_COLUMNS, least_mm=STAFF_TARGET_MM, key="F4")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        self.column.addWidget(self.note)
        self.column.addLayout(self.foot)
        self.add_button(self.agree, Qt.Key.Key_F3, self._press)
        self.add_button(self.columns, Qt.Key.Key_F4, self._choose_columns)
        self.add_button(self.back, Qt.Key.Key_Escape, on_back)

    def show_preview(self, preview: ListPreview | None, act: Text = captions.BUTTON_INSTALL) -> None:
        """``None`` leaves nothing of the file before. ``act`` is what agreeing does."""
        self._act = act
        for part, facts in (
            (self.file, preview.facts if preview else ()),
            (self.changes, preview.changes if preview else ()),
            (self.problems, preview.problems if preview else ()),
        ):
            part.show_lines(lines_of(facts))
        self._sheets["changes"].setVisible(bool(preview and preview.changes))
        self._sheets["problems"].setVisible(bool(preview and preview.problems))
        obstacle = preview.obstacle if preview else None
        self.note.colour(MARKS[Tone.REFUSE], MUTED)
        self.note.say(obstacle)
        self.note.setVisible(obstacle is not None)
        self.agree.setEnabled(preview is not None and obstacle is None)
        self.columns.setVisible(bool(preview and preview.columns))
        self.disarm()
        self._arrange()
        self.scrolled.verticalScrollBar().setValue(0)

    def disarm(self) -> None:
        """What was pressed once counts no more."""
        self._armed = False
        self.agree.rename(self._act)

    def _press(self) -> None:
        if not self.agree.isEnabled():
            return
        if not self._armed:
            self._armed = True
            self.agree.rename(captions.BUTTON_AGAIN)
            return
        self.disarm()
        self._on_agree()

    def _choose_columns(self) -> None:
        if not self.columns.isHidden():
            self._on_columns()

    def rescale(self) -> None:
        super().rescale()
        self.note.letter_pixels(1.1 * letter(self))
        self.note.setFixedHeight(round(3 * letter(self)))
        self._arrange()

    def _arrange(self) -> None:
        self._board.set_columns(_WIDE if self.width() > self.height() * 1.2 else _NARROW)

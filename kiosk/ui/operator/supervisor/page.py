"""The sheets of the supervisor's page and the keys that turn to other shifts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from kiosk.check.screens import Line
from kiosk.domain.desks.supervision import Supervision
from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.number_table import NumberTable
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.shift.captions import SECTION_NOTICE
from kiosk.ui.operator.shift.hour_chart import HourChart
from kiosk.ui.operator.shift.lines import counted_faults, counted_reasons, override_lines
from kiosk.ui.operator.supervisor import captions
from kiosk.ui.operator.supervisor.lines import kiosk_rows, place_rows, tally_lines

_KIOSK_COLUMNS = (
    captions.CHECKS,
    captions.CAME,
    captions.REFERRED,
    captions.REFUSED,
    captions.MEDIAN,
    captions.P95,
    captions.FIRST_TRY,
    captions.RETRIES,
)
_PLACE_COLUMNS = (
    captions.EXPECTED,
    captions.CAME,
    captions.REFUSED,
    captions.UNDECIDED,
    captions.OVERRIDDEN,
    captions.ABSENT,
)


class SupervisorPage(Page):
    """``on_turn`` is given how many shifts back: 1 for the one before, -1 for the one after."""

    def __init__(self, on_turn: Callable[[int], None], on_leave: Callable[[], None]) -> None:
        super().__init__()
        self.notice = EvidenceLines(0.4)
        self.kiosks = NumberTable(captions.KIOSK, _KIOSK_COLUMNS, name_share=0.26)
        self.places = NumberTable(captions.PLACE, _PLACE_COLUMNS)
        self.hours = HourChart()
        self.figures = EvidenceLines(0.6)
        self.reasons = EvidenceLines(0.75)
        self.faults = EvidenceLines(0.75)
        self.overrides = EvidenceLines(0.6)
        self._sheets = {
            "notice": Sheet(SECTION_NOTICE, self.notice),
            "kiosks": Sheet(captions.SECTION_KIOSKS, self.kiosks),
            "places": Sheet(captions.SECTION_PLACES, self.places),
            "hours": Sheet(captions.SECTION_HOURS, self.hours),
            "figures": Sheet(captions.SECTION_FIGURES, self.figures),
            "reasons": Sheet(captions.SECTION_REASONS, self.reasons),
            "faults": Sheet(captions.SECTION_FAULTS, self.faults),
            "overrides": Sheet(captions.SECTION_OVERRIDES, self.overrides),
        }
        self._board = Board(self._sheets)
        self.scrolled = scrolling(self._board)
        self.older = Button(captions.BUTTON_OLDER, least_mm=STAFF_TARGET_MM, key="↑")
        self.newer = Button(captions.BUTTON_NEWER, least_mm=STAFF_TARGET_MM, key="↓")
        self.leave = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        self.column.addLayout(self.foot)
        self.add_button(self.older, Qt.Key.Key_Up, partial(on_turn, 1))
        self.add_button(self.newer, Qt.Key.Key_Down, partial(on_turn, -1))
        self.add_button(self.leave, Qt.Key.Key_Escape, on_leave)
        self.show_figures(None)

    def show_figures(self, found: Supervision | None) -> None:
        """One shift with all that belongs to it, or nothing."""
        self._sheets["notice"].hide()
        site = found.site if found else None
        self.kiosks.show_rows(kiosk_rows(found) if found else (), captions.NOTHING)
        self.places.show_rows(place_rows(found.places) if found else (), captions.NO_LIST)
        self.hours.show_hours(site.hours if site else ())
        self.figures.show_lines(tally_lines(site) if site else (), captions.NOTHING)
        self.reasons.show_lines(counted_reasons(site.reasons) if site else (), captions.NOTHING)
        self.faults.show_lines(counted_faults(site.faults) if site else (), captions.NOTHING)
        self.overrides.show_lines(override_lines(found.shift) if found else (), captions.NOTHING)
        self._arrange()

    def show_notice(self, lines: tuple[Line, ...]) -> None:
        """Why there are no figures, in their place."""
        self.show_figures(None)
        self.notice.show_lines(lines)
        self._sheets["notice"].show()
        self._arrange()

    def offer(self, *, older: bool, newer: bool) -> None:
        """Whether there are shifts before and after the one that is shown."""
        self.older.setEnabled(older)
        self.newer.setEnabled(newer)

    def rescale(self) -> None:
        super().rescale()
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() > self.height() and self.width() >= _TWO_COLUMNS * letter(self)
        self._board.set_columns(_WIDE if wide else _NARROW)


_TWO_COLUMNS = 100
"""Letters: nine columns of numbers cannot be read in half of less."""

_WIDE = (("notice", "kiosks", "places", "hours"), ("figures", "reasons", "faults", "overrides"))
_NARROW = (("notice", "kiosks", "places", "hours", "figures", "reasons", "faults", "overrides"),)

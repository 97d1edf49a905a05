"""The shift's sheets and what can be done with it, each with its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from kiosk.check.screens import Line
from kiosk.domain.shift import Shift
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.shift import captions
from kiosk.ui.operator.shift.hour_chart import HourChart
from kiosk.ui.operator.shift.lines import figure_lines, override_lines, reason_lines, shift_lines


class ShiftPage(Page):
    """``on_act`` is the first button's: to open or to close; ``on_report`` writes the report once more."""

    def __init__(self, on_act: Callable[[], None], on_report: Callable[[], None], on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._on_act = on_act
        self._on_report = on_report
        self._on_leave = on_leave
        self.notice = EvidenceLines(0.4)
        self.shift = EvidenceLines(0.35)
        self.figures = EvidenceLines(0.6)
        self.hours = HourChart()
        self.reasons = EvidenceLines(0.75)
        self.overrides = EvidenceLines(0.6)
        self._sheets = {
            "notice": Sheet(captions.SECTION_NOTICE, self.notice),
            "shift": Sheet(captions.SECTION_SHIFT, self.shift),
            "figures": Sheet(captions.SECTION_FIGURES, self.figures),
            "hours": Sheet(captions.SECTION_HOURS, self.hours),
            "reasons": Sheet(captions.SECTION_REASONS, self.reasons),
            "overrides": Sheet(captions.SECTION_OVERRIDES, self.overrides),
        }
        self._board = Board(self._sheets)
        self.scrolled = scrolling(self._board)
        self.act = Button(captions.BUTTON_OPEN, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="F3")
        self.report = Button(captions.BUTTON_REPORT, least_mm=STAFF_TARGET_MM, key="F4")
        self.leave = Button(captions.BUTTON_LEAVE, least_mm=STAFF_TARGET_MM, key="Esc")
        self.column.addWidget(self.scrolled, 1)
        for button, act in ((self.act, self._press_act), (self.report, self._press_report), (self.leave, self._go)):
            self.foot.addWidget(button)
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.column.addLayout(self.foot)
        on_key(self, Qt.Key.Key_F3, self._press_act)
        on_key(self, Qt.Key.Key_F4, self._press_report)
        on_key(self, Qt.Key.Key_Escape, self._go)
        self.show_shift(None)

    def show_shift(self, shift: Shift | None) -> None:
        """The newest shift as it is now; parts that did not change cost a comparison."""
        nothing = captions.NOTHING
        self.shift.show_lines(shift_lines(shift) if shift else (), nothing)
        self.figures.show_lines(figure_lines(shift) if shift else (), nothing)
        self.hours.show_hours(shift.figures.hours if shift else ())
        self.reasons.show_lines(reason_lines(shift) if shift else (), nothing)
        self.overrides.show_lines(override_lines(shift) if shift else (), nothing)
        self._arrange()

    def show_notice(self, lines: tuple[Line, ...]) -> None:
        """What came of the last act; nothing hides it."""
        self.notice.show_lines(lines)
        self._sheets["notice"].setVisible(bool(lines))
        self._arrange()

    def offer(self, act: Text | None, *, allowed: bool = True, report: bool, leave: bool) -> None:
        """What can be pressed now; what would come next is named to those as well who may not do it."""
        self.act.setEnabled(act is not None and allowed)
        if act is not None:
            self.act.rename(act)
        self.report.setEnabled(report)
        self.leave.setEnabled(leave)

    def rescale(self) -> None:
        super().rescale()
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() > self.height() * 1.2
        self._board.set_columns(_WIDE if wide else _NARROW)

    def _press_act(self) -> None:
        if self.act.isEnabled():
            self._on_act()

    def _press_report(self) -> None:
        if self.report.isEnabled():
            self._on_report()

    def _go(self) -> None:
        if self.leave.isEnabled():
            self._on_leave()


_WIDE = (("notice", "shift"), ("figures", "hours"), ("reasons", "overrides"))
_NARROW = (("notice", "shift", "hours"), ("figures", "reasons", "overrides"))

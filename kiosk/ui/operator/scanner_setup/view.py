"""The staff screen while scanners are set up: the test code, the scanners, and what arrived of the code."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.check.screens import Tone
from kiosk.domain.desks.scanner_setup import Delivery, ScannerDesk
from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scanner_setup import captions
from kiosk.ui.operator.scanner_setup.lines import delivery_lines, state_line
from kiosk.ui.operator.scanner_setup.symbol_view import SymbolView
from kiosk.ui.operator.scrolling import scrolling

STATES_MILLISECONDS = 1000
MOST_DELIVERIES = 4

LEAVE_MILLISECONDS = 5 * 60 * 1000
"""A page that somebody forgot would keep the scanners from the people who come."""


class ScannerSetupView(QWidget):
    """Listens to the scanners while it is shown and not a moment longer. ``on_leave`` closes it."""

    def __init__(self, desk: ScannerDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._deliveries: tuple[Delivery, ...] = ()
        self._hand_over = _HandOver()
        self._hand_over.came.connect(self._take)
        self.headline = Headline()
        self.symbol = SymbolView()
        self.below_symbol = Sentence(0, english=0.8, align=Align.CENTRE, weight=Weight.Medium)
        self.scanners = EvidenceLines(0.4)
        self.arrived = EvidenceLines(0.3)
        self._board = Board(
            {
                "arrived": Sheet(captions.SECTION_ARRIVED, self.arrived),
                "scanners": Sheet(captions.SECTION_SCANNERS, self.scanners),
            }
        )
        self.page = Page()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        left = QVBoxLayout()
        left.addWidget(self.symbol, 1)
        left.addWidget(self.below_symbol)
        self._halves.addLayout(left, 4)
        self._halves.addWidget(scrolling(self._board), 5)
        self.clear = Button(captions.BUTTON_CLEAR, least_mm=STAFF_TARGET_MM, key="F4")
        self.leave = Button(captions.BUTTON_CLOSE, least_mm=STAFF_TARGET_MM, key="Esc")
        self.page.column.addLayout(self._halves, 1)
        for button in (self.clear, self.leave):
            self.page.foot.addWidget(button)
        self.page.column.addLayout(self.page.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(self.page, 1)
        self.below_symbol.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.below_symbol.say(captions.TEST_CODE)
        self.clear.clicked.connect(lambda _checked=False: self._forget())
        self.leave.clicked.connect(lambda _checked=False: on_leave())
        on_key(self, Qt.Key.Key_F4, self._forget)
        on_key(self, Qt.Key.Key_Escape, on_leave)
        self._timer = QTimer(self)
        self._timer.setInterval(STATES_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self.forgotten = QTimer(self)
        self.forgotten.setSingleShot(True)
        self.forgotten.setInterval(LEAVE_MILLISECONDS)
        self.forgotten.timeout.connect(on_leave)

    def look(self) -> None:
        """Ask how the scanners are now."""
        states = self._desk.states()
        lines = tuple(state_line(state) for state in states)
        if self.scanners.show_lines(lines, captions.NO_SCANNER):
            self._board.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        self.symbol.show_code(self._desk.test_code())
        self._forget()
        self.look()
        self._timer.start()
        self.forgotten.start()
        self._desk.listen(self._hand_over.came.emit)

    def hideEvent(self, event: QHideEvent) -> None:
        self._desk.stop_listening()
        self._timer.stop()
        self.forgotten.stop()
        self._deliveries = ()

    def _take(self, delivery: Delivery) -> None:
        """On Qt's thread. What came while the page was closing is nobody's any more."""
        if self.isVisible():
            self.forgotten.start()
            self._deliveries = (delivery, *self._deliveries)[:MOST_DELIVERIES]
            self._tell()

    def _forget(self) -> None:
        self._deliveries = ()
        self._tell()

    def _tell(self) -> None:
        told = captions.ARRIVALS[self._deliveries[0].arrival] if self._deliveries else None
        headline, tone = (told.sentence, told.tone) if told else (captions.HEADLINE, Tone.NEUTRAL)
        self.headline.show_headline(headline, tone, None)
        self.arrived.show_lines(delivery_lines(self._deliveries), captions.NOTHING_YET)
        self._board.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = letter(self)
        self.headline.rescale()
        self.page.rescale()
        self.below_symbol.letter_pixels(size)
        self.below_symbol.setFixedHeight(round(3.4 * size))
        self._halves.setSpacing(round(0.7 * size))
        wide = self.width() > self.height()
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._board.arrange()


class _HandOver(QObject):
    """From a scanner's thread to Qt's."""

    came = Signal(object)

"""The staff screen while the parts of the kiosk are looked at and tested one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.health import Health, HealthDesk, PartHealth, gravest
from kiosk.domain.faults import Fault
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM, letter
from kiosk.ui.drawing.palette import MARKS, colour
from kiosk.ui.drawing.shapes import TONE_MARKS, draw_mark
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.health import captions
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.shift.lines import fault_lines

_HEADLINES = {Health.OK: captions.ALL_WELL, Health.WARN: captions.TO_LOOK_AT, Health.FAIL: captions.BROKEN}


class HealthView(FurtherView):
    """``on_sound`` plays a melody when sound is tested; ``on_leave`` closes the page."""

    def __init__(self, desk: HealthDesk, on_leave: Callable[[], None], on_sound: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._on_sound = on_sound
        self._parts: dict[str, PartHealth] = {}
        self._thread = DeskThread()
        self.headline = Headline()
        self.rows: ChoiceRows[str] = ChoiceRows(self._test, aside_letters=17.0)
        self.scrolled = scrolling(self.rows)
        self.part = EvidenceLines(0.3)
        self._board = Board({"part": Sheet(captions.SECTION_PART, self.part)})
        self.page = Page()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.addWidget(self.scrolled, 5)
        self._halves.addWidget(scrolling(self._board), 4)
        self.page.column.addLayout(self._halves, 1)
        self.test = Button(captions.BUTTON_TEST, least_mm=STAFF_TARGET_MM, look=Look.PRIMARY, key="↑ ↓ F3")
        self.test_all = Button(captions.BUTTON_TEST_ALL, least_mm=STAFF_TARGET_MM, key="F4")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        for button, key, act in (
            (self.test, Qt.Key.Key_F3, self.rows.open_chosen),
            (self.test_all, Qt.Key.Key_F4, self._test_all),
            (self.back, Qt.Key.Key_Escape, on_leave),
        ):
            self.page.foot.addWidget(button)
            button.clicked.connect(lambda _checked=False, act=act: act())
            on_key(self, key, act)
        for key, rows in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            on_key(self, key, partial(self._step, rows), repeats=True)
        self.page.column.addLayout(self.page.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(self.page, 1)

    def begin(self) -> None:
        self._parts = {}
        self._show()
        self.headline.show_headline(captions.LOADING, Tone.NEUTRAL, None)
        self._thread.ask(self._desk.parts, self._take, self._fail)

    def take_back(self) -> None:
        self._thread.drop()

    def settle(self) -> None:
        """Wait until the desk has answered, and show it."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        self.page.rescale()
        self.rows.rescale()
        self._halves.setSpacing(round(0.7 * letter(self)))
        wide = self.width() > self.height()
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._board.arrange()

    def _step(self, rows: int) -> None:
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))
        self._tell_chosen()

    def _test(self, name: str) -> None:
        self._tell_chosen()
        self.headline.show_headline(captions.TESTING.filled(part=captions.name_of(name)), Tone.NEUTRAL, None)
        if name == "sound":
            self._on_sound()
        self._thread.ask(lambda: (self._desk.test(name),), self._take, self._fail)

    def _test_all(self) -> None:
        names = tuple(self._parts)
        if names:
            self.headline.show_headline(captions.TESTING_ALL, Tone.NEUTRAL, None)
            self._thread.ask(lambda: tuple(self._desk.test(name) for name in names), self._take, self._fail)

    def _take(self, parts: tuple[PartHealth, ...]) -> None:
        self._parts |= {part.name: part for part in parts}
        self._show()
        status = gravest(self._parts.values())
        n = sum(part.status is status for part in self._parts.values())
        self.headline.show_headline(_HEADLINES[status].filled(n=n), captions.TONES[status], None)

    def _fail(self, fault: Fault) -> None:
        self.headline.show_headline(fault.entry.sentence, Tone.TROUBLE, None)
        self.part.show_lines(fault_lines(fault))
        self._board.arrange()

    def _show(self) -> None:
        self.rows.show_choices(tuple(_choice(part) for part in self._parts.values()), keep=True)
        self.test.setEnabled(bool(self._parts))
        self.test_all.setEnabled(bool(self._parts))
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        chosen = self.rows.chosen
        self.part.show_lines(part_lines(self._parts[chosen]) if chosen else (), captions.LOADING)
        self._board.arrange()


def part_lines(part: PartHealth) -> tuple[Line, ...]:
    """Everything about one part."""
    name, tone = captions.name_of(part.name), captions.TONES[part.status]
    lines = [
        Line(name, captions.STATES[part.status], tone),
        Line(captions.SINCE, _moment(part.since)),
        Line(captions.LOOKED_AT, _moment(part.looked_at)),
    ]
    if part.detail:
        lines.append(Line(captions.DETAIL, Text(part.detail, part.detail)))
    if part.status is not Health.OK and part.remedy.vi:
        lines.append(Line(captions.REMEDY, part.remedy, tone))
    return tuple(lines)


def _choice(part: PartHealth) -> Choice[str]:
    tone = captions.TONES[part.status]
    state = captions.STATES[part.status]
    beside = Text(f"{state.vi} · {part.brief.vi}", f"{state.en} · {part.brief.en}") if part.brief.vi else state

    def icon(painter: QPainter, box: QRectF) -> None:
        draw_mark(painter, box, TONE_MARKS[tone], colour(MARKS[tone]))

    return Choice(part.name, captions.name_of(part.name), beside, icon)


def _moment(at: datetime) -> Text:
    said = f"{at.astimezone():%H:%M:%S %d/%m/%Y}"
    return Text(said, said)

"""The staff screen while training is begun, or while somebody chooses who of the invented people comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.training import TrainingDesk
from kiosk.domain.faults import Fault
from kiosk.domain.text import Text
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import STAFF_TARGET_MM
from kiosk.ui.drawing.palette import ACCENT, colour
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.choice_rows import Choice, ChoiceRows
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.page import Page
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.training import captions


class TrainingView(FurtherView):
    """At work it says what training is and begins it in two presses; in training it lets people come and go."""

    def __init__(self, desk: TrainingDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._sure = False
        self._thread = DeskThread()
        self.headline = Headline()
        self.rows: ChoiceRows[str] = ChoiceRows(self._present, aside_letters=18.0)
        self.about = EvidenceLines(0.4)
        self._board = Board({"about": Sheet(captions.SECTION_ABOUT, self.about)})
        self.page = Page()
        self.scrolled = scrolling(self.rows if desk.on else self._board)
        self.page.column.addWidget(self.scrolled, 1)
        self.first = Button(
            captions.BUTTON_PRESENT if desk.on else captions.BUTTON_BEGIN,
            least_mm=STAFF_TARGET_MM,
            look=Look.PRIMARY,
            key="↑ ↓ F3" if desk.on else "F3",
        )
        self.take_card = Button(captions.BUTTON_TAKE_CARD, least_mm=STAFF_TARGET_MM, key="F4")
        self.end = Button(captions.BUTTON_LEAVE, least_mm=STAFF_TARGET_MM, key="F6")
        self.back = Button(captions.BUTTON_BACK, least_mm=STAFF_TARGET_MM, key="Esc")
        acts = [(self.first, Qt.Key.Key_F3, self.rows.open_chosen if desk.on else self._begin)]
        if desk.on:
            acts += [(self.take_card, Qt.Key.Key_F4, self._take_card), (self.end, Qt.Key.Key_F6, desk.leave)]
            for key, rows in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
                on_key(self, key, partial(self._step, rows), repeats=True)
        for button, key, act in (*acts, (self.back, Qt.Key.Key_Escape, on_leave)):
            self.page.foot.addWidget(button)
            button.clicked.connect(lambda _checked=False, act=act: act())
            on_key(self, key, act)
        self.page.column.addLayout(self.page.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(self.page, 1)
        nothing = Text("", "")
        about = (Line(said, nothing) for said in captions.ABOUT)
        self.about.show_lines((*about, Line(captions.COST, nothing, Tone.ATTENTION)))
        self._calm()

    def begin(self) -> None:
        self._sure = False
        scenes = self._desk.scenes()
        self.rows.show_choices(
            tuple(Choice(scene.name, scene.title, scene.outcome, _draw_person) for scene in scenes), keep=True
        )
        self._calm()

    def take_back(self) -> None:
        self._sure = False

    def settle(self) -> None:
        """Wait until the desk has done what it was asked for."""
        self._thread.settle()
        QCoreApplication.sendPostedEvents(self._thread, QEvent.Type.MetaCall.value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        self.page.rescale()
        self.rows.rescale()
        self._board.arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        self._sure = False

    def _calm(self) -> None:
        said, tone = (captions.TRAINING, Tone.ATTENTION) if self._desk.on else (captions.AT_WORK, Tone.NEUTRAL)
        self.headline.show_headline(said, tone, None)

    def _begin(self) -> None:
        if self._sure:
            self._desk.begin()
        else:
            self._sure = True
            self.headline.show_headline(captions.BEGIN_SURE, Tone.ATTENTION, None)

    def _step(self, rows: int) -> None:
        row = self.rows.choose(rows)
        self.scrolled.ensureVisible(0, round(row.center().y()), 0, round(row.height()))

    def _present(self, name: str) -> None:
        self.headline.show_headline(captions.COMING, Tone.NEUTRAL, None)
        self._ask(lambda: self._desk.present(name))

    def _take_card(self) -> None:
        self._ask(self._desk.take_card)

    def _ask(self, work: Callable[[], None]) -> None:
        self._thread.ask(work, lambda _done: self._calm(), self._fail)

    def _fail(self, _fault: Fault) -> None:
        self.headline.show_headline(captions.FAILED, Tone.TROUBLE, None)


def _draw_person(painter: QPainter, box: QRectF) -> None:
    """An arrow to the right: somebody comes."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ACCENT))
    tip = QPointF(box.right(), box.center().y())
    painter.drawPolygon(QPolygonF([box.topLeft(), box.bottomLeft(), tip]))

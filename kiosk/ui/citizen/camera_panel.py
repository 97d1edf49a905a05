"""The panel with the live picture: reading the chip, looking at the camera, checking."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QBoxLayout, QGridLayout

from kiosk.check.screens import CitizenScreen
from kiosk.domain.face import FaceHint
from kiosk.domain.ports import Preview
from kiosk.ui.citizen.face_view import FaceView, Guide
from kiosk.ui.citizen.panel import ACROSS, DOWN, Panel, box
from kiosk.ui.citizen.ring import BudgetRing, ChipTicks
from kiosk.ui.drawing.face_signs import FaceSign, SignView
from kiosk.ui.drawing.measure import unit
from kiosk.ui.drawing.sentence import Sentence

SIGNS: Mapping[FaceHint, FaceSign] = MappingProxyType(
    {
        FaceHint.REMOVE_MASK: FaceSign.NO_MASK,
        FaceHint.REMOVE_SUNGLASSES: FaceSign.NO_SUNGLASSES,
        FaceHint.REMOVE_HAT: FaceSign.NO_HAT,
        FaceHint.SEVERAL_FACES: FaceSign.ONE_PERSON,
    }
)
"""Hints that a drawing says faster than words, in any language."""


class CameraPanel(Panel):
    """The live picture beside the ring: reading, looking, checking."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self.view = FaceView(preview, Guide.OVAL)
        self.hint = Sentence(5.2, english=0.5)
        self.sign = SignView()
        self.title = Sentence(6.4, english=0.5, most_lines=2)
        self.ring = BudgetRing()
        self.ticks = ChipTicks()
        picture = box(DOWN)
        picture.addWidget(self.view, 12)
        below = box(ACROSS)
        below.addWidget(self.sign, 2)
        below.addWidget(self.hint, 7)
        picture.addLayout(below, 3)
        # A part that is shown before a layout takes it in would be a window of its own for a moment.
        for part in (self.title, self.ring, self.ticks):
            part.setParent(self)
        self._side = QGridLayout()
        self._all = box(ACROSS, self)
        self._all.addLayout(picture, 10)
        self._all.addLayout(self._side, 11)

    def show_screen(self, screen: CitizenScreen) -> None:
        self.title.say(screen.title)
        self.hint.say(screen.hint)
        self.sign.show_sign(SIGNS.get(screen.face_hint) if screen.face_hint else None)
        self.view.show_good(screen.face_good)
        self.view.show_challenge(screen.challenge)
        self.ring.setVisible(screen.seconds_left is not None)
        self.ring.show_time(screen.seconds_left, screen.time_used, screen.steps_done)
        self.ticks.show_share(screen.progress)

    def turn(self, tall: bool) -> None:
        self._all.setDirection(QBoxLayout.Direction.BottomToTop if tall else ACROSS)
        self._all.setStretch(0, 18 if tall else 10)
        self._all.setStretch(1, 5 if tall else 11)
        self._side.setSpacing(round(2 * unit(self)))
        cells = (
            ((self.ring, 0, 0, 2), (self.title, 0, 1, 1), (self.ticks, 1, 1, 1))
            if tall
            else ((self.title, 0, 0, 1), (self.ring, 1, 0, 1), (self.ticks, 2, 0, 1))
        )
        for widget, row, column, rows in cells:
            self._side.addWidget(widget, row, column, rows, 1)
        # Where no time runs the title has the ring's room too, and stands in the middle.
        timed = not self.ring.isHidden()
        for row, share in enumerate((3, 2, 0) if tall else (6, 8, 2) if timed else (1, 0, 0)):
            self._side.setRowStretch(row, share)
        for column, share in enumerate((2 if timed else 0, 5) if tall else (1, 0)):
            self._side.setColumnStretch(column, share)

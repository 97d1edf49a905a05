"""The panel of drawn pictures: idle, place the card, put it back, take it, wait for staff, out of service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.check.screens import CitizenScreen, ScreenKind, Tone
from kiosk.domain.text import Text
from kiosk.ui import captions
from kiosk.ui.citizen.attract_loop import AttractLoop
from kiosk.ui.citizen.panel import ACROSS, DOWN, Banner, Panel, box
from kiosk.ui.citizen.ring import BudgetRing
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import CITIZEN_TARGET_MM, millimetres, unit
from kiosk.ui.drawing.palette import THEMES, Theme
from kiosk.ui.drawing.pictograms import Pictogram, Picture
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight

GUIDE_PICTURES: Mapping[ScreenKind, tuple[tuple[Pictogram, Text], ...]] = MappingProxyType(
    {
        ScreenKind.STARTING: ((Pictogram.STARTING, captions.PICTURE_STARTING),),
        ScreenKind.OUT_OF_SERVICE: ((Pictogram.NEXT_DESK, captions.PICTURE_NEXT_DESK),),
        ScreenKind.IDLE: (
            (Pictogram.PLACE_CARD, captions.STEP_CARD),
            (Pictogram.LOOK, captions.STEP_LOOK),
            (Pictogram.DONE, captions.STEP_DONE),
        ),
        ScreenKind.CARD_WANTED: ((Pictogram.PLACE_CARD, captions.STEP_CARD),),
        ScreenKind.REPOSITION: ((Pictogram.REPOSITION, captions.PICTURE_REPOSITION),),
        ScreenKind.WAIT_FOR_STAFF: ((Pictogram.STAFF_COME, captions.PICTURE_STAFF_COME),),
        ScreenKind.REMOVE_CARD: ((Pictogram.TAKE_CARD, captions.PICTURE_TAKE_CARD),),
    }
)


class Step(QWidget):
    """One drawn picture with its caption, and its number where several follow each other."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture(Pictogram.PLACE_CARD)
        self.caption = Sentence(4.2, english=0.6)
        self._box = box(DOWN, self)
        self._box.addWidget(self.picture, 10)
        self._box.addWidget(self.caption, 4)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def turn(self, beside: bool) -> None:
        """The caption beside the picture, or below it."""
        self._box.setDirection(ACROSS if beside else DOWN)
        self._box.setStretch(1, 11 if beside else 4)

    def show_step(self, pictogram: Pictogram, caption: Text, theme: Theme, number: int | None) -> None:
        self.picture.show_pictogram(pictogram, caption, number)
        self.caption.colour(theme.ink, theme.muted)
        self.caption.say(caption)


class GuidePanel(Panel):
    """Title, drawn pictures, and what else there is to say; the buttons for what can be asked there.

    The three pictures of the idle screen take turns at moving, unless ``motion`` is off.
    """

    def __init__(
        self, on_chip_given_up: Callable[[], None], on_more_time: Callable[[], None], *, motion: bool = True
    ) -> None:
        super().__init__()
        self.title = Sentence(7.6, english=0.5, most_lines=2)
        self.detail = Sentence(3.6, english=0.72, weight=Weight.Medium)
        self.hint = Banner(3.8, Tone.ATTENTION)
        self.steps = tuple(Step() for _ in range(3))
        self.ring = BudgetRing()
        self.chip_button = Button(captions.CHIP_UNREADABLE, least_mm=CITIZEN_TARGET_MM)
        self.chip_button.clicked.connect(lambda _checked=False: on_chip_given_up())
        self.more_time = Button(captions.MORE_TIME, least_mm=CITIZEN_TARGET_MM, look=Look.PRIMARY)
        self.more_time.clicked.connect(lambda _checked=False: on_more_time())
        self.attract = AttractLoop(self.steps, self) if motion else None
        self._pictures = box(ACROSS)
        for step in self.steps:
            self._pictures.addWidget(step, 5)
        self._pictures.addWidget(self.ring, 3)
        column = box(DOWN, self)
        column.addWidget(self.title, 5)
        column.addLayout(self._pictures, 11)
        column.addWidget(self.detail, 3)
        column.addWidget(self.hint, 2)
        self._buttons = box(ACROSS)
        self._buttons.addWidget(self.chip_button)
        self._buttons.addWidget(self.more_time)
        column.addLayout(self._buttons, 0)

    def show_screen(self, screen: CitizenScreen) -> None:
        theme = THEMES[screen.tone]
        self.title.colour(theme.ink, theme.muted)
        self.title.say(screen.title)
        detail = screen.detail
        if detail and screen.kind is ScreenKind.OUT_OF_SERVICE:
            detail = captions.FOR_STAFF.filled(reason=detail)
        self.detail.colour(theme.ink, theme.muted)
        self.detail.say(detail)
        self.detail.setVisible(detail is not None)
        self.hint.show_tone(screen.hint_tone)
        self.hint.say(screen.hint)
        pictures = GUIDE_PICTURES.get(screen.kind, ())
        for at, step in enumerate(self.steps):
            step.setVisible(at < len(pictures))
            if at < len(pictures):
                step.show_step(*pictures[at], theme, at + 1 if len(pictures) > 1 else None)
        self.ring.setVisible(screen.seconds_left is not None)
        self.ring.show_time(screen.seconds_left, screen.time_used, screen.steps_done)
        if self.attract:
            self.attract.run(screen.kind is ScreenKind.IDLE)
        self.more_time.setVisible(screen.more_time)
        self.chip_button.setVisible(screen.chip_button)

    def hideEvent(self, event: QHideEvent) -> None:
        if self.attract:
            self.attract.run(False)

    def turn(self, tall: bool) -> None:
        single = not self.steps[1].isVisibleTo(self)
        self._pictures.setDirection(DOWN if tall else ACROSS)
        for step in self.steps:
            step.turn(tall and not single)
        self._pictures.setSpacing(round(2 * unit(self)))
        self._buttons.setDirection(DOWN if tall else ACROSS)
        self._buttons.setSpacing(round(2 * unit(self)))
        for button in (self.chip_button, self.more_time):
            # No least width: a window could not become narrower than that again.
            button.setMaximumWidth(self.width() if tall else round(62 * unit(self)))
            button.setMinimumHeight(max(millimetres(self, CITIZEN_TARGET_MM), round(10 * unit(self))))

"""The panel that asks before anything is read: the site's own words, and two buttons of one size, none chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import zip_longest

from kiosk.check.screens import CitizenScreen
from kiosk.domain.text import Text
from kiosk.ui.captions import CONSENT_NO, CONSENT_YES, MORE_TIME
from kiosk.ui.citizen.panel import ACROSS, DOWN, Panel, box
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import CITIZEN_TARGET_MM, millimetres, unit
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight

_PARTS = 4
_SENTENCE_END = re.compile(r"(?<=[.!?]) +")


class ConsentPanel(Panel):
    """Agreeing is an act of the person's own; whoever does not agree is served at the desk.

    ``on_answer`` is given whether the person agrees.
    """

    def __init__(self, on_answer: Callable[[bool], None], on_more_time: Callable[[], None]) -> None:
        super().__init__()
        self.title = Sentence(6.4, english=0.5, most_lines=2)
        self.parts = tuple(
            Sentence(4.0, english=0.66, weight=Weight.Medium, align=Align.LEFT_MIDDLE) for _ in range(_PARTS)
        )
        # The same look for both: no answer is nudged.
        self.yes = Button(CONSENT_YES, least_mm=CITIZEN_TARGET_MM, look=Look.PLAIN)
        self.no = Button(CONSENT_NO, least_mm=CITIZEN_TARGET_MM, look=Look.PLAIN)
        self.more_time = Button(MORE_TIME, least_mm=CITIZEN_TARGET_MM, look=Look.PRIMARY)
        self.yes.clicked.connect(lambda _checked=False: on_answer(True))
        self.no.clicked.connect(lambda _checked=False: on_answer(False))
        self.more_time.clicked.connect(lambda _checked=False: on_more_time())
        self._answers = box(ACROSS)
        for button in (self.no, self.yes, self.more_time):
            self._answers.addWidget(button, 1)
        column = box(DOWN, self)
        column.addWidget(self.title, 4)
        for part in self.parts:
            column.addWidget(part, 4)
        column.addLayout(self._answers, 0)

    def show_screen(self, screen: CitizenScreen) -> None:
        self.title.say(screen.title)
        said = in_parts(screen.consent) if screen.consent else ()
        for sentence, part in zip_longest(self.parts, said):
            sentence.say(part)
            sentence.setVisible(part is not None)
        self.more_time.setVisible(screen.more_time)

    def turn(self, tall: bool) -> None:
        self._answers.setDirection(DOWN if tall else ACROSS)
        self._answers.setSpacing(round(2 * unit(self)))
        height = max(min(millimetres(self, CITIZEN_TARGET_MM), self.window().height() // 5), round(10 * unit(self)))
        for button in (self.yes, self.no, self.more_time):
            button.setFixedHeight(height)


def in_parts(notice: Text) -> tuple[Text, ...]:
    """The notice sentence by sentence, where both languages have as many; else, and beyond four, in one piece."""
    vi, en = _SENTENCE_END.split(notice.vi), _SENTENCE_END.split(notice.en)
    if len(vi) != len(en) or len(vi) > _PARTS:
        return (notice,)
    return tuple(Text(*pair) for pair in zip(vi, en, strict=True))

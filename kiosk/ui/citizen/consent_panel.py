"""The panel that asks before anything is read: what for, which data, how long; two buttons of one size, none chosen."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.check.screens import CitizenScreen
from kiosk.domain.consent import ConsentNotice
from kiosk.domain.text import Text
from kiosk.ui.captions import CONSENT_DATA, CONSENT_NO, CONSENT_SENSITIVE, CONSENT_YES
from kiosk.ui.citizen.panel import ACROSS, DOWN, Panel, box
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import CITIZEN_TARGET_MM, millimetres, unit
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight


class ConsentPanel(Panel):
    """Agreeing is an act of the person's own; whoever does not agree is served at the desk.

    ``on_answer`` is given whether the person agrees.
    """

    def __init__(self, on_answer: Callable[[bool], None]) -> None:
        super().__init__()
        self.title = Sentence(6.4, english=0.5, most_lines=2)
        self.purpose = Sentence(4.0, english=0.66, weight=Weight.Medium, align=Align.LEFT_MIDDLE)
        self.data = Sentence(3.4, english=0.7, weight=Weight.Medium, align=Align.LEFT_MIDDLE)
        self.kept = Sentence(3.4, english=0.7, weight=Weight.Medium, align=Align.LEFT_MIDDLE)
        self.sensitive = Sentence(3.4, english=0.7, align=Align.LEFT_MIDDLE)
        # The same look for both: no answer is nudged.
        self.yes = Button(CONSENT_YES, least_mm=CITIZEN_TARGET_MM, look=Look.PLAIN)
        self.no = Button(CONSENT_NO, least_mm=CITIZEN_TARGET_MM, look=Look.PLAIN)
        self.yes.clicked.connect(lambda _checked=False: on_answer(True))
        self.no.clicked.connect(lambda _checked=False: on_answer(False))
        self._answers = box(ACROSS)
        self._answers.addWidget(self.no, 1)
        self._answers.addWidget(self.yes, 1)
        column = box(DOWN, self)
        for sentence, share in (
            (self.title, 4),
            (self.purpose, 4),
            (self.data, 4),
            (self.kept, 3),
            (self.sensitive, 3),
        ):
            column.addWidget(sentence, share)
        column.addLayout(self._answers, 0)

    def show_screen(self, screen: CitizenScreen) -> None:
        notice = screen.consent
        self.title.say(screen.title)
        self.purpose.say(notice.purpose if notice else None)
        self.data.say(_listed(notice) if notice else None)
        self.kept.say(notice.kept if notice else None)
        self.sensitive.say(CONSENT_SENSITIVE)

    def turn(self, tall: bool) -> None:
        self._answers.setDirection(DOWN if tall else ACROSS)
        self._answers.setSpacing(round(2 * unit(self)))
        height = max(min(millimetres(self, CITIZEN_TARGET_MM), self.height() // 4), round(10 * unit(self)))
        for button in (self.yes, self.no):
            button.setFixedHeight(height)


def _listed(notice: ConsentNotice) -> Text:
    vi, en = (", ".join(words) for words in zip(*((one.vi, one.en) for one in notice.data), strict=True))
    return CONSENT_DATA.filled(data=Text(vi, en))

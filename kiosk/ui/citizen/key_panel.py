"""The panel that asks for the access key: a QR code shown to the camera, or typed digits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize

from kiosk.check.screens import CitizenScreen, Tone
from kiosk.domain.access_key import Can
from kiosk.domain.ports import Preview
from kiosk.domain.text import Text
from kiosk.ui.captions import MORE_TIME
from kiosk.ui.citizen.face_view import FaceView, Guide
from kiosk.ui.citizen.keypad import Keypad
from kiosk.ui.citizen.panel import ACROSS, DOWN, Banner, Panel, box
from kiosk.ui.citizen.ring import BudgetRing
from kiosk.ui.drawing.button import Button, Look
from kiosk.ui.drawing.measure import CITIZEN_TARGET_MM, unit
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight


class KeyPanel(Panel):
    """Show the QR code to the camera, or type the number or its last six digits."""

    def __init__(self, preview: Preview, on_key: Callable[[Can], None], on_more_time: Callable[[], None]) -> None:
        super().__init__()
        self.title = Sentence(5.4, english=0.5, most_lines=2)
        self.detail = Sentence(3.8, english=0.62, weight=Weight.Medium)
        self.hint = Banner(3.4, Tone.ATTENTION)
        self.view = FaceView(preview, Guide.CODE)
        self.ring = BudgetRing()
        self._said: Text | None = None
        self.keypad = Keypad(on_key, self._say_detail)
        self._head = box(ACROSS)
        self._head.addWidget(self.title, 10)
        self._head.addWidget(self.ring, 4)
        self._show = box(DOWN)
        self._show.addLayout(self._head, 5)
        self._show.addWidget(self.hint, 3)
        self._show.addWidget(self.view, 12)
        self.more_time = Button(MORE_TIME, least_mm=CITIZEN_TARGET_MM, look=Look.PRIMARY)
        self.more_time.clicked.connect(lambda _checked=False: on_more_time())
        self._show.addWidget(self.more_time, 4)
        self._type = box(DOWN)
        self._type.addWidget(self.detail, 3)
        self._type.addWidget(self.keypad, 15)
        self._all = box(ACROSS, self)
        self._all.addLayout(self._show, 10)
        self._all.addLayout(self._type, 9)

    def show_screen(self, screen: CitizenScreen) -> None:
        self.title.say(screen.title)
        self._said = screen.detail
        self._say_detail()
        self.hint.say(screen.hint)
        self.ring.show_time(screen.seconds_left, screen.time_used)
        self.more_time.setVisible(screen.more_time)

    def _say_detail(self) -> None:
        """What looks like a slip in the digits, in the place of how to type them."""
        self.detail.say(self.keypad.hint or self._said)

    def turn(self, tall: bool) -> None:
        """Beside each other where the keys have their 20 mm there; else the keys below, over the whole width."""
        beside = not tall and self.keypad.fits(QSize(self.width() * 9 // 19, self.height() * 3 // 4))
        low = not tall and not beside
        self._all.setDirection(ACROSS if beside else DOWN)
        self._all.setStretch(1, 28 if low else 9)
        self._show.setDirection(ACROSS if low else DOWN)
        (self._show if low else self._type).removeWidget(self.hint)
        (self._type if low else self._show).insertWidget(0 if low else 1, self.hint, 3)
        self.detail.setVisible(not low or self.hint.isHidden())
        for part in (self._head, self._show, self._type):
            part.setSpacing(round(1.5 * unit(self)))

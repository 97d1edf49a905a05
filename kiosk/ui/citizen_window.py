"""The citizen's window: one screen a state, drawn from ``CitizenScreen``, wide or tall, 1024 × 600 up to 4K."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.check import events as ev
from kiosk.check.screens import CitizenScreen, ScreenKind, Tone
from kiosk.domain.ports import Preview
from kiosk.domain.text import Text
from kiosk.ui.captions import CITIZEN_TITLE
from kiosk.ui.citizen.camera_panel import CameraPanel
from kiosk.ui.citizen.guide_panel import GuidePanel
from kiosk.ui.citizen.key_panel import KeyPanel
from kiosk.ui.citizen.panel import Panel
from kiosk.ui.citizen.result_panel import ResultPanel
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import unit
from kiosk.ui.drawing.palette import THEMES, colour
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight

Post = Callable[[ev.Event], None]


class CitizenWindow(QWidget):
    """Shows one ``CitizenScreen`` at a time; what the person touches goes to ``post`` as events.

    It takes no keys: whatever a scanner types into it goes nowhere.
    """

    def __init__(self, preview: Preview, post: Post) -> None:
        super().__init__()
        self._screen: CitizenScreen | None = None
        self._guide = GuidePanel(lambda: post(ev.ChipGivenUp()))
        self._camera = CameraPanel(preview)
        self._key = KeyPanel(preview, lambda can: post(ev.KeyTyped((can,))))
        self._result = ResultPanel()
        self._site = Sentence(2.3, english=0.85, align=Align.LEFT_MIDDLE, weight=Weight.Medium)
        self._panels: Mapping[ScreenKind, Panel] = MappingProxyType(
            {
                ScreenKind.STARTING: self._guide,
                ScreenKind.OUT_OF_SERVICE: self._guide,
                ScreenKind.IDLE: self._guide,
                ScreenKind.CARD_WANTED: self._guide,
                ScreenKind.KEY_WANTED: self._key,
                ScreenKind.READING: self._camera,
                ScreenKind.REPOSITION: self._guide,
                ScreenKind.LOOK_AT_CAMERA: self._camera,
                ScreenKind.CHECKING: self._camera,
                ScreenKind.RESULT: self._result,
                ScreenKind.REMOVE_CARD: self._guide,
            }
        )
        self._stack = QStackedWidget()
        for panel in (self._guide, self._camera, self._key, self._result):
            self._stack.addWidget(panel)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._site, 1)
        self._column.addWidget(self._stack, 16)
        self.setWindowTitle(CITIZEN_TITLE.vi)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def shown(self) -> CitizenScreen | None:
        return self._screen

    @property
    def panel(self) -> QWidget | None:
        """The panel in front."""
        return self._stack.currentWidget()

    def show_site(self, site: Text) -> None:
        self._site.say(site)

    def present(self, screen: CitizenScreen) -> None:
        """Show this screen; cheap when nothing but the seconds changed, nothing at all when nothing did."""
        before = self._screen
        if screen == before:
            return
        self._screen = screen
        panel = self._panels[screen.kind]
        if before is None or before.kind is not screen.kind:
            self._key.keypad.clear()
            self._wipe_result(screen)
        panel.show_screen(screen)
        panel.turn(panel.height() > panel.width())
        self._stack.setCurrentWidget(panel)
        if before is None or before.tone is not screen.tone:
            theme = THEMES[screen.tone]
            self._site.colour(theme.muted, theme.muted)
            self.update()
        self.setAccessibleName(screen.title.vi)
        self.setAccessibleDescription(screen.title.en)

    def _wipe_result(self, screen: CitizenScreen) -> None:
        """A seat belongs to a person: it leaves the widgets together with the result."""
        if screen.kind is not ScreenKind.RESULT:
            self._result.show_screen(CitizenScreen(ScreenKind.RESULT, Text("", "")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        margin = round(3 * unit(self))
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(margin // 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = self._screen.tone if self._screen else Tone.NEUTRAL
        QPainter(self).fillRect(event.rect(), colour(THEMES[tone].ground))

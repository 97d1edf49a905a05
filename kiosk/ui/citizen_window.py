"""The citizen's window: one screen a state, drawn from ``CitizenScreen``, wide or tall, 1024 × 600 up to 4K."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.check import events as ev
from kiosk.check.screens import CitizenScreen, ScreenKind, Tone
from kiosk.domain.ports import Preview
from kiosk.domain.text import Text
from kiosk.ui.captions import CITIZEN_TITLE
from kiosk.ui.citizen.camera_panel import CameraPanel
from kiosk.ui.citizen.consent_panel import ConsentPanel
from kiosk.ui.citizen.guide_panel import GuidePanel
from kiosk.ui.citizen.header import Header
from kiosk.ui.citizen.key_panel import KeyPanel
from kiosk.ui.citizen.panel import Panel
from kiosk.ui.citizen.result_panel import ResultPanel
from kiosk.ui.drawing.language import ENGLISH, VIETNAMESE, Language, read_out, tell_language_changed
from kiosk.ui.drawing.measure import unit
from kiosk.ui.drawing.palette import THEMES, colour

Post = Callable[[ev.Event], None]

_LANGUAGE_OFFERED = frozenset({ScreenKind.IDLE, ScreenKind.CONSENT})
"""Where nothing is to be done in a hurry: a button less on every other screen."""

_AT_REST = frozenset({ScreenKind.STARTING, ScreenKind.OUT_OF_SERVICE, ScreenKind.IDLE})
"""Where nobody is being served: the next person begins in the first language."""

FORGET_LANGUAGE_MILLISECONDS = 30_000
"""How long a language stays chosen while nobody begins."""


class CitizenWindow(QWidget):
    """Shows one ``CitizenScreen`` at a time; what the person touches goes to ``post`` as events.

    It takes no keys: whatever a scanner types into it goes nowhere. The first of ``languages`` is the one to which
    it returns when a person has gone. Without ``motion`` nothing moves but what time itself moves; ``on_listen``
    says the screen aloud.
    """

    def __init__(
        self,
        preview: Preview,
        post: Post,
        languages: Sequence[Language] = (VIETNAMESE, ENGLISH),
        *,
        motion: bool = True,
        on_listen: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.language = languages[0]
        self._first_language = languages[0]
        self._forget_language = QTimer(self)
        self._forget_language.setSingleShot(True)
        self._forget_language.setInterval(FORGET_LANGUAGE_MILLISECONDS)
        self._forget_language.timeout.connect(lambda: self.speak(self._first_language))
        self._on_listen = on_listen
        self._listening = False
        self._screen: CitizenScreen | None = None
        self._site: Text | None = None
        self._guide = GuidePanel(lambda: post(ev.ChipGivenUp()), lambda: post(ev.MoreTimeAsked()), motion=motion)
        self._consent = ConsentPanel(lambda agreed: post(ev.ConsentAnswered(agreed)), lambda: post(ev.MoreTimeAsked()))
        self._camera = CameraPanel(preview)
        self._key = KeyPanel(preview, lambda can: post(ev.KeyTyped((can,))), lambda: post(ev.MoreTimeAsked()))
        self._result = ResultPanel(lambda: post(ev.MoreTimeAsked()))
        self.header = Header(languages, self.speak, self._listen if on_listen else None)
        self._panels: Mapping[ScreenKind, Panel] = MappingProxyType(
            {
                ScreenKind.STARTING: self._guide,
                ScreenKind.OUT_OF_SERVICE: self._guide,
                ScreenKind.IDLE: self._guide,
                ScreenKind.CONSENT: self._consent,
                ScreenKind.CARD_WANTED: self._guide,
                ScreenKind.KEY_WANTED: self._key,
                ScreenKind.READING: self._camera,
                ScreenKind.REPOSITION: self._guide,
                ScreenKind.LOOK_AT_CAMERA: self._camera,
                ScreenKind.CHECKING: self._camera,
                ScreenKind.RESULT: self._result,
                ScreenKind.WAIT_FOR_STAFF: self._guide,
                ScreenKind.REMOVE_CARD: self._guide,
            }
        )
        self._stack = QStackedWidget()
        for panel in (self._guide, self._consent, self._camera, self._key, self._result):
            self._stack.addWidget(panel)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addWidget(self._stack, 1)
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
        if site != self._site:
            self._site = site
            self._show_header()

    def show_silence(self, silent: bool) -> None:
        """Say on every screen that nothing is heard."""
        self.header.muted.setVisible(silent)

    def speak(self, language: Language) -> None:
        """Say everything in this language, until the person has gone."""
        self._forget_language.stop()
        if language.code != self._first_language.code and self._screen and self._screen.kind in _AT_REST:
            self._forget_language.start()
        if language.code == self.language.code:
            return
        self.language = language
        tell_language_changed(self)
        self._show_header()
        self._name()

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
            self._forget_language.stop()
            if screen.kind in _AT_REST:
                self._listening = False
                self.speak(self._first_language)
        panel.show_screen(screen)
        panel.turn(panel.height() > panel.width())
        self._stack.setCurrentWidget(panel)
        if before is None or (before.kind, before.tone) != (screen.kind, screen.tone):
            self._show_header()
            self.update()
        self._name()

    def _listen(self) -> None:
        """From now on the button stays on every screen, until the person has gone."""
        if self._on_listen:
            self._on_listen()
            self._listening = True
            self._show_header()

    def _show_header(self) -> None:
        if self._screen is not None:
            offered = self._screen.kind in _LANGUAGE_OFFERED
            self.header.show_header(
                self._site,
                THEMES[self._screen.tone],
                offer_language=offered,
                offer_listening=offered or self._listening,
            )

    def _name(self) -> None:
        """What a screen reader says of the window: the title, then what is to be done."""
        screen = self._screen
        if screen is None:
            return
        self.setAccessibleName(read_out(self, screen.title))
        told = (screen.hint, screen.place, screen.detail)
        self.setAccessibleDescription(". ".join(read_out(self, text) for text in told if text))

    def _wipe_result(self, screen: CitizenScreen) -> None:
        """A seat belongs to a person: it leaves the widgets together with the result."""
        if screen.kind is not ScreenKind.RESULT:
            self._result.show_screen(CitizenScreen(ScreenKind.RESULT, Text("", "")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        margin = round(3 * unit(self))
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(margin // 3)
        self.header.rescale()

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = self._screen.tone if self._screen else Tone.NEUTRAL
        QPainter(self).fillRect(event.rect(), colour(THEMES[tone].ground))

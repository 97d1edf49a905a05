"""Both windows on their displays, fed from the bridge and a clock: what the composition root makes and shows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.check.events import Event
from kiosk.check.screens import CitizenScreen, OperatorScreen, ScreenKind, citizen_screen, operator_screen
from kiosk.check.states import Kiosk
from kiosk.check.wording import words
from kiosk.domain.desks.scanner_setup import ScannerDesk
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.faults import Fault
from kiosk.domain.ports import Preview
from kiosk.domain.staff import Act
from kiosk.ui.accidents import install_excepthook
from kiosk.ui.bridge import UiBridge
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing.language import ENGLISH, VIETNAMESE, Language
from kiosk.ui.drawing.typeface import font, load_typeface
from kiosk.ui.kiosk_mode import KioskMode
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.portrait_loader import DecodePortrait
from kiosk.ui.operator_window import OperatorWindow
from kiosk.ui.qt_messages import install_message_handler
from kiosk.ui.scanner_keys.key_filter import ScannerKeys
from kiosk.ui.sound.announcer import Announcer, Sounds
from kiosk.ui.sound.player import Player, Silence
from kiosk.ui.training_mark import TrainingMark

TICK_MILLISECONDS = 100

STAFF_MILLISECONDS = 15
"""How long after the citizen's window the staff's follows: one long stop becomes two, and of states that come at once
only the last is laid out."""

_log = logging.getLogger(__name__)


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one ``QApplication`` with the shipped typeface; call it first, on the main thread."""
    install_message_handler()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["kiosk", *arguments])
    application.setApplicationName("kiosk")
    application.setStyle("Fusion")  # the same on every desktop
    load_typeface()
    application.setFont(font(14))
    return application


class KioskUi(QObject):
    """Owns both windows. Main thread only.

    ``preview`` gives the live picture, ``post`` takes what people do (safe from any thread), ``decode_portrait``
    turns the chip's photo into a frame or raises ``Fault``. ``desks`` are what staff can do; where they have accounts
    (``desks.staff``), their screen shows nothing of a person before a login. Displays are chosen by name, since their
    order changes from start to start; on one display, full-screen windows of staff with accounts take turns, and
    others are ordinary ones. ``player`` makes heard what the citizen sees; without ``motion`` nothing moves by itself.
    In ``training`` every screen says that it is one.
    """

    def __init__(
        self,
        preview: Preview,
        post: Callable[[Event], None],
        decode_portrait: DecodePortrait,
        bridge: UiBridge,
        clock_monotonic: Callable[[], float],
        *,
        desks: StaffDesks | None = None,
        citizen_screen_name: str | None = None,
        operator_screen_name: str | None = None,
        fullscreen: bool = True,
        player: Player | None = None,
        sounds: Sounds | None = None,
        motion: bool = True,
        languages: Sequence[Language] = (VIETNAMESE, ENGLISH),
        training: bool = False,
    ) -> None:
        super().__init__()
        self._clock = clock_monotonic
        self._names = (citizen_screen_name, operator_screen_name)
        self._fullscreen = fullscreen
        self._kiosk: Kiosk | None = None
        self._announcer = Announcer(player or Silence(), sounds or Sounds())
        listen = self._listen if player is not None and self._announcer.offers_speech else None
        self.citizen = CitizenWindow(preview, post, languages, motion=motion, on_listen=listen)
        desks = replace(desks or StaffDesks(), sound=self._announcer.test, try_volume=self._announcer.try_volume)
        self.operator = OperatorWindow(decode_portrait, post, desks)
        # Without people who log in (demo) there is nobody to ask for leave.
        self.marks = (TrainingMark(self.citizen), TrainingMark(self.operator)) if training else ()
        self._mode = KioskMode(self.citizen, self.operator, partial(_may_leave, desks.staff), self)
        self._guarded = fullscreen and desks.staff is not None
        self._scanner_keys = _caught(desks.scanners)
        self._restore_excepthook = install_excepthook(post)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self.refresh)
        self._staff_turn = QTimer(self)
        self._staff_turn.setSingleShot(True)
        self._staff_turn.setInterval(STAFF_MILLISECONDS)
        self._staff_turn.timeout.connect(self.refresh)
        bridge.changed.connect(self._take)
        self.citizen.present(CitizenScreen(ScreenKind.STARTING, words.STARTING))
        self.operator.present(OperatorScreen(words.STARTING))
        self._show_silence()

    def show(self) -> None:
        """Put the windows on their displays and begin to tick."""
        if self._guarded:
            self._mode.begin()
        self._place()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.screenAdded.connect(self._place)
            application.screenRemoved.connect(self._place)
        self._timer.start()

    def close(self) -> None:
        """Stop ticking and close both windows; nothing of a person stays in them."""
        self._timer.stop()
        self._staff_turn.stop()
        self._announcer.silence()
        self._mode.end()
        self._kiosk = None
        self.citizen.present(CitizenScreen(ScreenKind.STARTING, words.STARTING))
        self.operator.present(OperatorScreen(words.STARTING))
        self.citizen.close()
        self.operator.close()
        application = QApplication.instance()
        if application is not None and self._scanner_keys is not None:
            application.removeEventFilter(self._scanner_keys)
        self._restore_excepthook()

    def refresh(self) -> None:
        """Draw the newest state as it looks now."""
        if self._kiosk is None:
            return
        now = self._clock()
        self._present(citizen_screen(self._kiosk, now))
        self.operator.present(operator_screen(self._kiosk, now))

    def _present(self, screen: CitizenScreen) -> None:
        self.citizen.present(screen)
        self._announcer.hear(screen, self.citizen.language.code)

    def change_sounds(self, sounds: Sounds) -> None:
        """As loud as this from now on; whether there is a button to listen is seen at the next start."""
        self._announcer.change(sounds)
        self._show_silence()

    def _show_silence(self) -> None:
        """Nobody waits for a sound that does not come: both windows say so."""
        self.citizen.show_silence(self._announcer.silent)
        self.operator.headline.show_silence(self._announcer.silent)

    def _listen(self) -> None:
        self._announcer.repeat(self.citizen.language.code)

    def grab(self, path: Path) -> tuple[Path, Path]:
        """Save pictures of both windows as ``<stem>-citizen.png`` and ``<stem>-operator.png`` beside ``path``."""
        self.refresh()
        self.operator.settle()
        saved = []
        for window, name in ((self.citizen, "citizen"), (self.operator, "operator")):
            file = path.with_name(f"{path.stem}-{name}.png")
            if not window.grab().save(str(file)):
                raise OSError(f"cannot write {file.name}")
            saved.append(file)
        return saved[0], saved[1]

    def _take(self, kiosk: Kiosk) -> None:
        """Show the citizen's window at once and the operator's soon."""
        if kiosk.check is not None and (self._kiosk is None or self._kiosk.check is None):
            self._mode.serve()
        self._kiosk = kiosk
        self.citizen.show_site(kiosk.profile.words.site)
        self._present(citizen_screen(kiosk, self._clock()))
        if not self._staff_turn.isActive():
            self._staff_turn.start()

    def _place(self, _screen: QScreen | None = None) -> None:
        displays = QApplication.screens()
        citizen, operator = choose_displays(displays, *self._names)
        if not displays or citizen is None:
            return
        if operator is not None and self._fullscreen:
            _fill(self.citizen, citizen)
            _fill(self.operator, operator)
            self._mode.share_display(False)
        elif self._guarded:
            _fill(self.citizen, citizen)
            _fill(self.operator, citizen)
            self._mode.share_display(True)
        else:
            _stand_free(self.citizen, citizen, 0.0)
            _stand_free(self.operator, operator or citizen, 1.0)


def _may_leave(staff: StaffDesk | None) -> bool:
    """Whether whoever is at the staff screen may end the program."""
    try:
        return staff is None or staff.may(Act.LEAVE_KIOSK)
    except Fault:
        return False


def _caught(scanners: ScannerDesk | None) -> ScannerKeys | None:
    """The filter that catches what scanners type, already at work; ``None`` where keys are people's only."""
    application = QApplication.instance()
    if scanners is None or scanners.prefix is None or application is None:
        return None
    keys = ScannerKeys(scanners.typed, scanners.prefix)
    application.installEventFilter(keys)
    return keys


class Display(Protocol):
    """As much of a ``QScreen`` as is needed to choose it."""

    def name(self) -> str: ...


_AnyDisplay = TypeVar("_AnyDisplay", bound=Display)


def choose_displays(
    displays: Sequence[_AnyDisplay], citizen_name: str | None, operator_name: str | None
) -> tuple[_AnyDisplay | None, _AnyDisplay | None]:
    """The citizen's and the operator's display.

    A name that is not there is said in the log and falls back to a display that nobody else has; the operator gets
    ``None`` when there is none left.
    """
    by_name = {display.name(): display for display in displays}
    for wanted in (citizen_name, operator_name):
        if wanted and wanted not in by_name:
            _log.warning("display %s is not connected; connected are: %s", wanted, ", ".join(by_name) or "none")
    operator = by_name.get(operator_name or "")
    citizen = by_name.get(citizen_name or "") or next((one for one in displays if one is not operator), None)
    if citizen is None:
        return operator, None
    if operator is None or operator is citizen:
        operator = next((one for one in displays if one is not citizen), None)
    return citizen, operator


def _fill(window: QWidget, display: QScreen) -> None:
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint, True)
    window.setGeometry(display.geometry())
    window.showFullScreen()


_FREE_SIZE = QSize(1366, 768)


def _stand_free(window: QWidget, display: QScreen, corner: float) -> None:
    """An ordinary window, towards the upper left (0) or the lower right (1) of the display."""
    area = display.availableGeometry()
    size = _FREE_SIZE.boundedTo(area.size())
    left = area.left() + round((area.width() - size.width()) * corner)
    top = area.top() + round((area.height() - size.height()) * corner)
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint, False)
    window.setGeometry(left, top, size.width(), size.height())
    window.showNormal()

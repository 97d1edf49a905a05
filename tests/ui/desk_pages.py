"""The pages by which staff log in, decide, watch and look after the kiosk, and how each is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.check.overrides import steps as st
from kiosk.check.overrides.runner import OverrideRunner
from kiosk.check.referrals import Referred
from kiosk.check.screens import operator_screen
from kiosk.check.wording.words import HINTS
from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.health import PartHealth
from kiosk.domain.desks.shifts import ShiftRefusal, ShiftRefused, WrittenReport
from kiosk.domain.desks.staff import DeskStatus
from kiosk.domain.desks.supervision import Supervision
from kiosk.domain.face import FaceHint
from kiosk.domain.override import Override, OverrideRules, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.shift import OpenShift, Shift
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason, Verdict
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.health import captions as health
from kiosk.ui.operator.settings import captions as settings
from kiosk.ui.operator.shift import captions as shift
from kiosk.ui.operator.supervisor import captions as supervisor
from kiosk.ui.operator.training import captions as training
from kiosk.ui.operator_window import OperatorWindow
from kiosk.ui.training_mark import SENTENCE, TrainingMark
from tests.fakes.health import BROKEN, TO_LOOK_AT, WELL, FakeHealthDesk
from tests.fakes.scanner_desk import FakeScannerDesk
from tests.fakes.seat import FakeSeat
from tests.fakes.settings_desk import SETTINGS, FakeSettingsDesk
from tests.fakes.supervision import ALONE, LIVE, PAST, SEVERAL, YESTERDAY, FakeSupervisionDesk
from tests.fakes.training_desk import SCENES, FakeTrainingDesk
from tests.ui.situations import NOW, SITUATIONS, frame

Key = Qt.Key
Press = Qt.Key | tuple[Qt.Key]
"""A key, or in brackets: with Shift."""

ADMINISTRATOR = StaffMember("hoa.admin", Role.ADMINISTRATOR, has_pin=True)
SUPERVISOR = StaffMember("lan", Role.SUPERVISOR, has_pin=True)
SEATED, CARETAKER = DeskStatus(SUPERVISOR, locks_in=300.0), DeskStatus(ADMINISTRATOR, locks_in=300.0)
NOBODY, LOCKED = DeskStatus(None), DeskStatus(SUPERVISOR, locked=True, by_pin=True)
FIRST_START = DeskStatus(None, first_start=True)


@dataclass(frozen=True, slots=True)
class DeskPage:
    """``keys`` lead there from the first page; ``said`` must be read there, and ``situation`` goes on behind it."""

    keys: tuple[Press, ...] = ()
    said: tuple[Text, ...] = ()
    status: DeskStatus = SEATED
    looks: tuple[Supervision, ...] = (ALONE,)
    parts: tuple[PartHealth, ...] = WELL
    shift: Shift | None = LIVE
    situation: str = "idle"
    in_training: bool = False


def _said(value: str) -> Text:
    return Text(value, value)


PAGES: Mapping[str, DeskPage] = MappingProxyType(
    {
        "log in": DeskPage(status=NOBODY),
        "first start": DeskPage(status=FIRST_START),
        "locked": DeskPage(status=LOCKED),
        "a PIN": DeskPage(((Key.Key_F12,),)),
        "check, all well": DeskPage(situation="admit", said=(Text("CHO VÀO", "ADMIT"),)),
        "check, parts broken": DeskPage(situation="refer", parts=BROKEN),
        "shift, none": DeskPage((Key.Key_F4,), (shift.NONE_YET,), shift=None),
        "shift, open": DeskPage((Key.Key_F4,), (shift.OPEN.filled(number=812),)),
        "shift, close?": DeskPage((Key.Key_F4, Key.Key_F3), (shift.CLOSE_SURE.filled(number=812),)),
        "shift, closed": DeskPage((Key.Key_F4,), (shift.CLOSED.filled(number=640),), shift=PAST),
        "who waits": DeskPage(
            (Key.Key_F5,), (_said("Nguyễn Văn An"), _said("Trần Thị Bích Ngọc"), _said("Đỗ Minh Đức"))
        ),
        "reasons": DeskPage((Key.Key_F5, Key.Key_F3)),
        "confirm": DeskPage((Key.Key_F5, Key.Key_F3, Key.Key_F3)),
        "scanners": DeskPage((Key.Key_F7,)),
        "supervision, one": DeskPage(((Key.Key_F4,),), (Text("Phòng 101", "Room 101"), supervisor.SITE_TOTAL)),
        "supervision, several": DeskPage(((Key.Key_F4,),), (_said("quay-1"),), looks=(SEVERAL,)),
        "supervision, past": DeskPage(((Key.Key_F4,), Key.Key_Up), (supervisor.NO_LIST,), looks=(SEVERAL, YESTERDAY)),
        "supervision, none": DeskPage(((Key.Key_F4,),), (supervisor.NO_SHIFT,), looks=()),
        "health, well": DeskPage(((Key.Key_F8,),), (health.ALL_WELL,)),
        "health, to look at": DeskPage(
            ((Key.Key_F8,), Key.Key_Down, Key.Key_Down), (health.TO_LOOK_AT.filled(n=2),), parts=TO_LOOK_AT
        ),
        "health, broken": DeskPage(((Key.Key_F8,),), (health.BROKEN.filled(n=1),), parts=BROKEN),
        "settings": DeskPage(((Key.Key_F7,),), tuple(one.name for one in SETTINGS), status=CARETAKER),
        "settings, typed": DeskPage(
            ((Key.Key_F7,), Key.Key_Down, Key.Key_F3), (settings.BUTTON_TAKE,), status=CARETAKER
        ),
        "settings, changed": DeskPage(
            ((Key.Key_F7,), Key.Key_Down, Key.Key_Down, Key.Key_F3),
            (settings.CHANGED.filled(n=1),),
            status=CARETAKER,
        ),
        "settings, camera": DeskPage(
            ((Key.Key_F7,), *[Key.Key_Down] * 2, Key.Key_F3, Key.Key_F5),
            (settings.TRYING, settings.SECTION_TRIAL, settings.FACE, HINTS[FaceHint.CLOSER]),
            status=CARETAKER,
        ),
        "settings, reader": DeskPage(
            ((Key.Key_F7,), *[Key.Key_Down] * 5, Key.Key_F5),
            (settings.TRYING, settings.LAY_A_CARD, settings.NOT_CHECKED),
            status=CARETAKER,
        ),
        "settings, scanner": DeskPage(
            ((Key.Key_F7,), *[Key.Key_Down] * 6, Key.Key_F5),
            (settings.TRYING, settings.SCAN_THIS, settings.SAVED_PORT),
            status=CARETAKER,
        ),
        "settings, restart?": DeskPage(((Key.Key_F7,), Key.Key_F6), (settings.RESTART_SURE,), status=CARETAKER),
        "training?": DeskPage(((Key.Key_F10,), Key.Key_F3), (training.BEGIN_SURE, *training.ABOUT, training.COST)),
        "training, who comes": DeskPage(
            ((Key.Key_F10,),), (_said(SENTENCE.vi), *(scene.title for scene in SCENES)), in_training=True
        ),
        "training, a check": DeskPage(situation="refuse", said=(_said(SENTENCE.vi),), in_training=True),
    }
)


class _Shifts:
    """The port ``ShiftDesk`` as far as it is looked at."""

    def __init__(self) -> None:
        self.shift: Shift | None = LIVE

    def newest(self) -> Shift | None:
        return self.shift

    def open(self, by: StaffMember, *, despite_failures: bool = False) -> OpenShift | ShiftRefused:
        return ShiftRefused(ShiftRefusal.OPEN_ALREADY)

    def close(self, by: StaffMember, folder: object = None) -> WrittenReport | ShiftRefused:
        return ShiftRefused(ShiftRefusal.NOT_OPEN)

    def report(self, by: StaffMember, number: int | None = None, folder: object = None) -> WrittenReport | ShiftRefused:
        return ShiftRefused(ShiftRefusal.NO_SUCH_SHIFT)


class _Book:
    """A journal of overrides that takes everything."""

    def note_override(self, override: Override) -> int:
        return 1

    def note_undo(self, undo: Undo) -> int:
        return 2


class DeskWindows:
    """A staff screen with every desk, and one in training; ``show`` leads one of them to a page."""

    def __init__(self) -> None:
        clock = SystemClock()
        self._seat = FakeSeat()
        self._shifts = _Shifts()
        self._health = FakeHealthDesk()
        self._supervision = FakeSupervisionDesk()
        self._overrides = OverrideRunner(OverrideRules(), _Book(), clock)
        seat_9 = Text("Phòng 203 – Ghế 9", "Room 203 – Seat 9")
        care = (Reason.NEEDS_CARE,)
        admitted = Verdict.ADMIT_WITH_ATTENTION
        unseen = Referred(CheckId("unseen"), admitted, care, clock.monotonic(), "Đỗ Minh Đức", seat_9, True)
        self._overrides.post(st.Decided(unseen))
        for number, name in enumerate(("Nguyễn Văn An", "Trần Thị Bích Ngọc")):
            place = Text(f"Phòng 203 – Ghế {17 + number}", f"Room 203 – Seat {17 + number}")
            person = Referred(
                CheckId(str(number)), Verdict.REFER, (Reason.FACE_UNSURE,), clock.monotonic(), name, place
            )
            self._overrides.post(st.Decided(person))
        self.at_work = self._window(FakeTrainingDesk(False))
        self.in_training = self._window(FakeTrainingDesk(True))
        TrainingMark(self.in_training)

    @property
    def windows(self) -> tuple[OperatorWindow, ...]:
        return self.at_work, self.in_training

    def window_of(self, page: DeskPage) -> OperatorWindow:
        return self.in_training if page.in_training else self.at_work

    def lead_to(self, page: DeskPage) -> None:
        """Its window is shown already."""
        window = self.window_of(page)
        self._shifts.shift = page.shift
        self._health.found = {part.name: part for part in page.parts}
        self._supervision.looks = {look.shift.opened.number: look for look in page.looks}
        window.present(operator_screen(SITUATIONS["idle"](), NOW))
        window.activateWindow()
        # Somebody new sits there: no form of the one before stays open.
        for status in (NOBODY, SEATED):
            self._seat.status_now = status
            self._look(window)
        for _ in range(3):
            self._press(window, Key.Key_Escape)
        self._seat.status_now = page.status
        self._look(window)
        window.present(operator_screen(SITUATIONS[page.situation](), NOW + 6))
        window.settle()
        for key in page.keys:
            if isinstance(key, tuple):
                self._press(window, key[0], Qt.KeyboardModifier.ShiftModifier)
            else:
                self._press(window, key)

    def close(self) -> None:
        self._overrides.stop()
        for window in self.windows:
            window.close()

    def _window(self, trained: FakeTrainingDesk) -> OperatorWindow:
        desks = StaffDesks(
            staff=self._seat,
            scanners=FakeScannerDesk(),
            overrides=self._overrides,
            shifts=self._shifts,
            supervision=self._supervision,
            health=self._health,
            settings=FakeSettingsDesk(frame()),
            training=trained,
        )
        return OperatorWindow(lambda _face: frame("obama_2010_frame.jpg"), lambda _event: None, desks)

    def _look(self, window: OperatorWindow) -> None:
        if window.login is not None:
            window.login.look()
        if window.strip is not None:
            window.strip.look()
            window.strip.settle()
        QApplication.processEvents()

    def _press(
        self, window: OperatorWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(window, key, modifier)
        views: tuple[QWidget | None, ...] = (window.login, window.override, window.shift, window.menu)
        for view in (*views, *(page.view for page in window.further)):
            settle: Callable[[], None] | None = getattr(view, "settle", None)
            if view is not None and settle is not None and view.isVisible():
                settle()
        QApplication.processEvents()

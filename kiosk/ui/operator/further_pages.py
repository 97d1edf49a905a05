"""The pages of the staff screen that its menu leads to: a table of captions, keys, rights and views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt

from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.staff import Act
from kiosk.domain.text import Text
from kiosk.ui.operator.attendance import captions as attendance
from kiosk.ui.operator.attendance.view import AttendanceView
from kiosk.ui.operator.by_hand import captions as by_hand
from kiosk.ui.operator.by_hand.view import ByHandView
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.health import captions as health
from kiosk.ui.operator.health.view import HealthView
from kiosk.ui.operator.list_import import captions as list_import
from kiosk.ui.operator.list_import.view import ListImportView
from kiosk.ui.operator.reception import captions as reception
from kiosk.ui.operator.reception.view import ReceptionView
from kiosk.ui.operator.registration import captions as registration
from kiosk.ui.operator.registration.view import RegistrationView
from kiosk.ui.operator.settings import captions as settings
from kiosk.ui.operator.settings.bench import Bench
from kiosk.ui.operator.settings.view import SettingsView
from kiosk.ui.operator.supervisor import captions as supervision
from kiosk.ui.operator.supervisor.view import SupervisorView
from kiosk.ui.operator.take_over import captions as take_over
from kiosk.ui.operator.take_over.view import TakeOverView
from kiosk.ui.operator.training import captions as training
from kiosk.ui.operator.training.view import TrainingView

HEALTH_KEY = Qt.Key.Key_F8
"""The health strip leads there too."""


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """``act`` is what somebody must be allowed to do. A page that ``can_wait`` makes room for the check of a person.

    Its key goes with Shift; ``with_ctrl``, where no such key is left, with Ctrl.
    """

    caption: Text
    key: Qt.Key
    act: Act
    view: FurtherView
    can_wait: bool = True
    with_ctrl: bool = False

    @property
    def keys(self) -> QKeyCombination:
        return QKeyCombination(Qt.Modifier.CTRL if self.with_ctrl else Qt.Modifier.SHIFT, self.key)

    @property
    def key_name(self) -> str:
        return f"{'Ctrl' if self.with_ctrl else 'Shift'}+F{self.key.value - Qt.Key.Key_F1.value + 1}"


def further_pages(desks: StaffDesks, staff: StaffDesk, on_leave: Callable[[], None]) -> tuple[FurtherPage, ...]:
    """The pages of the desks that are there, in the order of their keys: Shift+F2 to Shift+F10, then Ctrl+F3."""
    pages: list[FurtherPage] = []
    if desks.supervision is not None:
        supervisor = SupervisorView(desks.supervision, staff, on_leave)
        pages.append(FurtherPage(supervision.PAGE, Qt.Key.Key_F4, Act.SEE_REPORT, supervisor))
    if desks.by_hand is not None:
        found = ByHandView(desks.by_hand, staff, on_leave)
        # The result of a dead chip is still shown when its holder is looked for.
        pages.append(FurtherPage(by_hand.PAGE, Qt.Key.Key_F2, Act.SEARCH_LIST, found, can_wait=False))
    if desks.lists is not None:
        lists = ListImportView(desks.lists, staff, on_leave)
        pages.append(FurtherPage(list_import.PAGE, Qt.Key.Key_F5, Act.IMPORT_LIST, lists))
    if desks.attendance is not None:
        awaited = AttendanceView(desks.attendance, staff, on_leave)
        pages.append(FurtherPage(attendance.PAGE, Qt.Key.Key_F6, Act.SEARCH_LIST, awaited))
    if desks.reception is not None:
        received = ReceptionView(desks.reception, staff, on_leave)
        pages.append(FurtherPage(reception.PAGE, Qt.Key.Key_F3, Act.OVERRIDE, received, can_wait=False))
    if desks.registration is not None:
        registering = RegistrationView(desks.registration, staff, on_leave)
        # The next person is checked while this one is registered.
        pages.append(
            FurtherPage(registration.PAGE, Qt.Key.Key_F3, Act.SEARCH_LIST, registering, can_wait=False, with_ctrl=True)
        )
    if desks.take_over is not None:
        blank = TakeOverView(desks.take_over, staff, on_leave)
        # A screen is taken over in the middle of a check most of all.
        pages.append(FurtherPage(take_over.PAGE, Qt.Key.Key_F9, Act.TAKE_OVER, blank, can_wait=False))
    if desks.health is not None:
        view = HealthView(desks.health, on_leave, desks.sound)
        pages.append(FurtherPage(health.PAGE, HEALTH_KEY, Act.SEE_EVIDENCE, view))
    if desks.settings is not None:
        bench = Bench(desks.settings, desks.scanners, desks.try_volume)
        changing = SettingsView(desks.settings, staff, on_leave, bench)
        pages.append(FurtherPage(settings.PAGE, Qt.Key.Key_F7, Act.CHANGE_SETTINGS, changing))
    if desks.training is not None:
        trained = TrainingView(desks.training, on_leave)
        pages.append(FurtherPage(training.PAGE, Qt.Key.Key_F10, Act.TRAIN, trained))
    return tuple(sorted(pages, key=lambda page: (page.with_ctrl, page.key)))

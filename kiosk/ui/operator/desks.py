"""What the staff screen works with: one desk for each thing that staff can do beside a check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.arrivals import AttendanceDesk
from kiosk.domain.desks.health import HealthDesk
from kiosk.domain.desks.list_import import ListDesk
from kiosk.domain.desks.list_search import HandDesk
from kiosk.domain.desks.registration import RegistrationDesk
from kiosk.domain.desks.scanner_setup import ScannerDesk
from kiosk.domain.desks.settings import SettingsDesk
from kiosk.domain.desks.shifts import ShiftDesk
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.desks.supervision import SupervisionDesk
from kiosk.domain.desks.take_over import TakeOverDesk
from kiosk.domain.desks.training import TrainingDesk
from kiosk.domain.desks.trust_import import TrustDesk
from kiosk.domain.hospital.reception import ReceptionDesk
from kiosk.ui.operator.override.view import Overrides
from kiosk.ui.operator.portrait_loader import DecodeListPhoto


def _silent() -> None:
    """Where nothing is to be heard."""


def _never_heard(_volume: float) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class StaffDesks:
    """A desk that is missing has no button. Without ``staff`` nobody logs in: only what needs no login is offered.

    ``sound`` plays a melody, on Qt's thread; ``try_volume`` plays it as loud as asked, 0 to 1, if anything can.

    Without ``decode_list_photo`` the photographs of the list are not shown. ``types_by_touch`` says whether people have
    no keyboard just now, on Qt's thread and at once; ``None``: they always have one.
    """

    staff: StaffDesk | None = None
    trust: TrustDesk | None = None
    scanners: ScannerDesk | None = None
    overrides: Overrides | None = None
    shifts: ShiftDesk | None = None
    supervision: SupervisionDesk | None = None
    health: HealthDesk | None = None
    settings: SettingsDesk | None = None
    training: TrainingDesk | None = None
    sound: Callable[[], None] = _silent
    try_volume: Callable[[float], bool] = _never_heard
    lists: ListDesk | None = None
    attendance: AttendanceDesk | None = None
    reception: ReceptionDesk | None = None
    registration: RegistrationDesk | None = None
    by_hand: HandDesk | None = None
    take_over: TakeOverDesk | None = None
    decode_list_photo: DecodeListPhoto | None = None
    types_by_touch: Callable[[], bool] | None = None

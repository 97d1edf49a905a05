"""What staff can do with a running kiosk, desk by desk; each is made when a window wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.app.late_records import LateRecords
from kiosk.app.outputs.sending import Outputs
from kiosk.app.settings.values import Settings
from kiosk.check.overrides.runner import OverrideRunner
from kiosk.check.overrides.steps import Wiped
from kiosk.check.runner import CheckRunner
from kiosk.domain.arrivals import AttendanceDesk
from kiosk.domain.clock import Clock
from kiosk.domain.desks.health import HealthDesk
from kiosk.domain.desks.list_import import ListDesk
from kiosk.domain.desks.registration import RegistrationDesk
from kiosk.domain.desks.settings import SettingsDesk
from kiosk.domain.desks.shifts import ShiftDesk
from kiosk.domain.desks.supervision import SupervisionDesk
from kiosk.domain.face import Frame
from kiosk.domain.hospital.insurance import InsuranceLookup
from kiosk.site.profile import Site

if TYPE_CHECKING:
    from kiosk.app.hospital.arrived import ArrivedPatients
    from kiosk.app.settings.running_devices import Devices
    from kiosk.reader.trust.store.trust import KioskTrust


class RunningDesks:
    """``frame`` is one picture of the camera that the kiosk holds; may raise ``Fault(CAMERA_MISSING | CAMERA_LOST)``.
    ``devices`` are those that an administrator may try out, ``arrived`` the patients who may be registered.

    What a desk needs is imported with it: one check on the command line opens none.
    """

    def __init__(
        self,
        settings: Settings,
        site: Site,
        records: LateRecords,
        clock: Clock,
        *,
        runner: CheckRunner,
        overrides: OverrideRunner,
        trust: KioskTrust,
        outputs: Outputs,
        frame: Callable[[], Frame],
        devices: Devices,
        arrived: ArrivedPatients | None = None,
        insurance: InsuranceLookup | None = None,
    ) -> None:
        self._settings = settings
        self._site = site
        self._records = records
        self._clock = clock
        self._runner = runner
        self._overrides = overrides
        self._trust = trust
        self._outputs = outputs
        self._frame = frame
        self._devices = devices
        self._arrived = arrived
        self._insurance = insurance

    def make_shift_desk(self) -> ShiftDesk:
        """Opens and closes shifts of this running kiosk."""
        from kiosk.app.shifts.desk import KioskShiftDesk, running_examination

        examine = running_examination(self._settings, lambda: self._runner.kiosk.faults)
        return KioskShiftDesk(self._settings, self._site, self._records, self._clock, examine, self._wipe)

    def _wipe(self) -> None:
        """A shift takes nobody over who waited in the one before."""
        self._overrides.post(Wiped())
        if self._arrived is not None:
            self._arrived.forget()

    def make_settings_desk(
        self,
        displays: Callable[[], Sequence[str]],
        on_saved: Callable[[Settings], None],
        on_restart: Callable[[], None],
    ) -> SettingsDesk:
        """What an administrator may change of this kiosk."""
        from kiosk.app.settings.desk import KioskSettingsDesk

        return KioskSettingsDesk(self._settings, self._records, self._devices, displays, on_saved, on_restart)

    def make_health_desk(self) -> HealthDesk:
        """How the parts of this running kiosk are."""
        from kiosk.app.health.desk import KioskHealthDesk, Running

        running = Running(lambda: self._runner.kiosk.faults, self._frame, self._trust.last_ends, self._outputs.healths)
        return KioskHealthDesk(self._settings, running, self._clock)

    def make_supervision_desk(self) -> SupervisionDesk:
        """Figures of this running kiosk's shifts, beside those of the others."""
        from kiosk.app.supervision.desk import KioskSupervisionDesk

        shared = self._settings.shared_figures
        return KioskSupervisionDesk(self._settings, self._site, self._records, self._clock, shared)

    def make_attendance_desk(self) -> AttendanceDesk:
        """Counts who has come in during the shift."""
        from kiosk.app.lists.attendance_desk import KioskAttendanceDesk

        return KioskAttendanceDesk(self._settings, self._site, self._records)

    def make_registration_desk(self) -> RegistrationDesk | None:
        """Registers patients and looks their insurance up; ``None`` at a site that has to do with neither."""
        if self._arrived is None:
            return None
        from kiosk.app.hospital.registering import registration_desk

        return registration_desk(
            self._settings, self._site, self._arrived, self._runner, self._records, self._clock, self._insurance
        )

    def make_list_desk(self) -> ListDesk:
        """Imports lists that this running kiosk asks from its next check on."""
        from kiosk.app.lists.desk import KioskListDesk

        return KioskListDesk(self._settings, self._site.columns, self._records, self._clock)

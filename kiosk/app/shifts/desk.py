"""The port ``ShiftDesk`` over journal, list and self test of this kiosk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from pathlib import Path

from kiosk.app.health.doctor import examine_kiosk
from kiosk.app.lists.corrections import corrections_as_workbook
from kiosk.app.lists.site_list import open_list
from kiosk.app.settings.values import Settings
from kiosk.app.shifts.files import REPORTS, pinned_list, shift_report, words_of, write_files
from kiosk.app.shifts.sheet_files import write_sheets
from kiosk.devices.probe import Health, Probe, failed
from kiosk.domain.clock import Clock
from kiosk.domain.desks.shifts import FailedPart, ShiftRefusal, ShiftRefused, WrittenReport
from kiosk.domain.faults import FAULTS, Device, Fault, FaultCode
from kiosk.domain.shift import OpenShift, PartTested, ReportedJournal, Shift, ShiftOpening, ShiftReport
from kiosk.domain.staff import Act, StaffMember, may
from kiosk.site.profile import Site

_log = logging.getLogger(__name__)

Examine = Callable[[], tuple[Probe, ...]]


_WATCHED = {"readers": (Device.READER, Device.CARD_SERVICE), "camera": (Device.CAMERA,)}
"""What a running kiosk watches itself, by the devices whose faults it knows."""
_IN_USE = frozenset({*_WATCHED, "document-camera", "scanner"})
"""What a test would take from a running kiosk."""


def running_examination(settings: Settings, faults: Callable[[], Collection[FaultCode]]) -> Examine:
    """The self test of a kiosk that runs: every part as ``kiosk doctor`` tests it, reader and camera by the ``faults``
    that the kiosk has just now."""

    def examine() -> tuple[Probe, ...]:
        present = faults()
        watched = []
        for name, devices in _WATCHED.items():
            found = [fault for fault in present if FAULTS[fault].device in devices]
            watched.append(failed(name, found[0]) if found else Probe(name, Health.OK))
        return (*watched, *examine_kiosk(settings, but=_IN_USE))

    return examine


class KioskShiftDesk:
    """``examine`` is the self test; ``on_close`` hears of every closing, so that nobody waits into the next shift."""

    def __init__(
        self,
        settings: Settings,
        site: Site,
        journal: ReportedJournal,
        clock: Clock,
        examine: Examine,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._site = site
        self._journal = journal
        self._clock = clock
        self._examine = examine
        self._on_close = on_close

    def newest(self) -> Shift | None:
        return self._journal.newest_shift()

    def open(self, by: StaffMember, *, despite_failures: bool = False) -> OpenShift | ShiftRefused:
        if not may(by.role, Act.OPEN_SHIFT):
            return ShiftRefused(ShiftRefusal.NOT_ALLOWED)
        newest = self._journal.newest_shift()
        if newest is not None and newest.closing is None:
            return ShiftRefused(ShiftRefusal.OPEN_ALREADY)
        # Whatever list a start would import is imported now, and a missing one is missed now, not at the first person.
        open_list(self._settings, self._site)
        pinned = pinned_list(self._settings)
        probes = self._examine()
        failures = tuple(
            FailedPart(probe.name, probe.detail, probe.remedy) for probe in probes if probe.status is Health.FAIL
        )
        if failures and not despite_failures:
            return ShiftRefused(ShiftRefusal.PART_FAILED, failures)
        tests = tuple(PartTested(probe.name, probe.status.value) for probe in probes)
        opened = self._journal.open_shift(ShiftOpening(by.login, pinned, tests))
        return opened or ShiftRefused(ShiftRefusal.OPEN_ALREADY)

    def close(self, by: StaffMember, folder: Path | None = None) -> WrittenReport | ShiftRefused:
        if not may(by.role, Act.CLOSE_SHIFT):
            return ShiftRefused(ShiftRefusal.NOT_ALLOWED)
        if self._journal.close_shift(by.login) is None:
            return ShiftRefused(ShiftRefusal.NOT_OPEN)
        self._on_close()
        return self._written(None, folder)

    def report(
        self, by: StaffMember, number: int | None = None, folder: Path | None = None
    ) -> WrittenReport | ShiftRefused:
        if not may(by.role, Act.SEE_REPORT):
            return ShiftRefused(ShiftRefusal.NOT_ALLOWED)
        return self._written(number, folder)

    def _corrections(self, report: ShiftReport) -> tuple[Path, ...]:
        """The list's owner gets the newest corrections with the papers of a shift that is closed."""
        if report.closing is None or not self._site.profile.data.corrections:
            return ()
        try:
            return corrections_as_workbook(self._settings)
        except Fault as fault:
            _log.warning("the corrections were not written as a workbook: %s", fault)
            return ()

    def _written(self, number: int | None, folder: Path | None) -> WrittenReport | ShiftRefused:
        report = shift_report(self._settings, self._site, self._journal, number, self._clock.now())
        if report is None:
            return ShiftRefused(ShiftRefusal.NO_SUCH_SHIFT)
        try:
            words = words_of(self._site.profile.overrides)
            folder = folder or self._settings.data / REPORTS
            files = write_files(report, folder, words)
            sheets = write_sheets(self._settings, self._site, report, folder)
            return WrittenReport(report, (*files, *sheets, *self._corrections(report)))
        except OSError as error:
            return ShiftRefused(ShiftRefusal.NOT_WRITTEN, detail=error.strerror or type(error).__name__)

"""The shift desk of a running kiosk: what its self test looks at, what comes before the journal is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.app.late_records import LateRecords
from kiosk.app.settings.values import Settings
from kiosk.app.shifts import desk as shift_desk
from kiosk.app.shifts.desk import KioskShiftDesk, running_examination
from kiosk.devices.probe import Health, Probe
from kiosk.domain.desks.shifts import SENTENCES, ShiftDesk, ShiftRefusal, ShiftRefused
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import Role, StaffMember
from kiosk.site.profile import load_site
from tests.fakes.staff import MovableClock
from tests.scenario.house import ROOT as PROJECT

LAN, BINH, TAM = (
    StaffMember(login, role)
    for login, role in (("lan", Role.SUPERVISOR), ("binh", Role.OPERATOR), ("tam", Role.ATTENDANT))
)
SITE = PROJECT / "config" / "sites" / "exam.toml"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "kiosk.toml", "quay-3", SITE, None, tmp_path / "trust", tmp_path / "data")


@pytest.fixture
def early(settings: Settings) -> ShiftDesk:
    """A desk before the journal is open."""
    return KioskShiftDesk(settings, load_site(SITE), LateRecords(), MovableClock(), lambda: ())


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ((), {"readers": Health.OK, "camera": Health.OK}),
        ((FaultCode.READER_LOST,), {"readers": Health.FAIL, "camera": Health.OK}),
        ((FaultCode.CARD_SERVICE_DOWN,), {"readers": Health.FAIL, "camera": Health.OK}),
        ((FaultCode.CAMERA_MISSING, FaultCode.LIST_MISSING), {"readers": Health.OK, "camera": Health.FAIL}),
    ],
)
def test_a_running_kiosk_does_not_take_its_devices_from_itself(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, faults: tuple[FaultCode, ...], expected: dict[str, Health]
) -> None:
    left_out: list[object] = []

    def others(given: Settings, *, but: object) -> tuple[Probe, ...]:
        left_out.append(but)
        return (Probe("disk", Health.WARN),)

    monkeypatch.setattr(shift_desk, "examine_kiosk", others)

    found = {probe.name: probe.status for probe in running_examination(settings, lambda: faults)()}

    assert found == {**expected, "disk": Health.WARN}
    assert left_out == [{"readers", "camera", "document-camera", "scanner"}]


def test_before_the_journal_is_open_there_is_no_shift(early: ShiftDesk) -> None:
    for act in (early.newest, lambda: early.open(LAN), lambda: early.close(LAN), lambda: early.report(LAN)):
        with pytest.raises(Fault) as caught:
            act()
        assert caught.value.code is FaultCode.JOURNAL_FAILED


def test_the_desk_asks_for_the_right_itself(early: ShiftDesk) -> None:
    refused = ShiftRefused(ShiftRefusal.NOT_ALLOWED)

    assert early.open(TAM) == early.close(BINH) == early.report(BINH) == refused


def test_every_refusal_has_a_sentence() -> None:
    assert set(SENTENCES) == set(ShiftRefusal)

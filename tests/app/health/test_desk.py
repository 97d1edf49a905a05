"""The health of a running kiosk: what it knows itself, what a probe finds, and since when."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.health import desk as health_desk
from kiosk.app.health import doctor
from kiosk.app.health.desk import KioskHealthDesk, Running
from kiosk.app.lists.site_list import open_list
from kiosk.app.outputs.settings import LocalApiSettings, WebhookSettings
from kiosk.app.settings.values import Codes, ScannerSettings, Settings
from kiosk.devices.probe import Look, Probe
from kiosk.domain.delivery import OutputHealth, Reachability
from kiosk.domain.desks.health import STRIP, Health
from kiosk.domain.face import Frame
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.site.profile import load_site
from kiosk.ui.operator.health.captions import PARTS
from tests.fakes.staff import START, MovableClock

ROOT = Path(__file__).parents[3]


class House:
    """A running kiosk whose parts are what a test says."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        site = ROOT / "config" / "sites" / "exam.toml"
        sample = ROOT / "config" / "lists" / "exam-sample.csv"
        self.settings = Settings(folder / "kiosk.toml", "quay-3", site, sample, folder / "trust", folder / "data")
        self.clock = MovableClock()
        self.faults: set[FaultCode] = set()
        self.ends: dict[str, datetime] = {"VN": START + timedelta(days=900)}
        self.outputs: tuple[OutputHealth, ...] = ()
        self.looked: list[str] = []
        names = ("readers", "camera", "list", "trust", "journal", "sound", "disk", "clock", "scanner")
        monkeypatch.setattr(health_desk, "looks_of", lambda settings, now: {name: self._look(name) for name in names})
        self.quarters = 0
        running = Running(
            lambda: self.faults, self._frame, lambda: self.ends, lambda: self.outputs, lambda frame: self.quarters
        )
        self.desk = KioskHealthDesk(self.settings, running, self.clock)

    def _look(self, name: str) -> Look:
        def look() -> Probe:
            self.looked.append(name)
            return Probe(name, Health.OK, "looked at")

        return look

    def _frame(self) -> Frame:
        self.looked.append("frame")
        return Frame(64, 48, bytes([90]) * (64 * 48 * 3))

    def install_list(self) -> None:
        open_list(self.settings, load_site(self.settings.site))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return House(tmp_path, monkeypatch)


def test_the_strip_takes_no_device_from_a_check(house: House) -> None:
    house.install_list()
    found = house.desk.watch()

    assert [part.name for part in found] == list(STRIP)
    assert house.looked == []
    assert [part.name for part in found if part.status is Health.FAIL] == []


def test_what_staff_want_to_know_of_each_part(house: House) -> None:
    house.install_list()
    house.outputs = (OutputHealth("webhook", waiting=3, parked=1),)
    briefs = {part.name: part.brief.vi for part in house.desk.watch()}

    assert briefs["list"].startswith("bản 1, ")
    assert briefs["trust"] == f"đến {START + timedelta(days=900):%m/%Y}"
    assert briefs["outputs"] == "4 chờ gửi"
    assert (briefs["readers"], briefs["camera"]) == ("", "")
    assert briefs["disk"].endswith("B")


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (FaultCode.READER_LOST, "readers"),
        (FaultCode.CARD_SERVICE_DOWN, "readers"),
        (FaultCode.CAMERA_MISSING, "camera"),
        (FaultCode.LIST_MISSING, "list"),
    ],
)
def test_a_fault_that_the_kiosk_met_is_told_with_its_remedy(house: House, fault: FaultCode, part: str) -> None:
    house.install_list()
    house.faults = {fault}
    found = {one.name: one for one in house.desk.watch()}

    assert (found[part].status, found[part].remedy) == (Health.FAIL, FAULTS[fault].remedy)
    assert [name for name, one in found.items() if one.status is Health.FAIL] == [part]


def test_since_when_a_part_is_as_it_is(house: House) -> None:
    house.desk.watch()
    house.clock.pass_by(60.0)
    house.faults = {FaultCode.READER_LOST}
    house.desk.watch()
    house.clock.pass_by(60.0)
    (readers, camera, *_) = house.desk.watch()

    assert (readers.since, readers.looked_at) == (START + timedelta(minutes=1), START + timedelta(minutes=2))
    assert camera.since == START


def test_a_test_looks_as_the_doctor_does(house: House) -> None:
    house.desk.test("journal")
    house.desk.test("camera")

    assert house.looked == ["journal", "frame"]


@pytest.mark.parametrize(
    ("quarters", "status", "detail", "remedy"),
    [
        pytest.param(0, Health.OK, "64×48", "", id="upright"),
        pytest.param(2, Health.WARN, "faces stand turned by 180°", "Add 180 to camera_rotation", id="on its head"),
        pytest.param(3, Health.WARN, "faces stand turned by 90°", "Add 270 to camera_rotation", id="on its side"),
    ],
)
def test_a_camera_that_hangs_turned_is_told_as_the_doctor_does(
    house: House, quarters: int, status: Health, detail: str, remedy: str
) -> None:
    house.quarters = quarters
    found = house.desk.test("camera")

    assert found.status is status
    assert detail in found.detail
    assert found.remedy.en.startswith(remedy)


def test_a_fault_comes_before_what_a_look_would_find(house: House) -> None:
    house.faults = {FaultCode.CAMERA_LOST}

    assert house.desk.test("camera").status is Health.FAIL
    assert house.looked == []


def test_the_page_has_every_part_but_those_in_use(house: House) -> None:
    names = [part.name for part in house.desk.parts()]

    assert names[: len(STRIP)] == list(STRIP)
    assert {"journal", "sound"} < set(names)
    assert "scanner" not in names


def test_a_part_that_breaks_its_look_is_a_finding(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Probe:
        raise Fault(FaultCode.JOURNAL_FAILED, "SQLITE_CORRUPT")

    monkeypatch.setattr(health_desk, "looks_of", lambda settings, now: {"journal": broken, "readers": broken})
    assert house.desk.test("journal").status is Health.FAIL
    assert house.desk.test("of-tomorrow").status is Health.FAIL


def test_every_part_has_words(tmp_path: Path) -> None:
    settings = Settings(
        tmp_path / "kiosk.toml",
        "quay-3",
        ROOT / "config" / "sites" / "exam.toml",
        None,
        tmp_path / "trust",
        tmp_path / "data",
        codes=Codes(camera="1"),
        scanner=ScannerSettings(port="auto"),
        webhook=WebhookSettings("https://receiver.invalid/"),
        local_api=LocalApiSettings(),
    )
    named = {*doctor.looks_of(settings, START), *STRIP}
    assert {"document-camera", "scanner", "webhook", "local-api"} <= named, "what is looked at only where it is set"
    assert named == set(PARTS)


def test_a_receiver_that_does_not_answer_is_to_be_looked_at(house: House) -> None:
    house.outputs = (OutputHealth("webhook", Reachability.OFFLINE, waiting=7, trouble="unreachable"),)
    part = next(one for one in house.desk.watch() if one.name == "outputs")

    assert (part.status, part.remedy.en) == (Health.WARN, "The receiver cannot be reached")

"""Settings at the staff screen over real files: what is refused changes nothing, what is saved is noted first."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.settings.desk import KioskSettingsDesk
from kiosk.app.settings.edit import Draft
from kiosk.app.settings.file import read_settings
from kiosk.app.settings.live_camera import LiveCameraTest
from kiosk.app.settings.live_reader import CardsHeldBack, LiveReaderTest
from kiosk.app.settings.running_devices import Devices
from kiosk.app.settings.table import TABLE
from kiosk.app.settings.values import Settings
from kiosk.domain.desks.settings import (
    FIXED,
    NOT_ALLOWED,
    NOT_KNOWN,
    NOT_VALID,
    NOT_WRITTEN,
    SettingsNote,
    SettingsRefused,
    SettingsSaved,
)
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.presence import PresenceEvent
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.text import Text
from kiosk.site.profile import load_site

CONFIG = Path(__file__).parents[3] / "config"
HOA, LAN = StaffMember("hoa.admin", Role.ADMINISTRATOR), StaffMember("lan", Role.SUPERVISOR)
PICTURE = Frame(64, 48, bytes(64 * 48 * 3))


class SharedCamera:
    """The camera of a running kiosk, which somebody may borrow; every picture is the next one."""

    def __init__(self) -> None:
        self.borrowers = 0

    @contextmanager
    def borrowed(self) -> Iterator[None]:
        self.borrowers += 1
        try:
            yield
        finally:
            self.borrowers -= 1

    def wait_newer(self, sequence: int, timeout: float) -> Frame | None:
        assert self.borrowers, "nobody may look through it"
        return replace(PICTURE, sequence=sequence + 1, captured_at=0.1 * sequence)


class Readers:
    """A presence loop that a test plays."""

    def __init__(self) -> None:
        self.started, self.stopped = threading.Event(), False
        self.tell: Callable[[PresenceEvent], None] = lambda event: None

    def start(self, on_event: Callable[[PresenceEvent], None]) -> None:
        self.tell = on_event
        self.started.set()

    def stop(self) -> None:
        self.stopped = True


class Office:
    """A copy of the shipped settings, a journal that may be full, and what the kiosk was told."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(CONFIG, folder / "config")
        self.file = folder / "config" / "kiosk.toml"
        self.notes: list[SettingsNote] = []
        self.full = False
        self.saved: list[Settings] = []
        self.restarts = 0
        self.camera, self.readers, self.cards = SharedCamera(), Readers(), CardsHeldBack()
        self.desk = KioskSettingsDesk(
            read_settings(self.file),
            self,
            Devices(self.camera, self.cards, presence_of=lambda reader: self.readers),
            lambda: ["HDMI-1", "DP-1"],
            self.saved.append,
            self._restart,
        )

    def note_settings(self, note: SettingsNote) -> int:
        if self.full:
            raise Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")
        self.notes.append(note)
        return len(self.notes)

    def _restart(self) -> None:
        self.restarts += 1

    @property
    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.file.parent.rglob("*") if path.is_file()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_every_setting_is_told_with_its_value(office: Office) -> None:
    values = {setting.key: setting.value for setting in office.desk.settings()}

    assert list(values) == [entry.key for entry in TABLE]
    assert values["site"] == "sites/exam.toml"
    assert values["citizen.volume"] == "0.7"
    assert values["face.false_match_rate"] == "0.001"
    assert values["liveness.policy"] == "passive_then_active"


def test_choices_are_what_there_is(office: Office) -> None:
    choices = {setting.key: [option.value for option in setting.options] for setting in office.desk.settings()}

    assert choices["site"] == ["sites/airport.toml", "sites/exam.toml", "sites/hospital.toml"]
    assert choices["displays.citizen"] == ["", "HDMI-1", "DP-1"]
    assert choices["reader"] == []
    assert "0" in choices["camera"]


@pytest.mark.parametrize(
    ("key", "value", "restart"),
    [
        ("station.rooms", "101, 102", True),
        ("station.session", "Sáng", True),
        ("name", "quay-7", True),
        ("needs_shift", "true", True),
        ("camera_rotation", "180", True),
        ("codes_by_camera", "false", True),
        ("codes.camera", "/dev/video2", True),
        ("scanner.keyboard", "false", True),
        ("engine", "sface", True),
        ("liveness.active_seconds", "20", True),
        ("budget_seconds", "25", True),
        ("remembered_hours", "0.5", True),
        ("displays.touch_keyboard", "never", True),
        ("reader", "ACR1252", True),
        ("scanner.port", "auto", True),
        ("displays.citizen", "DP-1", True),
        ("citizen.volume", "0.3", False),
        ("citizen.speech", "always", True),
        ("citizen.motion", "false", True),
        ("liveness.policy", "passive", True),
        ("site", "sites/hospital.toml", True),
    ],
)
def test_a_value_is_saved_and_told_the_next_time(office: Office, key: str, value: str, restart: bool) -> None:
    assert office.desk.save(HOA, {key: value}) == SettingsSaved((key,), restart)

    assert next(one.value for one in office.desk.settings() if one.key == key) == value
    assert office.notes == [SettingsNote("hoa.admin", (key,))]
    assert len(office.saved) == 1


def test_comments_and_the_old_file_stay(office: Office) -> None:
    before = office.file.read_text("utf-8")
    office.desk.save(HOA, {"citizen.volume": "0.3"})
    after = office.file.read_text("utf-8")

    changed = [new for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert len(changed) == 1
    assert "0 to 1" in changed[0]
    assert office.file.with_name("kiosk.toml.bak").read_text("utf-8") == before


def test_the_sites_own_rules_stand_in_its_profile(office: Office) -> None:
    office.desk.save(HOA, {"liveness.policy": "off", "face.false_match_rate": "0.0001"})
    site = office.file.parent / "sites" / "exam.toml"

    profile = load_site(site).profile
    assert (profile.liveness.policy.value, profile.face.false_match_rate) == ("off", 1e-4)
    assert site.with_name("exam.toml.bak").exists()
    assert not office.file.with_name("kiosk.toml.bak").exists()


@pytest.mark.parametrize(
    ("by", "changes", "why"),
    [
        pytest.param(LAN, {"citizen.volume": "0.3"}, NOT_ALLOWED, id="no administrator"),
        pytest.param(HOA, {"data": "/tmp"}, NOT_KNOWN, id="a key that is not offered"),
        pytest.param(HOA, {"citizen.volume": "loud"}, NOT_VALID, id="no number"),
        pytest.param(HOA, {"citizen.volume": "7"}, NOT_VALID, id="beyond its limits"),
        pytest.param(HOA, {"camera_rotation": "45"}, NOT_VALID, id="none of the choices"),
        pytest.param(HOA, {"needs_shift": "maybe"}, NOT_VALID, id="neither yes nor no"),
        pytest.param(HOA, {"engine": "eigenfaces"}, NOT_VALID, id="no such engine"),
        pytest.param(HOA, {"name": "Quầy 7"}, NOT_VALID, id="a name with other letters"),
        pytest.param(HOA, {"budget_seconds": "soon"}, NOT_VALID, id="no number of seconds"),
        pytest.param(HOA, {"camera": "webcam"}, NOT_VALID, id="no camera"),
        pytest.param(HOA, {"reader": "/[/"}, NOT_VALID, id="no regular expression"),
        pytest.param(HOA, {"reader": "x" * 201}, NOT_VALID, id="too long"),
        pytest.param(HOA, {"reader": "a\x00b"}, NOT_VALID, id="signs that nobody sees"),
        pytest.param(HOA, {"site": "sites/none.toml"}, NOT_VALID, id="a profile that is not there"),
        pytest.param(HOA, {"citizen.volume": "0.3", "liveness.policy": "maybe"}, NOT_VALID, id="one good, one bad"),
    ],
)
def test_what_is_refused_changes_nothing(office: Office, by: StaffMember, changes: dict[str, str], why: Text) -> None:
    before = office.files
    answer = office.desk.save(by, changes)

    assert isinstance(answer, SettingsRefused)
    assert answer.why == why
    assert office.files == before
    assert (office.notes, office.saved) == ([], [])


def test_what_cannot_be_noted_is_not_saved(office: Office) -> None:
    before = office.files
    office.full = True
    with pytest.raises(Fault):
        office.desk.save(HOA, {"citizen.volume": "0.3"})

    assert office.files == before


def test_a_folder_that_cannot_be_written_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.app.settings.edit.tempfile.mkstemp", full)
    assert office.desk.save(HOA, {"citizen.volume": "0.3"}) == SettingsRefused(NOT_WRITTEN, "No space left on device")


def test_of_two_files_both_are_written_or_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Draft.put_in_place
    profile = read_settings(office.file).site
    before = office.file.read_bytes(), profile.read_bytes()
    placed: list[Draft] = []

    def full_at_the_second(draft: Draft) -> None:
        if placed:
            raise OSError(28, "No space left on device")
        placed.append(draft)
        place(draft)

    monkeypatch.setattr(Draft, "put_in_place", full_at_the_second)
    answer = office.desk.save(HOA, {"citizen.volume": "0.3", "liveness.policy": "passive"})

    assert answer == SettingsRefused(NOT_WRITTEN, "No space left on device")
    assert placed
    assert (office.file.read_bytes(), profile.read_bytes()) == before
    assert office.saved == []


def test_a_variable_of_the_environment_decides(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_CITIZEN__VOLUME", "0.1")
    (volume,) = (one for one in office.desk.settings() if one.key == "citizen.volume")

    assert (volume.value, volume.fixed) == ("0.1", "KIOSK_CITIZEN__VOLUME")
    assert office.desk.save(HOA, {"citizen.volume": "0.3"}) == SettingsRefused(FIXED, "KIOSK_CITIZEN__VOLUME")


@pytest.mark.parametrize("name", ["0", "/dev/video0"])
def test_the_running_camera_is_looked_through_and_stays_the_kiosks(office: Office, name: str) -> None:
    test = office.desk.try_camera(name, 90)
    assert isinstance(test, LiveCameraTest)
    assert test.wait_for(lambda sighting, _: sighting is not None, 5.0)
    sighting = test.latest()
    assert sighting is not None
    assert (sighting.frame.width, sighting.frame.height) == (48, 64), "turned as it would be"
    assert office.camera.borrowers == 1

    test.close()
    test.settle()
    assert office.camera.borrowers == 0
    assert test.latest() is None


def test_what_can_never_be_a_camera_or_a_reader_is_refused_at_once(office: Office) -> None:
    with pytest.raises(Fault, match="no camera at all"):
        office.desk.try_camera("no camera at all", 0)
    with pytest.raises(Fault):
        Devices(office.camera).try_reader("/[/")


def test_no_card_is_checked_while_a_reader_is_tried(office: Office) -> None:
    test = office.desk.try_reader("ACR")
    assert isinstance(test, LiveReaderTest)
    assert office.readers.started.wait(5.0)
    assert office.cards

    test.close()
    test.settle()
    assert not office.cards
    assert office.readers.stopped


def test_restart_is_the_kiosks(office: Office) -> None:
    office.desk.restart()

    assert office.restarts == 1


@pytest.mark.parametrize(
    ("key", "value", "vi", "en"),
    [
        ("face.false_match_rate", "0.05", "«Tỉ lệ nhận nhầm khuôn mặt» chỉ được từ 1/1.000.000 đến 1/100", "1/100"),
        ("face.false_match_rate", "0", "1/1.000.000", "1/1,000,000"),
        ("liveness.active_seconds", "4,9", "«Thời gian mời quay mặt» chỉ được từ 5 đến 30", "may be 5 to 30 only"),
        ("budget_seconds", "121", "«Thời gian một lượt» chỉ được từ 5 đến 120", "«Time for one check» may be 5 to 120"),
        ("remembered_hours", "-1", "từ 0 đến 168", "0 to 168"),
        ("remembered_hours", "nan", "từ 0 đến 168", "0 to 168"),
        ("remembered_hours", "inf", "từ 0 đến 168", "0 to 168"),
    ],
)
def test_a_threshold_beyond_its_limits_is_refused_in_words(
    office: Office, key: str, value: str, vi: str, en: str
) -> None:
    before = office.files
    refused = office.desk.save(HOA, {key: value})

    assert isinstance(refused, SettingsRefused)
    assert vi in refused.why.vi
    assert en in refused.why.en
    assert refused.detail == key
    assert (office.files, office.notes) == (before, [])


def test_whole_numbers_are_written_as_people_write_them(office: Office) -> None:
    office.desk.save(HOA, {"budget_seconds": "25", "liveness.active_seconds": "7,5"})
    written = (office.file.parent / "sites" / "exam.toml").read_text("utf-8")

    assert "budget_seconds = 25\n" in written
    assert "active_seconds = 7.5\n" in written


def test_only_people_s_words_are_typed_with_their_letters(office: Office) -> None:
    in_words = {setting.key for setting in office.desk.settings() if setting.in_words}

    assert in_words == {"station.rooms", "station.session"}

"""A few settings, and a desk that keeps what is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kiosk.domain.desks.device_tests import CameraSighting, CameraTest, ReaderSighting, ReaderTest
from kiosk.domain.desks.settings import (
    CAMERA,
    DISPLAYS,
    READER,
    ROTATION,
    SCANNER,
    VOLUME,
    Option,
    Setting,
    SettingsRefused,
    SettingsSaved,
)
from kiosk.domain.face import FaceHint, Frame
from kiosk.domain.faults import Fault
from kiosk.domain.staff import StaffMember
from kiosk.domain.text import Text

SITES = tuple(
    Option(f"sites/{name}.toml", Text(f"sites/{name}.toml", f"sites/{name}.toml")) for name in ("airport", "exam")
)
VOLUMES = tuple(Option(value, Text(said, said)) for value, said in (("0.3", "30 %"), ("0.7", "70 %"), ("1.0", "100 %")))
CAMERAS = tuple(Option(device, Text(device, device)) for device in ("/dev/video0", "/dev/video2"))
ROTATIONS = tuple(Option(str(turn), Text(f"{turn}°", f"{turn}°")) for turn in (0, 90, 180, 270))
SCREENS = (Option("", Text("bất kỳ", "any")), Option("HDMI-1", Text("HDMI-1", "HDMI-1")))
PORTS = (Option("auto", Text("tự tìm", "find it")), Option("", Text("không dùng", "none")))

SETTINGS = (
    Setting("site", Text("Loại điểm kiểm tra", "Site profile"), "sites/exam.toml", SITES),
    Setting(
        "station.rooms",
        Text("Phòng của máy này", "Rooms of this kiosk"),
        "101",
        note=Text("Cách nhau bằng dấu phẩy; trống: mọi phòng", "Parted by commas; empty: any room"),
    ),
    Setting(
        CAMERA,
        Text("Camera khuôn mặt", "Face camera"),
        "/dev/video0",
        CAMERAS,
        Text("F5: xem hình trước khi lưu", "F5: look at its picture before saving"),
    ),
    Setting(ROTATION, Text("Xoay hình camera", "Turn its picture"), "0", ROTATIONS),
    Setting(VOLUME, Text("Âm lượng", "Volume"), "0.7", VOLUMES, at_once=True),
    Setting(READER, Text("Đầu đọc thẻ", "Card reader"), "ACR", fixed="KIOSK_READER"),
    Setting(SCANNER, Text("Cổng máy quét mã", "Scanner's port"), "auto", PORTS),
    Setting(DISPLAYS[0], Text("Màn hình người dân", "Citizen's display"), "", SCREENS),
)


class FakeTest:
    """A device under test; ``name`` is how it was asked for."""

    def __init__(self, name: str, desk: FakeSettingsDesk, shown: Callable[[], Any]) -> None:
        self.name = name
        self.open = True
        self._desk = desk
        self._shown = shown

    def latest(self) -> Any:
        assert self.open, "it is closed"
        if self._desk.trouble:
            raise self._desk.trouble
        return self._shown()

    def close(self) -> None:
        self.open = False


class FakeSettingsDesk:
    """``refused`` is answered instead of saving, ``trouble`` raised instead of what a device shows.

    ``camera`` and ``cards`` are what devices under test show; ``tests`` are those that were opened.
    """

    def __init__(self, picture: Frame) -> None:
        self.camera: CameraSighting | None = CameraSighting(picture, 29.7, 128.0, FaceHint.CLOSER)
        self.cards: ReaderSighting | None = ReaderSighting(("ACS ACR1252 Reader 00 00",))
        self.found = SETTINGS
        self.saves: list[tuple[str, dict[str, str]]] = []
        self.tests: list[FakeTest] = []
        self.restarts = 0
        self.refused: SettingsRefused | None = None
        self.trouble: Fault | None = None

    def settings(self) -> tuple[Setting, ...]:
        return self.found

    def save(self, by: StaffMember, changes: Mapping[str, str]) -> SettingsSaved | SettingsRefused:
        if self.refused:
            return self.refused
        self.saves.append((by.login, dict(changes)))
        self.found = tuple(replace(one, value=changes.get(one.key, one.value)) for one in self.found)
        at_once = {one.key for one in self.found if one.at_once}
        return SettingsSaved(tuple(changes), restart=not set(changes) <= at_once)

    def try_camera(self, camera: str, rotation: int) -> CameraTest:
        return self._opened(f"{camera} {rotation}°", lambda: self.camera)

    def try_reader(self, reader: str) -> ReaderTest:
        return self._opened(reader, lambda: self.cards)

    def _opened(self, name: str, shown: Callable[[], Any]) -> FakeTest:
        self.tests.append(FakeTest(name, self, shown))
        return self.tests[-1]

    def restart(self) -> None:
        self.restarts += 1

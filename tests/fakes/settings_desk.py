"""A few settings, and a desk that keeps what is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault
from kiosk.domain.settings_desk import CAMERA, Option, Setting, SettingsRefused, SettingsSaved
from kiosk.domain.staff import StaffMember
from kiosk.domain.text import Text

SITES = tuple(
    Option(f"sites/{name}.toml", Text(f"sites/{name}.toml", f"sites/{name}.toml")) for name in ("airport", "exam")
)
VOLUMES = tuple(Option(value, Text(said, said)) for value, said in (("0.3", "30 %"), ("0.7", "70 %"), ("1.0", "100 %")))
CAMERAS = tuple(Option(device, Text(device, device)) for device in ("/dev/video0", "/dev/video2"))

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
    Setting("citizen.volume", Text("Âm lượng", "Volume"), "0.7", VOLUMES, at_once=True),
    Setting("reader", Text("Đầu đọc thẻ", "Card reader"), "ACR", fixed="KIOSK_READER"),
)


class FakeSettingsDesk:
    """``refused`` is answered instead of saving, ``trouble`` raised instead of a picture."""

    def __init__(self, picture: Frame) -> None:
        self._picture = picture
        self.found = SETTINGS
        self.saves: list[tuple[str, dict[str, str]]] = []
        self.looked: list[str] = []
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

    def picture(self, camera: str) -> Frame:
        self.looked.append(camera)
        if self.trouble:
            raise self.trouble
        return self._picture

    def restart(self) -> None:
        self.restarts += 1

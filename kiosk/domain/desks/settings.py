"""What an administrator may change of a kiosk at its staff screen: settings with their choices, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.desks.device_tests import CameraTest, ReaderTest
from kiosk.domain.staff import StaffMember, is_login
from kiosk.domain.text import Text

LONGEST_VALUE = 200
CAMERA, ROTATION, READER = "camera", "camera_rotation", "reader"
SCANNER, VOLUME = "scanner.port", "citizen.volume"
DISPLAYS = ("displays.citizen", "displays.operator")
"""The settings whose devices can be tried before anything is saved."""

NO_NOTE = Text("", "")

_KEY = re.compile(r"[a-z_]+(\.[a-z_]+)?")


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a setting may have, and how people call it."""

    value: str
    name: Text


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it stands in its file. ``key`` is its key there (``citizen.volume``).

    With ``options`` one of them is chosen, without any the value is typed. ``at_once``: it needs no restart. ``fixed``
    is the variable of the environment that decides instead of the file, empty where none does; such a setting cannot
    be changed here. ``in_words``: what is typed are people's words, with all their letters.
    """

    key: str
    name: Text
    value: str
    options: tuple[Option, ...] = ()
    note: Text = NO_NOTE
    at_once: bool = False
    fixed: str = ""
    in_words: bool = False

    def called(self, value: str) -> Text:
        """How people call this value."""
        named = next((option.name for option in self.options if option.value == value), None)
        return named or (Text(value, value) if value else Text("(trống)", "(empty)"))


@dataclass(frozen=True, slots=True)
class SettingsSaved:
    """What was written. ``restart``: some of it counts only after a restart of the program."""

    keys: tuple[str, ...]
    restart: bool


@dataclass(frozen=True, slots=True)
class SettingsRefused:
    """Nothing was written, and why; ``detail`` names the key or the file."""

    why: Text
    detail: str = ""


NOT_ALLOWED = Text("Tài khoản này không được phép làm việc đó", "This account may not do that")
NOT_KNOWN = Text("Không có mục cài đặt này", "There is no such setting")
FIXED = Text("Mục này do biến môi trường quy định", "A variable of the environment decides about this")
NOT_VALID = Text("Giá trị không dùng được", "This value cannot be used")
BEYOND = Text("«{name}» chỉ được từ {low} đến {high}", "«{name}» may be {low} to {high} only")
NOT_WRITTEN = Text("Không ghi được tệp cài đặt", "The settings file cannot be written")


class SettingsDesk(Protocol):
    """``settings`` and ``save`` take seconds, so never on a thread that paints."""

    def settings(self) -> tuple[Setting, ...]:
        """As the files are now. Raises ``Fault(SETTINGS_MALFORMED)``."""
        ...

    def save(self, by: StaffMember, changes: Mapping[str, str]) -> SettingsSaved | SettingsRefused:
        """Write all of these values or none; whatever would not load is refused. Raises ``Fault(JOURNAL_FAILED)``."""
        ...

    def try_camera(self, camera: str, rotation: int) -> CameraTest:
        """Look through this camera, its pictures turned clockwise by ``rotation`` degrees; returns at once.

        The running kiosk keeps its own camera, and shares it. Raises ``Fault(SETTINGS_MALFORMED)``.
        """
        ...

    def try_reader(self, reader: str) -> ReaderTest:
        """Watch the readers of this choice; returns at once. Until it is closed, no card is checked.

        Raises ``Fault(SETTINGS_MALFORMED)``.
        """
        ...

    def restart(self) -> None:
        """End the program and begin it anew with the settings that are saved."""
        ...


@dataclass(frozen=True, slots=True)
class SettingsNote:
    """One entry of the journal: who changed which settings. Values are not told; some name places and devices."""

    by: str
    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        if not is_login(self.by) or not self.keys or not all(_KEY.fullmatch(key) for key in self.keys):
            raise ValueError("a change of settings has a login and the keys that were changed")


class SettingsJournal(Protocol):
    """Where changes of settings are written down, before they take effect."""

    def note_settings(self, note: SettingsNote) -> int:
        """The entry's sequence number. Raises ``Fault(JOURNAL_FAILED)``."""
        ...

"""The port ``SettingsDesk`` over the kiosk's settings file and the profile of its site."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from kiosk.app.settings.edit import Draft, Key, Value, edited
from kiosk.app.settings.file import PREFIX, read_settings
from kiosk.app.settings.running_devices import Devices
from kiosk.app.settings.table import TABLE, Entry, Surroundings, relative
from kiosk.app.settings.values import Settings
from kiosk.domain.desks.device_tests import CameraTest, ReaderTest
from kiosk.domain.desks.settings import (
    BEYOND,
    FIXED,
    LONGEST_VALUE,
    NOT_ALLOWED,
    NOT_KNOWN,
    NOT_VALID,
    NOT_WRITTEN,
    Option,
    Setting,
    SettingsJournal,
    SettingsNote,
    SettingsRefused,
    SettingsSaved,
)
from kiosk.domain.faults import Fault
from kiosk.domain.numerals import one_in
from kiosk.domain.staff import Act, StaffMember, may
from kiosk.domain.text import Text
from kiosk.site.profile import Site, load_site

MOST_CAMERAS = 16
_OF_ENGINE: frozenset[Key] = frozenset({("engine",), ("face", "false_match_rate")})
"""What is tried by making the face engine, which takes a second."""
_ENTRIES = {entry.key: entry for entry in TABLE}


class KioskSettingsDesk:
    """``devices`` are those that the running kiosk holds. ``displays`` names those that are connected, ``on_saved``
    hears of everything that was saved, ``on_restart`` of the wish to begin anew."""

    def __init__(
        self,
        settings: Settings,
        journal: SettingsJournal,
        devices: Devices,
        displays: Callable[[], Sequence[str]],
        on_saved: Callable[[Settings], None],
        on_restart: Callable[[], None],
    ) -> None:
        self._running = settings
        self._journal = journal
        self._devices = devices
        self._displays = displays
        self._on_saved = on_saved
        self._on_restart = on_restart

    def settings(self) -> tuple[Setting, ...]:
        settings = read_settings(self._running.file)
        site = load_site(settings.site)
        around = self._surroundings(settings)
        return tuple(_setting(entry, settings, site, around) for entry in TABLE)

    def save(self, by: StaffMember, changes: Mapping[str, str]) -> SettingsSaved | SettingsRefused:
        if not may(by.role, Act.CHANGE_SETTINGS):
            return SettingsRefused(NOT_ALLOWED)
        own: dict[Key, Value] = {}
        of_site: dict[Key, Value] = {}
        for key, value in changes.items():
            entry = _ENTRIES.get(key)
            if entry is None:
                return SettingsRefused(NOT_KNOWN, key[:40])
            if _variable(entry):
                return SettingsRefused(FIXED, _variable(entry))
            try:
                if len(value) > LONGEST_VALUE or not value.isprintable():
                    raise ValueError("too long, or with signs that nobody sees")
                parsed = entry.parsed(value)
            except ValueError:
                return SettingsRefused(NOT_VALID, key)
            if entry.limits and isinstance(parsed, int | float) and not entry.limits[0] <= parsed <= entry.limits[1]:
                return SettingsRefused(_beyond(entry.name, *entry.limits), key)
            (of_site if entry.of_site else own)[tuple(key.split("."))] = parsed
        if not own and not of_site:
            return SettingsSaved((), restart=False)
        return self._write(by, own, of_site, tuple(changes))

    def try_camera(self, camera: str, rotation: int) -> CameraTest:
        return self._devices.try_camera(self._running, camera, rotation)

    def try_reader(self, reader: str) -> ReaderTest:
        return self._devices.try_reader(reader)

    def restart(self) -> None:
        self._on_restart()

    def _write(
        self, by: StaffMember, own: Mapping[Key, Value], of_site: Mapping[Key, Value], keys: tuple[str, ...]
    ) -> SettingsSaved | SettingsRefused:
        """Both files are written beside the old ones and loaded as a start would; only then they count."""
        file = self._running.file
        with ExitStack() as stack:
            try:
                drafted = self._draft(file, own, stack)
                after = read_settings(drafted.path)
                # The profile that would be in force: a site that is chosen anew gets the rates that are chosen with it.
                profile = self._draft(after.site, of_site, stack) if of_site else None
                makes_engine = not _OF_ENGINE.isdisjoint((*own, *of_site))
                _load(after, profile.path if profile else after.site, engine=makes_engine)
            except Fault as fault:
                return SettingsRefused(NOT_VALID, fault.technical or fault.entry.sentence.en)
            except (OSError, UnicodeDecodeError) as error:
                return SettingsRefused(NOT_WRITTEN, _told(error))
            self._journal.note_settings(SettingsNote(by.login, keys))
            try:
                with ExitStack() as undoing:
                    if profile is not None:
                        profile.put_in_place()
                        undoing.callback(profile.take_back)
                    if own:
                        drafted.put_in_place()
                    undoing.pop_all()
            except OSError as error:
                return SettingsRefused(NOT_WRITTEN, _told(error))
        self._on_saved(read_settings(file))
        return SettingsSaved(keys, restart=not all(_ENTRIES[key].at_once for key in keys))

    def _draft(self, file: Path, changes: Mapping[Key, Value], stack: ExitStack) -> Draft:
        draft = Draft(file, edited(file.read_text("utf-8"), changes))
        stack.callback(draft.drop)
        return draft

    def _surroundings(self, settings: Settings) -> Surroundings:
        folder = settings.file.parent
        sites = sorted({relative(path, folder) for path in settings.site.parent.glob("[!.]*.toml")})
        return Surroundings(tuple(sites), _cameras(), _ports(), tuple(self._displays()), _engines(settings))


def _setting(entry: Entry, settings: Settings, site: Site, around: Surroundings) -> Setting:
    value = entry.shown(settings, site.profile)
    options = tuple(entry.options(around))
    if options and value not in {option.value for option in options}:
        # What somebody wrote into the file by hand stays a choice.
        options = (Option(value, Text(value, value)), *options)
    return Setting(entry.key, entry.name, value, options, entry.note, entry.at_once, _variable(entry), entry.in_words)


def _variable(entry: Entry) -> str:
    """The variable that comes before the file, where one is set; empty: none."""
    name = PREFIX + entry.key.replace(".", "__").upper()
    return name if not entry.of_site and os.environ.get(name) else ""


def _load(settings: Settings, site: Path, *, engine: bool) -> None:
    """Everything that a start would refuse. Raises ``Fault``."""
    from kiosk.biometric.camera.sources import open_camera
    from kiosk.reader.pcsc import ReaderChoice

    profile = load_site(site).profile
    open_camera(settings.camera, settings.camera_rotation)
    ReaderChoice(settings.reader)
    if engine:
        from kiosk.app.faces.setup import make_face_engine

        make_face_engine(settings, profile.face)


def _cameras() -> tuple[str, ...]:
    """Device files of Linux; elsewhere cameras have numbers only."""
    devices = sorted(Path("/dev").glob("video*"), key=lambda path: (len(path.name), path.name))
    return tuple(map(str, devices[:MOST_CAMERAS])) or ("0", "1", "2")


def _ports() -> tuple[str, ...]:
    from serial.tools import list_ports

    return tuple(sorted(port.device for port in list_ports.comports()))[:MOST_CAMERAS]


def _engines(settings: Settings) -> tuple[str, ...]:
    """Those that the installed models make, whether they are whole or not: a start says what one lacks, and so does
    saving it."""
    from kiosk.app.faces.setup import model_packs

    try:
        return model_packs(settings).catalogue().names
    except Fault:
        return ()


def _beyond(name: Text, low: float, high: float) -> Text:
    at_least, at_most = _limit(low), _limit(high)
    return Text(
        BEYOND.vi.format(name=name.vi, low=at_least.vi, high=at_most.vi),
        BEYOND.en.format(name=name.en, low=at_least.en, high=at_most.en),
    )


def _limit(number: float) -> Text:
    return one_in(number) if 0.0 < number < 1.0 else Text(f"{number:g}", f"{number:g}")


def _told(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__

"""Where devices are tried before a setting is saved: one at a time, looked at again while the test is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk.check.screens import Line
from kiosk.domain.desks.device_tests import CameraSighting, CameraTest, ReaderTest
from kiosk.domain.desks.scanner_setup import Delivery, SampleCode, ScannerDesk
from kiosk.domain.desks.settings import CAMERA, DISPLAYS, READER, ROTATION, SCANNER, VOLUME, SettingsDesk
from kiosk.domain.face import FaceHint, Frame
from kiosk.domain.text import Text
from kiosk.ui.operator.scanner_setup.lines import delivery_lines, state_line
from kiosk.ui.operator.settings import captions
from kiosk.ui.operator.settings.display_sign import DisplaySign, facts_of
from kiosk.ui.operator.settings.trial_lines import camera_lines, reader_lines, volume_lines

MOST_DELIVERIES = 3
LOOKS_PER_FIGURE = 10
_ALWAYS = frozenset({CAMERA, ROTATION, READER, VOLUME, *DISPLAYS})

Value = Callable[[str], str]
"""What a setting would be, by its key: as it was changed, else as it is saved."""


class Trial(Protocol):
    """One device under test, on Qt's thread. ``frame`` and ``code`` are what else than lines is to be seen."""

    @property
    def frame(self) -> Frame | None: ...

    @property
    def code(self) -> SampleCode | None: ...

    def look(self) -> tuple[Line, ...]:
        """What is to be said now. Raises ``Fault``."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What can be tried at this kiosk; ``try_volume`` says whether anything could be heard."""

    desk: SettingsDesk
    scanners: ScannerDesk | None
    try_volume: Callable[[float], bool]

    def takes(self, key: str) -> bool:
        """Whether this setting has a device that can be tried."""
        return key in _ALWAYS or (key == SCANNER and self.scanners is not None)

    def open(self, key: str, value: Value) -> Trial:
        """Begin; whoever has opened a trial closes it. Raises ``Fault(SETTINGS_MALFORMED)``."""
        if key == READER:
            return ReaderTrial(self.desk.try_reader(value(READER)))
        if key in DISPLAYS:
            return DisplayTrial()
        if key == VOLUME:
            return VolumeTrial(self.try_volume(float(value(VOLUME))))
        if key == SCANNER and self.scanners is not None:
            return ScannerTrial(self.scanners)
        return CameraTrial(self.desk.try_camera(value(CAMERA), int(value(ROTATION) or 0)))


class CameraTrial:
    """The newest picture at each look, and what it is worth: figures stay for a moment, or nobody could read them."""

    code = None

    def __init__(self, test: CameraTest) -> None:
        self._test = test
        self._frame: Frame | None = None
        self._told: CameraSighting | None = None
        self._looks = 0

    @property
    def frame(self) -> Frame | None:
        return self._frame

    def look(self) -> tuple[Line, ...]:
        self._frame = None
        sighting = self._test.latest()
        if sighting is None:
            return (Line(captions.LOOKING, captions.NOTHING),)
        self._frame = sighting.frame
        self._looks += 1
        if self._told is None or self._looks % LOOKS_PER_FIGURE == 0 or _of_person(sighting) != _of_person(self._told):
            self._told = sighting
        return camera_lines(self._told)

    def close(self) -> None:
        self._frame = self._told = None
        self._test.close()


def _of_person(sighting: CameraSighting) -> tuple[FaceHint | None, int]:
    return sighting.hint, sighting.turned


class ReaderTrial:
    """The readers, and whether a card lies there."""

    frame = code = None

    def __init__(self, test: ReaderTest) -> None:
        self._test = test

    def look(self) -> tuple[Line, ...]:
        sighting = self._test.latest()
        return reader_lines(sighting) if sighting else (Line(captions.LOOKING_READERS, captions.NOTHING),)

    def close(self) -> None:
        self._test.close()


class ScannerTrial:
    """The scanners that are at work, and what they send; the port that is chosen anew is opened by a restart."""

    frame = None

    def __init__(self, desk: ScannerDesk) -> None:
        self._desk = desk
        self._deliveries: tuple[Delivery, ...] = ()
        self._hand_over = _HandOver()
        self._hand_over.came.connect(self._take)
        self.code: SampleCode | None = desk.test_code()
        desk.listen(self._hand_over.came.emit)

    def look(self) -> tuple[Line, ...]:
        now = tuple(state_line(state) for state in self._desk.states())
        waiting = () if self._deliveries else (Line(captions.SCAN_THIS, captions.NOTHING),)
        return (*waiting, *delivery_lines(self._deliveries), *now, Line(captions.NOTE, captions.SAVED_PORT))

    def close(self) -> None:
        self._hand_over.came.disconnect(self._take)
        self._desk.stop_listening()
        self._deliveries = ()

    def _take(self, delivery: Delivery) -> None:
        self._deliveries = (delivery, *self._deliveries)[:MOST_DELIVERIES]


class DisplayTrial:
    """Every display says its name, those too that come while it is open."""

    frame = code = None

    def __init__(self) -> None:
        self._signs: dict[str, DisplaySign] = {}

    def look(self) -> tuple[Line, ...]:
        screens = {screen.name(): screen for screen in QApplication.screens()}
        for gone in self._signs.keys() - screens.keys():
            self._signs.pop(gone).close()
        for name in screens.keys() - self._signs.keys():
            self._signs[name] = DisplaySign(screens[name])
            self._signs[name].show()
        return tuple(Line(Text(name, name), facts_of(screen)) for name, screen in screens.items())

    def close(self) -> None:
        for sign in self._signs.values():
            sign.close()
        self._signs = {}


class VolumeTrial:
    """A melody was played once, as loud as chosen."""

    frame = code = None

    def __init__(self, heard: bool) -> None:
        self._heard = heard

    def look(self) -> tuple[Line, ...]:
        return volume_lines(self._heard)

    def close(self) -> None:
        """A melody ends by itself."""


class _HandOver(QObject):
    """From a scanner's thread to Qt's."""

    came = Signal(object)

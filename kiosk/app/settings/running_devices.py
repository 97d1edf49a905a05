"""Opens a camera or a reader for a test beside a running kiosk, which keeps its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.app.settings.live_camera import FindFace, LiveCameraTest, Pictures
from kiosk.app.settings.live_reader import CardsHeldBack, LiveReaderTest
from kiosk.app.settings.values import Settings
from kiosk.domain.desks.device_tests import CameraTest, ReaderTest
from kiosk.domain.face import FaceHint, Frame
from kiosk.domain.ports import CameraSource
from kiosk.domain.presence import CardPresence

_NUMBERED = re.compile(r"/dev/video([0-9]{1,2})")


class SharedCamera(Pictures, Protocol):
    """The camera that the kiosk holds (``kiosk.biometric.camera.capture.Capture``)."""

    def borrowed(self) -> AbstractContextManager[None]: ...


def _open_source(camera: str, rotation: int) -> CameraSource:
    from kiosk.biometric.camera.sources import open_camera

    return open_camera(camera, rotation)


def _presence_of(reader: str) -> CardPresence:
    from kiosk.reader.pcsc import PcscPresence, ReaderChoice

    return PcscPresence(ReaderChoice(reader))


@dataclass(frozen=True, slots=True)
class Devices:
    """The kiosk's own camera, whether cards are held back from its checks, and how others are opened."""

    camera: SharedCamera
    cards: CardsHeldBack = field(default_factory=CardsHeldBack)
    open_source: Callable[[str, int], CameraSource] = _open_source
    presence_of: Callable[[str], CardPresence] = _presence_of

    def try_camera(self, running: Settings, camera: str, rotation: int) -> CameraTest:
        """``rotation`` in degrees clockwise; raises ``Fault(SETTINGS_MALFORMED)``."""
        if same_camera(camera, running.camera):
            # Its pictures are turned already, as the settings say that are in force.
            quarters = (rotation - running.camera_rotation) // 90 % 4
            return LiveCameraTest(self._borrowed, _luma_of, _face_finder, lambda frame: _turned(frame, quarters))
        source = self.open_source(camera, rotation)
        return LiveCameraTest(lambda: _opened(source), _luma_of, _face_finder)

    def try_reader(self, reader: str) -> ReaderTest:
        """``reader`` as ``ReaderChoice`` takes it; raises ``Fault(SETTINGS_MALFORMED)``."""
        from kiosk.reader.card_kind import card_kind

        return LiveReaderTest(self.presence_of(reader), self.cards.held_back, card_kind)

    @contextmanager
    def _borrowed(self) -> Iterator[Pictures]:
        with self.camera.borrowed():
            yield self.camera


def same_camera(one: str, other: str) -> bool:
    """Whether both name one device; a camera that is open cannot be opened by its other name."""
    return _NUMBERED.sub(r"\1", one) == _NUMBERED.sub(r"\1", other)


@contextmanager
def _opened(source: CameraSource) -> Iterator[Pictures]:
    from kiosk.biometric.camera.capture import Capture

    feed = Capture(source)
    feed.start()
    try:
        yield feed
    finally:
        feed.stop()


def _turned(frame: Frame, quarters: int) -> Frame:
    from kiosk.biometric.camera.sources import turned_frame

    return turned_frame(frame, quarters) if quarters else frame


def _luma_of(frame: Frame) -> float:
    from kiosk.biometric.camera.pixels import pixels_of

    return float(pixels_of(frame)[::8, ::8].mean())


def _face_finder() -> FindFace:
    from kiosk.biometric.still_look import StillLook

    looking = StillLook()

    def find(frame: Frame) -> tuple[FaceHint, int]:
        look = looking.look(frame)
        return look.hint, 90 * look.quarters

    return find

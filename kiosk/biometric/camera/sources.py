"""Where frames come from: a UVC camera through V4L2, a video file, a folder of pictures. Cheap to import."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kiosk.biometric.camera.folder_camera import FolderCamera
from kiosk.biometric.camera.pace import Pace
from kiosk.domain.clock import Clock, SystemClock
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.ports import CameraSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.biometric.camera.pixels import Pixels
    from kiosk.biometric.networks.opencv import cv2

DEFAULT_SIZE = (1280, 720)
"""Width and height asked of a camera: a card's QR code needs them (docs/biometrics.md), a face does not."""

WARM_UP_FRAMES = 15
WARM_UP_SECONDS = 1.0
SETTLED_LUMA = 3.0
"""After opening, frames are dropped until the automatic exposure has settled: three frames whose mean differs by
no more than this. At most so many frames or seconds: in a room whose light flickers it never settles."""

AUTOMATIC_EXPOSURE, MANUAL_EXPOSURE = 3.0, 1.0
"""V4L2_CID_EXPOSURE_AUTO: aperture priority, which is what webcams call automatic, and manual."""

FROZEN_SECONDS = 3.0

VIDEO_SUFFIXES = frozenset({".avi", ".mkv", ".mov", ".mp4", ".webm"})


@dataclass(frozen=True, slots=True)
class CameraWishes:
    """What a camera is asked for; a driver may give something else, and nothing of it is an error.

    ``exposure`` in the driver's own units (V4L2: 100 µs); ``None``: automatic.
    """

    size: tuple[int, int] = DEFAULT_SIZE
    exposure: float | None = None


def open_camera(spec: str, rotation: int = 0, wishes: CameraWishes | None = None) -> CameraSource:
    """The source that a setting names: ``0``, ``/dev/video0``, a video file, or a folder of pictures.

    ``rotation``: degrees clockwise by which every picture is turned, in steps of 90. Nothing is opened yet. Raises
    ``Fault(SETTINGS_MALFORMED)`` for what can never be a camera; a camera, file or folder that is not there now is
    found out by its ``open``.
    """
    source = _upright_source(spec, wishes or CameraWishes())
    return TurnedCamera(source, rotation // 90) if rotation else source


def _upright_source(spec: str, wishes: CameraWishes) -> CameraSource:
    if re.fullmatch(r"[0-9]{1,2}", spec):
        return OpenCvCamera(int(spec), wishes)
    path = Path(spec)
    if spec.startswith("/dev/"):
        return OpenCvCamera(spec, wishes)
    if path.suffix.lower() in VIDEO_SUFFIXES and not path.is_dir():
        return VideoFileCamera(path)
    if spec and (path.is_dir() or spec.endswith("/")):
        return FolderCamera(path)
    raise Fault(FaultCode.SETTINGS_MALFORMED, f"camera «{spec}» is no number, device, video file or folder")


class OpenCvCamera:
    """A UVC or other V4L2 camera by number or device path; ``open`` and ``read`` on one thread.

    A camera that repeats one picture bit by bit for three seconds is reported as lost, because the noise of a living
    sensor never does: reopening it usually helps. A black picture is left to the face engine, which asks for light.
    """

    def __init__(self, device: int | str, wishes: CameraWishes | None = None, clock: Clock | None = None) -> None:
        self._device = device
        self._wishes = wishes or CameraWishes()
        self._clock = clock or SystemClock()
        self._capture: cv2.VideoCapture | None = None
        self._frozen = FrozenPicture(FROZEN_SECONDS)
        self._sequence = 0

    def open(self) -> None:
        from kiosk.biometric.networks.opencv import cv2

        self.close()
        backend = cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY
        capture = cv2.VideoCapture(self._device, backend)
        if not capture.isOpened():
            capture.release()
            raise Fault(FaultCode.CAMERA_MISSING, f"camera {self._device}")
        width, height = self._wishes.size
        # Motion JPEG first: uncompressed, USB 2 carries 1280 × 720 at 10 frames a second or fewer.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        if self._wishes.exposure is None:
            capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, AUTOMATIC_EXPOSURE)
        else:
            capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, MANUAL_EXPOSURE)
            capture.set(cv2.CAP_PROP_EXPOSURE, self._wishes.exposure)
        self._capture = capture
        self._frozen = FrozenPicture(FROZEN_SECONDS)
        self._warm_up()

    def read(self) -> Frame:
        now = self._clock.monotonic()
        pixels = _picture_of(self._capture)
        if pixels is None:
            raise Fault(FaultCode.CAMERA_LOST, f"camera {self._device} delivers no picture")
        if self._frozen.seen(pixels, now):
            raise Fault(FaultCode.CAMERA_LOST, f"camera {self._device}: the picture is frozen")
        self._sequence += 1
        return _frame(pixels, now, self._sequence)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _warm_up(self) -> None:
        """Drop frames until three in a row are lit alike."""
        until = self._clock.monotonic() + WARM_UP_SECONDS
        lumas: list[float] = []
        for _ in range(WARM_UP_FRAMES):
            pixels = _picture_of(self._capture)
            if pixels is None or self._clock.monotonic() >= until:
                return
            lumas = [*lumas[-2:], float(pixels[::2, ::2].mean())]
            if len(lumas) == 3 and max(lumas) - min(lumas) <= SETTLED_LUMA:
                return


class VideoFileCamera:
    """A video file as a camera: played at its own frame rate, over and over."""

    def __init__(self, path: Path, clock: Clock | None = None, sleep: Callable[[float], None] | None = None) -> None:
        self._path = path
        self._clock = clock or SystemClock()
        self._pace = Pace(self._clock, sleep)
        self._capture: cv2.VideoCapture | None = None
        self._sequence = 0

    def open(self) -> None:
        if not self._path.is_file():
            raise Fault(FaultCode.CAMERA_MISSING, f"video {self._path.name}")
        self.close()
        self._start()

    def read(self) -> Frame:
        self._pace.wait()
        pixels = _picture_of(self._capture)
        if pixels is None and self._capture is not None:
            self._start()
            pixels = _picture_of(self._capture)
        if pixels is None:
            raise Fault(FaultCode.CAMERA_LOST, f"video {self._path.name} holds no picture")
        self._sequence += 1
        return _frame(pixels, self._clock.monotonic(), self._sequence)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _start(self) -> None:
        """Open the file at its first frame: not every format can be wound back."""
        from kiosk.biometric.networks.opencv import cv2

        self.close()
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            capture.release()
            raise Fault(FaultCode.CAMERA_MISSING, f"video {self._path.name} cannot be played")
        rate = capture.get(cv2.CAP_PROP_FPS)
        self._pace.rate = rate if math.isfinite(rate) and 1.0 <= rate <= 120.0 else 25.0
        self._capture = capture


class TurnedCamera:
    """Another source, every picture turned clockwise by this many quarters: for a camera that hangs on its head."""

    def __init__(self, source: CameraSource, quarters: int) -> None:
        self._source = source
        self._quarters = quarters

    def open(self) -> None:
        self._source.open()

    def read(self) -> Frame:
        return turned_frame(self._source.read(), self._quarters)

    def close(self) -> None:
        self._source.close()


class FrozenPicture:
    """Notices a picture that stays the same to the last bit; a black one does not count."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last = b""
        self._since = 0.0

    def seen(self, pixels: Pixels, at: float) -> bool:
        """Take note of a picture at this monotonic time; whether the same one has been coming for too long."""
        sample = pixels[::16, ::16].tobytes()
        if sample != self._last or max(sample) < 16:
            self._last, self._since = sample, at
        return at - self._since >= self._seconds


def _picture_of(capture: cv2.VideoCapture | None) -> Pixels | None:
    """The next picture; ``None`` when there is none, or none that is blue-green-red."""
    from kiosk.biometric.networks.opencv import cv2

    if capture is None:
        return None
    try:
        there, picture = capture.read()
    except cv2.error:
        return None
    if not there or picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != "uint8":
        return None
    return cast("Pixels", picture)


def turned_frame(frame: Frame, quarters: int) -> Frame:
    """The same moment, its picture turned clockwise by this many quarters."""
    from kiosk.biometric.camera.pixels import pixels_of, turned

    return _frame(turned(pixels_of(frame), quarters), frame.captured_at, frame.sequence)


def _frame(pixels: Pixels, captured_at: float, sequence: int) -> Frame:
    from kiosk.biometric.camera.pixels import frame_of

    return frame_of(pixels, captured_at, sequence)

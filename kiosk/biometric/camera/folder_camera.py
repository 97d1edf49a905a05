"""A folder of pictures as a camera: change the files and somebody else stands at the kiosk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.biometric.camera.pace import Pace
from kiosk.biometric.camera.pictures import PictureError, PictureLimits, decode_picture
from kiosk.domain.clock import Clock, SystemClock
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode

PICTURE_SUFFIXES = frozenset({".jpeg", ".jpg", ".png"})
PICTURE_LIMITS = PictureLimits(max_bytes=32 * 1024 * 1024, max_pixels=33_000_000)

GAP_SECONDS = 0.5
"""How long the folder may hold no picture, as it does for a moment while files are exchanged."""


class FolderCamera:
    """Plays the pictures of a folder in the order of their names, over and over, at ``fps``.

    The folder is looked at for every frame, so files may come, go and be replaced at any time. A file that cannot be
    decoded is skipped: it may be half written. Hidden files and other suffixes are not looked at.
    """

    def __init__(
        self,
        folder: Path,
        fps: float = 10.0,
        clock: Clock | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._folder = folder
        self._clock = clock or SystemClock()
        self._pace = Pace(self._clock, sleep, fps)
        self._sequence = 0
        self._played = ""
        self._decoded: tuple[tuple[str, int, int, int], Frame] | None = None

    def open(self) -> None:
        if not self._folder.is_dir():
            raise Fault(FaultCode.CAMERA_MISSING, f"folder {self._folder.name}")

    def read(self) -> Frame:
        """The next picture; waits through a short gap without any. Raises ``Fault(CAMERA_LOST)`` after that."""
        self._pace.wait()
        until = self._clock.monotonic() + GAP_SECONDS
        while (picture := self._next()) is None:
            if self._clock.monotonic() >= until:
                raise Fault(FaultCode.CAMERA_LOST, f"folder {self._folder.name} holds no picture")
            self._pace.wait()
        self._sequence += 1
        return replace(picture, captured_at=self._clock.monotonic(), sequence=self._sequence)

    def close(self) -> None:
        """Forget the picture that was decoded last."""
        self._decoded = None

    def _next(self) -> Frame | None:
        """The first picture after the one played last, in a circle, that can be decoded now."""
        names = self._names()
        later = [name for name in names if name > self._played]
        for name in later + [name for name in names if name <= self._played]:
            picture = self._picture(name)
            if picture is not None:
                self._played = name
                return picture
        return None

    def _names(self) -> list[str]:
        try:
            entries = [entry.name for entry in self._folder.iterdir()]
        except OSError:
            return []
        return sorted(name for name in entries if name[0] != "." and Path(name).suffix.lower() in PICTURE_SUFFIXES)

    def _picture(self, name: str) -> Frame | None:
        path = self._folder / name
        try:
            facts = path.stat()
            version = (name, facts.st_ino, facts.st_mtime_ns, facts.st_size)
            if self._decoded is None or self._decoded[0] != version:
                if facts.st_size > PICTURE_LIMITS.max_bytes:
                    return None
                self._decoded = (version, decode_picture(path.read_bytes(), PICTURE_LIMITS))
        except (OSError, PictureError):
            return None
        return self._decoded[1]

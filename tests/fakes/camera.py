"""Cameras for tests: one that shows what the test hands it, the face fixtures, and a clock that sleeping moves."""

from __future__ import annotations

import queue
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.biometric.camera.pictures import PictureLimits, decode_picture
from kiosk.domain.face import ChipFace, Frame
from kiosk.domain.faults import Fault, FaultCode

FACES = Path(__file__).parents[1] / "fixtures" / "faces"


def picture(name: str) -> Frame:
    """A face fixture as a frame."""
    return decode_picture((FACES / name).read_bytes(), PictureLimits(1 << 20, 1 << 20))


def chip_face(name: str) -> ChipFace:
    """A face fixture as DG2 holds it."""
    return ChipFace((FACES / name).read_bytes(), Path(name).suffix[1:])


def plain_frame(luma: int = 128, width: int = 64, height: int = 64) -> Frame:
    return Frame(width, height, bytes([luma]) * (width * height * 3))


class SleptClock:
    """A clock that only ``sleep`` moves; ``slept`` is the list of its sleeps."""

    def __init__(self) -> None:
        self.at = 100.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.at

    def now(self) -> datetime:
        return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=self.at)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


class ScriptedCamera:
    """Delivers the frames and faults that the test shows it, and waits like a camera when there are none."""

    def __init__(self, *shown: Frame | Exception, refuse_to_open: tuple[Fault, ...] = ()) -> None:
        self.opened = 0
        self.closed = 0
        self._refusals = list(refuse_to_open)
        self._shown: queue.SimpleQueue[Frame | Exception | None] = queue.SimpleQueue()
        self.show(*shown)

    def show(self, *shown: Frame | Exception) -> None:
        for one in shown:
            self._shown.put(one)

    def end(self) -> None:
        """Let a waiting ``read`` return, so that its thread can end."""
        self._shown.put(None)

    def open(self) -> None:
        self.opened += 1
        if self._refusals:
            raise self._refusals.pop(0)

    def read(self) -> Frame:
        shown = self._shown.get()
        if shown is None:
            raise Fault(FaultCode.CAMERA_LOST, "the script has ended")
        if isinstance(shown, Exception):
            raise shown
        return shown

    def close(self) -> None:
        self.closed += 1

"""Where ``kiosk scan`` reads: a picture, a camera, a serial scanner. Each gives the codes' bytes, or none in time."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.clock import SystemClock
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode

PICTURE_SECONDS = 2.0
"""Processor time for a single picture, where nothing else is said."""

ZONE_SECONDS = 10.0
"""The same for a machine-readable zone, by the clock."""

LIVE_SECONDS = 30.0
"""How long a camera or a scanner is waited for, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Found:
    """The bytes of the codes, and how long it took: a picture's reading alone, a camera or scanner from its opening."""

    codes: list[bytes]
    milliseconds: float


class NoPictureError(ValueError):
    """The file is no picture; the message says why."""


def load_picture(file: Path) -> Frame:
    """A JPEG, JPEG 2000 or PNG file as a frame; raises ``NoPictureError``."""
    from kiosk.biometric.camera.folder_camera import PICTURE_LIMITS
    from kiosk.biometric.camera.pictures import PictureError, decode_picture

    try:
        size = file.stat().st_size
        if not file.is_file() or size > PICTURE_LIMITS.max_bytes:
            raise NoPictureError("not a file of a picture's size")
        return decode_picture(file.read_bytes(), PICTURE_LIMITS)
    except OSError as error:
        raise NoPictureError(str(error.strerror)) from error
    except PictureError as error:
        raise NoPictureError(str(error)) from error


def codes_in(frame: Frame, seconds: float | None = None) -> Found:
    """The contents of all QR, Aztec and PDF417 codes, the one nearest to the middle first."""
    from kiosk.reader.scan.frame_codes import read_frame
    from kiosk.reader.scan.sighting import CodeKind

    reading = read_frame(frame, seconds or PICTURE_SECONDS, kinds=tuple(CodeKind))
    return Found([code.content for code in reading.codes], reading.milliseconds)


def zone_in(frame: Frame, seconds: float | None = None) -> Found:
    """The lines of a machine-readable zone whose check digits hold, with line ends between them.

    Raises ``Fault(MRZ_READER_BROKEN)`` when the networks that read it are not there.
    """
    from kiosk.reader.scan.mrz.networks import NetworkMissingError
    from kiosk.reader.scan.mrz.reading import read_mrz_image

    try:
        sighting = read_mrz_image(frame, seconds=seconds or ZONE_SECONDS)
    except NetworkMissingError as error:
        raise Fault(FaultCode.MRZ_READER_BROKEN, str(error)) from error
    return Found(["\n".join(sighting.lines).encode()] if sighting.accepted else [], sighting.milliseconds)


def codes_of_camera(spec: str, seconds: float | None = None) -> Found:
    """The codes of the first frame that has any; raises ``Fault`` for a camera that is not there or fails."""
    from kiosk.biometric.camera.sources import open_camera
    from kiosk.reader.scan.agreement import Agreement
    from kiosk.reader.scan.engines import make_engine
    from kiosk.reader.scan.sighting import CodeKind, CodeSighting

    camera, engine, agreement = open_camera(spec), make_engine(kinds=tuple(CodeKind)), Agreement()
    begun = time.monotonic()
    camera.open()
    codes: tuple[CodeSighting, ...] = ()
    try:
        while not codes and time.monotonic() < begun + (seconds or LIVE_SECONDS):
            codes = agreement.believed(engine.read(camera.read()))
        return Found([code.content for code in codes], (time.monotonic() - begun) * 1000)
    finally:
        camera.close()


def codes_of_scanner(port: str, baud: int, seconds: float | None = None) -> Found:
    """The first code that a serial scanner sends; raises ``Fault`` for a scanner that is not there or is pulled out."""
    from kiosk.reader.scanners.sources import SerialLine, SerialSource
    from kiosk.reader.scanners.thread import ScannerThread

    came: queue.SimpleQueue[bytes | FaultCode] = queue.SimpleQueue()

    def on_state(fault: FaultCode | None) -> None:
        if fault is not None:
            came.put(fault)

    thread = ScannerThread("scanner", SerialSource(SerialLine(port, baud)), came.put, on_state, SystemClock())
    begun = time.monotonic()
    thread.start()
    try:
        code: bytes | FaultCode | None = came.get(timeout=seconds or LIVE_SECONDS)
    except queue.Empty:
        code = None
    took = (time.monotonic() - begun) * 1000
    thread.stop()
    if isinstance(code, FaultCode):
        raise Fault(code, port)
    return Found([] if code is None else [code], took)

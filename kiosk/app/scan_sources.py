"""Where ``kiosk scan`` reads: a picture, a camera, a serial scanner. Each gives the codes' bytes, or none in time."""

from __future__ import annotations

import queue
import time
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


class NoPictureError(ValueError):
    """The file is no picture; the message says why."""


def load_picture(file: Path) -> Frame:
    """A JPEG, JPEG 2000 or PNG file as a frame; raises ``NoPictureError``."""
    from kiosk.biometric.folder_camera import PICTURE_LIMITS
    from kiosk.biometric.pictures import PictureError, decode_picture

    try:
        if file.stat().st_size > PICTURE_LIMITS.max_bytes:
            raise NoPictureError("larger than any picture")
        return decode_picture(file.read_bytes(), PICTURE_LIMITS)
    except OSError as error:
        raise NoPictureError(str(error.strerror)) from error
    except PictureError as error:
        raise NoPictureError(str(error)) from error


def codes_in(frame: Frame, seconds: float | None = None) -> list[bytes]:
    """The contents of all QR, Aztec and PDF417 codes, the one nearest to the middle first."""
    from kiosk.reader.scan.frame_codes import read_frame
    from kiosk.reader.scan.sighting import CodeKind

    return [code.content for code in read_frame(frame, seconds or PICTURE_SECONDS, kinds=tuple(CodeKind)).codes]


def zone_in(frame: Frame, seconds: float | None = None) -> list[bytes]:
    """The lines of a machine-readable zone whose check digits hold, with line ends between them.

    Raises ``Fault(MRZ_READER_BROKEN)`` when the networks that read it are not there.
    """
    from kiosk.reader.scan.mrz.networks import NetworkMissingError
    from kiosk.reader.scan.mrz.reading import MrzReader

    try:
        sighting = MrzReader().read(frame, seconds or ZONE_SECONDS)
    except NetworkMissingError as error:
        raise Fault(FaultCode.MRZ_READER_BROKEN, str(error)) from error
    return ["\n".join(sighting.lines).encode()] if sighting.accepted else []


def codes_of_camera(spec: str, seconds: float | None = None) -> list[bytes]:
    """The codes of the first frame that has any; raises ``Fault`` for a camera that is not there or fails."""
    from kiosk.biometric.camera import open_camera
    from kiosk.reader.scan.agreement import Agreement
    from kiosk.reader.scan.engines import make_engine
    from kiosk.reader.scan.sighting import CodeKind

    camera, engine, agreement = open_camera(spec), make_engine(kinds=tuple(CodeKind)), Agreement()
    ends = time.monotonic() + (seconds or LIVE_SECONDS)
    camera.open()
    try:
        while time.monotonic() < ends:
            codes = agreement.believed(engine.read(camera.read()))
            if codes:
                return [code.content for code in codes]
    finally:
        camera.close()
    return []


def codes_of_scanner(port: str, baud: int, seconds: float | None = None) -> list[bytes]:
    """The first code that a serial scanner sends; raises ``Fault`` for a scanner that is not there or is pulled out."""
    from kiosk.reader.scanners.sources import SerialLine, SerialSource
    from kiosk.reader.scanners.thread import ScannerThread

    came: queue.SimpleQueue[bytes | FaultCode] = queue.SimpleQueue()

    def on_state(fault: FaultCode | None) -> None:
        if fault is not None:
            came.put(fault)

    thread = ScannerThread("scanner", SerialSource(SerialLine(port, baud)), came.put, on_state, SystemClock())
    thread.start()
    try:
        code = came.get(timeout=seconds or LIVE_SECONDS)
    except queue.Empty:
        return []
    finally:
        thread.stop()
    if isinstance(code, FaultCode):
        raise Fault(code, port)
    return [code]

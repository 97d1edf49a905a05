"""Single libraries as engines: for sites that must use one, and for comparison with the cascade."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Sequence

import cv2

from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scan import zxing
from kiosk.reader.scan.pixels import Grey, grey_of
from kiosk.reader.scan.sighting import CodeKind, CodeSighting, FrameReading, Quad, Stage, by_nearness

Decode = Callable[[Grey], list[CodeSighting]]

MIN_SIDE = 21


class LibraryEngine:
    """One look at each frame by one library."""

    def __init__(self, name: str, decode: Decode, cpu_time: Callable[[], float] = time.thread_time) -> None:
        self.name = name
        self.lacking: Fault | None = None
        self._decode = decode
        self._cpu_time = cpu_time

    def read(self, frame: Frame) -> FrameReading:
        begin = self._cpu_time()
        if min(frame.width, frame.height) < MIN_SIDE:
            return FrameReading()
        codes = by_nearness(self._decode(grey_of(frame)), frame.width, frame.height)
        return FrameReading(codes, 1000 * (self._cpu_time() - begin))

    def forget(self) -> None:
        """A library keeps nothing between frames."""


def zxing_engine(kinds: Collection[CodeKind]) -> LibraryEngine:
    def decode(grey: Grey) -> list[CodeSighting]:
        return [
            CodeSighting(one.content, one.kind, one.corners, one.eci, one.weak, Stage.LIBRARY)
            for one in zxing.decode(grey, kinds, inverted=True)
        ]

    return LibraryEngine("zxing", decode)


def opencv_engine(kinds: Collection[CodeKind]) -> LibraryEngine:
    """OpenCV's detector by ArUco patterns. It gives text, not bytes: what is not UTF-8 is not read."""
    _qr_only("opencv", kinds)
    detector = cv2.QRCodeDetectorAruco()

    def decode(grey: Grey) -> list[CodeSighting]:
        with contextlib.suppress(cv2.error, UnicodeDecodeError):
            there, texts, quads, _ = detector.detectAndDecodeMulti(grey)
            if there:
                return [_qr(text.encode(), quad) for text, quad in zip(texts, quads, strict=True) if text]
        return []

    return LibraryEngine("opencv", decode)


def pyzbar_engine(kinds: Collection[CodeKind]) -> LibraryEngine:
    """ZBar in its binary mode.

    Raises ``Fault(SETTINGS_MALFORMED)`` where the optional group ``pyzbar`` or the system's libzbar is missing.
    """
    _qr_only("pyzbar", kinds)
    try:
        from kiosk.reader.scan.zbar import ZBar
    except ImportError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, "codes.engine: pyzbar or libzbar0 is not installed") from error
    return LibraryEngine("pyzbar", ZBar().decode)


def _qr(content: bytes, corners: Sequence[Sequence[float]]) -> CodeSighting:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    quad: Quad = (a, b, c, d)
    return CodeSighting(content, CodeKind.QR, quad, stage=Stage.LIBRARY)


def _qr_only(engine: str, kinds: Collection[CodeKind]) -> None:
    if set(kinds) != {CodeKind.QR}:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"codes.engine: {engine} reads QR codes only")

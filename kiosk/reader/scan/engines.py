"""The engines that read codes out of frames, by the names that the settings use; loading one is left to its thread."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scan.sighting import CodeKind, FrameReading, Wanted, anything

DEFAULT_ENGINE = "cascade"
CARD_KINDS = frozenset({CodeKind.QR})


class CodeEngine(Protocol):
    """Reads the codes of one frame after another; not thread-safe, each thread makes its own.

    ``lacking`` is why an engine reads less than it could, ``None`` when all is there.
    """

    @property
    def name(self) -> str: ...

    @property
    def lacking(self) -> Fault | None: ...

    def read(self, frame: Frame) -> FrameReading:
        """The codes of a frame; never raises for what the frame shows."""
        ...

    def forget(self) -> None:
        """Drop what was remembered of earlier frames."""
        ...


def make_engine(
    name: str = DEFAULT_ENGINE, kinds: Collection[CodeKind] = CARD_KINDS, wanted: Wanted = anything
) -> CodeEngine:
    """Load the engine of this name, 0.2 s where OpenCV was not imported yet.

    Raises ``Fault(SETTINGS_MALFORMED)`` for an engine that there is not, is not installed, or cannot read these kinds.
    """
    try:
        make = _ENGINES[name]
    except KeyError:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"codes.engine: {name} is none of {', '.join(_ENGINES)}") from None
    return make(kinds, wanted)


def _cascade(kinds: Collection[CodeKind], wanted: Wanted) -> CodeEngine:
    from kiosk.reader.scan.cascade import CascadeEngine

    return CascadeEngine(kinds, wanted=wanted)


def _zxing(kinds: Collection[CodeKind], wanted: Wanted) -> CodeEngine:
    from kiosk.reader.scan.libraries import zxing_engine

    return zxing_engine(kinds)


def _opencv(kinds: Collection[CodeKind], wanted: Wanted) -> CodeEngine:
    from kiosk.reader.scan.libraries import opencv_engine

    return opencv_engine(kinds)


def _pyzbar(kinds: Collection[CodeKind], wanted: Wanted) -> CodeEngine:
    from kiosk.reader.scan.libraries import pyzbar_engine

    return pyzbar_engine(kinds)


_ENGINES: dict[str, Callable[[Collection[CodeKind], Wanted], CodeEngine]] = {
    "cascade": _cascade,
    "zxing": _zxing,
    "opencv": _opencv,
    "pyzbar": _pyzbar,
}
ENGINE_NAMES = tuple(_ENGINES)
QR_ONLY = frozenset({"opencv", "pyzbar"})

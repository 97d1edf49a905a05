"""The codes of one picture, for whoever has a single one; nothing is imported before the first call."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from kiosk.domain.face import Frame
from kiosk.reader.scan.sighting import CodeKind, FrameReading

PATIENT_SECONDS = 2.0
"""A single picture is all there is: every look at it is worth its time."""


def read_frame(
    frame: Frame,
    seconds: float = PATIENT_SECONDS,
    cpu_time: Callable[[], float] = time.thread_time,
    kinds: Collection[CodeKind] = (CodeKind.QR,),
) -> FrameReading:
    """All codes of these kinds, the one nearest to the middle first; empty when there is none.

    ``seconds`` of processor time are spent at most, and one look more.
    """
    from kiosk.reader.scan.cascade import CascadeEngine

    return CascadeEngine(kinds, seconds, thorough=True, cpu_time=cpu_time).read(frame)


def read_codes(
    frame: Frame, seconds: float = PATIENT_SECONDS, cpu_time: Callable[[], float] = time.thread_time
) -> tuple[str, ...]:
    """The texts of the QR codes in a frame, each once; empty when there is none, or none that is UTF-8."""
    return read_frame(frame, seconds, cpu_time).texts

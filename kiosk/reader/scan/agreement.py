"""Believes a code with thin error correction only when two frames say the same."""

from __future__ import annotations

from kiosk.reader.scan.sighting import CodeKind, CodeSighting, FrameReading

WITHIN_FRAMES = 5
"""How many frames may lie between two that agree."""


class Agreement:
    """Pure but for its memory of the weak codes of the last frames.

    A QR code is believed at once: its Reed-Solomon code gives it whole or not at all. A PDF417 may be printed with so
    few correction words that an error can pass.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[CodeKind, bytes], int] = {}
        self._frame = 0

    def believed(self, reading: FrameReading) -> tuple[CodeSighting, ...]:
        """The codes of this frame that may be used, in their order."""
        self._frame += 1
        self._seen = {key: at for key, at in self._seen.items() if self._frame - at <= WITHIN_FRAMES}
        before = set(self._seen)
        self._seen |= {(code.kind, code.content): self._frame for code in reading.codes if code.weak}
        return tuple(code for code in reading.codes if not code.weak or (code.kind, code.content) in before)

    def forget(self) -> None:
        self._seen.clear()

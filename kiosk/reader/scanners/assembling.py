"""Whole codes out of a scanner's stream of bytes: pure, with the time handed in.

Scanners end a code with CR, LF, both or nothing, may pause in the middle of one, and send the end late. So a terminator
ends a code only where what stands before it is one; everything else waits until the scanner has been silent.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.reader.codes.kinds import MAX_BYTES, DamagedCode, OtherCode, recognise

IDLE_SECONDS = 0.12
"""A silence this long ends whatever has come: at 9600 baud a character takes a millisecond."""

TAIL_SECONDS = 1.0
"""Half of a code is given this long to become a whole one."""

MOST_LINES = 4
"""An MRZ has three lines; more are no code of ours, and are not looked at line by line."""

_TERMINATORS = b"\r\n"
_FRAMES = b"\r\n\t\x00\x02\x03"


class Assembler:
    """Feed it what arrives; it gives whole codes, damaged ones once nothing more comes, and never an empty one.

    ``is_whole`` says of some bytes whether they are a whole code (``True``), the beginning or a broken piece of one
    (``False``) or something else (``None``). What is longer than any code comes out cut behind ``MAX_BYTES``, too long
    to be taken for one.
    """

    def __init__(
        self,
        is_whole: Callable[[bytes], bool | None] | None = None,
        *,
        idle_seconds: float = IDLE_SECONDS,
        tail_seconds: float = TAIL_SECONDS,
    ) -> None:
        self._is_whole = is_whole or is_whole_code
        self._idle_seconds = idle_seconds
        self._tail_seconds = tail_seconds
        self._held = b""
        self._last = 0.0

    def feed(self, data: bytes, now: float) -> list[bytes]:
        """The codes that are complete with ``data``, which arrived at ``now`` (monotonic seconds)."""
        codes = self.poll(now)
        self._last = now
        for piece in data.splitlines(keepends=True):
            self._held = (self._held + piece)[: MAX_BYTES + 1]
            if piece[-1:] in (b"\r", b"\n"):
                codes.extend(self._ended())
        return codes

    def poll(self, now: float) -> list[bytes]:
        """What is complete because nothing more has come until ``now``."""
        silent = now - self._last
        if not self._held or silent < self._idle_seconds:
            return []
        whole = self._is_whole(self._held.strip(_FRAMES))
        ended = self._held[-1:] in (b"\r", b"\n")
        if whole is False and not ended and silent < self._tail_seconds:
            return []
        code, self._held = self._held.strip(_FRAMES), b""
        # The empty fields that end a card's code may come late: alone they say nothing.
        return [code] if code.strip(b"| ") else []

    def forget(self) -> None:
        """Drop what has come so far: the scanner is gone."""
        self._held = b""

    def _ended(self) -> list[bytes]:
        """The code that a terminator ends: everything so far, or its last line alone when the rest is a torn one."""
        held = self._held.strip(_FRAMES)
        lines = held.splitlines()
        if not lines or not 1 <= len(lines) <= MOST_LINES:
            return []
        for code in dict.fromkeys((held, lines[-1])):
            if self._is_whole(code):
                self._held = b""
                return [code]
        return []


def is_whole_code(data: bytes) -> bool | None:
    """Whether these bytes are a whole code that the kiosk reads, a piece of one, or something else (``None``)."""
    match recognise(data):
        case DamagedCode():
            return False
        case OtherCode():
            return None
    return True

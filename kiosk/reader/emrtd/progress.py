"""How far a reading is: bytes of all files, guessed until their headers are known, never running backwards."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kiosk.domain.chip_reading import ElementaryFile, ReadProgress
from kiosk.domain.clock import Clock
from kiosk.domain.ports import OnProgress

USUAL_SIZE = {
    ElementaryFile.SOD: 2000,
    ElementaryFile.DG1: 95,
    ElementaryFile.DG2: 15000,
    ElementaryFile.DG13: 500,
    ElementaryFile.DG14: 400,
    ElementaryFile.DG15: 250,
}
"""Bytes to expect of a file that has not been begun; what is not listed here is small."""
_SMALL = 200

OPENING = "access"
CLONE_CHECK = "clone-check"


class Progress:
    """Reports steps to ``on_progress``: ``access``, each file by its name, ``clone-check``.

    The share of ``done`` in ``total`` only grows, although ``total`` changes as sizes become known: where a file
    turns out larger than expected, ``done`` is told so as to keep the share that was shown. The seconds left are what
    the rest takes at the pace of the bytes so far.
    """

    def __init__(self, files: Iterable[ElementaryFile], on_progress: OnProgress, clock: Clock) -> None:
        self._totals = {file: USUAL_SIZE.get(file, _SMALL) for file in files}
        self._done = dict.fromkeys(self._totals, 0)
        self._shown = Fraction(0)
        self._on_progress = on_progress
        self._clock = clock
        self._last = clock.monotonic()
        self._seconds = 0.0  # that the bytes took which were read
        self._bytes = 0

    def step(self, name: str) -> None:
        """Say what is being done now."""
        self._last = self._clock.monotonic()
        total = max(1, sum(self._totals.values()))
        done = sum(self._done.values())
        self._shown = max(self._shown, Fraction(done, total))
        left = (total - done) * self._seconds / self._bytes if self._bytes else None
        shown = -(-self._shown.numerator * total // self._shown.denominator)
        self._on_progress(ReadProgress(name, shown, total, left))

    def bytes_read(self, file: ElementaryFile, done: int, total: int) -> None:
        """``done`` of ``total`` bytes of one file are here."""
        self._seconds += self._clock.monotonic() - self._last
        self._bytes += max(0, done - self._done.get(file, 0))
        self._done[file], self._totals[file] = done, total
        self.step(file.value)

    def known(self, file: ElementaryFile, done: int, total: int | None = None) -> None:
        """``done`` bytes of a file are here from before; ``total`` where that is known."""
        self._done[file] = done
        self._totals[file] = total or max(self._totals.get(file, 0), done)

    def absent(self, file: ElementaryFile) -> None:
        """A file that was expected will not be read."""
        self._totals[file] = self._done[file] = 0

"""Tells a scanner that types from a person, by the pace alone: pure, with the time handed in.

A key is held back for the moment in which a scanner would have sent the next one. Keys that come at a person's pace are
given back in their order; from the fifth at a scanner's pace on, everything is the scanner's until it falls silent, and
for a while after that, since scanners send ends late and codes twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")

GAP_SECONDS = 0.05
"""The longest between two keys of a scanner; people who type fast leave twice as much."""

LEAST_KEYS = 5
"""Fingers that roll over some keys can be as fast as a scanner, but not for five keys."""

AFTER_SECONDS = 0.5
"""After a code, keys belong to the scanner for this long."""

MOST_CHARACTERS = 8192


@dataclass(frozen=True, slots=True)
class Step(Generic[Key]):
    """What a key amounts to: ``replay`` goes to the window first; then the key itself, unless it is ``swallowed``.

    ``scanned`` is a piece of a code that is ready, with a carriage return where the scanner ended it; empty when there
    is none.
    """

    swallowed: bool = False
    replay: tuple[Key, ...] = ()
    scanned: str = ""


class Bursts(Generic[Key]):
    """``prefix`` is what a scanner is set to send first, if it is: then nothing of a person is held back at all."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._held: list[tuple[Key, str]] = []
        self._scanned = ""
        self._open = False
        self._running = False
        self._last = float("-inf")

    @property
    def waiting(self) -> bool:
        """Whether ``silence`` has something to decide or to hand on."""
        return bool(self._held or self._scanned)

    def is_running(self, now: float) -> bool:
        """Whether keys at ``now`` are a scanner's."""
        return self._running and now - self._last <= AFTER_SECONDS

    def text(self, key: Key, text: str, now: float) -> Step[Key]:
        """A key that writes ``text`` was pressed."""
        if self.is_running(now):
            self._note(text, now)
            return Step(swallowed=True)
        before = self._at_pace(now)
        self._last = now
        if self._prefix:
            return self._after_prefix(key, text, before)
        self._held.append((key, text))
        if sum(bool(written) for _, written in self._held) >= LEAST_KEYS:
            self._running = True
            self._note("".join(written for _, written in self._held), now)
            self._held.clear()
        return Step(swallowed=True, replay=before)

    def end(self, now: float) -> Step[Key]:
        """Enter or Tab was pressed: it ends a scanner's code, and is a person's own otherwise."""
        if not self.is_running(now):
            return Step(replay=self._given_back())
        self._last = now
        scanned, self._scanned = self._scanned, ""
        opened, self._open = self._open, False
        return Step(swallowed=True, scanned=f"{scanned}\r" if opened else "")

    def other(self, now: float) -> Step[Key]:
        """A key that writes nothing was pressed: one of the scanner's while it types, else it comes after the held."""
        if self.is_running(now):
            self._last = now
            return Step(swallowed=True)
        return Step(replay=self._given_back())

    def released(self, key: Key, now: float) -> Step[Key]:
        """A key was let go; it stays behind its own press."""
        if self.is_running(now):
            return Step(swallowed=True)
        if self._held:
            self._held.append((key, ""))
            return Step(swallowed=True)
        return Step()

    def silence(self) -> Step[Key]:
        """No key came for ``GAP_SECONDS``: what was held is a person's, what was scanned is ready as far as it goes."""
        scanned, self._scanned = self._scanned, ""
        return Step(replay=self._given_back(), scanned=scanned)

    def _at_pace(self, now: float) -> tuple[Key, ...]:
        """The held keys, when this one comes too late to belong to them; a code that was running is over as well."""
        self._running = False
        return self._given_back() if now - self._last > GAP_SECONDS else ()

    def _after_prefix(self, key: Key, text: str, before: tuple[Key, ...]) -> Step[Key]:
        so_far = "".join(written for _, written in self._held) + text
        if so_far == self._prefix:
            self._held.clear()
            self._running = True
            return Step(swallowed=True, replay=before)
        if self._prefix.startswith(so_far):
            self._held.append((key, text))
            return Step(swallowed=True, replay=before)
        return Step(replay=(*before, *self._given_back()))

    def _note(self, text: str, now: float) -> None:
        self._last = now
        self._open = True
        self._scanned = (self._scanned + text)[:MOST_CHARACTERS]

    def _given_back(self) -> tuple[Key, ...]:
        keys = tuple(key for key, _ in self._held)
        self._held.clear()
        return keys

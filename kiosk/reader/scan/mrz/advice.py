"""When a person is told what to change: not at the first blurred frame, and not the same thing all the time."""

from __future__ import annotations

from kiosk.reader.scan.mrz.sighting import MrzHint, MrzSighting

PATIENCE_SECONDS = 1.0
"""A zone that is in view so long without being read needs help; most are read sooner."""

AGREEING = 3
"""So many looks in a row must give the same hint."""

GONE_SECONDS = 1.0
"""A zone that was not seen for so long is another one when it comes back."""

AGAIN_SECONDS = 5.0
"""The same hint is given again after so long at the earliest."""


class ZoneAdvice:
    """Pure but for its memory of the looks before; times are monotonic seconds."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """The next look is at another person's document."""
        self._since: float | None = None
        self._last_seen = 0.0
        self._hint: MrzHint | None = None
        self._agreeing = 0
        self._told: MrzHint | None = None
        self._told_at = float("-inf")

    def add(self, sighting: MrzSighting, at: float) -> MrzHint | None:
        """What to tell the person now, after this look; mostly nothing."""
        if self._since is not None and at - self._last_seen > GONE_SECONDS:
            self.forget()
        if sighting.corners:
            self._last_seen = at
            self._since = at if self._since is None else self._since
        if sighting.accepted:
            self._since, self._agreeing = None, 0
        if self._since is None or sighting.hint is None:
            return None
        self._agreeing = self._agreeing + 1 if sighting.hint is self._hint else 1
        self._hint = sighting.hint
        if self._agreeing < AGREEING or at - self._since < PATIENCE_SECONDS:
            return None
        if self._hint is self._told and at - self._told_at < AGAIN_SECONDS:
            return None
        self._told, self._told_at = self._hint, at
        return self._hint

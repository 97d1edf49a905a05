"""What the person wears before the face, watched over a check: looked at now and then, believed when seen twice."""

from __future__ import annotations

import math

from kiosk.biometric.occlusion import CoveringLook, coverings_of
from kiosk.domain.face import Covering

LOOK_SECONDS = (0.5, 2.0)
"""Between the beginnings of two looks, of three runs of a network each; the longer once two have found a bare face."""


class CoveringWatch:
    """One person's coverings; not thread-safe. A covering counts when two looks running have seen it."""

    def __init__(self) -> None:
        self._look: CoveringLook | None = None
        self._begun_at = -math.inf
        self._looks, self._known_bare = 0, False
        self._found: frozenset[Covering] = frozenset()
        self._worn: frozenset[Covering] = frozenset()

    @property
    def worn(self) -> frozenset[Covering]:
        return self._worn

    @property
    def suspected(self) -> frozenset[Covering]:
        """What is worn, and as long as there was one look only, what it saw: so nobody is compared unlooked at."""
        return self._worn if self._looks > 1 else self._found

    @property
    def looking(self) -> bool:
        """Whether a look is begun and not at its end."""
        return self._look is not None

    def due(self, at: float) -> bool:
        """Whether another look should be begun now, in monotonic seconds."""
        return self._look is None and at - self._begun_at >= LOOK_SECONDS[self._known_bare]

    def begin(self, look: CoveringLook | None, at: float) -> None:
        """Begin to look; ``None`` where the engine cannot tell, and nothing is ever seen."""
        self._look, self._begun_at = look, at

    def go_on(self) -> bool:
        """Run the network once, if a look is begun; whether what the person wears has changed by that."""
        signs = self._look.step() if self._look is not None else None
        if signs is None:
            return False
        self._look = None
        found, before = coverings_of(signs), self._worn
        self._known_bare = self._looks > 0 and not found and not self._found
        self._looks += 1
        self._worn, self._found = found & self._found, found
        return self._worn != before

    def forget(self) -> None:
        """Another person, or none: whatever was seen is gone."""
        self._look, self._begun_at = None, -math.inf
        self._looks, self._known_bare = 0, False
        self._found = self._worn = frozenset()

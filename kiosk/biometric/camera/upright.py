"""Whether the camera hangs on its head or side: when faces are found in the turned picture only."""

from __future__ import annotations

import math
from collections.abc import Callable

from kiosk.biometric.camera.pixels import Pixels, turned
from kiosk.biometric.chip_portrait import UPRIGHT_SCORE
from kiosk.biometric.networks.detection import FaceFound

TRY_SECONDS = 1.0
"""Between two looks at a turned picture, each of which costs what a frame does."""

BELIEVED_AFTER = 3
"""Looks running that found a certain face in the same turn: somebody who bends over does not stay so."""

TURNS = (2, 1, 3)
"""Quarters clockwise, the likeliest first."""


Find = Callable[[Pixels], tuple[FaceFound, ...]]
"""A detector; YuNet also finds faces on their head, with a score below ``UPRIGHT_SCORE`` and points of no use."""


def quarters_wanted(pixels: Pixels, find: Find) -> int:
    """By how many quarters clockwise this picture must be turned for its face to stand upright.

    0 where it stands so, and where no face is certain in any turn.
    """
    if _certainty(find(pixels)) >= UPRIGHT_SCORE:
        return 0
    return next((turn for turn in TURNS if _certainty(find(turned(pixels, turn))) >= UPRIGHT_SCORE), 0)


def _certainty(faces: tuple[FaceFound, ...]) -> float:
    return max((face.score for face in faces), default=0.0)


class UprightWatch:
    """Looks at a turned picture now and then while no face stands upright in the picture; one for each check."""

    def __init__(self) -> None:
        self._tried_at = -math.inf
        self._turn = 0
        self._running = 0

    @property
    def turned(self) -> bool:
        """Whether the camera is believed to be turned."""
        return self._running >= BELIEVED_AFTER

    @property
    def quarters(self) -> int:
        """How the camera's pictures must be turned clockwise for faces to stand upright; 0 unless it is believed."""
        return TURNS[self._turn] if self.turned else 0

    @property
    def suspected(self) -> bool:
        """Whether the last look found a face in a turn: what is found upright then has points of no use."""
        return self._running > 0

    def look(
        self,
        pixels: Pixels,
        upright: tuple[FaceFound, ...],
        at: float,
        find: Find,
    ) -> None:
        """Take note of a frame in which ``upright`` are the faces, largest first; ``at`` in monotonic seconds."""
        certain = _certainty(upright)
        if certain >= UPRIGHT_SCORE:
            self._running = 0
            return
        if at - self._tried_at < TRY_SECONDS:
            return
        self._tried_at = at
        found = _certainty(find(turned(pixels, TURNS[self._turn])))
        if found >= UPRIGHT_SCORE and found > certain:
            self._running += 1
            return
        self._running = 0
        self._turn = (self._turn + 1) % len(TURNS)

"""The best live face among the frames of one check."""

from __future__ import annotations

from kiosk.biometric.quality import rank
from kiosk.domain.face import LiveFace


class BestFace:
    """Keeps the face with the highest rank; one thread at a time."""

    def __init__(self) -> None:
        self._best: LiveFace | None = None

    @property
    def best(self) -> LiveFace | None:
        return self._best

    def offer(self, face: LiveFace) -> bool:
        """Keep this face if it is better than the best so far; says whether it was."""
        if self._best is not None and rank(face.quality) <= rank(self._best.quality):
            return False
        self._best = face
        return True

    def forget(self) -> None:
        """Drop the face; the next check begins with none."""
        self._best = None

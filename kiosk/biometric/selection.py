"""The best faces of one person in one check, averaged into the template that is compared; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from kiosk.biometric.networks.recognition import Template
from kiosk.biometric.quality import rank
from kiosk.domain.face import FaceQuality, Frame, LiveFace

BEST_OF = 5
"""Faces that are averaged: what the benchmark's sequences gained beyond that was within their error."""

Average = Callable[[Sequence[Template]], Template]
Alike = Callable[[Template, Template], bool]


class Added(Enum):
    """What became of a face that was shown to ``BestFaces``.

    ``SET_ASIDE``: it does not look like the others, and one face alone says nothing. ``ANOTHER_PERSON``: nor does the
    next one, which looks like it; the faces before are gone.
    """

    KEPT = auto()
    NO_BETTER = auto()
    SET_ASIDE = auto()
    ANOTHER_PERSON = auto()


@dataclass(frozen=True, slots=True)
class _Face:
    template: Template = field(repr=False)
    worth: float


class BestFaces:
    """Keeps the ``k`` best templates and the picture of the very best; one for each check, not thread-safe.

    ``average`` and ``alike`` are the engine's: one template for several, and whether two can be one person's. All count
    alike in the average: weighing them by quality gained nothing in the benchmark.
    """

    def __init__(self, average: Average, alike: Alike, k: int = BEST_OF) -> None:
        self._average = average
        self._alike = alike
        self._k = k
        self._faces: list[_Face] = []
        self._best: tuple[Frame, FaceQuality] | None = None
        self._odd: Template | None = None

    def add(self, frame: Frame, quality: FaceQuality, template: Template) -> Added:
        """Keep this face if it is among the best; its place among them is ``rank(quality)``."""
        another = False
        if self._faces and not self._alike(self._mean(), template):
            if self._odd is None or not self._alike(self._odd, template):
                self._odd = template
                return Added.SET_ASIDE
            self.clear()
            another = True
        self._odd = None
        worth = rank(quality)
        if len(self._faces) == self._k and worth <= self._faces[-1].worth:
            return Added.NO_BETTER
        if not self._faces or worth > self._faces[0].worth:
            self._best = (frame, quality)
        self._faces = sorted([*self._faces, _Face(template, worth)], key=lambda face: -face.worth)[: self._k]
        return Added.ANOTHER_PERSON if another else Added.KEPT

    def face(self, person: int) -> LiveFace | None:
        """The averaged template with the picture and quality of the best face; ``None`` before the first face."""
        if self._best is None:
            return None
        frame, quality = self._best
        return LiveFace(frame, self._mean(), quality, person)

    def clear(self) -> None:
        """Forget every face."""
        self._faces, self._best, self._odd = [], None, None

    def _mean(self) -> Template:
        return self._average([face.template for face in self._faces])

"""The same face throughout: every template of the person is held against the first one."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.biometric.networks.recognition import Template
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessReason

MIN_TEMPLATES = 2

MAX_LEAPS = 2
"""A step aside between two frames looks like a leap; more of them are no steps."""

MAX_OTHERS = 2
"""Templates in a row unlike the first: one alone may be a grimace or a blurred frame."""


class SameFace:
    """Gathers one person's templates; keeps no more than the first."""

    def __init__(self, same: Callable[[Template, Template], bool], challenged: Template | None = None) -> None:
        """``challenged``: who was lost from sight in the middle of a challenge, which one person does alone."""
        self._same = same
        self._challenged = challenged
        self._first: Template | None = None
        self._seen = 0
        self._others = 0
        self._leaps = 0
        self._swapped = False

    def look(self, template: Template) -> bool:
        """Take note of a template; whether it is the face that was seen first."""
        if self._first is None:
            self._first = template
            self._swapped = self._challenged is not None and not self._same(self._challenged, template)
        elif not self._same(self._first, template):
            self._others += 1
            self._swapped = self._swapped or self._others >= MAX_OTHERS
            return False
        self._others = 0
        self._seen += 1
        return True

    def leapt(self) -> None:
        """The face cannot have come from where it was in the frame before."""
        self._leaps += 1

    @property
    def first(self) -> Template | None:
        """The template that the others are held against: who was challenged first, if somebody was."""
        return self._challenged or self._first

    @property
    def finding(self) -> LivenessFinding:
        if self._swapped:
            return LivenessFinding(LivenessPart.SAME_FACE, CheckStatus.FAILED, LivenessReason.ANOTHER_FACE)
        if self._leaps > MAX_LEAPS:
            return LivenessFinding(LivenessPart.SAME_FACE, CheckStatus.FAILED, LivenessReason.FACE_JUMPED)
        if self._seen < MIN_TEMPLATES:
            return LivenessFinding(LivenessPart.SAME_FACE, CheckStatus.NOT_DONE, LivenessReason.TOO_FEW_FRAMES)
        return LivenessFinding(LivenessPart.SAME_FACE, CheckStatus.PASSED)

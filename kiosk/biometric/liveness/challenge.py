"""The active part: a person does what they are asked, one thing at a time, in an order that nobody knew before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from kiosk.biometric.liveness.shape import TURNED
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import Challenge, ChallengePrompt, LivenessFinding, LivenessPart, LivenessReason

STRAIGHT = 0.05
"""Parallax of a head that looks straight again."""

WRONG = -0.75
"""Share of the turn, to the other side, that counts as the wrong movement; less is a sway."""

HELD_FRAMES = 2
"""Frames in a row that must show a movement: one alone may be the detector's mistake."""

MAX_WRONG = 2
"""People mistake left for right: the challenge begins anew with another order. More is no mistake."""

DONE_AT = 1.0

EYES_SHUT, MOUTH_OPEN = 0.30, 0.30
"""By how much the blendshape score must rise above this person's own: on photographs open eyes read 0.02 to 0.30 and
mouths 0.01 to 0.38. Real blinks were not measured (docs/biometrics.md)."""

RELAXED = 0.5
"""Share of that rise below which the expression is over."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one frame says: the parallax, and where networks read the face, how far eyes are shut and the mouth is open.

    ``frontal``: the face is good enough to be compared, and known well enough for a turn to be measured.
    ``same_face``: whether it is the face of before; ``None`` in frames in which it was not compared.
    """

    parallax: float
    frontal: bool
    same_face: bool | None = None
    eyes_shut: float | None = None
    mouth_open: float | None = None


class _State(Enum):
    ASKED = auto()
    UNDER_WAY = auto()
    PASSED = auto()
    FAILED = auto()
    TOO_LATE = auto()


Choose = Callable[[Sequence[Challenge]], Sequence[Challenge]]
"""Brings challenges into an order that nobody can foresee."""


class ChallengeRun:
    """One person's challenge: both turns in a random order, with one of blink and open mouth where they can be read.

    Before and after each of them the person looks straight, and must be seen to be the same.
    """

    def __init__(self, seconds: float, choose: Choose, *, expressions: bool) -> None:
        self._seconds = seconds
        self._choose = choose
        self._expressions = expressions
        self._state = _State.ASKED
        self._until: float | None = None
        self._steps: tuple[Challenge, ...] = ()
        self._at = 0
        self._share = 0.0
        self._held = self._held_wrong = self._wrong = 0
        self._recognised = False
        self._rest: Measured | None = None

    @property
    def wants_expression(self) -> bool:
        """Whether an expression is asked for, or must be over again."""
        if self._state is not _State.UNDER_WAY:
            return False
        before = self._steps[max(0, self._at - 1) : self._at + 1]
        return self._expressions and (self._at == 0 or bool({Challenge.BLINK, Challenge.OPEN_MOUTH} & set(before)))

    @property
    def running(self) -> bool:
        return self._state is _State.UNDER_WAY

    @property
    def prompt(self) -> ChallengePrompt | None:
        """What is asked now; looking straight between two steps counts to the step before."""
        if self._state is not _State.UNDER_WAY:
            return None
        done = sum(1 for step in self._steps[: self._at] if step is not Challenge.LOOK_STRAIGHT)
        asked = self._steps[self._at]
        number = max(1, done if asked is Challenge.LOOK_STRAIGHT else done + 1)
        steps = sum(1 for step in self._steps if step is not Challenge.LOOK_STRAIGHT)
        # In twentieths: a screen is told of what it can show, not of every frame.
        return ChallengePrompt(asked, number, steps, round(self._share * 20) / 20)

    @property
    def finding(self) -> LivenessFinding:
        status, reason = _FINDINGS[self._state]
        return LivenessFinding(LivenessPart.CHALLENGE, status, reason)

    def start(self, at: float) -> None:
        """Ask from now on (monotonic seconds); what is over is not begun again."""
        if self._state is _State.ASKED:
            self._state, self._until = _State.UNDER_WAY, at + self._seconds
            self._deal()

    def restart(self) -> None:
        """From the beginning, in another order; the time goes on."""
        if self._state is _State.UNDER_WAY:
            self._deal()

    def tick(self, at: float) -> None:
        """Time has passed, whether or not a face was seen."""
        if self._state is _State.UNDER_WAY and self._until is not None and at >= self._until:
            self._state = _State.TOO_LATE

    def look(self, measured: Measured) -> None:
        """Take note of the person's face in one frame."""
        if self._state is not _State.UNDER_WAY:
            return
        if self._rest is None:
            self._rest = measured
        share = _share(self._steps[self._at], measured, self._rest)
        self._share = min(1.0, max(0.0, share))
        self._held_wrong = self._held_wrong + 1 if share <= WRONG else 0
        if self._held_wrong >= HELD_FRAMES:
            self._mistaken()
            return
        self._held = self._held + 1 if share >= DONE_AT else 0
        self._recognised = self._recognised or measured.same_face is True
        # A turned face is not compared; between two steps it must be seen to be the same one.
        straight = self._steps[self._at] is Challenge.LOOK_STRAIGHT
        if self._held >= HELD_FRAMES and (self._recognised or not straight):
            self._next()

    def _next(self) -> None:
        self._go_to(self._at + 1)
        if self._at == len(self._steps):
            self._state = _State.PASSED

    def _mistaken(self) -> None:
        self._wrong += 1
        if self._wrong > MAX_WRONG:
            self._state = _State.FAILED
        else:
            self._deal()

    def _deal(self) -> None:
        wanted = [Challenge.TURN_LEFT, Challenge.TURN_RIGHT]
        if self._expressions:
            wanted.append(self._choose((Challenge.BLINK, Challenge.OPEN_MOUTH))[0])
        steps = [Challenge.LOOK_STRAIGHT]
        for step in self._choose(wanted):
            steps += [step, Challenge.LOOK_STRAIGHT]
        self._steps = tuple(steps)
        self._go_to(0)

    def _go_to(self, at: int) -> None:
        self._at, self._held, self._held_wrong, self._share, self._recognised = at, 0, 0, 0.0, False


_FINDINGS: dict[_State, tuple[CheckStatus, LivenessReason | None]] = {
    _State.ASKED: (CheckStatus.NOT_DONE, LivenessReason.NOT_ASKED),
    _State.UNDER_WAY: (CheckStatus.NOT_DONE, LivenessReason.UNDER_WAY),
    _State.PASSED: (CheckStatus.PASSED, None),
    _State.FAILED: (CheckStatus.FAILED, LivenessReason.WRONG_MOVEMENT),
    _State.TOO_LATE: (CheckStatus.NOT_DONE, LivenessReason.TOO_LATE),
}


def _share(asked: Challenge, measured: Measured, rest: Measured) -> float:
    """How much of what is asked one frame shows: 1 and more is all of it, below 0 the opposite.

    A head that turns to the person's own left shows its nose further to the image's right. ``rest`` is how this person
    looked when nothing was asked yet.
    """
    shut = ((measured.eyes_shut or 0.0) - (rest.eyes_shut or 0.0)) / EYES_SHUT
    opened = ((measured.mouth_open or 0.0) - (rest.mouth_open or 0.0)) / MOUTH_OPEN
    match asked:
        case Challenge.TURN_LEFT:
            return measured.parallax / TURNED
        case Challenge.TURN_RIGHT:
            return -measured.parallax / TURNED
        case Challenge.BLINK:
            return max(0.0, shut)
        case Challenge.OPEN_MOUTH:
            return max(0.0, opened)
        case Challenge.LOOK_STRAIGHT:
            straight = measured.frontal and abs(measured.parallax) <= STRAIGHT
            return DONE_AT if straight and max(shut, opened) < RELAXED else 0.0

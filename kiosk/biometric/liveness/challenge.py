"""The active part: a person does what they are asked, one thing at a time, in an order that nobody knew before."""

from __future__ import annotations

import random
from enum import Enum, auto

from kiosk.biometric.liveness.gestures import (
    EXPRESSION_SECONDS,
    RELAXED,
    Held,
    Measured,
    Rest,
    expressed_instead,
    looks_straight,
    shown,
    turned_instead,
)
from kiosk.biometric.liveness.orders import PAUSE_SECONDS, TURNS, Order, orders
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import Challenge, ChallengePrompt, LivenessFinding, LivenessPart, LivenessReason

DONE_AT = 1.0

WRONG = 0.75
"""Share of another movement than the one asked for that counts as a mistake; less is a sway."""

REACTION_SECONDS = 0.15
"""Nobody sees, understands and moves faster than this."""

BEGUN = 0.8
"""Share of a turn that nobody who looked straight at the prompt reaches within that time."""

MAX_MISTAKES = 1
"""People mistake left for right: the challenge begins anew with another order. More is no mistake."""


class _State(Enum):
    ASKED = auto()
    UNDER_WAY = auto()
    PASSED = auto()
    FAILED = auto()
    TOO_LATE = auto()


class ChallengeRun:
    """One person's challenge: a random order of movements, before and after each of which they look straight.

    A movement is asked for after a pause of random length in which the same face was seen to look straight. A turn to
    the other side, another movement, or a turn that had begun before it was asked for is a mistake.
    """

    def __init__(self, seconds: float, chance: random.Random, *, expressions: bool) -> None:
        """``seconds`` for the whole of it; ``expressions``: eyes and mouth can be read, and are asked for too."""
        self._seconds = seconds
        self._chance = chance
        self._expressions = expressions
        self._orders = orders(expressions=expressions)
        self._state = _State.ASKED
        self._until: float | None = None
        self._order: Order = ()
        self._done = 0
        self._mistakes = 0
        self._rest = Rest()
        self._moving = self._recognised = self._chance_move = False
        self._held, self._held_turn, self._held_expression = Held(), Held(), Held()
        self._share = self._told_at = self._pause = 0.0
        self._since: float | None = None

    @property
    def wants_expression(self) -> bool:
        """Whether eyes and mouth are to be read: one of them is asked for, or would be a mistake."""
        return self._expressions and self._state is _State.UNDER_WAY

    @property
    def running(self) -> bool:
        return self._state is _State.UNDER_WAY

    @property
    def prompt(self) -> ChallengePrompt | None:
        """What is asked now; looking straight between two movements counts to the one before."""
        if self._state is not _State.UNDER_WAY:
            return None
        # In twentieths: a screen is told of what it can show, not of every frame.
        share = round(min(1.0, max(0.0, self._share)) * 20) / 20
        if self._moving:
            return ChallengePrompt(self._order[self._done], self._done + 1, len(self._order), share)
        return ChallengePrompt(Challenge.LOOK_STRAIGHT, max(1, self._done), len(self._order), share)

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
        if self._moving:
            self._move(measured)
        else:
            self._look_straight(measured)

    def _look_straight(self, measured: Measured) -> None:
        """Whoever does not look straight and still makes the pause begin anew: what comes next has not been told."""
        self._share = float(looks_straight(measured, self._rest))
        if not self._share:
            self._stand_straight()
            return
        self._rest.look(measured)
        self._recognised = self._recognised or measured.same_face is True
        self._since = measured.at if self._since is None else self._since
        if not self._held.look(True, measured.at) or not self._recognised:
            return
        if self._done == len(self._order):
            self._state = _State.PASSED
        elif measured.at - self._since >= self._pause:
            self._ask(measured.at)

    def _move(self, measured: Measured) -> None:
        asked, at = self._order[self._done], measured.at
        self._share = shown(asked, measured, self._rest)
        there = self._share >= DONE_AT
        at_once = at - self._told_at < REACTION_SECONDS and self._share >= BEGUN
        turned = turned_instead(asked, measured) >= WRONG and not there
        expressed = expressed_instead(asked, measured, self._rest) >= DONE_AT and not there
        wrong = self._held_turn.look(turned, at), self._held_expression.look(expressed, at, EXPRESSION_SECONDS)
        if any(wrong) or (at_once and asked in TURNS):
            self._mistaken()
            return
        # Eyes that shut at once are a blink of nobody's doing, and a mouth may be speaking: not counted, no mistake.
        self._chance_move = at_once or (self._chance_move and self._share >= RELAXED)
        seconds = 0.0 if asked in TURNS else EXPRESSION_SECONDS
        if self._held.look(there and not self._chance_move, at, seconds):
            self._done += 1
            self._stand_straight()

    def _ask(self, at: float) -> None:
        self._moving, self._told_at = True, at
        self._held, self._held_turn, self._held_expression = Held(), Held(), Held()
        self._share, self._chance_move = 0.0, False

    def _stand_straight(self) -> None:
        self._moving, self._held, self._share = False, Held(), 0.0
        self._recognised = False
        self._since = None
        self._pause = self._chance.uniform(*PAUSE_SECONDS)

    def _mistaken(self) -> None:
        self._mistakes += 1
        if self._mistakes > MAX_MISTAKES:
            self._state = _State.FAILED
        else:
            self._deal()

    def _deal(self) -> None:
        self._order, self._done = self._chance.choice(self._orders), 0
        self._stand_straight()


_FINDINGS: dict[_State, tuple[CheckStatus, LivenessReason | None]] = {
    _State.ASKED: (CheckStatus.NOT_DONE, LivenessReason.NOT_ASKED),
    _State.UNDER_WAY: (CheckStatus.NOT_DONE, LivenessReason.UNDER_WAY),
    _State.PASSED: (CheckStatus.PASSED, None),
    _State.FAILED: (CheckStatus.FAILED, LivenessReason.WRONG_MOVEMENT),
    _State.TOO_LATE: (CheckStatus.NOT_DONE, LivenessReason.TOO_LATE),
}

"""The challenge as a table of what a person does: what is asked next, and what it comes to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from kiosk.biometric.liveness.challenge import MAX_MISTAKES, REACTION_SECONDS, ChallengeRun
from kiosk.biometric.liveness.gestures import EXPRESSION_SECONDS, EYES_SHUT, HELD_FRAMES, MOUTH_OPEN, Measured
from kiosk.biometric.liveness.orders import Order, orders
from kiosk.biometric.liveness.shape import TURNED
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import Challenge, LivenessReason

SECONDS = 10.0
PAUSE = 0.3
FRAME = 0.1
S, L, R, B, M = (
    Challenge.LOOK_STRAIGHT,
    Challenge.TURN_LEFT,
    Challenge.TURN_RIGHT,
    Challenge.BLINK,
    Challenge.OPEN_MOUTH,
)
EYES, MOUTH = 0.2, 0.1


def frame(
    parallax: float = 0.0, eyes: float = EYES, mouth: float = MOUTH, *, frontal: bool = True, same: bool | None = None
) -> Measured:
    return Measured(0.0, parallax, frontal, same, eyes, mouth)


STRAIGHT = frame(same=True)
DOES = {
    S: STRAIGHT,
    L: frame(TURNED, frontal=False),
    R: frame(-TURNED, frontal=False),
    B: frame(eyes=EYES + EYES_SHUT),
    M: frame(mouth=MOUTH + MOUTH_OPEN),
}


class Fixed(random.Random):
    """Draws these orders, one after another, and always the same pause."""

    def __init__(self, *drawn: Order) -> None:
        super().__init__(0)
        self.left = list(drawn)

    def choice(self, seq: Sequence[Any]) -> Any:
        chosen = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        assert chosen in seq, "an order that is never drawn"
        return chosen

    def uniform(self, a: float, b: float) -> float:
        assert a <= PAUSE <= b
        return PAUSE


class Person:
    """Somebody before a camera of ten frames a second."""

    def __init__(self, run: ChallengeRun, every: float = FRAME) -> None:
        self.run = run
        self.every = every
        self.at = 100.0
        run.start(self.at)

    @property
    def asked(self) -> Challenge | None:
        return self.run.prompt.challenge if self.run.prompt else None

    def show(self, *frames: Measured, times: int = 1) -> Person:
        for shown in frames:
            for _ in range(times):
                self.at += self.every
                self.run.tick(self.at)
                self.run.look(Measured(self.at, *_rest_of(shown)))
        return self

    def react(self) -> Person:
        """Look on until a person can have understood what is asked."""
        return self.show(STRAIGHT, times=round(REACTION_SECONDS / self.every + 0.5))

    def obey(self) -> Person:
        """Do what is asked until something else is."""
        asked, since = self.asked, self.at
        assert asked is not None
        if asked is not S:
            self.react()
        while self.asked is asked:
            assert self.at - since < 3.0, f"{asked} is not seen"
            self.show(DOES[asked])
        return self


def _rest_of(shown: Measured) -> tuple[float, bool, bool | None, float | None, float | None]:
    return shown.parallax, shown.frontal, shown.same_face, shown.eyes_shut, shown.mouth_open


def before(order: Order = (L, R, L, R), *further: Order, every: float = FRAME) -> Person:
    """A person who is asked for this order, and for these after mistakes."""
    expressions = bool({B, M} & set(order))
    return Person(ChallengeRun(SECONDS, Fixed(order, *further), expressions=expressions), every)


@pytest.mark.parametrize("order", [*orders(expressions=False), *orders(expressions=True)])
def test_who_does_what_is_asked_passes(order: Order) -> None:
    person, asked = before(order), []
    while person.asked is not None:
        asked.append(person.asked)
        person.obey()
    assert asked == [S, *(one for movement in order for one in (movement, S))]
    assert (person.run.finding.status, person.run.finding.reason) == (CheckStatus.PASSED, None)


@pytest.mark.parametrize("every", [1 / 30, 0.1, 0.5])
def test_a_fast_and_a_slow_camera_see_it_too(every: float) -> None:
    person = Person(ChallengeRun(30.0, Fixed((L, B, R)), expressions=True), every)
    while person.asked is not None:
        person.obey()
    assert person.run.finding.status is CheckStatus.PASSED


def test_every_movement_is_numbered_for_the_person() -> None:
    person, told = before((L, L, R, L)), []
    while person.run.prompt is not None:
        told.append((person.run.prompt.step, person.run.prompt.steps))
        person.obey()
    assert told == [(1, 4), (1, 4), (1, 4), (2, 4), (2, 4), (3, 4), (3, 4), (4, 4), (4, 4)]


def test_the_share_of_a_movement_is_shown() -> None:
    person = before().obey().react().show(frame(TURNED / 2))
    assert person.run.prompt is not None and person.run.prompt.share == 0.5


def test_the_next_movement_is_asked_for_after_a_pause() -> None:
    person = before().show(STRAIGHT, times=HELD_FRAMES)
    assert person.asked is S
    person.show(STRAIGHT, times=round(PAUSE / FRAME))
    assert person.asked is L


@pytest.mark.parametrize(
    "unrest",
    [frame(TURNED, frontal=False), frame(0.06, same=True), frame(frontal=False), frame(-TURNED)],
    ids=["turns", "sways", "is not seen well", "turns back"],
)
def test_whoever_moves_in_the_pause_makes_it_begin_anew_and_has_made_no_mistake(unrest: Measured) -> None:
    person = before()
    for _ in range(5):
        person.show(STRAIGHT, STRAIGHT, unrest)
    assert person.asked is S and person.run.running
    assert person.obey().asked is L


@pytest.mark.parametrize(
    "straight",
    [frame(same=None), frame(same=False), frame(same=True, frontal=False), frame(0.1, same=True)],
    ids=["not compared", "another face", "not good enough", "still turned"],
)
def test_between_two_movements_the_same_face_looks_straight(straight: Measured) -> None:
    person = before().obey().obey().show(straight, times=20)
    assert person.asked is S


@pytest.mark.parametrize(
    ("frames", "why"),
    [
        ((DOES[L],), "one frame alone may be the detector's mistake"),
        ((DOES[L], STRAIGHT, DOES[L]), "a movement is held"),
        ((frame(0.9 * TURNED, frontal=False),) * 5, "a sway is no turn"),
        ((DOES[B],) * 3, "nobody asked for a blink, and it is over soon"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_bring_a_turn_to_its_end(frames: tuple[Measured, ...], why: str) -> None:
    person = before().obey().react().show(*frames)
    assert person.asked is L, why


@pytest.mark.parametrize(
    ("order", "mistake"),
    [
        ((L, R, L, R), DOES[R]),
        ((R, L, L, R), DOES[L]),
        ((B, L, M), DOES[L]),
        ((B, L, M), DOES[M]),
        ((M, L, B), DOES[R]),
        ((M, L, B), DOES[B]),
        ((L, B, R), DOES[B]),
        ((R, B, L), DOES[M]),
    ],
    ids=[
        "right for left",
        "left for right",
        "a turn for a blink",
        "the mouth for the eyes",
        "a turn for the mouth",
        "the eyes for the mouth",
        "the eyes for a turn",
        "the mouth for a turn",
    ],
)
def test_another_movement_begins_anew_in_another_order_once(order: Order, mistake: Measured) -> None:
    person = before(order, order[::-1]).obey().react()
    person.show(mistake, times=HELD_FRAMES if mistake.parallax else round(EXPRESSION_SECONDS / FRAME) + 2)
    assert person.asked is S and person.run.prompt is not None and person.run.prompt.step == 1
    assert person.obey().asked is order[-1], "the order that was drawn then"
    assert person.run.finding.reason is LivenessReason.UNDER_WAY


def test_a_mistake_counts_once_however_long_the_head_stays_there() -> None:
    person = before().obey().react().show(DOES[R], times=8)
    assert person.run.running and person.obey().asked is L


def test_too_many_mistakes_are_no_mistakes() -> None:
    person = before()
    for _ in range(MAX_MISTAKES + 1):
        person.obey().react().show(DOES[R], times=HELD_FRAMES)
    assert (person.run.finding.status, person.run.finding.reason) == (
        CheckStatus.FAILED,
        LivenessReason.WRONG_MOVEMENT,
    )
    assert person.run.prompt is None


@pytest.mark.parametrize("asked", [L, R])
def test_a_turn_that_had_begun_before_it_was_asked_for_is_a_mistake(asked: Challenge) -> None:
    other = R if asked is L else L
    person = before((asked, other, other, other)).obey()
    assert person.asked is asked
    person.show(DOES[asked])
    assert person.asked is S and person.run.running


@pytest.mark.parametrize("asked", [B, M])
def test_an_expression_by_chance_at_the_prompt_is_no_mistake_and_does_not_count(asked: Challenge) -> None:
    """Eyes shut fifteen times a minute without anybody's asking."""
    person = before((asked, L, R)).obey().show(DOES[asked], times=5)
    assert person.asked is asked and person.run.running
    person.show(STRAIGHT).obey()
    assert person.asked is S and person.run.prompt is not None and person.run.prompt.step == 1
    assert person.obey().asked is L


def test_eyes_that_stay_shut_are_not_over() -> None:
    person = before((B, L, R)).obey().obey()
    assert person.asked is S
    assert person.show(DOES[B], times=10).asked is S
    assert person.obey().asked is L


def test_time_that_runs_out_is_not_done_and_not_failed() -> None:
    person = before().obey()
    person.run.tick(100.0 + SECONDS - 0.01)
    assert person.run.running
    person.run.tick(100.0 + SECONDS)
    assert (person.run.finding.status, person.run.finding.reason) == (CheckStatus.NOT_DONE, LivenessReason.TOO_LATE)
    person.show(STRAIGHT, DOES[L], STRAIGHT, DOES[R], times=5)
    assert person.run.finding.reason is LivenessReason.TOO_LATE


def test_beginning_anew_gives_no_more_time() -> None:
    person = before().obey().obey()
    person.run.restart()
    assert person.asked is S
    person.run.tick(100.0 + SECONDS)
    assert person.run.finding.reason is LivenessReason.TOO_LATE


def test_before_it_starts_nothing_is_asked_and_nothing_counts() -> None:
    run = ChallengeRun(SECONDS, Fixed((L, R, L, R)), expressions=False)
    for number, shown in enumerate((STRAIGHT, DOES[L]) * 10):
        run.look(Measured(float(number), *_rest_of(shown)))
    run.restart()
    assert run.prompt is None and run.finding.reason is LivenessReason.NOT_ASKED


def test_a_blink_of_nobodys_doing_is_no_mistake() -> None:
    person = before((L, B, R)).obey().react().show(DOES[B], times=3)
    assert person.asked is L
    assert person.obey().obey().asked is B, "no other order was drawn"


@pytest.mark.parametrize("asked", [B, M])
def test_an_expression_is_held_longer_than_people_blink(asked: Challenge) -> None:
    person = before((asked, L, R)).obey().react()
    for _ in range(3):
        person.show(DOES[asked], DOES[asked], DOES[asked], STRAIGHT)
    assert person.asked is asked


@pytest.mark.parametrize("expressions", [False, True])
def test_expressions_are_read_while_they_count(expressions: bool) -> None:
    person = before((L, B, R) if expressions else (L, R, L, R))
    while person.asked is not None:
        assert person.run.wants_expression is expressions
        person.obey()
    assert not person.run.wants_expression

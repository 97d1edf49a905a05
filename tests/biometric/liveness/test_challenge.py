"""The challenge as a table of what a person does: what is asked next, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kiosk.biometric.liveness.challenge import (
    EYES_SHUT,
    HELD_FRAMES,
    MAX_WRONG,
    MOUTH_OPEN,
    ChallengeRun,
    Measured,
)
from kiosk.biometric.liveness.shape import TURNED
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import Challenge, LivenessReason

SECONDS = 10.0
STRAIGHT = Measured(0.0, frontal=True, same_face=True, eyes_shut=0.2, mouth_open=0.1)
LEFT = Measured(TURNED, frontal=False)
RIGHT = Measured(-TURNED, frontal=False)
BLINK = Measured(0.0, frontal=True, eyes_shut=0.2 + EYES_SHUT, mouth_open=0.1)
MOUTH = Measured(0.0, frontal=True, eyes_shut=0.2, mouth_open=0.1 + MOUTH_OPEN)

DOES = {
    Challenge.LOOK_STRAIGHT: STRAIGHT,
    Challenge.TURN_LEFT: LEFT,
    Challenge.TURN_RIGHT: RIGHT,
    Challenge.BLINK: BLINK,
    Challenge.OPEN_MOUTH: MOUTH,
}


def as_given(challenges: Sequence[Challenge]) -> Sequence[Challenge]:
    return challenges


def started(*, expressions: bool = False) -> ChallengeRun:
    run = ChallengeRun(SECONDS, as_given, expressions=expressions)
    run.start(100.0)
    return run


def asked(run: ChallengeRun) -> Challenge | None:
    return run.prompt.challenge if run.prompt else None


def do(run: ChallengeRun, *frames: Measured) -> ChallengeRun:
    """Each of these for as long as a movement must be held."""
    for frame in frames:
        for _ in range(HELD_FRAMES):
            run.look(frame)
    return run


@pytest.mark.parametrize("expressions", [False, True])
def test_who_does_what_is_asked_passes(expressions: bool) -> None:
    run, order = started(expressions=expressions), []
    while (now := asked(run)) is not None:
        order.append(now)
        do(run, DOES[now])
    turns = [Challenge.TURN_LEFT, Challenge.LOOK_STRAIGHT, Challenge.TURN_RIGHT, Challenge.LOOK_STRAIGHT]
    blink = [Challenge.BLINK, Challenge.LOOK_STRAIGHT] if expressions else []
    assert order == [Challenge.LOOK_STRAIGHT, *turns, *blink]
    assert (run.finding.status, run.finding.reason) == (CheckStatus.PASSED, None)


def test_the_order_is_the_one_that_was_chosen() -> None:
    run = ChallengeRun(SECONDS, lambda challenges: challenges[::-1], expressions=True)
    run.start(0.0)
    do(run, STRAIGHT)
    assert asked(run) is Challenge.OPEN_MOUTH
    assert asked(do(run, MOUTH, STRAIGHT)) is Challenge.TURN_RIGHT


def test_every_step_is_numbered_for_the_person() -> None:
    run, told = started(), []
    while run.prompt is not None:
        told.append((run.prompt.step, run.prompt.steps))
        do(run, DOES[run.prompt.challenge])
    assert told == [(1, 2), (1, 2), (1, 2), (2, 2), (2, 2)]


def test_the_share_of_a_movement_is_shown() -> None:
    run = do(started(), STRAIGHT)
    run.look(Measured(TURNED / 2, frontal=True))
    assert run.prompt is not None and run.prompt.share == 0.5


@pytest.mark.parametrize(
    ("frames", "why"),
    [
        ((LEFT,), "one frame alone may be the detector's mistake"),
        ((LEFT, STRAIGHT, LEFT), "a movement is held"),
        ((Measured(0.9 * TURNED, frontal=False),) * 5, "a sway is no turn"),
        ((BLINK, MOUTH) * 3, "nobody asked for an expression"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_bring_a_turn_to_its_end(frames: tuple[Measured, ...], why: str) -> None:
    run = do(started(), STRAIGHT)
    for frame in frames:
        run.look(frame)
    assert asked(run) is Challenge.TURN_LEFT, why


@pytest.mark.parametrize(
    "straight",
    [
        Measured(0.0, frontal=True, same_face=None),
        Measured(0.0, frontal=True, same_face=False),
        Measured(0.0, frontal=False, same_face=True),
        Measured(0.1, frontal=True, same_face=True),
    ],
    ids=["not compared", "another face", "not good enough", "still turned"],
)
def test_between_two_steps_the_same_face_looks_straight(straight: Measured) -> None:
    run = do(started(), STRAIGHT, LEFT, straight, straight)
    assert asked(run) is Challenge.LOOK_STRAIGHT


def test_the_wrong_side_begins_anew_and_counts_once_however_long_the_head_stays_there() -> None:
    run = do(started(), STRAIGHT, RIGHT, RIGHT, RIGHT, RIGHT)
    assert asked(run) is Challenge.LOOK_STRAIGHT
    assert asked(do(run, STRAIGHT)) is Challenge.TURN_LEFT
    assert run.finding.reason is LivenessReason.UNDER_WAY


def test_too_many_mistakes_are_no_mistakes() -> None:
    run = started()
    for _ in range(MAX_WRONG + 1):
        do(run, STRAIGHT, RIGHT)
    assert (run.finding.status, run.finding.reason) == (CheckStatus.FAILED, LivenessReason.WRONG_MOVEMENT)
    assert run.prompt is None


def test_time_that_runs_out_is_not_done_and_not_failed() -> None:
    run = do(started(), STRAIGHT)
    run.tick(100.0 + SECONDS - 0.01)
    assert run.running
    run.tick(100.0 + SECONDS)
    assert (run.finding.status, run.finding.reason) == (CheckStatus.NOT_DONE, LivenessReason.TOO_LATE)
    do(run, LEFT, STRAIGHT, RIGHT, STRAIGHT)
    assert run.finding.reason is LivenessReason.TOO_LATE


def test_beginning_anew_gives_no_more_time() -> None:
    run = do(started(), STRAIGHT, LEFT)
    run.restart()
    assert asked(run) is Challenge.LOOK_STRAIGHT
    run.tick(100.0 + SECONDS)
    assert run.finding.reason is LivenessReason.TOO_LATE


def test_before_it_starts_nothing_is_asked_and_nothing_counts() -> None:
    run = ChallengeRun(SECONDS, as_given, expressions=False)
    do(run, STRAIGHT, LEFT, STRAIGHT, RIGHT, STRAIGHT)
    run.restart()
    assert run.prompt is None and run.finding.reason is LivenessReason.NOT_ASKED


def test_an_expression_is_read_only_where_it_counts() -> None:
    run, wanted = started(expressions=True), []
    while (now := asked(run)) is not None:
        wanted.append((now, run.wants_expression))
        do(run, DOES[now])
    S, L, R, B = Challenge.LOOK_STRAIGHT, Challenge.TURN_LEFT, Challenge.TURN_RIGHT, Challenge.BLINK  # noqa: N806
    assert wanted == [(S, True), (L, False), (S, False), (R, False), (S, False), (B, True), (S, True)]
    assert not run.wants_expression

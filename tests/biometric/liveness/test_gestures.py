"""What one frame shows of each movement, as a table of measures."""

from __future__ import annotations

import pytest

from kiosk.biometric.liveness.gestures import (
    EXPRESSION_SECONDS,
    EYES_SHUT,
    HELD_FRAMES,
    MOUTH_OPEN,
    STRAIGHT,
    Held,
    Measured,
    Rest,
    expressed_instead,
    looks_straight,
    shown,
    turned_instead,
)
from kiosk.biometric.liveness.shape import TURNED
from kiosk.domain.liveness import Challenge

EYES, MOUTH = 0.2, 0.1


def frame(
    parallax: float = 0.0, eyes: float | None = EYES, mouth: float | None = MOUTH, *, frontal: bool = True
) -> Measured:
    return Measured(0.0, parallax, frontal, eyes_shut=eyes, mouth_open=mouth)


def rested(*eyes: float) -> Rest:
    rest = Rest()
    for one in eyes or (EYES,):
        rest.look(frame(eyes=one))
    return rest


L, R, B, M = Challenge.TURN_LEFT, Challenge.TURN_RIGHT, Challenge.BLINK, Challenge.OPEN_MOUTH
SHUT, OPEN = frame(eyes=EYES + EYES_SHUT), frame(mouth=MOUTH + MOUTH_OPEN)


@pytest.mark.parametrize(
    ("asked", "measured", "share", "turned", "expressed"),
    [
        (L, frame(TURNED), 1.0, -1.0, 0.0),
        (L, frame(-TURNED), -1.0, 1.0, 0.0),
        (R, frame(-TURNED), 1.0, -1.0, 0.0),
        (R, frame(TURNED / 2), -0.5, 0.5, 0.0),
        (R, frame(TURNED, EYES + EYES_SHUT), -1.0, 1.0, 0.0),
        (L, SHUT, 0.0, 0.0, 1.0),
        (L, OPEN, 0.0, 0.0, 1.0),
        (B, SHUT, 1.0, 0.0, 0.0),
        (B, OPEN, 0.0, 0.0, 1.0),
        (B, frame(-TURNED), 0.0, 1.0, 0.0),
        (M, OPEN, 1.0, 0.0, 0.0),
        (M, SHUT, 0.0, 0.0, 1.0),
        (M, frame(TURNED), 0.0, 1.0, 0.0),
        (B, frame(eyes=None, mouth=None), 0.0, 0.0, 0.0),
        (M, frame(mouth=0.0), 0.0, 0.0, 0.0),
    ],
)
def test_how_much_of_what_is_asked_and_of_something_else(
    asked: Challenge, measured: Measured, share: float, turned: float, expressed: float
) -> None:
    rest = rested()
    assert shown(asked, measured, rest) == pytest.approx(share)
    assert turned_instead(asked, measured) == pytest.approx(turned)
    assert expressed_instead(asked, measured, rest) == pytest.approx(expressed)


@pytest.mark.parametrize(
    ("seconds", "frames", "held"),
    [
        (0.0, [True], False),
        (0.0, [True] * HELD_FRAMES, True),
        (0.0, [True, False, True], False),
        (EXPRESSION_SECONDS, [True] * 4, False),
        (EXPRESSION_SECONDS, [True] * 5, True),
        (EXPRESSION_SECONDS, [True, True, True, False, True, True], False),
    ],
)
def test_what_is_held(seconds: float, frames: list[bool], held: bool) -> None:
    hold = Held()
    assert [hold.look(shown, 100.0 + number / 10 + 1e-6 * number, seconds) for number, shown in enumerate(frames)][
        -1
    ] is held


@pytest.mark.parametrize(
    ("measured", "straight"),
    [
        (frame(), True),
        (frame(STRAIGHT), True),
        (frame(-STRAIGHT), True),
        (frame(STRAIGHT + 0.01), False),
        (frame(frontal=False), False),
        (SHUT, False),
        (OPEN, False),
        (frame(eyes=None, mouth=None), True),
    ],
)
def test_who_looks_straight(measured: Measured, straight: bool) -> None:
    rest = rested()
    assert looks_straight(measured, rest) is straight
    assert shown(Challenge.LOOK_STRAIGHT, measured, rest) == float(straight)


@pytest.mark.parametrize(
    ("before", "rest"),
    [((0.2, 0.8), 0.2), ((0.8, 0.2, 0.2), 0.2), ((0.1, 0.3, 0.2), 0.2), ((0.9, 0.9, 0.2, 0.2, 0.2, 0.2), 0.2)],
    ids=["a blink in one of two", "a blink at first", "the middle one", "only the last five"],
)
def test_the_rest_is_what_most_of_the_last_frames_say(before: tuple[float, ...], rest: float) -> None:
    assert rested(*before).shut(frame(eyes=rest + EYES_SHUT)) == pytest.approx(1.0)


def test_of_a_person_whose_rest_is_not_known_no_expression_is_seen() -> None:
    assert Rest().shut(frame(eyes=0.9)) == Rest().opened(frame(mouth=0.9)) == 0.0

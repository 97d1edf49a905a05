"""What each part of the liveness check finds: the same face, movement, leaps, depth, and hints of injected pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.liveness.depth import DEEP, FLAT_FRAMES, TURNED_TO, Depth
from kiosk.biometric.liveness.injection import REGULAR_FRAMES, REPEATS, InjectionHints
from kiosk.biometric.liveness.movement import LEAP_SECONDS, STILL, STILL_SECONDS, Continuity, Movement
from kiosk.biometric.liveness.origin import PictureOrigin
from kiosk.biometric.liveness.same_face import MAX_LEAPS, SameFace
from kiosk.biometric.networks.detection import FaceFound
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessFinding, LivenessReason

Found = tuple[CheckStatus, LivenessReason | None]
PASSED: Found = (CheckStatus.PASSED, None)


def failed(reason: LivenessReason) -> Found:
    return CheckStatus.FAILED, reason


def not_done(reason: LivenessReason) -> Found:
    return CheckStatus.NOT_DONE, reason


def found(finding: LivenessFinding) -> Found:
    return finding.status, finding.reason


FACE = FaceFound(100, 100, 200, 240, ((160, 200), (240, 200), (200, 250), (168, 290), (232, 290)), 0.95)


def shifted(across: float = 0.0, down: float = 0.0) -> FaceFound:
    points = tuple((x + across, y + down) for x, y in FACE.points)
    return replace(FACE, left=FACE.left + across, top=FACE.top + down, points=points)


# The same face


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        ("a", not_done(LivenessReason.TOO_FEW_FRAMES)),
        ("aa", PASSED),
        ("aba", PASSED),
        ("ababab", PASSED),
        ("abb", failed(LivenessReason.ANOTHER_FACE)),
        ("aabbaa", failed(LivenessReason.ANOTHER_FACE)),
    ],
)
def test_every_template_is_held_against_the_first(templates: str, expected: Found) -> None:
    face = SameFace(lambda one, other: one == other)
    told = [face.look((float(ord(letter)),)) for letter in templates]
    assert told == [letter == "a" for letter in templates]
    assert found(face.finding) == expected


@pytest.mark.parametrize(
    ("leaps", "expected"), [(0, PASSED), (MAX_LEAPS, PASSED), (MAX_LEAPS + 1, failed(LivenessReason.FACE_JUMPED))]
)
def test_a_step_aside_is_no_leap_but_many_are(leaps: int, expected: Found) -> None:
    face = SameFace(lambda one, other: True)
    for _ in range(leaps):
        face.leapt()
    face.look((1.0,)), face.look((1.0,))
    assert found(face.finding) == expected


@pytest.mark.parametrize(
    ("comes", "expected"), [("aa", PASSED), ("bb", failed(LivenessReason.ANOTHER_FACE))], ids=["comes back", "another"]
)
def test_who_was_lost_in_the_middle_of_a_challenge_comes_back_or_another_takes_over(
    comes: str, expected: Found
) -> None:
    face = SameFace(lambda one, other: one == other, challenged=(float(ord("a")),))
    for letter in comes:
        face.look((float(ord(letter)),))
    assert found(face.finding) == expected
    assert face.first == (float(ord("a")),)


# Movement


def moved(faces: Iterable[FaceFound], seconds: float, frames: int) -> Found:
    movement = Movement()
    for at, face in enumerate(faces):
        movement.look(face, 100.0 + at * seconds / (frames - 1))
    return found(movement.finding)


UNIT = FACE.eye_distance


@pytest.mark.parametrize(
    ("way", "seconds", "frames", "expected"),
    [
        (STILL * UNIT * 1.5, STILL_SECONDS, 30, PASSED),
        (STILL * UNIT * 1.5, 0.5, 5, PASSED),
        (STILL * UNIT * 0.5, STILL_SECONDS, 30, failed(LivenessReason.STILL_PICTURE)),
        (0.0, STILL_SECONDS, 7, failed(LivenessReason.STILL_PICTURE)),
        (0.0, STILL_SECONDS, 3, not_done(LivenessReason.TOO_FEW_FRAMES)),
        (0.0, STILL_SECONDS * 0.9, 30, not_done(LivenessReason.TOO_FEW_FRAMES)),
    ],
    ids=["sways", "sways at once", "wavers like points", "a still picture", "too few frames", "not long enough"],
)
def test_a_living_head_is_never_quite_still(way: float, seconds: float, frames: int, expected: Found) -> None:
    faces = [shifted(down=way * (at % 2)) for at in range(frames)]
    assert moved(faces, seconds, frames) == expected


def test_who_was_still_and_then_moves_is_alive_after_all() -> None:
    faces = [FACE] * 30 + [shifted(across=STILL * UNIT * 2)]
    assert moved(faces, STILL_SECONDS * 2, 31) == PASSED


@pytest.mark.parametrize(
    ("face", "after", "leapt"),
    [
        (shifted(across=20), 0.1, False),
        (shifted(across=150), 0.1, True),
        (shifted(down=-150), 0.1, True),
        (shifted(across=150), LEAP_SECONDS * 2, False),
        (replace(FACE, width=340, height=400, left=30, top=20), 0.1, True),
        (replace(FACE, width=210, height=250), 0.1, False),
    ],
    ids=["sways", "leaps aside", "leaps up", "two frames a second prove nothing", "grows at once", "comes nearer"],
)
def test_a_head_does_not_leap(face: FaceFound, after: float, leapt: bool) -> None:
    continuity = Continuity()
    assert not continuity.leapt(FACE, 100.0)
    assert continuity.leapt(face, 100.0 + after) is leapt


def test_after_nobody_was_seen_a_face_may_be_anywhere() -> None:
    continuity = Continuity()
    continuity.leapt(FACE, 100.0)
    continuity.forget()
    assert not continuity.leapt(shifted(across=200), 100.1)


# Depth


def deep(*frames: tuple[float, float]) -> Found:
    depth = Depth()
    for parallax, narrowed in frames:
        depth.look(parallax, narrowed)
    return found(depth.finding)


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        ([(0.0, 1.0)] * 3 + [(DEEP / 2, 0.9)] * 3 + [(-DEEP / 2, 0.9)] * 3, PASSED),
        ([(0.0, 1.0)] * 3 + [(DEEP, 0.9)] * 3, PASSED),
        ([(0.0, 1.0)] * 3 + [(DEEP, 0.9)] + [(0.0, 1.0)] * 3, not_done(LivenessReason.NO_TURN_SEEN)),
        ([(0.01, TURNED_TO)] * FLAT_FRAMES, failed(LivenessReason.FLAT)),
        ([(0.01, TURNED_TO)] * (FLAT_FRAMES - 1), not_done(LivenessReason.NO_TURN_SEEN)),
        ([(0.1, TURNED_TO)] * FLAT_FRAMES, not_done(LivenessReason.NO_TURN_SEEN)),
        ([(0.0, 1.0)] * 20, not_done(LivenessReason.NO_TURN_SEEN)),
    ],
    ids=["both ways", "one way", "one wild frame", "a turned print", "too few", "a head, a little", "straight on"],
)
def test_depth_is_parallax_and_its_want_is_a_face_that_only_narrows(
    frames: list[tuple[float, float]], expected: Found
) -> None:
    assert deep(*frames) == expected


# Hints of injected pictures

CAMERA = PictureOrigin(device=True, name="UVC Camera")
NOISE = np.random.default_rng(1)


def noisy() -> Pixels:
    return NOISE.integers(0, 255, (64, 64, 3), np.uint8)


def hinted(frames: Iterable[tuple[Pixels, float]], origin: PictureOrigin = CAMERA) -> Found:
    hints = InjectionHints(origin)
    for pixels, at in frames:
        hints.see(pixels, at)
    return found(hints.finding)


def uneven(count: int, every: float = 1 / 30) -> list[float]:
    return [100.0 + at * every + (0.002 if at % 3 else 0.0) for at in range(count)]


ONE = noisy()
BLACK = np.zeros((64, 64, 3), np.uint8)
LOOP = [noisy() for _ in range(10)]


@pytest.mark.parametrize(
    ("frames", "origin", "expected"),
    [
        ([(noisy(), at) for at in uneven(60)], CAMERA, PASSED),
        ([(noisy(), at) for at in uneven(6, 0.5)], CAMERA, PASSED),
        ([(ONE, at) for at in uneven(REPEATS + 1)], CAMERA, failed(LivenessReason.REPEATED_FRAMES)),
        ([(ONE, at) for at in uneven(2)], CAMERA, PASSED),
        ([(LOOP[n % 10], at) for n, at in enumerate(uneven(30))], CAMERA, failed(LivenessReason.REPEATED_FRAMES)),
        ([(BLACK, at) for at in uneven(60)], CAMERA, PASSED),
        ([(noisy(), 100.0 - n) for n in range(3)], CAMERA, failed(LivenessReason.IMPOSSIBLE_TIMING)),
        ([(noisy(), at) for at in uneven(20, 0.0001)], CAMERA, failed(LivenessReason.IMPOSSIBLE_TIMING)),
        (
            [(noisy(), 100.0 + n / 32) for n in range(REGULAR_FRAMES + 2)],
            CAMERA,
            failed(LivenessReason.IMPOSSIBLE_TIMING),
        ),
        ([(noisy(), at) for at in uneven(9)], replace(CAMERA, virtual=True), failed(LivenessReason.VIRTUAL_CAMERA)),
        ([(ONE, at) for at in uneven(60)], PictureOrigin(), not_done(LivenessReason.NO_DEVICE)),
        ([], CAMERA, PASSED),
    ],
    ids=[
        *(
            "a camera",
            "two frames a second",
            "one picture over and over",
            "one frame twice",
            "a loop",
            "a covered lens",
        ),
        *("time goes back", "too fast", "too even", "a virtual camera", "a folder of pictures", "no frame yet"),
    ],
)
def test_hints(frames: list[tuple[Pixels, float]], origin: PictureOrigin, expected: Found) -> None:
    assert hinted(frames, origin) == expected

"""What is beside the head while a face moves: it stays, it moves along, or nothing can be told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.liveness.surroundings import LOOKS, Surroundings
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessReason

WIDTH, HEIGHT = 640, 480
UNIT = 80.0
EVERY = 0.1

Way = tuple[float, float]


def wall(contrast: float = 40.0) -> Pixels:
    """Something with edges, larger than the picture."""
    coarse = np.random.default_rng(3).normal(128.0, contrast, (30, 40)).clip(0, 255).astype(np.uint8)
    large = cv2.resize(coarse, (2 * WIDTH, 2 * HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.cvtColor(large, cv2.COLOR_GRAY2BGR), np.uint8)


def seen(behind: Pixels, went: Way) -> Pixels:
    """The part of the wall that a camera sees when the wall has gone this way."""
    left, top = round(WIDTH / 2 - went[0]), round(HEIGHT / 2 - went[1])
    return np.ascontiguousarray(behind[top : top + HEIGHT, left : left + WIDTH])


def face(went: Way, across: float = 320.0) -> FaceFound:
    x, y = across + went[0], 220.0 + went[1]
    points = ((x - 40, y - 20), (x + 40, y - 20), (x, y + 20), (x - 33, y + 62), (x + 33, y + 62))
    return FaceFound(x - 80, y - 100, 160, 210, points, 0.95)


def swaying(frames: int, size: float) -> list[Way]:
    return [
        (size * float(np.sin(0.35 * number)), 0.3 * size * float(np.cos(0.35 * number))) for number in range(frames)
    ]


def looked(faces: Sequence[Way], walls: Sequence[Way], contrast: float = 40.0, across: float = 320.0) -> Surroundings:
    surroundings, behind = Surroundings(), wall(contrast)
    for number, (one, other) in enumerate(zip(faces, walls, strict=True)):
        surroundings.look(seen(behind, other), face(one, across), 100.0 + EVERY * number)
    return surroundings


STILL: list[Way] = [(0.0, 0.0)] * 30
WAY = swaying(30, 16.0)

STAYS = (CheckStatus.PASSED, None)
ALONG = (CheckStatus.NOT_DONE, LivenessReason.MOVES_ALONG)
NOTHING = (CheckStatus.NOT_DONE, LivenessReason.NOTHING_TO_COMPARE)


@pytest.mark.parametrize(
    ("faces", "walls", "contrast", "across", "expected"),
    [
        (WAY, STILL, 40.0, 320.0, STAYS),
        (WAY, WAY, 40.0, 320.0, ALONG),
        (WAY, [(0.7 * x, 0.7 * y) for x, y in WAY], 40.0, 320.0, ALONG),
        (WAY, [(0.1 * x, 0.1 * y) for x, y in WAY], 40.0, 320.0, STAYS),
        (WAY, [(-x, -y) for x, y in WAY], 40.0, 320.0, STAYS),
        (WAY, [(0.0, 20 * np.cos(number)) for number in range(30)], 40.0, 320.0, STAYS),
        (STILL, STILL, 40.0, 320.0, NOTHING),
        (STILL, WAY, 40.0, 320.0, NOTHING),
        (swaying(30, 2.0), swaying(30, 2.0), 40.0, 320.0, NOTHING),
        (WAY, WAY, 1.0, 320.0, NOTHING),
        (WAY, WAY, 40.0, 150.0, ALONG),
        (WAY[:5], WAY[:5], 40.0, 320.0, NOTHING),
    ],
    ids=[
        "a person before a wall",
        "a print in a hand",
        "a print that is tilted as well",
        "a camera that shakes a little",
        "somebody passes the other way",
        "something goes up and down behind",
        "nobody moves",
        "only the wall moves",
        "a sway of two millimetres",
        "a plain wall",
        "at the edge of the picture",
        "too few frames",
    ],
)
def test_what_is_beside_the_head(
    faces: list[Way],
    walls: list[Way],
    contrast: float,
    across: float,
    expected: tuple[CheckStatus, LivenessReason | None],
) -> None:
    finding = looked(faces, walls, contrast, across).finding
    assert (finding.status, finding.reason) == expected


def test_a_knock_against_the_kiosk_is_no_doubt() -> None:
    """The camera shakes once; before and after it the wall stays where it is."""
    shaken = [*STILL[:12], (12.0, 0.0), (-8.0, 0.0), *STILL[:16]]
    faces = [(x + went[0], y) for (x, y), went in zip(WAY, shaken, strict=True)]
    assert looked(faces, shaken).finding.reason is not LivenessReason.MOVES_ALONG


def test_frames_before_and_after_the_person_was_lost_are_not_compared() -> None:
    surroundings, behind = Surroundings(), wall()
    for number, went in enumerate(WAY):
        surroundings.look(seen(behind, went), face(went), 100.0 + EVERY * number)
        surroundings.forget()
    assert (surroundings.finding.status, surroundings.finding.reason) == NOTHING


def test_a_camera_that_pauses_is_compared_with_nothing_old() -> None:
    surroundings, behind = Surroundings(), wall()
    for number, went in enumerate(WAY):
        surroundings.look(seen(behind, went), face(went), 100.0 + 2.0 * number)
    assert (surroundings.finding.status, surroundings.finding.reason) == NOTHING


@pytest.mark.parametrize("size", [(64, 64), (100, 2000), (2000, 100)])
def test_pictures_of_any_size_are_looked_at(size: tuple[int, int]) -> None:
    width, height = size
    surroundings = Surroundings()
    tiny = FaceFound(10, 10, 40, 50, ((20, 25), (40, 25), (30, 35), (22, 48), (38, 48)), 0.9)
    for number in range(LOOKS * 5):
        picture = np.full((height, width, 3), 10 * number % 256, np.uint8)
        surroundings.look(picture, tiny, EVERY * number)
    assert surroundings.finding.status is CheckStatus.NOT_DONE

"""The person from frame to frame: a table of short scenes, and what every scene holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.framing import Zone
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.tracking import LOST_SECONDS, Tracked, Tracker
from kiosk.domain.face import FaceHint

WIDTH, HEIGHT = 640, 480


def face(across: float, down: float = 0.5, eyes: float = 80) -> FaceFound:
    """A face whose middle lies at these shares of the frame, with this eye distance in pixels."""
    x, y = across * WIDTH, down * HEIGHT
    points = tuple(
        (x + right * eyes, y + below * eyes) for right, below in ((-0.5, 0), (0.5, 0), (0, 0.5), (-0.3, 1), (0.3, 1))
    )
    return FaceFound(x - eyes, y - 1.25 * eyes, 2 * eyes, 2.5 * eyes, points, 0.9)


PERSON = face(0.5)
BEHIND = face(0.35, 0.4, 30)
BESIDE = face(0.75, 0.5, 70)

Scene = tuple[tuple[float, tuple[FaceFound, ...]], ...]


def watched(scene: Scene) -> list[Tracked]:
    """What a tracker says of the frames of a scene; each at a time with its faces, largest first."""
    tracker = Tracker(Zone())
    return [
        tracker.update(tuple(sorted(faces, key=lambda one: -one.eye_distance)), WIDTH, HEIGHT, at)
        for at, faces in scene
    ]


@pytest.mark.parametrize(
    ("scene", "person", "hint", "new_person"),
    [
        (((0.0, ()),), None, FaceHint.NO_FACE, False),
        (((0.0, (PERSON,)),), PERSON, FaceHint.GOOD, False),
        (((0.0, ()), (9.0, (PERSON,))), PERSON, FaceHint.GOOD, False),
        (((0.0, (PERSON,)), (0.1, (face(0.52),))), face(0.52), FaceHint.GOOD, False),
        (((0.0, (PERSON,)), (0.1, (PERSON, BEHIND))), PERSON, FaceHint.GOOD, False),
        (((0.0, (PERSON,)), (0.1, (BEHIND,))), None, FaceHint.NO_FACE, False),
        (((0.0, (PERSON,)), (0.1, (BEHIND,)), (0.2, (PERSON, BEHIND))), PERSON, FaceHint.GOOD, False),
        (((0.0, (PERSON,)), (0.1, (BEHIND,)), (1.2, (BEHIND,))), BEHIND, FaceHint.GOOD, True),
        (((0.0, (PERSON,)), (0.1, (PERSON, BESIDE))), PERSON, FaceHint.SEVERAL_FACES, False),
        (((0.0, (PERSON,)), (0.1, (PERSON, face(0.75, 0.5, 90)))), PERSON, FaceHint.SEVERAL_FACES, False),
        (((0.0, (PERSON,)), (0.1, (PERSON, BESIDE)), (0.2, (PERSON,))), PERSON, FaceHint.GOOD, False),
        (((0.0, (PERSON,)), (0.9, ()), (1.8, (PERSON,))), PERSON, FaceHint.GOOD, True),
        (((0.0, (PERSON,)), (0.1, ()), (0.9, (PERSON,))), PERSON, FaceHint.GOOD, False),
        (((0.0, (PERSON,)), (1.8, (PERSON,))), PERSON, FaceHint.GOOD, False),
        (((0.0, (PERSON,)), (3.1, (PERSON,))), PERSON, FaceHint.GOOD, True),
        (((0.0, (PERSON,)), (0.5, (face(0.64),)), (1.0, (face(0.5),))), PERSON, FaceHint.GOOD, False),
        (((0.0, (face(0.3),)), (0.04, (face(0.7),))), None, FaceHint.NO_FACE, False),
        (((0.0, (face(0.3),)), (0.04, (face(0.7),)), (1.1, (face(0.7),))), face(0.7), FaceHint.GOOD, True),
        (((0.0, (PERSON,)), (0.1, (face(0.6),)), (0.4, (face(0.85),))), face(0.85), FaceHint.TO_THE_MIDDLE, False),
        (((0.0, (face(0.75),)), (0.2, (face(0.85), PERSON))), face(0.85), FaceHint.SEVERAL_FACES, False),
        (
            ((0.0, (face(0.75),)), *((at, (face(0.85), PERSON)) for at in (0.2, 0.9, 1.3))),
            PERSON, FaceHint.GOOD, True,
        ),
        (((0.0, (PERSON,)), (0.2, (face(0.5, 0.5, 160),))), None, FaceHint.NO_FACE, False),
    ],
    ids=[
        "nobody",
        "somebody comes",
        "the first one to come is nobody else",
        "moves a little",
        "somebody behind",
        "only somebody behind is seen for a moment",
        "back after that moment",
        "only somebody behind is seen for long",
        "somebody beside",
        "somebody larger beside",
        "the other has stepped back",
        "gone for long, then somebody",
        "hidden for less than a second",
        "no frame at all for two seconds",
        "no frame at all for more than three",
        "two frames a second, leaning to the side",
        "jumps across the picture",
        "has jumped, and stays there",
        "walks out of the middle",
        "steps aside for another",
        "has stepped aside for another",
        "a face of twice the size at once",
    ],
)  # fmt: skip
def test_scene(scene: Scene, person: FaceFound | None, hint: FaceHint, new_person: bool) -> None:
    assert watched(scene)[-1] == Tracked(person, hint, new_person)


FACES = st.lists(st.builds(face, st.floats(0.02, 0.98), st.floats(0.02, 0.98), st.floats(10, 200)), max_size=4).map(
    lambda faces: tuple(sorted(faces, key=lambda one: -one.eye_distance))
)


@given(st.lists(st.tuples(st.floats(0.01, 2.0), FACES), max_size=12))
def test_whoever_is_new_was_not_there_for_a_while(frames: list[tuple[float, tuple[FaceFound, ...]]]) -> None:
    tracker, at, person_at = Tracker(Zone()), 0.0, -math.inf
    for after, faces in frames:
        at += after
        tracked = tracker.update(faces, WIDTH, HEIGHT, at)
        assert tracked.person is None or tracked.person in faces
        assert (tracked.person is None) == (tracked.hint is FaceHint.NO_FACE)
        if tracked.new_person:
            assert at - person_at > LOST_SECONDS
        if tracked.person is not None and tracked.hint is not FaceHint.SEVERAL_FACES:
            person_at = at

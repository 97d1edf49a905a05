"""Who is the person at the kiosk: a table of scenes."""

from __future__ import annotations

import pytest

from kiosk.biometric.framing import Zone, frame_person
from kiosk.biometric.networks.detection import FaceFound
from kiosk.domain.face import FaceHint

WIDTH, HEIGHT = 640, 480


def face(across: float, down: float, eyes: float) -> FaceFound:
    """A face whose middle lies at these shares of the frame, with this eye distance in pixels."""
    x, y = across * WIDTH, down * HEIGHT
    points = (
        (x - eyes / 2, y),
        (x + eyes / 2, y),
        (x, y + eyes / 2),
        (x - eyes / 3, y + eyes),
        (x + eyes / 3, y + eyes),
    )
    return FaceFound(x - eyes, y - 1.25 * eyes, 2 * eyes, 2.5 * eyes, points, 0.9)


MIDDLE = face(0.5, 0.5, 80)


@pytest.mark.parametrize(
    ("faces", "person", "hint"),
    [
        ((), None, FaceHint.NO_FACE),
        ((MIDDLE,), 0, FaceHint.GOOD),
        ((face(0.05, 0.5, 80),), 0, FaceHint.TO_THE_MIDDLE),
        ((face(0.5, 0.95, 80),), 0, FaceHint.TO_THE_MIDDLE),
        ((face(0.5, 0.5, 150),), 0, FaceHint.FARTHER),
        ((MIDDLE, face(0.7, 0.5, 70)), 0, FaceHint.SEVERAL_FACES),
        ((MIDDLE, face(0.7, 0.4, 39)), 0, FaceHint.GOOD),
        ((MIDDLE, face(0.95, 0.5, 75)), 0, FaceHint.GOOD),
        ((face(0.95, 0.5, 120), MIDDLE), 1, FaceHint.GOOD),
        ((face(0.95, 0.5, 120), face(0.05, 0.5, 90)), 0, FaceHint.TO_THE_MIDDLE),
    ],
    ids=[
        "nobody",
        "one in the middle",
        "one at the edge",
        "one at the bottom",
        "one too close",
        "two side by side",
        "somebody far behind",
        "somebody beside the zone",
        "a larger face beside the zone",
        "two, both beside the zone",
    ],
)
def test_scene(faces: tuple[FaceFound, ...], person: int | None, hint: FaceHint) -> None:
    framing = frame_person(faces, Zone(), WIDTH, HEIGHT)
    assert framing.hint is hint
    assert framing.person == (None if person is None else faces[person])

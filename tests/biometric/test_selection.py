"""The best faces of one person: which count, what their average is, and when they are somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.networks.recognition import Template, cosine, mean, unit
from kiosk.biometric.quality import rank
from kiosk.biometric.selection import Added, BestFaces
from kiosk.domain.face import Covering, FaceQuality
from tests.fakes.camera import plain_frame

GOOD = FaceQuality(eye_distance=90.0, luma=125.0, sharpness=400.0, roll=0.0, yaw=0.0, detection=0.95)
BLURRED = replace(GOOD, sharpness=100.0)
TILTED = replace(GOOD, roll=20.0)
MASKED = replace(GOOD, coverings=frozenset({Covering.MASK}))

AN, BINH = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
FRAME = plain_frame()


def average(templates: Sequence[Template]) -> Template:
    return unit(mean(templates))


def alike(one: Template, other: Template) -> bool:
    return cosine(one, other) >= 0.3


def best_faces(k: int = 3) -> BestFaces:
    return BestFaces(average, alike, k)


def test_nobody_was_seen() -> None:
    assert best_faces().face(1) is None


def test_the_picture_is_of_the_best_face_and_the_template_is_the_average_of_all() -> None:
    faces, sharp = best_faces(), plain_frame(200)
    faces.add(FRAME, BLURRED, unit((1.0, 0.2, 0.0)))
    faces.add(sharp, GOOD, unit((1.0, -0.2, 0.0)))
    live = faces.face(2)
    assert live is not None
    assert (live.frame, live.quality, live.person) == (sharp, GOOD, 2)
    assert live.template == pytest.approx(AN)


@pytest.mark.parametrize(
    ("shown", "last", "kept"),
    [
        ((), GOOD, Added.KEPT),
        ((BLURRED, BLURRED), TILTED, Added.KEPT),
        ((GOOD, GOOD, GOOD), BLURRED, Added.NO_BETTER),
        ((GOOD, BLURRED, GOOD), GOOD, Added.KEPT),
        ((BLURRED, BLURRED, BLURRED), MASKED, Added.KEPT if rank(MASKED) > rank(BLURRED) else Added.NO_BETTER),
        ((MASKED, MASKED, MASKED), BLURRED, Added.KEPT),
    ],
    ids=["the first", "while there is room", "worse than three", "better than one", "masked", "bare after masked"],
)
def test_which_are_kept(shown: tuple[FaceQuality, ...], last: FaceQuality, kept: Added) -> None:
    faces = best_faces()
    for quality in shown:
        faces.add(FRAME, quality, AN)
    assert faces.add(FRAME, last, AN) is kept


@pytest.mark.parametrize(
    ("templates", "added", "template"),
    [
        ((AN, BINH), Added.SET_ASIDE, AN),
        ((AN, BINH, AN), Added.KEPT, AN),
        ((AN, BINH, AN, BINH), Added.SET_ASIDE, AN),
        ((AN, BINH, (0.0, 0.0, 1.0)), Added.SET_ASIDE, AN),
        ((AN, BINH, BINH), Added.ANOTHER_PERSON, BINH),
        ((AN, BINH, BINH, BINH), Added.KEPT, BINH),
    ],
    ids=["one odd face", "and the person again", "and the odd one again", "two odd ones", "somebody else", "and on"],
)
def test_two_people_are_never_averaged(templates: tuple[Template, ...], added: Added, template: Template) -> None:
    faces = best_faces()
    assert [faces.add(FRAME, GOOD, one) for one in templates][-1] is added
    live = faces.face(1)
    assert live is not None
    assert live.template == pytest.approx(template)


def test_forgotten_faces_are_gone() -> None:
    faces = best_faces()
    faces.add(FRAME, GOOD, AN)
    faces.clear()
    assert faces.face(1) is None
    assert faces.add(FRAME, GOOD, BINH) is Added.KEPT


@given(st.lists(st.floats(70.0, 400.0), min_size=1, max_size=20), st.integers(1, 5))
def test_the_average_is_over_the_best(sharpness: list[float], k: int) -> None:
    seen: list[Sequence[Template]] = []

    def spy(templates: Sequence[Template]) -> Template:
        seen.append(templates)
        return AN

    faces = BestFaces(spy, lambda one, other: True, k)
    for value in sharpness:
        faces.add(FRAME, replace(GOOD, sharpness=value), (value, 0.0, 0.0))
    live = faces.face(1)
    assert live is not None
    assert live.quality.sharpness == max(sharpness)
    assert sorted(template[0] for template in seen[-1]) == sorted(sharpness)[-k:]

"""Drawn people: found by the detector, good enough for every gate, themselves in another light, strangers to others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from kiosk.biometric.camera.folder_camera import PICTURE_LIMITS
from kiosk.biometric.camera.pictures import decode_picture
from kiosk.biometric.camera.pixels import pixels_of
from kiosk.biometric.networks.engine import FaceTemplates
from kiosk.biometric.networks.engine_choice import built_in_engines
from kiosk.biometric.networks.recognition import Template
from kiosk.biometric.occlusion import CoveringSigns, coverings_of
from kiosk.biometric.quality import first_fault, hint_for
from kiosk.domain.face import FaceHint
from kiosk.simulator.person.drawn.people import AT_THE_DESK, MAN, OLD_MAN, PORTRAIT, WOMAN
from kiosk.simulator.person.drawn.portrait import as_jpeg2000, drawn, empty_room
from kiosk.simulator.person.picture import Picture

PEOPLE = {"man": MAN, "woman": WOMAN, "old man": OLD_MAN}
PLAN = built_in_engines().plan("sface")
WHOLE_CHIP_PHOTO = 15_000


@pytest.fixture(scope="module")
def engine() -> FaceTemplates:
    return FaceTemplates(PLAN)


@pytest.fixture(scope="module")
def chip_photos() -> Mapping[str, Picture]:
    """As they come out of the chip."""
    return {
        who: pixels_of(decode_picture(as_jpeg2000(drawn(looks, PORTRAIT), WHOLE_CHIP_PHOTO), PICTURE_LIMITS))
        for who, looks in PEOPLE.items()
    }


@pytest.fixture(scope="module")
def seen_live() -> Mapping[str, Picture]:
    return {who: drawn(looks, AT_THE_DESK) for who, looks in PEOPLE.items()}


def template(engine: FaceTemplates, picture: Picture) -> Template:
    [face] = engine.faces(picture)
    made = engine.template(picture, face, engine.quality(picture, face).luma)
    assert made is not None
    return made


@pytest.mark.parametrize("who", PEOPLE)
def test_the_face_on_the_chip_can_be_compared(
    engine: FaceTemplates, chip_photos: Mapping[str, Picture], who: str
) -> None:
    [face] = engine.faces(chip_photos[who])

    assert face.score >= 0.90
    assert first_fault(engine.quality(chip_photos[who], face)) is None
    for point, (side, below) in zip(face.points[:2], ((-0.5, 0.0), (0.5, 0.0)), strict=True):
        wanted = PORTRAIT.middle[0] + side * PORTRAIT.unit, PORTRAIT.middle[1] + below * PORTRAIT.unit
        assert np.hypot(point[0] - wanted[0], point[1] - wanted[1]) < 0.2 * PORTRAIT.unit


@pytest.mark.parametrize("who", PEOPLE)
def test_the_live_face_gets_no_hint_and_wears_nothing(
    engine: FaceTemplates, seen_live: Mapping[str, Picture], who: str
) -> None:
    picture = seen_live[who]
    [face] = engine.faces(picture)
    quality = engine.quality(picture, face)
    look = engine.covering_look(picture, face, quality.luma, template(engine, picture))
    assert look is not None
    signs: CoveringSigns | None = None
    while signs is None:
        signs = look.step()

    assert hint_for(quality) is FaceHint.GOOD
    assert coverings_of(signs) == frozenset()


@pytest.mark.parametrize("live", PEOPLE)
@pytest.mark.parametrize("chip", PEOPLE)
def test_people_are_themselves_and_nobody_else(
    engine: FaceTemplates, chip_photos: Mapping[str, Picture], seen_live: Mapping[str, Picture], chip: str, live: str
) -> None:
    score = engine.score(template(engine, chip_photos[chip]), template(engine, seen_live[live]))
    strictest = max(point.accept_at for point in PLAN.calibration.operating_points)

    if chip == live:
        assert score > strictest
    else:
        assert score < PLAN.calibration.review_at


def test_nobody_is_seen_in_the_empty_room(engine: FaceTemplates) -> None:
    assert engine.faces(empty_room(AT_THE_DESK)) == ()


def test_the_same_picture_is_drawn_each_time() -> None:
    assert np.array_equal(empty_room(AT_THE_DESK), empty_room(AT_THE_DESK))
    assert np.array_equal(drawn(MAN, PORTRAIT), drawn(MAN, PORTRAIT))

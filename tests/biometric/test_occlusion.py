"""What covers a face: on photographs, bare and with things drawn on them, and on the measures themselves."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.camera.pixels import Pixels, pixels_of
from kiosk.biometric.networks.engine import FaceTemplates
from kiosk.biometric.networks.engine_choice import built_in_engines
from kiosk.biometric.networks.opencv import cv2
from kiosk.biometric.networks.recognition import Template
from kiosk.biometric.occlusion import CoveringLook, CoveringSigns, Part, coverings_of
from kiosk.domain.face import Covering
from tests.fakes.camera import picture

BARE = CoveringSigns(
    lower=0.13,
    eyes=0.45,
    forehead=0.10,
    jaw_colour=5.0,
    eye_luma=0.7,
    eye_contrast=30.0,
    brow_colour=3.0,
    forehead_seen=True,
)
NOTHING: frozenset[Covering] = frozenset()
PHOTOS = ("biden_2010", "collins_astronaut", "obama_2009", "obama_2010", "obama_2012")


@cache
def templates() -> FaceTemplates:
    return FaceTemplates(built_in_engines().plan("sface"))


def worn(pixels: Pixels) -> frozenset[Covering]:
    """What one look sees on the picture's largest face."""
    face = templates().faces(pixels)[0]
    luma = templates().quality(pixels, face).luma
    template = templates().template(pixels, face, luma)
    assert template is not None
    look = templates().covering_look(pixels, face, luma, template)
    assert look is not None
    signs = None
    while signs is None:
        signs = look.step()
    return coverings_of(signs)


def photograph(name: str) -> tuple[Pixels, np.ndarray, float]:
    """A photograph that may be drawn on, the five points of its face, and its eye distance."""
    pixels = pixels_of(picture(f"{name}_frame.jpg")).copy()
    face = templates().faces(pixels)[0]
    return pixels, np.array(face.points), face.eye_distance


def with_mask(name: str, colour: tuple[int, int, int]) -> Pixels:
    """Cloth from below the eyes to below the chin, with three pleats."""
    pixels, points, eyes = photograph(name)
    nose = points[2]
    left, right, top, bottom = (round(value) for value in (
        nose[0] - 0.9 * eyes, nose[0] + 0.9 * eyes, nose[1] - 0.2 * eyes, nose[1] + 1.3 * eyes
    ))  # fmt: skip
    cv2.rectangle(pixels, (left, top), (right, bottom), colour, -1)
    for row in range(top + 15, bottom, 20):
        cv2.line(pixels, (left, row), (right, row), tuple(value * 0.8 for value in colour), 2)
    return pixels


def with_sunglasses(name: str) -> Pixels:
    pixels, points, eyes = photograph(name)
    for x, y in points[:2]:
        cv2.ellipse(pixels, (round(x), round(y)), (round(0.42 * eyes), round(0.3 * eyes)), 0, 0, 360, (22, 20, 20), -1)
    return pixels


def with_frames(name: str) -> Pixels:
    """Glasses through which the eyes are seen."""
    pixels, points, eyes = photograph(name)
    for x, y in points[:2]:
        cv2.ellipse(pixels, (round(x), round(y)), (round(0.42 * eyes), round(0.3 * eyes)), 0, 0, 360, (40, 40, 40), 3)
    return pixels


def skin(name: str) -> tuple[int, int, int]:
    """The colour of the photographed person's nose."""
    pixels, points, _ = photograph(name)
    x, y = (round(value) for value in points[2])
    blue, green, red = (int(value) for value in np.median(pixels[y - 12 : y, x - 4 : x + 4].reshape(-1, 3), axis=0))
    return blue, green, red


@pytest.mark.parametrize("name", PHOTOS)
def test_a_bare_face(name: str) -> None:
    assert worn(pixels_of(picture(f"{name}_frame.jpg"))) == NOTHING


def test_the_fixture_with_a_grey_mask() -> None:
    assert worn(pixels_of(picture("q_mask_occluded.jpg"))) == {Covering.MASK}


@pytest.mark.parametrize("colour", [(235, 235, 235), (215, 180, 140), (30, 28, 28), (90, 150, 120)])
@pytest.mark.parametrize("name", PHOTOS)
def test_a_drawn_mask(name: str, colour: tuple[int, int, int]) -> None:
    assert worn(with_mask(name, colour)) == {Covering.MASK}


@pytest.mark.parametrize("name", PHOTOS)
def test_a_drawn_mask_of_the_colour_of_the_skin(name: str) -> None:
    assert worn(with_mask(name, skin(name))) == {Covering.MASK}


@pytest.mark.parametrize("name", PHOTOS)
def test_drawn_sunglasses(name: str) -> None:
    assert worn(with_sunglasses(name)) == {Covering.SUNGLASSES}


@pytest.mark.parametrize("name", PHOTOS)
def test_drawn_glasses_are_no_sunglasses(name: str) -> None:
    assert worn(with_frames(name)) == NOTHING


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, NOTHING),
        ({"lower": 0.02, "eyes": 0.6}, {Covering.MASK}),
        ({"lower": 0.02, "eyes": 0.6, "jaw_colour": 30.0}, {Covering.MASK}),
        ({"lower": 0.20, "eyes": 0.2, "eye_luma": 0.2, "eye_contrast": 12.0}, {Covering.SUNGLASSES}),
        ({"forehead": 0.02, "brow_colour": 15.0}, {Covering.HAT}),
        ({"forehead": 0.02, "brow_colour": 15.0, "forehead_seen": False}, NOTHING),
        ({"lower": 0.02, "eyes": 0.6, "forehead": 0.02, "brow_colour": 15.0}, {Covering.MASK}),
    ],
    ids=["bare", "skin-coloured mask", "blue mask", "sunglasses", "hat", "no forehead", "mask and hat"],
)
def test_signs(change: dict[str, float], found: frozenset[Covering]) -> None:
    assert coverings_of(replace(BARE, **change)) == found


@given(lower=st.floats(0.0, 2.0), eyes=st.floats(0.0, 2.0), jaw_colour=st.floats(0.0, 200.0))
def test_a_mask_is_the_surer_the_less_the_mouth_is_worth(lower: float, eyes: float, jaw_colour: float) -> None:
    signs = replace(BARE, lower=lower, eyes=eyes, jaw_colour=jaw_colour)
    if Covering.MASK in coverings_of(signs):
        assert Covering.MASK in coverings_of(replace(signs, lower=lower / 2))
        assert Covering.MASK not in coverings_of(replace(signs, lower=2.0, eyes=LEAST_EYES, jaw_colour=0.0))


LEAST_EYES = 0.01


def test_a_look_paints_over_one_part_at_a_time() -> None:
    shown: list[Pixels] = []

    def embed(pixels: Pixels) -> Template:
        shown.append(pixels)
        return (1.0, 0.0)

    face = np.random.default_rng(1).integers(40, 200, (112, 112, 3), np.uint8)
    look = CoveringLook(embed, face, (1.0, 0.0))
    assert [look.step() is None for _ in Part] == [True, True, False]
    for part, painted in zip(Part, shown, strict=True):
        changed = np.flatnonzero((painted != face).any(axis=(1, 2)))
        assert (changed[0], changed[-1] + 1) == part.value

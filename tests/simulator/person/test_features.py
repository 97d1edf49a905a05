"""Eyes that shut and a mouth that opens on a photograph: drawn so that the model pack's networks see it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import pixels_of
from kiosk.biometric.liveness.expression import ExpressionNetworks
from kiosk.biometric.liveness.gestures import EYES_SHUT, MOUTH_OPEN
from kiosk.simulator.person.features import Features, features_of, with_expression
from kiosk.simulator.person.head import Head, Pose
from kiosk.simulator.person.picture import Picture
from tests.fakes.camera import picture
from tests.fakes.models import expression_networks, needs_model_pack, yunet

PEOPLE = ("biden_2010", "collins_astronaut", "obama_2009", "obama_2010", "obama_2012")
SPEAKING = ("obama_2009",)
"""Photographed with an open mouth, which cannot open by as much again."""

UNIT = 80.0


@cache
def networks() -> ExpressionNetworks:
    return expression_networks()


@cache
def head(name: str) -> Head:
    pixels = pixels_of(picture(f"{name}_frame.jpg"))
    face = yunet().faces(pixels)[0]
    return Head(pixels, face.points[0], face.points[1], features_of(networks().places(pixels, face)))


def read(drawn: Picture) -> tuple[float, float]:
    """What the networks read of eyes and mouth."""
    found = networks().read(drawn, yunet().faces(drawn)[0])
    return found.eyes_shut, found.mouth_open


@needs_model_pack
@pytest.mark.parametrize("name", PEOPLE)
def test_shut_eyes_are_read_as_shut_and_the_mouth_as_before(name: str) -> None:
    rest, half, shut = (read(head(name).posed(Pose(shut=share))) for share in (0.0, 0.5, 1.0))
    assert shut[0] - rest[0] >= EYES_SHUT
    assert rest[0] < half[0]
    assert abs(shut[1] - rest[1]) < MOUTH_OPEN / 2


@needs_model_pack
@pytest.mark.parametrize("name", PEOPLE)
def test_an_opened_mouth_is_read_as_open_and_the_eyes_as_before(name: str) -> None:
    rest, half, wide = (read(head(name).posed(Pose(opened=share))) for share in (0.0, 0.5, 1.0))
    assert wide[1] - rest[1] >= (MOUTH_OPEN if name not in SPEAKING else 0.2)
    assert rest[1] < half[1]
    assert abs(wide[0] - rest[0]) < EYES_SHUT / 2


@needs_model_pack
def test_a_turned_head_keeps_its_expression() -> None:
    eyes, mouth = read(head("obama_2012").posed(Pose(yaw=20, shut=1.0, opened=1.0)))
    assert eyes > 0.5 and mouth > 0.4


def drawn_features() -> Features:
    """Eyes, lip and chin of a face that nobody photographed, in a picture of 400 × 400 pixels."""
    lids = [np.column_stack([np.linspace(x - 18, x + 18, 9), np.full(9, 150.0)]) for x in (160.0, 240.0)]
    bow = np.column_stack([np.zeros(9), 7 * np.sin(np.linspace(0, np.pi, 9))])
    lip = np.column_stack([np.linspace(170, 230, 11), np.full(11, 230.0)])
    return Features((lids[0] - bow, lids[1] - bow), (lids[0] + bow, lids[1] + bow), lip, 280.0)


def photograph() -> Picture:
    return np.random.default_rng(1).integers(90, 200, (400, 400, 3), np.uint8)


def test_only_the_lids_are_drawn_where_only_the_eyes_shut() -> None:
    before = photograph()
    after = with_expression(before, drawn_features(), UNIT, shut=1.0, opened=0.0)
    changed = np.argwhere((before != after).any(axis=2))
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert top >= 115 and bottom <= 180 and left >= 125 and right <= 275


def test_what_lies_above_the_lips_stays_where_the_mouth_opens() -> None:
    before = photograph()
    after = with_expression(before, drawn_features(), UNIT, shut=0.0, opened=1.0)
    assert np.array_equal(before[:225], after[:225])
    assert (after[235:255, 195:205] < 60).all(), "the inside of the mouth is dark"
    assert np.array_equal(before[:, :60], after[:, :60]) and np.array_equal(before[:, 340:], after[:, 340:])


def test_the_photograph_itself_is_never_drawn_on() -> None:
    before = photograph()
    kept = before.copy()
    with_expression(before, drawn_features(), UNIT, shut=1.0, opened=1.0)
    assert np.array_equal(before, kept)


def test_without_known_features_eyes_and_mouth_stay_as_they_are() -> None:
    drawn = Head(photograph(), (160.0, 150.0), (240.0, 150.0))
    assert drawn.posed(Pose(shut=1.0, opened=1.0)) is drawn.picture


def test_eyes_at_the_edge_of_the_picture_are_left_out() -> None:
    features = drawn_features()
    away = Features(
        (features.upper_lids[0] - (400, 0), features.upper_lids[1] - (400, 0)),
        (features.lower_lids[0] - (400, 0), features.lower_lids[1] - (400, 0)),
        features.lip,
        features.chin,
    )
    before = photograph()
    assert np.array_equal(with_expression(before, away, UNIT, shut=1.0, opened=0.0), before)

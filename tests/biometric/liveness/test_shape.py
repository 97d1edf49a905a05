"""Parallax of five points: a head that turns has it, and no way of holding a picture makes it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.liveness.shape import TURNED, mean_points, middle_of, narrowed, parallax
from kiosk.biometric.networks.manifest import Points

FACE = ((-0.5, 0.0, 0.0), (0.5, 0.0, 0.0), (0.0, 0.6, 0.45), (-0.42, 1.1, -0.05), (0.42, 1.1, -0.05))
"""Five points of a head in eye distances; the nose stands out by 0.45."""

UNIT = 80.0


def seen(yaw: float, *, flat: bool = False, pitch: float = 0.0, distance: float = math.inf) -> Points:
    """The five points of the turned head as a camera sees them, ``distance`` eye distances away."""
    points = np.array(FACE) * (1.0, 1.0, 0.0 if flat else 1.0)
    turn, nod = math.radians(yaw), math.radians(pitch)
    yawed = np.array([[math.cos(turn), 0, math.sin(turn)], [0, 1, 0], [-math.sin(turn), 0, math.cos(turn)]])
    nodded = np.array([[1, 0, 0], [0, math.cos(nod), -math.sin(nod)], [0, math.sin(nod), math.cos(nod)]])
    placed = points @ (yawed @ nodded).T
    nearer = np.ones(5) if math.isinf(distance) else distance / (distance - placed[:, 2])
    return tuple((float(x), float(y)) for x, y in placed[:, :2] * nearer[:, None] * UNIT + (320.0, 240.0))


STRAIGHT = seen(0.0)


@pytest.mark.parametrize("yaw", [15, 20, 25, 30, 40])
def test_a_head_that_turns_to_its_own_left_has_parallax_to_image_right(yaw: float) -> None:
    assert parallax(STRAIGHT, seen(yaw)) >= TURNED * (yaw >= 20)
    assert parallax(STRAIGHT, seen(-yaw)) == pytest.approx(-parallax(STRAIGHT, seen(yaw)))


def test_the_further_the_turn_the_greater_the_parallax() -> None:
    values = [parallax(STRAIGHT, seen(yaw)) for yaw in range(0, 45, 5)]
    assert values[0] == pytest.approx(0.0) and values == sorted(values)


@pytest.mark.parametrize("pitch", [-20, 0, 20])
@pytest.mark.parametrize("yaw", [-50, -30, 0, 30, 50])
def test_a_picture_far_from_the_camera_has_none_however_it_is_held(yaw: float, pitch: float) -> None:
    assert parallax(seen(0, flat=True), seen(yaw, flat=True, pitch=pitch)) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("yaw", [-45, -30, 30, 45])
def test_perspective_gives_a_picture_near_the_camera_less_than_half_of_a_turn(yaw: float) -> None:
    """400 mm away, 6.3 eye distances."""
    assert abs(parallax(seen(0, flat=True, distance=6.3), seen(yaw, flat=True, distance=6.3))) < TURNED / 2


@given(
    st.floats(-3.0, 3.0), st.floats(0.5, 2.0), st.floats(-200, 200), st.floats(-200, 200), st.sampled_from([-30, 0, 30])
)
def test_moving_rolling_and_coming_nearer_change_nothing(
    roll: float, nearer: float, across: float, down: float, yaw: float
) -> None:
    turned = np.array(seen(yaw))
    cos, sin = math.cos(roll), math.sin(roll)
    moved = turned @ np.array([[cos, sin], [-sin, cos]]) * nearer + (across, down)
    assert parallax(STRAIGHT, tuple(map(tuple, moved))) == pytest.approx(parallax(STRAIGHT, seen(yaw)), abs=1e-6)


def test_a_turned_face_is_narrower() -> None:
    assert narrowed(STRAIGHT, STRAIGHT) == pytest.approx(1.0)
    assert narrowed(STRAIGHT, seen(40)) == pytest.approx(math.cos(math.radians(40)), abs=0.01)


@pytest.mark.parametrize(
    "points",
    [
        ((0.0, 0.0),) * 5,
        tuple((float(at), 0.0) for at in range(5)),
        tuple((0.0, float(at)) for at in range(5)),
    ],
    ids=["one place", "a level line", "an upright line"],
)
def test_points_of_which_no_map_can_be_told_are_no_parallax(points: Points) -> None:
    with pytest.raises(ValueError, match="the points lie on a line"):
        parallax(points, STRAIGHT)


def test_a_face_without_height_is_no_parallax() -> None:
    with pytest.raises(ValueError, match="no height"):
        parallax(STRAIGHT, ((0.0, 0.0),) * 5)


def test_the_mean_of_looks_at_a_face_that_moves_is_its_shape() -> None:
    elsewhere = tuple((x * 1.2 + 50.0, y * 1.2 - 20.0) for x, y in STRAIGHT)
    mean = mean_points([STRAIGHT, elsewhere])
    assert parallax(mean, STRAIGHT) == pytest.approx(0.0, abs=1e-9)
    assert narrowed(mean, STRAIGHT) == pytest.approx(1.0)


def test_the_middle_of_the_points() -> None:
    assert middle_of(((0, 0), (10, 0), (5, 5), (0, 10), (10, 10))) == (5.0, 5.0)

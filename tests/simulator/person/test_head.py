"""A photograph as a rough head: what a turn does to the points of its face, and what holding a print does not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from kiosk.biometric.liveness.shape import parallax
from kiosk.biometric.manifest import Points
from kiosk.biometric.pixels import pixels_of
from kiosk.domain.liveness import Challenge
from kiosk.simulator.person.actor import DEGREES_A_SECOND, TURN, Actor
from kiosk.simulator.person.camera import VirtualCamera
from kiosk.simulator.person.head import Head, Picture, Pose
from kiosk.simulator.person.held_print import held_up
from kiosk.simulator.person.manner import Manner
from tests.fakes.camera import SleptClock, picture
from tests.fakes.models import yunet

PEOPLE = ("biden_2010", "collins_astronaut", "obama_2009", "obama_2010", "obama_2012")


@cache
def head(name: str) -> Head:
    pixels = pixels_of(picture(f"{name}_frame.jpg"))
    left, right, *_ = yunet().faces(pixels)[0].points
    return Head(pixels, left, right)


def points(drawn: Picture) -> Points:
    return yunet().faces(drawn)[0].points


@pytest.mark.parametrize("name", PEOPLE)
def test_a_turned_head_has_parallax_to_the_side_it_turns_to(name: str) -> None:
    straight = points(head(name).picture)
    assert parallax(straight, points(head(name).posed(Pose(yaw=28)))) > 0.10
    assert parallax(straight, points(head(name).posed(Pose(yaw=-28)))) < -0.10


@pytest.mark.parametrize("yaw", [-30, -15, 15, 30])
@pytest.mark.parametrize("name", PEOPLE)
def test_a_print_has_less_however_it_is_held(name: str, yaw: float) -> None:
    straight = points(held_up(head(name).picture))
    assert abs(parallax(straight, points(held_up(head(name).picture, yaw=yaw, pitch=yaw / 4)))) < 0.09


def test_a_head_that_does_not_turn_is_the_photograph_and_moves_as_a_whole() -> None:
    drawn = head("obama_2012")
    assert drawn.posed(Pose()) is drawn.picture
    moved = drawn.posed(Pose(across=20 / drawn.unit))
    assert np.array_equal(moved[:, 20:], drawn.picture[:, :-20])


def test_somebody_alive_turns_as_asked_no_faster_than_people_do_and_back_again() -> None:
    actor = Actor(head("obama_2012"), seed=1)
    straight = points(actor.picture(0.0))
    at_once = points(actor.picture(0.05, Challenge.TURN_LEFT))
    later = points(actor.picture(0.1 + TURN / DEGREES_A_SECOND, Challenge.TURN_LEFT))
    back = points(actor.picture(5.0))
    assert abs(parallax(straight, at_once)) < 0.05 < 0.10 < parallax(straight, later)
    assert abs(parallax(straight, back)) < 0.05


@pytest.mark.parametrize("manner", [Manner.UNWILLING, Manner.STILL_PRINT])
def test_who_does_not_hear_does_not_turn(manner: Manner) -> None:
    actor = Actor(head("obama_2012"), manner)
    straight = points(actor.picture(0.0, Challenge.TURN_LEFT))
    assert abs(parallax(straight, points(actor.picture(3.0, Challenge.TURN_LEFT)))) < 0.05


def test_the_same_seed_plays_the_same_pictures_and_no_two_frames_are_alike() -> None:
    one, other = (Actor(head("biden_2010"), Manner.STILL_PRINT, seed=7) for _ in range(2))
    first, second = one.picture(0.0), one.picture(0.1)
    assert np.array_equal(first, other.picture(0.0))
    assert not np.array_equal(first, second)


def test_the_camera_shows_what_stands_before_it_and_lets_it_hear() -> None:
    clock = SleptClock()
    still = np.zeros((48, 64, 3), np.uint8)
    camera = VirtualCamera(still, clock, clock.sleep)
    camera.open()
    assert bytes(camera.read().bgr) == still.tobytes()
    camera.show(Actor(head("obama_2012")))
    straight = points(pixels_of(camera.read()))
    camera.ask(Challenge.TURN_RIGHT)
    frames = [camera.read() for _ in range(8)]
    camera.close()
    assert parallax(straight, points(pixels_of(frames[-1]))) < -0.10
    assert [frame.sequence for frame in frames] == list(range(3, 11))

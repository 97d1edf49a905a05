"""A photograph as a rough head: what a turn does to the points of its face, and what holding a print does not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import pixels_of
from kiosk.biometric.liveness.shape import parallax
from kiosk.biometric.networks.manifest import Points
from kiosk.domain.liveness import Challenge
from kiosk.simulator.person.actor import DEGREES_A_SECOND, REACTION_SECONDS, SHUT_SECONDS, TURN, Actor
from kiosk.simulator.person.camera import VirtualCamera
from kiosk.simulator.person.head import Head, Pose
from kiosk.simulator.person.held_print import held_up
from kiosk.simulator.person.manner import Manner
from kiosk.simulator.person.picture import Picture
from tests.fakes.camera import SleptClock, picture
from tests.fakes.models import yunet

PEOPLE = ("biden_2010", "collins_astronaut", "obama_2009", "obama_2010", "obama_2012")


@cache
def head(name: str) -> Head:
    pixels = pixels_of(picture(f"{name}_frame.jpg"))
    left, right, *_ = yunet().faces(pixels)[0].points
    return Head(pixels, left, right)


class _Noted(Head):
    """A head of which only the poses are of interest."""

    def __init__(self, head: Head, poses: list[Pose]) -> None:
        super().__init__(head.picture, head.left, head.right)
        object.__setattr__(self, "poses", poses)

    def posed(self, pose: Pose) -> Picture:
        self.poses.append(pose)  # type: ignore[attr-defined]
        return self.picture


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


def looked(actor: Actor, at: float, asked: Challenge | None = None, seconds: float = 1.0) -> Picture:
    """What the camera sees of somebody who has been asked this for so long, in frames a tenth of a second apart."""
    frames = [actor.picture(at + number / 10, asked) for number in range(round(10 * seconds))]
    return frames[-1]


def test_somebody_alive_turns_as_asked_no_faster_than_people_do_and_back_again() -> None:
    actor = Actor(head("obama_2012"), seed=1)
    straight = points(looked(actor, 0.0))
    at_once = points(looked(actor, 1.0, Challenge.TURN_LEFT, REACTION_SECONDS + 0.1))
    later = points(looked(actor, 1.5, Challenge.TURN_LEFT, TURN / DEGREES_A_SECOND + 0.2))
    back = points(looked(actor, 3.0))
    assert abs(parallax(straight, at_once)) < 0.05 < 0.10 < parallax(straight, later)
    assert abs(parallax(straight, back)) < 0.05


def test_eyes_that_are_to_be_shut_open_again_by_themselves() -> None:
    """Nobody goes on with shut eyes until they read what comes next."""
    poses: list[Pose] = []
    actor = Actor(_Noted(head("obama_2012"), poses))
    looked(actor, 0.0)
    looked(actor, 1.0, Challenge.BLINK, REACTION_SECONDS + 2 * SHUT_SECONDS)
    shut = [pose.shut for pose in poses]
    assert max(shut) == 1.0 and shut[-1] == 0.0
    assert {pose.opened for pose in poses} == {0.0}


@pytest.mark.parametrize("asked", [Challenge.BLINK, Challenge.OPEN_MOUTH])
def test_who_only_turns_shows_no_expression(asked: Challenge) -> None:
    poses: list[Pose] = []
    actor = Actor(_Noted(head("obama_2012"), poses), Manner.ONLY_TURNS)
    looked(actor, 0.0)
    looked(actor, 1.0, asked, 2.0)
    assert {(pose.shut, pose.opened, pose.yaw) for pose in poses} == {(0.0, 0.0, 0.0)}


@pytest.mark.parametrize("manner", [Manner.UNWILLING, Manner.STILL_PRINT])
def test_who_does_not_hear_does_not_turn(manner: Manner) -> None:
    actor = Actor(head("obama_2012"), manner)
    straight = points(actor.picture(0.0))
    assert abs(parallax(straight, points(looked(actor, 1.0, Challenge.TURN_LEFT)))) < 0.05


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
    frames = [camera.read() for _ in range(12)]
    camera.close()
    assert parallax(straight, points(pixels_of(frames[-1]))) < -0.10
    assert [frame.sequence for frame in frames] == list(range(3, 15))

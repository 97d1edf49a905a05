"""Frames that follow one another: found once, followed while it moves, and read as soon as it is sharp."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.face import Frame
from kiosk.reader.scan.mrz.following import FRAME_SECONDS, SEARCHES, ZoneFollower
from kiosk.reader.scan.mrz.sighting import MrzHint, MrzSighting
from tests.fakes.mrz_frames import NOWHERE, TEXTS, Held, are_right, frame, held_anyhow, lines, noise

SIZES = [(1280, 720), (1920, 1080)]


@pytest.fixture(scope="module")
def networks() -> ZoneFollower:
    return ZoneFollower()


@pytest.fixture
def follower(networks: ZoneFollower) -> ZoneFollower:
    networks.forget()
    return networks


def first_read(follower: ZoneFollower, *pictures: Frame) -> MrzSighting:
    """The first of these frames that is accepted, else the last."""
    seen = MrzSighting()
    for picture in pictures:
        seen = follower.read(picture)
        if seen.accepted:
            break
    return seen


@pytest.mark.parametrize("name", list(TEXTS))
def test_every_format(follower: ZoneFollower, name: str) -> None:
    held = Held(name, pitch=14 if name != "td3_utopia" else 12)
    seen = first_read(follower, *(frame(held, seed=seed) for seed in range(len(SEARCHES))))
    assert seen.accepted
    assert seen.lines == lines(name)


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(Held(turn=180), id="upside down"),
        pytest.param(Held(turn=90, pitch=11), id="upright"),
        pytest.param(Held(turn=-37, pitch=12), id="turned by hand"),
        pytest.param(Held(tilt=30), id="tilted"),
        pytest.param(Held(pitch=8.5), id="far away"),
        pytest.param(Held(pitch=30), id="near"),
        pytest.param(Held(noise=22), id="noise"),
        pytest.param(Held(light=0.2, noise=4), id="dark"),
        pytest.param(Held(middle=(0.25, 0.3)), id="in a corner"),
    ],
)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_within_one_round_of_searches(follower: ZoneFollower, held: Held, size: tuple[int, int]) -> None:
    # As near as it is: a finer camera has more pixels of it.
    near = replace(held, pitch=held.pitch * size[0] / 1280)
    seen = first_read(follower, *(frame(near, size=size, seed=seed) for seed in range(2 * len(SEARCHES))))
    assert seen.lines[:2] == lines("td1_a")[:2]


def test_a_zone_that_moves_is_followed(follower: ZoneFollower) -> None:
    held = Held(pitch=12)
    assert follower.read(frame(held)).accepted
    for step in range(1, 6):
        moved = replace(held, middle=(0.5 + 0.03 * step, 0.5 - 0.02 * step), turn=3.0 * step)
        assert follower.read(frame(moved, seed=step)).lines == lines("td1_a")


def test_what_is_followed_may_be_another_card_by_now(follower: ZoneFollower) -> None:
    assert follower.read(frame(Held("td1_a"))).lines == lines("td1_a")
    assert follower.read(frame(Held("td1_b"))).lines == lines("td1_b")
    assert not follower.read(frame(Held(covered=True))).corners
    # Another camera: where the last zone was says nothing.
    seen = first_read(follower, *(frame(Held("td1_a"), size=(1920, 1080), seed=seed) for seed in range(3)))
    assert seen.lines[:2] == lines("td1_a")[:2]


def test_of_two_cards_in_view_one_is_read_and_never_a_mixture(follower: ZoneFollower) -> None:
    left, right = Held("td1_a", pitch=12, middle=(0.25, 0.3)), Held("td1_b", pitch=12, middle=(0.72, 0.7))
    seen = [follower.read(frame(left, right, seed=seed)) for seed in range(len(SEARCHES))]
    assert any(one.accepted for one in seen)
    assert all(one.lines[:2] in (lines("td1_a")[:2], lines("td1_b")[:2]) for one in seen if one.accepted)


@pytest.mark.parametrize(
    ("held", "hint"),
    [
        pytest.param(Held(), None, id="read: nothing to do"),
        pytest.param(Held(pitch=6.5, blur=1.4, noise=8), MrzHint.CLOSER, id="too far away"),
        pytest.param(Held(pitch=20, blur=5.2), MrzHint.HOLD_STILL, id="smeared"),
        pytest.param(Held(pitch=24, middle=(0.5, 0.8)), MrzHint.WHOLE, id="the last line is out of view"),
        pytest.param(Held(covered=True), None, id="other print: no zone, no hint"),
    ],
)
def test_what_the_person_could_do(follower: ZoneFollower, held: Held, hint: MrzHint | None) -> None:
    seen = [follower.read(frame(held, seed=seed)) for seed in range(4)]
    assert seen[-1].hint is hint
    assert bool(seen[-1].corners) is not held.covered


def test_of_a_blurred_zone_nothing_is_claimed(follower: ZoneFollower) -> None:
    seen = [follower.read(frame(Held(pitch=20, blur=5.2), seed=seed)) for seed in range(3)]
    assert any(one.corners for one in seen)
    assert all(one.likelihoods is None for one in seen), "a frame that shows nothing has no vote"


def test_a_frame_has_its_time(networks: ZoneFollower) -> None:
    ticks = iter(np.arange(0.0, 100.0, FRAME_SECONDS + 0.01))
    slow = ZoneFollower(cpu_time=lambda: float(next(ticks)))
    seen = slow.read(frame(Held()))
    # One look was begun in time; whatever it gives is not looked at again.
    assert seen.corners
    assert seen.milliseconds > 0


@pytest.mark.parametrize("where", NOWHERE)
def test_where_there_is_no_zone_there_is_none(follower: ZoneFollower, where: str) -> None:
    assert all(follower.read(NOWHERE[where]).lines == () for _ in SEARCHES)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1), st.sampled_from([(320, 240), (641, 359), (97, 505)]))
def test_noise_is_no_zone(networks: ZoneFollower, seed: int, size: tuple[int, int]) -> None:
    networks.forget()
    assert not networks.read(noise(seed, size)).accepted


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_whatever_one_frame_is_believed_alone_is_right(networks: ZoneFollower, seed: int) -> None:
    rng = np.random.default_rng([7, seed])
    for _ in range(10):
        held = held_anyhow(rng)
        networks.forget()
        reading = first_read(networks, *(frame(held, seed=seed) for _ in SEARCHES)).reading
        if reading is not None and reading.certain:
            assert are_right(reading.lines, held.zone)


def test_no_personal_data_in_its_words(follower: ZoneFollower) -> None:
    seen = follower.read(frame(Held()))
    assert seen.accepted
    assert "NGUYEN" not in repr(seen)
    assert "090012345" not in repr(seen)

"""Pictures and frames with a machine-readable zone -> its key, a hint, or nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.access_key import MrzKey
from kiosk.domain.face import Frame
from kiosk.reader.scan.mrz.reading import MrzReader, read_mrz_image
from kiosk.reader.scan.mrz.sighting import MrzHint, MrzSighting
from tests.fakes.mrz_frames import NOWHERE, TEXTS, Held, are_right, frame, held_anyhow, lines, noise, zone


@pytest.fixture(scope="module")
def reader() -> MrzReader:
    return MrzReader()


def read(reader: MrzReader, picture: Frame) -> MrzSighting:
    return reader.read(picture, seconds=60.0)


@pytest.mark.parametrize("name", list(TEXTS))
def test_every_format(reader: MrzReader, name: str) -> None:
    seen = read(reader, frame(Held(name, pitch=14 if name != "td3_utopia" else 12)))
    assert seen.accepted
    assert seen.lines == lines(name)
    assert seen.reading is not None
    assert all(one > 0.8 for one in seen.reading.certainty)


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(Held(turn=180), id="upside down"),
        pytest.param(Held(turn=90, pitch=11), id="upright"),
        pytest.param(Held(turn=270, pitch=11), id="upright, the other way"),
        pytest.param(Held(turn=-37, pitch=12), id="turned by hand"),
        pytest.param(Held(tilt=30), id="tilted"),
        pytest.param(Held(pitch=8.5), id="far away"),
        pytest.param(Held(pitch=30), id="near"),
        pytest.param(Held(blur=2.2), id="out of focus"),
        pytest.param(Held(noise=22), id="noise"),
        pytest.param(Held(light=0.2, noise=4), id="dark"),
        pytest.param(Held(middle=(0.25, 0.3)), id="in a corner"),
    ],
)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=str)
def test_as_people_hold_cards(reader: MrzReader, held: Held, size: tuple[int, int]) -> None:
    # As near as it is: a finer camera has more pixels of it.
    seen = read(reader, frame(replace(held, pitch=held.pitch * size[0] / 1280), size=size))
    assert seen.accepted
    assert seen.lines[:2] == lines("td1_a")[:2]


def test_where_it_is(reader: MrzReader) -> None:
    seen = read(reader, frame(Held(pitch=14, turn=180)))
    corners = np.array(seen.corners)
    assert seen.pitch == pytest.approx(14, rel=0.05)
    # Upside down its first character is at the right, and the lines lie above the card's middle.
    assert corners[0][0] > corners[1][0]
    assert corners.mean(axis=0)[1] < 360


@pytest.mark.parametrize(
    ("held", "hint"),
    [
        pytest.param(Held(), None, id="read: nothing to do"),
        pytest.param(Held(pitch=6.5, blur=1.8, noise=8), MrzHint.CLOSER, id="too far away"),
        pytest.param(Held(pitch=20, blur=5.0), MrzHint.HOLD_STILL, id="smeared"),
        pytest.param(Held(covered=True), None, id="no zone, no hint"),
    ],
)
def test_what_the_person_could_do(reader: MrzReader, held: Held, hint: MrzHint | None) -> None:
    assert read(reader, frame(held)).hint is hint


def test_it_makes_the_access_key(reader: MrzReader) -> None:
    seen = read(reader, frame(Held("td1_c")))
    assert seen.reading is not None
    assert seen.reading.mrz.key == MrzKey("060000123", "600201", "991231")
    assert seen.reading.mrz.never_expires


def test_of_two_cards_in_view_one_is_read_and_never_a_mixture(reader: MrzReader) -> None:
    two = frame(Held("td1_a", pitch=12, middle=(0.25, 0.3)), Held("td1_b", pitch=12, middle=(0.72, 0.7)))
    seen = read(reader, two)
    assert seen.accepted
    assert seen.lines[:2] in (lines("td1_a")[:2], lines("td1_b")[:2])


@pytest.mark.parametrize(
    "picture",
    [
        *(pytest.param(picture, id=where) for where, picture in NOWHERE.items()),
        pytest.param(frame(Held(covered=True)), id="a card without a zone"),
    ],
)
def test_where_there_is_no_zone_there_is_none(reader: MrzReader, picture: Frame) -> None:
    seen = read(reader, picture)
    assert not seen.accepted
    assert seen.reading is None
    assert seen.lines == ()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1), st.sampled_from([(320, 240), (641, 359), (97, 505)]))
def test_noise_is_no_zone(reader: MrzReader, seed: int, size: tuple[int, int]) -> None:
    assert not read(reader, noise(seed, size)).accepted


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_accepted_is_right(reader: MrzReader, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(10):
        held = held_anyhow(rng)
        seen = read(reader, frame(held, seed=seed))
        if seen.accepted:
            assert are_right(seen.lines, held.zone)


def test_no_time_no_look() -> None:
    ticks = iter([0.0, 1.0, 2.0, 3.0])
    assert not MrzReader(monotonic=lambda: next(ticks)).read(frame(Held()), seconds=0.5).corners


def test_no_personal_data_in_its_words(reader: MrzReader) -> None:
    seen = read(reader, frame(Held()))
    assert seen.accepted
    assert "NGUYEN" not in repr(seen)
    assert "090012345" not in repr(seen)


class TestStillPictures:
    @pytest.mark.parametrize("name", ["td1_a", "td2_utopia", "td3_utopia"])
    def test_nothing_but_the_zone(self, reader: MrzReader, name: str) -> None:
        picture = np.repeat(zone(name)[..., None], 3, axis=2)
        seen = read_mrz_image(Frame(picture.shape[1], picture.shape[0], picture.tobytes()), reader)
        assert seen.accepted
        assert seen.lines == lines(name)
        corners = np.array(seen.corners)
        assert (corners > -15).all()
        assert (corners < [picture.shape[1] + 15, picture.shape[0] + 15]).all()

    def test_a_document(self) -> None:
        assert read_mrz_image(frame(Held())).lines == lines("td1_a")

    def test_no_zone(self, reader: MrzReader) -> None:
        assert read_mrz_image(frame(), reader).reading is None

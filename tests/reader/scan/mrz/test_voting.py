"""Several frames of one zone -> one result: what they agree on, for as long as they belong together."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.domain.access_key import MrzKey
from kiosk.reader.scan.mrz.grid import Lines
from kiosk.reader.scan.mrz.layout import read_lines
from kiosk.reader.scan.mrz.sighting import MrzSighting
from kiosk.reader.scan.mrz.voting import MOST_FRAMES, WINDOW_SECONDS, MrzResult, MrzVoter
from tests.fakes.lds_files import MRZ_A, MRZ_B_2024
from tests.fakes.mrz_frames import UTOPIA_TD3
from tests.fakes.mrz_seen import confused, seen


def sighting(likelihoods: np.ndarray) -> MrzSighting:
    lines = Lines(likelihoods, np.zeros((4, 2)), 0.95)
    return MrzSighting(reading=read_lines(likelihoods), likelihoods=lines)


# One character may be another one, which is unlikely enough for two frames and not for one.
DOUBT_A, DOUBT_B, DOUBT_PASSPORT = {(1, 7): {"F": -4.5}}, {(1, 7): {"M": -4.5}}, {(1, 20): {"M": -4.5}}
CLEAR_A, CLEAR_B, CLEAR_PASSPORT = (
    sighting(seen(text, doubt))
    for text, doubt in ((MRZ_A, DOUBT_A), (MRZ_B_2024, DOUBT_B), (UTOPIA_TD3, DOUBT_PASSPORT))
)
SURE_A, SURE_B, SURE_PASSPORT = (sighting(seen(text)) for text in (MRZ_A, MRZ_B_2024, UTOPIA_TD3))
REPAIRED_A = sighting(confused(MRZ_A, (1, 4, "I", 2.0)))
DIM_A = sighting(seen(MRZ_A) * 0.58)
NOTHING = MrzSighting()
OTHER_NAME = sighting(confused(MRZ_A, (2, 0, "M", 5.0)))
UNSURE_NAME = sighting(seen(MRZ_A, {(2, 0): {"M": -0.5}}))
# M or F in every frame: no check digit covers the sex, each frame alone leaves it open.
UNSURE_SEX = sighting(seen(MRZ_A, {(1, 7): {"F": -2.5}}))
OTHER_SEX = sighting(seen(MRZ_A, {(1, 7): {"F": 2.5}}))


def vote(*sightings: MrzSighting, apart: float = 0.1) -> MrzResult | None:
    voter, result = MrzVoter(), None
    for number, one in enumerate(sightings):
        result = voter.add(one, number * apart)
    return result


@pytest.mark.parametrize(
    ("sightings", "text"),
    [
        pytest.param([CLEAR_A], None, id="one frame with a doubt says nothing"),
        pytest.param([SURE_A], MRZ_A, id="one frame beyond doubt does"),
        pytest.param([SURE_PASSPORT], UTOPIA_TD3, id="a passport too"),
        pytest.param([REPAIRED_A], None, id="not one with a repair"),
        pytest.param([DIM_A], None, id="not one that is seen dimly"),
        pytest.param([CLEAR_B, SURE_A], None, id="nor one that contradicts the frame before"),
        pytest.param([SURE_B, SURE_A], None, id="even where both are beyond doubt"),
        pytest.param([SURE_B, SURE_A, CLEAR_A], MRZ_A, id="until another agrees"),
        pytest.param([CLEAR_A, CLEAR_A], MRZ_A, id="two agree"),
        pytest.param([CLEAR_A, NOTHING, CLEAR_A], MRZ_A, id="two agree, one between them shows nothing"),
        pytest.param([CLEAR_PASSPORT, CLEAR_PASSPORT], UTOPIA_TD3, id="two frames of a passport"),
        pytest.param([CLEAR_A, CLEAR_B], None, id="another card"),
        pytest.param([CLEAR_A, CLEAR_B, CLEAR_B], MRZ_B_2024, id="the card was changed"),
        pytest.param([CLEAR_A, CLEAR_B, CLEAR_A], None, id="back and forth"),
        pytest.param([CLEAR_A, CLEAR_PASSPORT], None, id="another format"),
        pytest.param([UNSURE_SEX, UNSURE_SEX], None, id="two unsure frames are not enough"),
        pytest.param([UNSURE_SEX] * 3, MRZ_A, id="three that lean the same way are"),
        pytest.param([UNSURE_SEX, OTHER_SEX, UNSURE_SEX], None, id="three that do not agree are not"),
        pytest.param([UNSURE_SEX, CLEAR_A], None, id="one sure and one unsure"),
        pytest.param([UNSURE_SEX, CLEAR_A, UNSURE_SEX], MRZ_A, id="one sure and two unsure that lean its way"),
        pytest.param([NOTHING] * 9, None, id="nothing at all"),
    ],
)
def test_what_frames_agree_on(sightings: list[MrzSighting], text: str | None) -> None:
    result = vote(*sightings)
    columns = 44 if text == UTOPIA_TD3 else 30
    expected = None if text is None else tuple(text[at : at + columns] for at in range(0, len(text), columns))
    assert (result.lines if result else None) == expected


@pytest.mark.parametrize(
    ("sightings", "name"),
    [
        pytest.param([CLEAR_A, CLEAR_A], "NGUYEN VAN AN", id="both frames read it"),
        pytest.param([CLEAR_A, OTHER_NAME], "", id="the frames differ"),
        pytest.param([CLEAR_A, UNSURE_NAME], "", id="one is not sure"),
        pytest.param([CLEAR_A, OTHER_NAME, CLEAR_A], "NGUYEN VAN AN", id="two of three"),
    ],
)
def test_a_name_needs_two_frames(sightings: list[MrzSighting], name: str) -> None:
    result = vote(*sightings)
    assert result is not None
    assert result.name == name


def test_one_frame_is_enough_for_no_name() -> None:
    result = vote(SURE_A)
    assert result is not None
    assert (result.name, result.frames) == ("", 1)


def test_it_gives_the_access_key() -> None:
    result = vote(CLEAR_A, CLEAR_A)
    assert result is not None
    assert result.key == MrzKey("090012345", "900315", "300315")
    assert result.mrz.personal_number == "001090012345"


def test_frames_far_apart_are_two_people_s() -> None:
    assert vote(CLEAR_A, CLEAR_A, apart=WINDOW_SECONDS + 0.1) is None


def test_a_new_person_begins_anew() -> None:
    voter = MrzVoter()
    voter.add(CLEAR_A, 0.0)
    voter.forget()
    assert voter.add(CLEAR_A, 0.1) is None


def test_only_so_many_frames_are_kept() -> None:
    voter = MrzVoter()
    results = [voter.add(CLEAR_A, number * 0.01) for number in range(20)]
    assert results[-1] is not None
    assert results[-1].frames == MOST_FRAMES


def test_no_personal_data_in_its_words() -> None:
    assert "NGUYEN" not in repr(vote(CLEAR_A, CLEAR_A))
    assert "090012345" not in repr(vote(CLEAR_A, CLEAR_A))

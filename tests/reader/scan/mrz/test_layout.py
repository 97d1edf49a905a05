"""Lines of characters with their likelihoods -> the fields of a zone, or nothing where two readings are too near."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kiosk.reader.codes.mrz import parse_mrz
from kiosk.reader.scan.mrz.layout import LEAST_MARGIN, MOST_COST, Reading, read_lines
from kiosk.reader.scan.mrz.recogniser import CHARACTERS
from kiosk.reader.scan.mrz.states import is_state
from kiosk.reader.scan.mrz.voting import checked
from tests.fakes.lds_files import MRZ_A, MRZ_B_2021, MRZ_B_2024, MRZ_C, MRZ_D
from tests.fakes.mrz_frames import UTOPIA_TD1, UTOPIA_TD2, UTOPIA_TD3
from tests.fakes.mrz_seen import confused, seen

TD1_LONG = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
TD2_LONG = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8"
TD3_EMPTY_OPTIONAL = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8"
UTOPIA_TD2_DATA = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159700890<8"
ALL = [
    MRZ_A, MRZ_B_2021, MRZ_B_2024, MRZ_C, MRZ_D,
    UTOPIA_TD1, TD1_LONG, UTOPIA_TD2, TD2_LONG, UTOPIA_TD3, TD3_EMPTY_OPTIONAL,
]  # fmt: skip


def read(likelihoods: np.ndarray) -> Reading:
    reading = read_lines(likelihoods)
    assert reading is not None
    return reading


@pytest.mark.parametrize("text", ALL)
def test_what_is_clear_is_read(text: str) -> None:
    reading = read(seen(text))
    assert reading.text == text
    assert reading.holds
    assert reading.cost == 0.0
    assert all(one > 0.9 for one in reading.certainty)
    assert reading.mrz == parse_mrz(text)


@pytest.mark.parametrize(
    ("text", "misread"),
    [
        pytest.param(MRZ_A, (0, 5, "O", 2.0), id="O for 0 in the number"),
        pytest.param(MRZ_A, (0, 8, "D", 2.0), id="D for 0 in one of two places"),
        pytest.param(MRZ_A, (1, 4, "I", 2.0), id="I for 1 in the birth date"),
        pytest.param(MRZ_A, (1, 0, "8", 1.5), id="8 for 9 in the birth date"),
        pytest.param(MRZ_A, (1, 29, "Z", 2.0), id="Z for 2 as last check digit"),
        pytest.param(MRZ_A, (0, 2, "U", 2.0), id="U for V of VNM"),
        pytest.param(MRZ_A, (1, 17, "N", 2.0), id="N for M of VNM"),
        pytest.param(MRZ_A, (1, 22, "K", 2.0), id="K for a filler"),
        pytest.param(MRZ_B_2024, (0, 26, "3", 1.5), id="3 for 9 in the personal number"),
        pytest.param(UTOPIA_TD1, (0, 6, "8", 1.5), id="8 for 2 in a foreign number"),
        pytest.param(UTOPIA_TD2, (1, 5, "S", 1.5), id="S for 5 in a TD2's number"),
        pytest.param(UTOPIA_TD3, (1, 21, "I", 2.0), id="I for 1 in a TD3's expiry date"),
    ],
)
def test_a_confusion_is_repaired_where_all_digits_then_hold(text: str, misread: tuple[int, int, str, float]) -> None:
    reading = read(confused(text, misread))
    assert reading.text == text
    assert reading.holds
    assert reading.cost == pytest.approx(misread[3], abs=1e-4)


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        pytest.param(UTOPIA_TD3, {(1, 1): {"S": -1.0}}, id="8 or S: 28 counts as 8"),
        pytest.param(MRZ_A, {(1, 7): {"F": -1.0}}, id="M or F: nothing covers the sex"),
        pytest.param(UTOPIA_TD1, {(1, 7): {"M": -2.0}}, id="F or M"),
        pytest.param(UTOPIA_TD3, {(0, 2): {"A": 0.0}, (0, 3): {"U": 0.0}, (0, 4): {"S": 0.0}}, id="AUS or UTO"),
        pytest.param(UTOPIA_TD2_DATA, {(1, 33): {"U": 3.0}}, id="U for 0 in optional data: 30 counts as 0"),
        pytest.param(UTOPIA_TD2_DATA, {(1, 33): {"U": 6.0}}, id="even where it looks much more like it"),
        pytest.param(MRZ_A, {(0, 16): {"1": -0.5}, (0, 17): {"8": -0.5}}, id="two digits that balance each other"),
    ],
)
def test_two_readings_about_as_good_are_none(text: str, doubts: dict[tuple[int, int], dict[str, float]]) -> None:
    reading = read(seen(text, doubts))
    assert reading.margin < LEAST_MARGIN
    assert not reading.holds


@pytest.mark.parametrize("letters", ["VNN", "VNR", "UNM"])
def test_a_card_of_vietnam_says_so_twice(letters: str) -> None:
    """No check digit covers the three letters; a card that clearly has others is not Vietnam's, and no state's."""
    text = MRZ_A[:45] + letters + MRZ_A[48:]
    reading = read_lines(seen(text))
    assert reading is None or not reading.holds


def test_the_number_must_stand_twice() -> None:
    other = "IDVNM1850067894001090012345<<1" + MRZ_A[30:]
    reading = read_lines(seen(other))
    assert reading is None or not reading.holds


def digits_under_a_check(text: str) -> list[tuple[str, int]]:
    """Of the line with the dates: the digits of number, birth and expiry."""
    columns = {90: 30, 72: 36, 88: 44}[len(text)]
    places = (0, 5, 8, 13) if columns == 30 else (1, 7, 14, 19, 22, 26)
    return [(text, columns + at) for at in places if text[columns + at].isdigit()]


@pytest.mark.parametrize(("text", "place"), [one for text in ALL for one in digits_under_a_check(text)])
def test_a_digit_that_is_clearly_another_is_refused(text: str, place: int) -> None:
    """Whoever changes one digit on the card gets no reading that may be relied on."""
    changed = text[:place] + str((int(text[place]) + 3) % 10) + text[place + 1 :]
    reading = read_lines(seen(changed))
    assert reading is None or not reading.holds


def test_a_name_in_doubt_says_so() -> None:
    assert read(seen(MRZ_A)).name_margin > 5
    assert read(seen(MRZ_A, {(2, 0): {"M": -0.5}})).name_margin == pytest.approx(0.5, abs=1e-4)
    assert read(seen(MRZ_A[:60] + "<<<NGUYEN<<VAN<<<AN<<<<<<<<<<<")).name_margin == 0.0


NOISE = st.tuples(st.sampled_from(ALL), st.integers(0, 2**32 - 1), st.floats(0.0, 6.0))


@settings(max_examples=150, deadline=None)
@given(NOISE)
def test_whatever_was_seen_what_holds_has_all_its_check_digits(noise: tuple[str, int, float]) -> None:
    text, seed, much = noise
    likelihoods = seen(text) + np.random.default_rng(seed).normal(0, much, (*seen(text).shape,)).astype(np.float32)
    reading = read_lines(likelihoods)
    if reading is None or not reading.holds:
        return
    mrz = reading.mrz
    assert mrz.wrong_check_digits == ()
    assert is_state(mrz.issuing_state)
    assert is_state(mrz.nationality)
    assert checked(reading) == checked(read(seen(text)))
    if mrz.issuing_state == "VNM" and len(text) == 90:
        assert mrz.personal_number[-9:] == mrz.document_number
        assert mrz.nationality == "VNM"


SHAPES = st.sampled_from([(3, 30, 37), (2, 36, 37), (2, 44, 37)])


@settings(max_examples=60, deadline=None)
@given(SHAPES.flatmap(lambda shape: arrays.arrays(np.float32, shape, elements=st.floats(-30, 0, width=32))))
def test_noise_alone_never_holds(likelihoods: np.ndarray) -> None:
    reading = read_lines(likelihoods)
    assert reading is None or not reading.holds or reading.cost <= MOST_COST
    if reading is not None:
        assert set(reading.text) <= set(CHARACTERS)
        assert reading.mrz.wrong_check_digits == ()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), SHAPES)
def test_likelihoods_of_no_zone_at_all(seed: int, shape: tuple[int, int, int]) -> None:
    reading = read_lines(np.random.default_rng(seed).normal(0, 3, shape).astype(np.float32))
    assert reading is None or not reading.holds

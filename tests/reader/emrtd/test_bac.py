"""Basic Access Control against the worked example of ICAO Doc 9303-11, Appendix D."""

from __future__ import annotations

import pytest

from kiosk.domain.access_key import MrzKey
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.emrtd import bac
from tests.fakes.replay_channel import FixedRandom, ReplayChannel
from tests.fakes.vectors import vectors

KEY = MrzKey("L898902C", "690806", "940623")


def conversation(answer: str | None = None) -> tuple[ReplayChannel, FixedRandom]:
    example = vectors("icao9303-11-D-bac-sm")["mutual_authentication"]
    channel = ReplayChannel(
        [
            (example["get_challenge_capdu"], example["rnd_ic"] + "9000"),
            (example["capdu"], answer or example["resp_data"] + "9000"),
        ]
    )
    return channel, FixedRandom(example["rnd_ifd"], example["k_ifd"])


def test_the_worked_example_ends_in_its_session_counter() -> None:
    channel, random = conversation()

    session = bac.perform(channel, KEY, random)

    assert channel.finished
    assert session.ssc == int(vectors("icao9303-11-D-bac-sm")["mutual_authentication"]["ssc"], 16)


@pytest.mark.parametrize("refusal", ["6700", "6C00"])
def test_a_chip_that_takes_no_exact_length_is_asked_for_whatever_it_has(refusal: str) -> None:
    example = vectors("icao9303-11-D-bac-sm")["mutual_authentication"]
    challenge = (example["get_challenge_capdu"], example["rnd_ic"] + "9000")
    without_length = example["capdu"][:-2] + "00"
    channel = ReplayChannel(
        [challenge, (example["capdu"], refusal), challenge, (without_length, example["resp_data"] + "9000")]
    )

    bac.perform(channel, KEY, FixedRandom(*2 * (example["rnd_ifd"], example["k_ifd"])))

    assert channel.finished


def test_a_chip_that_takes_no_length_at_all_refuses_the_protocol() -> None:
    example = vectors("icao9303-11-D-bac-sm")["mutual_authentication"]
    challenge = (example["get_challenge_capdu"], example["rnd_ic"] + "9000")
    channel = ReplayChannel([challenge, (example["capdu"], "6700"), challenge, (example["capdu"][:-2] + "00", "6700")])

    with pytest.raises(Fault) as raised:
        bac.perform(channel, KEY, FixedRandom(*2 * (example["rnd_ifd"], example["k_ifd"])))

    assert raised.value.code is FaultCode.ACCESS_REFUSED


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param("6300", FaultCode.WRONG_ACCESS_KEY, id="the standard's refusal"),
        pytest.param("63C2", FaultCode.WRONG_ACCESS_KEY, id="refusal with a count of tries"),
        pytest.param("6982", FaultCode.WRONG_ACCESS_KEY, id="security status not satisfied"),
        pytest.param("6D00", FaultCode.ACCESS_REFUSED, id="command unknown"),
        pytest.param("9000", FaultCode.CARD_ANSWER_WRONG, id="success without an answer"),
        pytest.param("00" * 40 + "9000", FaultCode.CARD_ANSWER_WRONG, id="wrong MAC"),
    ],
)
def test_a_refusal_says_what_it_was(answer: str, code: FaultCode) -> None:
    channel, random = conversation(answer)

    with pytest.raises(Fault) as raised:
        bac.perform(channel, KEY, random)

    assert raised.value.code is code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param("6D00", FaultCode.ACCESS_REFUSED, id="command unknown"),
        pytest.param("0102039000", FaultCode.CARD_ANSWER_WRONG, id="short challenge"),
    ],
)
def test_no_key_is_tried_without_a_challenge(answer: str, code: FaultCode) -> None:
    channel = ReplayChannel([("0084000008", answer)])

    with pytest.raises(Fault) as raised:
        bac.perform(channel, KEY, FixedRandom())

    assert raised.value.code is code

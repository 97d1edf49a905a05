"""SELECT and READ BINARY byte by byte, and what becomes of answers, refusals and readers out of their depth."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.emrtd.read_binary import ReadBinary, about_length, exact_length, offset_object, wrapped
from kiosk.reader.emrtd.read_strategy import ReadStrategy
from kiosk.reader.emrtd.secure_messaging import SecureMessagingLost
from kiosk.reader.lds.catalogue import CATALOGUE
from tests.fakes.replay_channel import ReplayChannel
from tests.fakes.vectors import vectors

DG2 = CATALOGUE[File.DG2]
ODD_INS = vectors("icao9303-10-A-lds-examples")["read_binary_odd_ins"]
SHORT = 223

Ask = Callable[[ReadBinary], Response]


class Chip:
    """Gives its answers in their order, or raises them."""

    def __init__(self, *answers: Response | Fault) -> None:
        self._answers = list(answers)

    def transmit(self, command: Command) -> Response:
        answer = self._answers.pop(0)
        if isinstance(answer, Fault):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("ask", "command", "answer", "data"),
    [
        pytest.param(lambda read: read.begin(DG2, 8, by_short_identifier=True), "00B0820008", "75", "75", id="SFI"),
        pytest.param(lambda read: read.begin(DG2, 8, by_short_identifier=False), "00B0000008", "75", "75", id="start"),
        pytest.param(lambda read: read.at(0x7FFF, 1), "00B07FFF01", "AB", "AB", id="the last even offset"),
        pytest.param(lambda read: read.at(0x1234, 2048), "00B01234000800", "AB", "AB", id="extended length"),
        pytest.param(lambda read: read.at(0x8000, 2), "00B100000454028000" + "04", "5302ABCD", "ABCD", id="INS B1"),
        pytest.param(
            lambda read: read.at(0x12345, 300),
            "00B10000000005" + "5403012345" + "0130",
            "5302ABCD",
            "ABCD",
            id="INS B1, extended",
        ),
    ],
)
def test_the_commands(ask: Ask, command: str, answer: str, data: str) -> None:
    channel = ReplayChannel([(command, answer + "9000")])
    assert ask(ReadBinary(channel, ReadStrategy(), SHORT)) == Response(bytes.fromhex(data), 0x9000)
    assert channel.finished


def test_a_file_is_selected_by_its_identifier_without_asking_for_an_answer() -> None:
    assert ReadBinary(ReplayChannel([("00A4020C020102", "6A82")]), ReadStrategy(), SHORT).select(DG2) == 0x6A82


@pytest.mark.parametrize(
    ("answer", "given"),
    [
        pytest.param(Response(b"\x75", 0x9000), Response(b"\x75", 0x9000), id="data"),
        pytest.param(Response(b"\x75", 0x6282), Response(b"\x75", 0x6282), id="data up to the end of the file"),
        pytest.param(Response(b"\x75", 0x6281), Response(b"", 0x6281), id="data that may be corrupt"),
        pytest.param(Response(b"\x75", 0x6C10), Response(b"", 0x6C10), id="data beside a refusal"),
        pytest.param(SecureMessagingLost("", 0x6700), Response(b"", 0x6700), id="a bare refusal of the length"),
        pytest.param(Fault(FaultCode.READER_REFUSED), Response(b"", 0x6700), id="a reader without extended length"),
    ],
)
def test_only_what_a_status_word_vouches_for_is_data(answer: Response | Fault, given: Response) -> None:
    assert ReadBinary(Chip(answer), ReadStrategy(), SHORT).at(0, 2048) == given


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(
            SecureMessagingLost("", 0x6988), FaultCode.CARD_ANSWER_WRONG, id="a bare word about something else"
        ),
        pytest.param(SecureMessagingLost(""), FaultCode.CARD_ANSWER_WRONG, id="an answer that does not verify"),
        pytest.param(Fault(FaultCode.CARD_REMOVED), FaultCode.CARD_REMOVED, id="the card is gone"),
        pytest.param(Response(b"\x54\x00", 0x9000), FaultCode.CARD_ANSWER_WRONG, id="no DO'53' behind INS B1"),
    ],
)
def test_what_is_no_answer(answer: Response | Fault, code: FaultCode) -> None:
    with pytest.raises(Fault) as raised:
        ReadBinary(Chip(answer), ReadStrategy(), SHORT).at(0x9000, 2048)
    assert raised.value.code is code


def test_a_bare_refusal_is_remembered_until_the_next_answer() -> None:
    read = ReadBinary(Chip(SecureMessagingLost("", 0x6700), Response(b"\x75", 0x9000)), ReadStrategy(), SHORT)
    read.at(0, 2048)
    assert read.bare
    read.at(0, 128)
    assert not read.bare


def test_the_strategy_hears_what_worked() -> None:
    strategy = ReadStrategy()
    read = ReadBinary(Chip(Response(bytes(100), 0x9000)), strategy, SHORT)
    read.at(0, 2048)
    assert (strategy.proven, strategy.extended_proven) == (2048, True)


def test_a_reader_that_refuses_a_long_command_and_then_a_short_one_has_lost_the_session() -> None:
    strategy = ReadStrategy()
    read = ReadBinary(Chip(Fault(FaultCode.READER_REFUSED), Fault(FaultCode.CARD_MUTE)), strategy, SHORT)
    read.at(0, 2048)
    assert not strategy.extended
    with pytest.raises(SecureMessagingLost):
        read.at(0, 128)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(int(case["offset"], 16), case["do"]) for case in ODD_INS["offset_do_examples"]],
    ids=[case["offset"] for case in ODD_INS["offset_do_examples"]],
)
def test_the_offset_objects_of_the_standard(offset: int, expected: str) -> None:
    assert offset_object(offset).hex().upper() == expected


@pytest.mark.parametrize(("size", "inside"), [(1, 3), (127, 129), (128, 131), (255, 258), (256, 260), (65535, 65539)])
def test_what_do_53_adds(size: int, inside: int) -> None:
    assert wrapped(size) == inside


@pytest.mark.parametrize(
    ("sw", "speaks", "exact"),
    [
        (0x6700, True, 0),
        (0x6B00, True, 0),
        (0x6282, True, 0),
        (0x6C80, True, 0x80),
        (0x6C00, True, 0),
        (0x6A82, False, 0),
    ],
)
def test_status_words_about_lengths(sw: int, speaks: bool, exact: int) -> None:
    assert (about_length(sw), exact_length(sw)) == (speaks, exact)

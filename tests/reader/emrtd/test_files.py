"""The read strategy: every manner of chips and readers ends in the whole file, in few commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import Channel
from kiosk.reader.emrtd.files import FileReader, Refused
from kiosk.reader.emrtd.read_strategy import ReadStrategy
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost
from tests.fakes.file_card import FileCard, sw
from tests.fakes.file_reading import DG1, DG2, FILES, KEYS, LONG_DG2, SOD, file_of, read_all, secured
from tests.fakes.mirror_card import Bare, MirrorCard


def bare_once(code: int, *, counted: bool) -> Callable[[], Response]:
    def refuse() -> Response:
        raise Bare(code, counted=counted)

    return refuse


MANNERS: dict[str, tuple[dict[str, Any], int]] = {
    "everything works": ({}, 4),
    "answers are cut at 2048 bytes": ({"cut": 2048}, 10),
    "answers are cut at 100 bytes": ({"cut": 100}, 168),
    "extended length is refused with 6700": ({"largest": 256}, 77),
    "extended length is refused with a bare 6700, session kept": (
        {"largest": 256, "too_long": bare_once(0x6700, counted=False)},
        77,
    ),
    "more than 192 bytes are refused with 6700": ({"largest": 192}, 92),
    "more than 128 bytes are refused with 6C80": ({"largest": 128, "too_long": sw(0x6C80)}, 133),
    "large blocks are refused, middling ones not": ({"largest": 2048}, 12),
    "reads beyond the end bring what there is, with 6282": ({"over_end": lambda data: Response(data, 0x6282)}, 4),
    "reads beyond the end are refused with 6282 and no data": ({"over_end": lambda data: Response(b"", 0x6282)}, 8),
    "reads beyond the end are refused with 6B00": ({"over_end": lambda data: Response(b"", 0x6B00)}, 8),
    "reads beyond the end are refused with 6700": ({"over_end": lambda data: Response(b"", 0x6700)}, 80),
    "reads beyond the end are refused with the exact length": (
        {"over_end": lambda data: Response(b"", 0x6C00 | min(len(data), 0xFF))},
        8,
    ),
    "short identifiers are refused with 6A82": ({"short_ids": sw(0x6A82)}, 8),
    "short identifiers are refused with 6A86": ({"short_ids": sw(0x6A86)}, 8),
    "short identifiers are refused with 6B00": ({"short_ids": sw(0x6B00)}, 9),
    "short identifiers are refused with 6D00": ({"short_ids": sw(0x6D00)}, 8),
    "a file read by its short identifier does not stay selected": ({"keeps_current": False}, 6),
}


@pytest.mark.parametrize(("manners", "commands"), MANNERS.values(), ids=MANNERS.keys())
def test_every_manner_ends_in_whole_files(manners: dict[str, Any], commands: int) -> None:
    card = FileCard(FILES, **manners)

    assert read_all(card) == [SOD, DG1, DG2]
    assert len(card.log) == commands


@pytest.mark.parametrize(("manners", "_"), MANNERS.values(), ids=MANNERS.keys())
def test_what_was_refused_once_is_not_asked_of_the_next_card(manners: dict[str, Any], _: int) -> None:
    strategy = ReadStrategy()
    first, second = FileCard(FILES, **manners), FileCard(FILES, **manners)

    read_all(first, strategy)
    assert read_all(second, strategy) == [SOD, DG1, DG2]
    assert len(second.log) <= len(first.log)
    assert strategy.copy() == strategy


@pytest.mark.parametrize(
    ("manners", "announced", "commands"),
    [
        pytest.param({"largest": 1000}, True, 36, id="too long"),
        pytest.param({"largest": 1500}, True, 21, id="too long, but a size between is not"),
        pytest.param({"largest": 1000}, False, 77, id="too long, but extended length is not announced"),
        pytest.param({"over_end": lambda data: Response(b"", 0x6700)}, True, 10, id="beyond the end"),
        pytest.param({"largest": 256}, True, 78, id="extended, for all that is announced"),
    ],
)
def test_where_extended_length_is_announced_a_refusal_of_the_first_block_is_not_taken_for_its_refusal(
    manners: dict[str, Any], announced: bool, commands: int
) -> None:
    card = FileCard(FILES, **manners)

    assert read_all(card, ReadStrategy(announced=announced)) == [SOD, DG1, DG2]
    assert len(card.log) == commands


def test_a_small_file_takes_one_command() -> None:
    card = FileCard(FILES)

    secured(card).read(File.DG1)

    assert [(command.ins, command.p1, command.p2) for command in card.log] == [(0xB0, 0x81, 0x00)]


def test_what_a_card_has_given_at_once_the_next_one_is_asked_for_from_the_start() -> None:
    strategy = ReadStrategy()
    long_sod = file_of(0x77, 2800)
    first, second = (FileCard({File.SOD: long_sod, File.DG2: DG2}) for _ in range(2))
    for card in (first, second):
        reader = secured(card, strategy)
        assert [reader.read(file) for file in (File.SOD, File.DG2)] == [long_sod, DG2]

    assert (len(first.log), len(second.log)) == (4, 3)


def test_nothing_is_asked_for_beyond_the_end_of_a_file_after_its_first_block() -> None:
    card = FileCard(FILES)

    secured(card).read(File.DG2)

    assert [(command.p1 << 8 | command.p2, command.le) for command in card.log] == [
        (0x8200, 8192),
        (8192, len(DG2) - 8192),
    ]


def test_without_secure_messaging_short_answers_carry_256_bytes() -> None:
    card = FileCard({File.CARD_ACCESS: file_of(0x31, 52)})

    read = FileReader(card, ReadStrategy(extended=False, short_ids=False)).read(File.CARD_ACCESS)

    assert read == file_of(0x31, 52)
    assert [command.encode().hex().upper() for command in card.log] == ["00A4020C02011C", "00B0000000"]


@pytest.mark.parametrize(("extended", "commands"), [(True, 6), (False, 203)], ids=["extended", "short"])
def test_behind_32767_bytes_the_odd_instruction_reads_on(extended: bool, commands: int) -> None:
    card = FileCard({File.DG2: LONG_DG2})

    assert secured(card, ReadStrategy(extended=extended)).read(File.DG2) == LONG_DG2
    assert len(card.log) == commands
    odd = [command for command in card.log if command.ins == 0xB1]
    assert odd[0].data == bytes.fromhex("54028000")
    even_ends = [(command.p1 << 8 | command.p2) + (command.le or 0) for command in card.log[1:] if command.ins == 0xB0]
    assert max(even_ends) == 0x8000


@pytest.mark.parametrize(
    ("code", "short_ids"),
    [
        pytest.param(0x6A82, True, id="not there"),
        pytest.param(0x6982, True, id="not for us"),
        pytest.param(0x6985, None, id="not now, and short identifiers were not tried yet"),
    ],
)
def test_a_file_that_the_chip_does_not_give_is_a_value(code: int, short_ids: bool | None) -> None:
    card = FileCard(FILES, refused={File.DG13: code})

    read = secured(card, ReadStrategy(short_ids=short_ids)).read(File.DG13)

    assert read == Refused(code)
    assert len(card.log) == (1 if short_ids else 2)


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        pytest.param(file_of(0x75, 900), FaultCode.FILE_MALFORMED, id="tag of another file"),
        pytest.param(b"\x61", FaultCode.FILE_MALFORMED, id="header cut off"),
        pytest.param(b"\x61\x80\x00\x00", FaultCode.FILE_MALFORMED, id="indefinite length"),
        pytest.param(b"\x61\x85\x01\x00\x00\x00\x00", FaultCode.FILE_MALFORMED, id="length of five bytes"),
        pytest.param(b"\x61\x83\x04\x00\x01" + bytes(99), FaultCode.FILE_TOO_LARGE, id="announces 256 KiB"),
        pytest.param(file_of(0x61, 3000)[:2900], FaultCode.FILE_MALFORMED, id="ends before its end"),
    ],
)
def test_a_file_that_is_none_ends_in_a_coded_fault(contents: bytes, code: FaultCode) -> None:
    strategy = ReadStrategy()

    with pytest.raises(Fault) as raised:
        secured(FileCard({File.DG1: contents}), strategy).read(File.DG1)

    assert raised.value.code is code
    assert strategy.block == ReadStrategy().block


def test_an_answer_without_progress_ends_the_reading() -> None:
    class Stalls(FileCard):
        def transmit(self, command: Command) -> Response:
            return Response(b"", 0x9000) if len(self.log) == 1 else super().transmit(command)

    with pytest.raises(Fault) as raised:
        secured(Stalls(FILES)).read(File.DG2)

    assert raised.value.code is FaultCode.FILE_MALFORMED


def test_surplus_bytes_are_cut() -> None:
    class Generous(FileCard):
        def transmit(self, command: Command) -> Response:
            response = super().transmit(command)
            return Response(response.data + b"\x00\x00\x80", response.sw)

    reader = secured(Generous(FILES))

    assert reader.read(File.DG1) == DG1
    assert reader.read(File.DG2) == DG2


def test_a_session_that_a_bare_6700_killed_leaves_its_lesson_behind() -> None:
    strategy = ReadStrategy()

    with pytest.raises(SecureMessagingLost):
        read_all(FileCard(FILES, largest=256, too_long=bare_once(0x6700, counted=True)), strategy)

    second = FileCard(FILES, largest=256, too_long=bare_once(0x6700, counted=True))
    assert read_all(second, strategy) == [SOD, DG1, DG2]


class Reader:
    """A reader that answers commands of extended length with a fault, the first time or every time."""

    def __init__(self, inner: Channel, code: FaultCode, *, then: FaultCode | None = None) -> None:
        self._inner = inner
        self._code = code
        self._then = then
        self.refused = 0

    def transmit(self, command: Command) -> Response:
        if command.needs_extended:
            self.refused += 1
            raise Fault(self._code)
        if self.refused and self._then is not None:
            raise Fault(self._then)
        return self._inner.transmit(command)


def through(reader: Callable[[Channel], Reader]) -> tuple[SecureMessagingChannel, Reader]:
    shortened = reader(MirrorCard(KEYS, FileCard(FILES).transmit))
    return SecureMessagingChannel(shortened, KEYS), shortened


def test_a_reader_without_extended_length_is_asked_once() -> None:
    channel, reader = through(lambda inner: Reader(inner, FaultCode.READER_REFUSED))
    strategy = ReadStrategy()

    assert [FileReader(channel, strategy).read(file) for file in FILES] == [SOD, DG1, DG2]
    assert reader.refused == 1


@pytest.mark.parametrize(
    ("code", "then"),
    [
        pytest.param(FaultCode.CARD_MUTE, None, id="the chip falls silent over it"),
        pytest.param(FaultCode.CARD_RESET, None, id="the reader resets the chip"),
        pytest.param(FaultCode.READER_REFUSED, FaultCode.CARD_MUTE, id="the reader refuses and has lost the chip"),
    ],
)
def test_a_chip_that_is_upset_by_extended_length_needs_access_anew(code: FaultCode, then: FaultCode | None) -> None:
    channel, _ = through(lambda inner: Reader(inner, code, then=then))
    strategy = ReadStrategy()

    with pytest.raises(SecureMessagingLost):
        FileReader(channel, strategy).read(File.SOD)

    assert not strategy.extended


@pytest.mark.parametrize("code", [FaultCode.CARD_REMOVED, FaultCode.READER_LOST, FaultCode.OUT_OF_TIME])
def test_other_faults_pass_through(code: FaultCode) -> None:
    channel, _ = through(lambda inner: Reader(inner, code))
    strategy = ReadStrategy()

    with pytest.raises(Fault) as raised:
        FileReader(channel, strategy).read(File.SOD)

    assert raised.value.code is code
    assert strategy.extended


def test_progress_tells_each_block() -> None:
    told: list[tuple[int, int]] = []

    secured(FileCard(FILES)).read(File.DG2, lambda done, total: told.append((done, total)))

    assert told == [(8192, len(DG2)), (len(DG2), len(DG2))]


@pytest.mark.parametrize("size", [0x8000 + left for left in (1, 127, 128, 129, 255, 256, 257, 5000)])
@pytest.mark.parametrize("extended", [True, False], ids=["extended", "short"])
def test_the_odd_instruction_asks_for_nothing_beyond_the_end(size: int, extended: bool) -> None:
    contents = tlv.encode(0x75, bytes(size - 4))
    card = FileCard({File.DG2: contents}, over_end=lambda data: Response(b"", 0x6B00))

    assert secured(card, ReadStrategy(extended=extended, over_end=False, short_ids=True)).read(File.DG2) == contents
    assert any(command.ins == 0xB1 for command in card.log)


def test_a_chip_that_answers_a_short_identifier_with_another_file_is_asked_by_select() -> None:
    class Ignores(FileCard):
        """Reads the current file, whatever short identifier is given."""

        def transmit(self, command: Command) -> Response:
            if command.ins == 0xB0 and command.p1 & 0x80:
                self.log.append(command)
                return Response(DG1, 0x9000)
            return super().transmit(command)

    assert read_all(Ignores(FILES)) == [SOD, DG1, DG2]


@pytest.mark.parametrize("size", [0, 40, 256, 300, 512])
def test_a_file_without_outer_data_object_is_read_to_its_end(size: int) -> None:
    contents = bytes(range(256)) * 2
    card = FileCard({File.ATR_INFO: contents[:size]})

    read = FileReader(card, ReadStrategy(extended=False)).read(File.ATR_INFO)

    assert read == (contents[:size] if size else Refused(0x6B00))


@pytest.mark.parametrize(
    ("response", "block", "extended", "commands"),
    [
        pytest.param(65536, 8192, True, 4, id="more than we want"),
        pytest.param(1500, 1460, True, 14, id="1500 bytes"),
        pytest.param(256, 8192, False, 76, id="short answers only"),
        pytest.param(1, 16, False, 1038, id="nonsense"),
    ],
)
def test_what_the_card_says_of_its_lengths_is_kept_to(response: int, block: int, extended: bool, commands: int) -> None:
    strategy = ReadStrategy()
    card = FileCard(FILES, largest=223 if response == 256 else max(response - 40, 16))

    strategy.told(response)

    assert (strategy.block, strategy.extended) == (block, extended)
    assert read_all(card, strategy) == [SOD, DG1, DG2]
    assert len(card.log) == commands


@settings(deadline=None)
@given(
    size=st.integers(8, 40000),
    largest=st.sampled_from([65536, 8192, 2048, 600, 256, 200, 130, 70]),
    cut=st.sampled_from([65536, 3000, 200, 97]),
    over_end=st.sampled_from([None, 0x6282, 0x6B00, 0x6700]),
    keeps_current=st.booleans(),
    short_ids=st.sampled_from([None, 0x6A82, 0x6B00, 0x6700]),
)
def test_any_mixture_of_manners_gives_the_file(
    size: int, largest: int, cut: int, over_end: int | None, keeps_current: bool, short_ids: int | None
) -> None:
    contents = file_of(0x75, size)
    card = FileCard(
        {File.DG2: contents},
        largest=largest,
        cut=cut,
        over_end=None if over_end is None else lambda data: Response(b"", over_end),
        keeps_current=keeps_current,
        short_ids=None if short_ids is None else sw(short_ids),
    )

    assert secured(card).read(File.DG2) == contents


@settings(deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=40), st.sampled_from([0x9000, 0x6282, 0x6700, 0x6C10, 0x6B00, 0x6F00]))))
def test_a_hostile_chip_ends_in_a_value_or_a_coded_fault(answers: list[tuple[bytes, int]]) -> None:
    replies = iter(answers)

    class Hostile:
        def transmit(self, command: Command) -> Response:
            data, code = next(replies, (b"", 0x6F00))
            return Response(data, code)

    try:
        read = FileReader(Hostile(), ReadStrategy()).read(File.SOD)
    except Fault as fault:
        assert fault.code in (FaultCode.FILE_MALFORMED, FaultCode.FILE_TOO_LARGE, FaultCode.CARD_ANSWER_WRONG)
    else:
        assert isinstance(read, Refused) or read[:1] == b"\x77"

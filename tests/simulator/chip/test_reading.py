from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.emrtd.files import FileReader
from kiosk.reader.emrtd.read_strategy import ReadStrategy
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault, ShortOnly
from kiosk.simulator.card.manners import EndOfFile, LongAnswer, Manners, OverMost
from kiosk.simulator.card.person import ANNA, NGOC
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from tests.fakes.terminal import SELECT_APPLICATION, Terminal, mrz_key, open_by_bac, open_by_pace, select
from tests.fakes.virtual_cards import authority_for, card, photo

SELECT_MASTER_FILE = Command(0x00, 0xA4, 0x00, 0x0C, bytes.fromhex("3F00"))


def mannered(**manners: Any) -> VirtualCard:
    issued = card()
    return replace(issued, profile=replace(issued.profile, manners=Manners(**manners)))


def opened(issued: VirtualCard) -> tuple[Terminal, SecureMessagingChannel]:
    terminal = Terminal(Chip(issued))
    return terminal, open_by_pace(terminal, issued)


def read(le: int, offset: int = 0, sfi: int = 1) -> Command:
    return Command(0x00, 0xB0, 0x80 | sfi, offset, le=le)


# Reading behind access


def test_every_file_reads_as_issued_and_the_others_are_refused() -> None:
    issued = card(NGOC)
    session = open_by_pace(Terminal(Chip(issued)), issued)
    for file in (Ef.COM, Ef.SOD, Ef.DG1, Ef.DG2, Ef.DG13, Ef.DG14, Ef.DG15):
        assert FileReader(session, ReadStrategy()).read(file) == issued.files[file]
    assert session.transmit(select(Ef.DG11)).sw == 0x6A82
    assert session.transmit(Command(0x00, 0xA4, 0x02, 0x0C, bytes.fromhex("0103"))).sw == 0x6982
    assert session.transmit(Command(0x00, 0xB0, 0x83, 0x00, le=4)).sw == 0x6982
    assert session.transmit(Command(0x00, 0xA4, 0x02, 0x0C, bytes.fromhex("0104"))).sw == 0x6A82


def _odd(offset: str, p1p2: int = 0, le: int = 256) -> Command:
    value = bytes.fromhex(offset)
    return Command(0x00, 0xB1, p1p2 >> 8, p1p2 & 0xFF, b"\x54" + bytes((len(value),)) + value, le)


@pytest.mark.parametrize(
    ("command", "part", "sw"),
    [
        (_odd("00"), slice(0, 95), 0x9000),
        (_odd("00", le=6), slice(0, 4), 0x9000),
        (_odd("0002", 0x0101, le=6), slice(2, 6), 0x9000),
        (_odd("02", 0x01, le=6), slice(2, 6), 0x9000),
        (_odd("5E", le=16), slice(94, 95), 0x6282),
        (_odd("5F"), None, 0x6B00),
        (_odd("00010000"), None, 0x6B00),
        (_odd("0000000000"), None, 0x6A80),
        (Command(0x00, 0xB1, 0x00, 0x00, b"\x55\x01\x00", 256), None, 0x6A80),
        (_odd("00", 0x0103), None, 0x6982),
        (_odd("00", 0x010B), None, 0x6A82),
        (Command(0x00, 0xB0, 0x00, 0x00, b"\x00", 4), None, 0x6700),
    ],
    ids=[
        "to the end",
        "Le counts the header",
        "by identifier",
        "by short identifier",
        "short of Le",
        "at the end",
        "far behind",
        "too long an offset",
        "not an offset",
        "DG3",
        "absent",
        "data with B0",
    ],
)
def test_read_binary_with_data_objects(command: Command, part: slice | None, sw: int) -> None:
    issued = card()
    session = open_by_pace(Terminal(Chip(issued)), issued)
    assert session.transmit(select(Ef.DG1)).ok
    expected = b"" if part is None else tlv.encode(0x53, issued.files[Ef.DG1][part])
    assert session.transmit(command) == Response(expected, sw)


@pytest.mark.parametrize("faults", [(), (ShortOnly(),)], ids=["extended length", "short only"])
def test_a_file_beyond_the_even_offsets_reads_on(faults: tuple[CardFault, ...]) -> None:
    issued = card(photo=photo() + bytes(60_000))
    session = open_by_pace(Terminal(Chip(issued, faults=faults)), issued)
    strategy = ReadStrategy(extended=not faults)
    assert FileReader(session, strategy).read(Ef.DG2) == issued.files[Ef.DG2]


# How much of a file one read gives


@pytest.mark.parametrize(
    ("le", "sw", "count"),
    [
        (100, 0x9000, 100),
        (255, 0x9000, 223),
        (256, 0x9000, 223),
        (1000, 0x9000, 1000),
        (5000, 0x6282, None),
        (65_536, 0x9000, None),
        (32_768, 0x6700, 0),
    ],
    ids=[
        "short",
        "more than a short answer holds",
        "Le 00",
        "extended",
        "past the end",
        "all",
        "past the chip's buffer",
    ],
)
def test_how_much_one_read_gives(le: int, sw: int, count: int | None) -> None:
    issued = card()
    session = open_by_pace(Terminal(Chip(issued)), issued)
    assert session.transmit(Command(0x00, 0xB0, 0x9D, 0x00, le=le)) == Response(issued.files[Ef.SOD][:count], sw)


@functools.cache
def open_card() -> tuple[Terminal, SecureMessagingChannel]:
    """One session for all the reads of a property."""
    issued = card()
    terminal = Terminal(Chip(issued))
    return terminal, open_by_pace(terminal, issued)


@given(le=st.integers(1, 65_536), offset=st.integers(0, 255))
def test_no_answer_is_longer_than_its_le_allows(le: int, offset: int) -> None:
    terminal, session = open_card()
    session.transmit(Command(0x00, 0xB0, 0x9D, offset, le=le))
    assert len(terminal.answers[-1]) <= (256 if le <= 256 else 65_536) + 2


DG1_SIZE = 95


# What a chip gives at once


@pytest.mark.parametrize(
    ("over_most", "le", "count", "sw"),
    [
        (OverMost.CUT, 64, 64, 0x9000),
        (OverMost.CUT, 65, 64, 0x9000),
        (OverMost.CUT, 256, 64, 0x9000),
        (OverMost.CUT, 2000, 64, 0x9000),
        (OverMost.WRONG_LENGTH, 64, 64, 0x9000),
        (OverMost.WRONG_LENGTH, 65, 0, 0x6700),
        (OverMost.WRONG_LENGTH, 256, 0, 0x6700),
        (OverMost.RIGHT_LENGTH, 64, 64, 0x9000),
        (OverMost.RIGHT_LENGTH, 65, 0, 0x6C40),
        (OverMost.RIGHT_LENGTH, 256, 0, 0x6C40),
    ],
)
def test_more_than_the_chip_gives_at_once(over_most: OverMost, le: int, count: int, sw: int) -> None:
    issued = mannered(most_read=64, over_most=over_most)
    _, session = opened(issued)
    for _ in range(2):
        assert session.transmit(read(le)) == Response(issued.files[Ef.DG1][:count], sw)


def test_a_right_length_that_two_digits_cannot_say() -> None:
    _, session = opened(mannered(most_read=300, over_most=OverMost.RIGHT_LENGTH))
    assert session.transmit(read(2000, sfi=0x1D)).sw == 0x6700


def test_a_chip_may_leave_secure_messaging_instead() -> None:
    issued = mannered(most_read=64, over_most=OverMost.BARE_WRONG_LENGTH)
    terminal, session = opened(issued)
    assert session.transmit(read(64)).ok
    with pytest.raises(SecureMessagingLost):
        session.transmit(read(65))
    assert terminal.answers[-1].hex() == "6700"
    with pytest.raises(SecureMessagingLost):
        session.transmit(read(64))
    assert terminal.answers[-1].hex() == "6988"


# The end of a file


@pytest.mark.parametrize(
    ("end_of_file", "extra", "sw"),
    [
        (EndOfFile.WARNING, b"", 0x6282),
        (EndOfFile.SILENT, b"", 0x9000),
        (EndOfFile.PADDED, bytes(4) + b"\x80", 0x6282),
        (EndOfFile.RIGHT_LENGTH, None, 0x6C5A),
        (EndOfFile.REFUSED, None, 0x6B00),
    ],
)
def test_past_the_end_of_a_file(end_of_file: EndOfFile, extra: bytes | None, sw: int) -> None:
    issued = mannered(end_of_file=end_of_file)
    _, session = opened(issued)
    data = b"" if extra is None else issued.files[Ef.DG1][5:] + extra
    assert session.transmit(read(DG1_SIZE, offset=5)) == Response(data, sw)
    assert session.transmit(read(256, offset=5)) == Response(issued.files[Ef.DG1][5:], 0x9000)
    assert session.transmit(read(DG1_SIZE - 5, offset=5)).ok
    assert session.transmit(read(1, offset=DG1_SIZE)).sw == 0x6B00


# Ways to name a file


def test_without_short_identifiers_files_must_be_selected() -> None:
    issued = mannered(short_identifiers=False)
    _, session = opened(issued)
    assert session.transmit(read(4)).sw == 0x6A81
    assert session.transmit(Command(0x00, 0xB1, 0x00, 0x01, bytes.fromhex("540100"), 16)).sw == 0x6A81
    assert session.transmit(select(Ef.DG1)).ok
    assert session.transmit(Command(0x00, 0xB0, 0x00, 0x00, le=4)).data == issued.files[Ef.DG1][:4]


@pytest.mark.parametrize(("keeps", "sw"), [(True, 0x9000), (False, 0x6982)], ids=["kept", "forgotten"])
def test_a_file_read_by_its_short_identifier_may_stay_selected(keeps: bool, sw: int) -> None:
    _, session = opened(mannered(keeps_current=keeps))
    assert session.transmit(read(4)).ok
    assert session.transmit(Command(0x00, 0xB0, 0x00, 0x04, le=4)).sw == sw


def test_without_odd_reads_there_is_no_such_instruction() -> None:
    _, session = opened(mannered(odd_read=False))
    assert session.transmit(Command(0x00, 0xB1, 0x01, 0x01, bytes.fromhex("540100"), 16)).sw == 0x6D00


def test_without_extended_length_the_transport_refuses() -> None:
    issued = mannered(extended_length=False)
    terminal, session = opened(issued)
    assert terminal.hex("00A404000000080000") == "6700"
    assert session.transmit(read(64)).ok


# Signatures longer than the answer


@pytest.mark.parametrize(
    ("long_answer", "le", "size", "sw"),
    [
        (LongAnswer.CUT, 256, 223, 0x9000),
        (LongAnswer.CUT, 65_536, 256, 0x9000),
        (LongAnswer.IN_PIECES, 65_536, 256, 0x9000),
    ],
)
def test_a_long_signature_may_be_cut(long_answer: LongAnswer, le: int, size: int, sw: int) -> None:
    issued = card(aa="rsa-2048")
    manners = Manners(long_answer=long_answer)
    _, session = opened(replace(issued, profile=replace(issued.profile, manners=manners)))
    response = session.transmit(Command(0x00, 0x88, 0x00, 0x00, bytes(8), le))
    assert (len(response.data), response.sw) == (size, sw)


# The master file


@pytest.mark.parametrize(("fingerprints", "sw"), [(True, 0x6982), (False, 0x6A82)], ids=["sealed", "absent"])
def test_fingerprints_are_sealed_where_there_are_any(fingerprints: bool, sw: int) -> None:
    issued = card()
    files = replace(issued.profile.files, fingerprints=fingerprints)
    _, session = opened(replace(issued, profile=replace(issued.profile, files=files)))
    assert session.transmit(Command(0x00, 0xA4, 0x02, 0x0C, bytes.fromhex("0103"))).sw == sw
    assert session.transmit(read(4, sfi=3)).sw == sw


@functools.cache
def cam_passport() -> VirtualCard:
    profile = PROFILES["passport-cam"]
    return issue(ANNA, photo(), profile, authority_for(profile))


@pytest.mark.parametrize(
    ("file", "sfi", "locked_sw"),
    [
        (Ef.CARD_ACCESS, 0x1C, 0x9000),
        (Ef.ATR_INFO, 0x01, 0x9000),
        (Ef.DIR, 0x1E, 0x9000),
        (Ef.CARD_SECURITY, 0x1D, 0x6982),
    ],
    ids=str,
)
def test_what_lies_in_the_master_file(file: Ef, sfi: int, locked_sw: int) -> None:
    issued = cam_passport()
    terminal = Terminal(Chip(issued))
    assert terminal.transmit(select(file)).sw == locked_sw
    assert terminal.transmit(read(65_536, sfi=sfi)).sw == locked_sw
    session = open_by_pace(terminal, issued, mrz_key(issued), application=False)
    assert session.transmit(select(file)).ok
    assert session.transmit(read(65_536, sfi=sfi)).data == issued.files[file]


def test_there_may_be_a_way_back_to_the_master_file() -> None:
    issued = cam_passport()
    session = open_by_pace(Terminal(Chip(issued)), issued, mrz_key(issued))
    assert session.transmit(read(65_536, sfi=0x1D)).data == issued.files[Ef.SOD]
    assert session.transmit(SELECT_MASTER_FILE).ok
    assert session.transmit(read(65_536, sfi=0x1D)).data == issued.files[Ef.CARD_SECURITY]
    assert session.transmit(SELECT_APPLICATION).ok
    assert session.transmit(read(4)).data == issued.files[Ef.DG1][:4]


def test_ef_card_security_is_for_pace_only() -> None:
    issued = cam_passport()
    access = replace(issued.profile.access, bac=True)
    chip = Chip(replace(issued, profile=replace(issued.profile, access=access)))
    session = open_by_bac(Terminal(chip), issued)
    assert session.transmit(SELECT_MASTER_FILE).ok
    assert session.transmit(select(Ef.CARD_SECURITY)).sw == 0x6982
    assert session.transmit(select(Ef.CARD_ACCESS)).ok

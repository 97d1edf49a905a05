from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader.apdu import Command, Response
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost
from kiosk.simulator.card import VirtualCard
from kiosk.simulator.chip import Chip
from kiosk.simulator.manners import EndOfFile, LongAnswer, Manners, OverMost
from kiosk.simulator.person import ANNA
from kiosk.simulator.personaliser import issue
from kiosk.simulator.profiles import PROFILES
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

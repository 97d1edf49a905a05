from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.access_key import Can
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.domain.faults import Fault
from kiosk.reader.apdu import Command
from kiosk.reader.emrtd.files import FileReader
from kiosk.reader.emrtd.read_strategy import ReadStrategy
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import (
    CardFault,
    ExpiredSigner,
    Missing,
    Mute,
    NoBac,
    NoPace,
    ShortOnly,
    Slow,
    Tamper,
    TearAfterCommand,
    TearAtByte,
)
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.link import LinkModel
from kiosk.simulator.slot.card_port import CardMute, CardTorn, SimulatedCard
from tests.fakes.terminal import SELECT_APPLICATION, Terminal, open_by_bac, open_by_pace, select
from tests.fakes.virtual_cards import card

APPLICATION = "00A4040C07A0000002471001"
CARD_ACCESS = (
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
)


# What a chip answers without access


@pytest.mark.parametrize(
    ("commands", "answer"),
    [
        (["00A4020C02011C", "00B0000000"], CARD_ACCESS + "9000"),
        (["00B09C0000"], CARD_ACCESS + "9000"),
        (["00B09C0004"], "3134300D9000"),
        (["00B09C0036"], CARD_ACCESS + "9000"),
        (["00B09C0040"], CARD_ACCESS + "6282"),
        (["00A4020C02011C", "00B0003204"], "0202010D9000"),
        (["00A4020C02011C", "00B0003208"], "0202010D6282"),
        (["00A4020C02011C", "00B0003601"], "6B00"),
        (["00A4020C02011C", "00B07FFF01"], "6B00"),
        (["00B0000004"], "6986"),
        (["00B0600004"], "6986"),
        (["00B0FC0004"], "6A86"),
        (["00B09C00"], "6700"),
        (["00A4020C02011E"], "6A82"),
        (["00A4020C022F01"], "6A82"),
        (["00B09E0004"], "6A82"),
        (["00A4000C023F00"], "9000"),
        (["00A4000C"], "9000"),
        (["00A4000C02011C"], "6A86"),
        ([APPLICATION], "9000"),
        (["00A4040007A0000002471001"], "9000"),
        (["00A4040C07A0000002472001"], "6A82"),
        (["00A4040C"], "6A82"),
        ([APPLICATION, "00A4000C023F00"], "6D00"),
        ([APPLICATION, "00A4020C02011C"], "6982"),
        ([APPLICATION, "00A4020C02011E"], "6982"),
        ([APPLICATION, "00A4020C020103"], "6982"),
        ([APPLICATION, "00A4020C02010B"], "6982"),
        ([APPLICATION, "00B0000004"], "6982"),
        ([APPLICATION, "00B0810004"], "6982"),
        (["00CA000000"], "6D00"),
        (["80A4040C07A0000002471001"], "6E00"),
        (["10A4040C07A0000002471001"], "6884"),
        (["0CB0000004"], "6988"),
        (["00B0"], "6700"),
        (["00B000000401"], "6700"),
        ([""], "6700"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_answers_of_a_locked_chip(commands: list[str], answer: str) -> None:
    terminal = Terminal(Chip(card()))
    answers = [terminal.hex(command) for command in commands]
    assert answers[-1] == answer


def test_the_chip_is_a_simulated_card() -> None:
    chip: SimulatedCard = Chip(card())
    assert chip.atr == bytes.fromhex("3B8980010031C173C84000900093")


# Lengths


def test_extended_length_beyond_the_chip_is_refused_before_secure_messaging() -> None:
    issued = card()
    terminal = Terminal(Chip(issued, faults=[ShortOnly()]))
    session = open_by_pace(terminal, issued)
    with pytest.raises(Fault, match="6700"):
        session.transmit(Command(0x00, 0xB0, 0x81, 0x00, le=1000))
    assert terminal.answers[-1].hex() == "6700"
    assert session.transmit(Command(0x00, 0xB0, 0x81, 0x00, le=4)).data == issued.files[Ef.DG1][:4]


def test_too_much_data_is_refused() -> None:
    limit = card().profile.manners.max_command
    terminal = Terminal(Chip(card()))
    assert terminal.transmit(Command(0x00, 0xA4, 0x04, 0x0C, bytes(limit))).sw == 0x6A82
    assert terminal.transmit(Command(0x00, 0xA4, 0x04, 0x0C, bytes(limit + 1))).sw == 0x6700


# Sessions


def test_a_plain_command_ends_secure_messaging() -> None:
    issued = card()
    terminal = Terminal(Chip(issued))
    session = open_by_pace(terminal, issued)
    assert terminal.transmit(select(Ef.DG1)).sw == 0x6982
    with pytest.raises(Fault, match="6988"):
        session.transmit(select(Ef.DG1))


def test_a_reset_forgets_everything_and_the_chip_opens_anew() -> None:
    issued = card()
    chip = Chip(issued)
    terminal = Terminal(chip)
    open_by_pace(terminal, issued)
    chip.power_up()
    assert terminal.transmit(select(Ef.DG1)).sw == 0x6A82
    assert open_by_bac(terminal, issued).transmit(select(Ef.DG1)).ok


def test_a_refusal_inside_secure_messaging_keeps_the_session() -> None:
    issued = card()
    session = open_by_bac(Terminal(Chip(issued)), issued)
    for _ in range(2):
        assert session.transmit(select(Ef.DG11)).sw == 0x6A82
        assert session.transmit(Command(0x00, 0xCA, 0x00, 0x00, le=4)).sw == 0x6D00
    assert session.transmit(Command(0x00, 0x84, 0x00, 0x00, le=8)).sw == 0x6985
    assert session.transmit(select(Ef.DG1)).ok


# Manners and accidents


def test_without_pace_there_is_no_card_access_either() -> None:
    issued = card()
    terminal = Terminal(Chip(issued, faults=[NoPace()]))
    assert terminal.transmit(select(Ef.CARD_ACCESS)).sw == 0x6A82
    assert terminal.hex("0022C1A40F800A04007F00070202040202830102") == "6A81"
    assert open_by_bac(terminal, issued).transmit(select(Ef.DG1)).ok


def test_without_bac_there_is_no_challenge() -> None:
    terminal = Terminal(Chip(card(), faults=[NoBac()]))
    terminal.transmit(SELECT_APPLICATION)
    assert terminal.hex("0084000008") == "6D00"


def test_a_mute_chip_never_answers() -> None:
    chip = Chip(card(), faults=[Mute(2)])
    terminal = Terminal(chip)
    assert [terminal.hex("00A4000C023F00") for _ in range(2)] == ["9000", "9000"]
    for _ in range(2):
        chip.power_up()
        with pytest.raises(CardMute):
            terminal.hex("00A4000C023F00")


def test_a_card_is_torn_once_after_so_many_commands() -> None:
    terminal = Terminal(Chip(card(), faults=[TearAfterCommand(1)]))
    assert terminal.hex("00A4000C023F00") == "9000"
    with pytest.raises(CardTorn):
        terminal.hex("00A4000C023F00")
    assert terminal.hex("00A4000C023F00") == "9000"


@pytest.mark.parametrize(
    ("fault", "torn_in"),
    [
        (TearAtByte(1), "CardAccess"),
        (TearAtByte(55), "DG1"),
        (TearAtByte(1, Ef.DG2), "DG2"),
        (TearAtByte(500, Ef.DG2), "DG2"),
        (TearAtByte(100_000), None),
    ],
    ids=str,
)
def test_a_card_is_torn_once_at_a_byte(fault: CardFault, torn_in: str | None) -> None:
    issued = card(faults=[fault])
    chip = Chip(issued)
    assert _torn_in(chip, issued) == torn_in
    assert _torn_in(chip, issued) is None


def _torn_in(chip: Chip, issued: VirtualCard) -> str | None:
    terminal = Terminal(chip)
    file = Ef.CARD_ACCESS
    try:
        FileReader(terminal, ReadStrategy()).read(file)
        session = open_by_pace(terminal, issued)
        for file in (Ef.DG1, Ef.DG2):
            assert FileReader(session, ReadStrategy()).read(file) == issued.files[file]
    except CardTorn:
        return str(file)
    return None


def test_a_card_can_be_torn_at_every_command_of_a_reading() -> None:
    issued = card()
    terminal = Terminal(Chip(issued))
    _read_all(terminal, issued)
    for count in range(1, len(terminal.answers) + 1):
        torn = Terminal(Chip(issued, faults=[TearAfterCommand(count - 1)]))
        with pytest.raises(CardTorn):
            _read_all(torn, issued)
        assert len(torn.answers) == count - 1
        _read_all(torn, issued)


def _read_all(terminal: Terminal, issued: VirtualCard) -> None:
    session = open_by_pace(terminal, issued)
    assert FileReader(session, ReadStrategy()).read(Ef.DG1) == issued.files[Ef.DG1]


def test_forgeries_may_come_when_the_card_is_served() -> None:
    issued = card()
    session = open_by_pace(Terminal(Chip(issued, faults=[Tamper(Ef.DG1, 10), Missing(Ef.DG15)])), issued)
    data = FileReader(session, ReadStrategy()).read(Ef.DG1)
    assert isinstance(data, bytes)
    assert [at for at in range(95) if data[at] != issued.files[Ef.DG1][at]] == [10]
    assert session.transmit(select(Ef.DG15)).sw == 0x6A82


def test_a_tampered_card_is_not_tampered_twice() -> None:
    issued = card(faults=[Tamper(Ef.DG1)])
    session = open_by_pace(Terminal(Chip(issued)), issued)
    assert FileReader(session, ReadStrategy()).read(Ef.DG1) == issued.files[Ef.DG1]


def test_a_signer_cannot_change_afterwards() -> None:
    with pytest.raises(ValueError, match="expired-signer is decided when a card is issued"):
        Chip(card(), faults=[ExpiredSigner()])


# Time


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def monotonic(self) -> float:
        return self.at

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    def sleep(self, seconds: float) -> None:
        assert seconds > 0.0
        self.at += seconds


def _timed(link: LinkModel, faults: Iterable[CardFault] = ()) -> tuple[Chip, Time]:
    time = Time()
    return Chip(card(), link, faults=faults, clock=time, sleep=time.sleep), time


def test_commands_take_the_time_of_the_model() -> None:
    chip, time = _timed(LinkModel(106))
    open_by_pace(Terminal(chip), card())
    assert time.at == pytest.approx(chip.modelled_seconds)
    assert chip.modelled_seconds > 0.5


def test_our_own_computing_is_part_of_the_modelled_time() -> None:
    chip, time = _timed(LinkModel(424))
    slept: list[float] = []

    def late(count: int) -> bytes:
        time.at += 0.01
        return secrets.token_bytes(count)

    chip = Chip(card(), LinkModel(424), clock=time, sleep=slept.append, rng=late)
    terminal = Terminal(chip)
    terminal.transmit(SELECT_APPLICATION)
    before = chip.modelled_seconds
    terminal.hex("0084000008")
    assert slept[-1] == pytest.approx(chip.modelled_seconds - before - 0.01)


def test_without_a_link_nothing_sleeps() -> None:
    chip, time = _timed(LinkModel.none(), [Slow(100)])
    open_by_pace(Terminal(chip), card())
    assert (time.at, chip.modelled_seconds) == (0.0, 0.0)


def test_a_slow_chip_takes_longer() -> None:
    seconds = []
    for faults in ((), (Slow(3),)):
        chip, time = _timed(LinkModel(848), faults)
        open_by_pace(Terminal(chip), card())
        seconds.append(time.at)
    assert seconds[1] > 2 * seconds[0]


def test_wrong_keys_slow_the_next_tries_down_until_a_right_one_comes() -> None:
    chip, time = _timed(LinkModel(424))
    waits = []
    for can in ("999999", "999999", "999999", "012345", "012345"):
        began = time.at
        try:
            open_by_pace(Terminal(chip), card(), Can(can))
        except Fault:
            assert can == "999999"
        waits.append(round(time.at - began, 1))
    first, *others, opened, again = waits
    assert [round(wait - first, 1) for wait in others] == [0.5, 1.0]
    assert opened - again == pytest.approx(2.0)


def test_a_torn_command_took_time() -> None:
    chip, time = _timed(LinkModel(106), [TearAtByte(1)])
    with pytest.raises(CardTorn):
        Terminal(chip).hex("00B09C0000")
    assert time.at == pytest.approx(chip.modelled_seconds) != 0.0


def test_nothing_personal_shows_in_a_repr() -> None:
    issued = card()
    for text in (repr(issued), repr(Chip(issued))):
        assert issued.can not in text
        assert issued.mrz[0] not in text


@given(st.lists(st.binary(max_size=64), max_size=4))
def test_any_bytes_get_a_status_word(commands: list[bytes]) -> None:
    chip = Chip(card())
    chip.power_up()
    for command in commands:
        assert len(chip.transmit(command)) >= 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0x22, 0x82, 0x84, 0x86, 0x88, 0xA4, 0xB0, 0xB1, 0xC0]),
            st.integers(0, 255),
            st.integers(0, 255),
            st.binary(max_size=80),
            st.none() | st.integers(1, 65536),
        ),
        max_size=4,
    )
)
def test_any_protected_command_gets_a_protected_answer(
    commands: list[tuple[int, int, int, bytes, int | None]],
) -> None:
    issued = card()
    session: SecureMessagingChannel = open_by_bac(Terminal(Chip(issued)), issued)
    for ins, p1, p2, data, le in commands:
        if (ins, p1, p2) != (0x22, 0x41, 0xA6):
            assert session.transmit(Command(0x00, ins, p1, p2, data, le)).sw >> 12 in (6, 9)

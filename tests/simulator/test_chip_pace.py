from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command
from kiosk.reader.emrtd import pace
from kiosk.reader.emrtd.passwords import password
from kiosk.reader.lds.security_infos import parse_security_infos
from kiosk.simulator import data_groups
from kiosk.simulator.chip import Chip
from kiosk.simulator.chip_pace import MECHANISMS
from kiosk.simulator.profiles import PaceOffer
from tests.fakes.replay_channel import FixedRandom
from tests.fakes.terminal import CARD_OF_ICAO_G1, SELECT_APPLICATION, Terminal, mrz_key, open_by_pace
from tests.fakes.vectors import exchanges, vectors
from tests.fakes.virtual_cards import card

SET_AT_CAN = "0022C1A40F800A04007F00070202040202830102"
NONCE = "10860000027C0000"


def test_pace_of_appendix_g1() -> None:
    worked = vectors("icao9303-11-G1-pace-ecdh-gm")
    randoms = FixedRandom(worked["nonce_s"], worked["map"]["sk_ic"], worked["agree"]["sk_ic"])
    terminal = Terminal(Chip(replace(card(), mrz=CARD_OF_ICAO_G1), rng=randoms))
    for command, answer in exchanges(worked):
        assert terminal.hex(command) == answer


@pytest.mark.parametrize("which", ["CAN", "MRZ"])
def test_both_passwords_open_the_chip(which: str) -> None:
    issued = card()
    key: AccessKey = Can(issued.can) if which == "CAN" else mrz_key(issued)
    session = open_by_pace(Terminal(Chip(issued)), issued, key)
    assert session.transmit(Command(0x00, 0xB0, 0x81, 0x00, le=4)).data == bytes.fromhex("615D5F1F")


@pytest.mark.parametrize("parameter_id", [8, 12, 13, 17])
@pytest.mark.parametrize("protocol", MECHANISMS)
def test_every_cipher_and_curve_of_the_mapping(protocol: str, parameter_id: int) -> None:
    offers = (PaceOffer(protocol, parameter_id),)
    issued = card()
    terminal = Terminal(Chip(replace(issued, profile=replace(issued.profile, pace=offers))))
    offer = pace.offers(parse_security_infos(data_groups.card_access(offers, None)))[0]
    session = pace.perform(terminal, offer, password(Can(issued.can)), secrets.token_bytes)
    assert session.transmit(SELECT_APPLICATION).ok


def test_a_wrong_can_is_refused_at_the_last_step_and_needs_a_new_run() -> None:
    terminal = Terminal(Chip(card()))
    with pytest.raises(Fault) as refused:
        open_by_pace(terminal, card(), Can("999999"))
    assert refused.value.code is FaultCode.WRONG_ACCESS_KEY
    assert terminal.hex("008600000C7C0A8508000000000000000000") == "6985"


@pytest.mark.parametrize(
    ("before", "command", "answer"),
    [
        ([], "0022C1A40F800A04007F00070202040203830102", "6A80"),
        ([], "0022C1A40F800A04007F00070202040202830103", "6A88"),
        ([], "0022C1A412800A04007F0007020204020283010284010C", "6A80"),
        ([], "0022C1A412800A04007F0007020204020283010284010D", "9000"),
        ([], "0022C1A40C800A04007F00070202040202", "6A80"),
        ([], "0022C1A403800A04", "6A80"),
        ([], NONCE, "6985"),
        ([SET_AT_CAN], "00860000027C0000", "6883"),
        ([SET_AT_CAN], "10860000047C02800000", "6A80"),
        ([SET_AT_CAN, NONCE], NONCE, "6A80"),
        ([SET_AT_CAN, NONCE], "1086000005" + "7C03810104" + "00", "6A80"),
        ([SET_AT_CAN, NONCE], "1086000045" + "7C43814104" + "11" * 64 + "00", "6A80"),
    ],
    ids=[
        "another protocol",
        "another password",
        "another curve",
        "the curve by name",
        "no password",
        "not TLV",
        "no MSE",
        "no chaining",
        "data in the first step",
        "no key to map",
        "half a point",
        "a point off the curve",
    ],
)
def test_refusals(before: list[str], command: str, answer: str) -> None:
    terminal = Terminal(Chip(card()))
    for step in before:
        assert terminal.hex(step).endswith("9000")
    assert terminal.hex(command) == answer


def test_a_refused_step_ends_the_run() -> None:
    terminal = Terminal(Chip(card()))
    terminal.hex(SET_AT_CAN)
    terminal.hex("10860000047C02800000")
    assert terminal.hex(NONCE) == "6985"

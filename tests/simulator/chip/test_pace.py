from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command
from kiosk.reader.emrtd import pace
from kiosk.reader.emrtd.passwords import password
from kiosk.reader.lds.security_infos import parse_security_infos
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import Access, CloneChecks, PaceOffer, StaticKey
from kiosk.simulator.card.chip_keys import new_chip_authentication_key
from kiosk.simulator.card.mechanisms import PACE, NonceMapping
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing import security_infos
from tests.fakes.terminal import SELECT_APPLICATION, Terminal, mrz_key, open_by_pace
from tests.fakes.virtual_cards import card

SET_AT_CAN = "0022C1A40F800A04007F00070202040202830102"
NONCE = "10860000027C0000"


def offering(*offers: PaceOffer) -> VirtualCard:
    """A card that offers just this, with the static keys that chip authentication mapping needs."""
    mapped = {o.announced_id: o for o in offers if PACE[o.protocol].mapping is NonceMapping.CHIP_AUTHENTICATION}
    plans = tuple(StaticKey(offer.parameter_id, key_id=number) for number, offer in mapped.items())
    keys = tuple(map(new_chip_authentication_key, plans))
    issued = card()
    checks = CloneChecks(chip_authentication=plans)
    profile = replace(issued.profile, access=Access(pace=offers), clone_checks=checks)
    return replace(issued, profile=profile, chip_authentication=keys)


@pytest.mark.parametrize("which", ["CAN", "MRZ"])
def test_both_passwords_open_the_chip(which: str) -> None:
    issued = card()
    key: AccessKey = Can(issued.can) if which == "CAN" else mrz_key(issued)
    session = open_by_pace(Terminal(Chip(issued)), issued, key)
    assert session.transmit(Command(0x00, 0xB0, 0x81, 0x00, le=4)).data == bytes.fromhex("615D5F1F")


def _parameters(protocol: str) -> list[int]:
    elliptic, integrated = PACE[protocol].elliptic, PACE[protocol].mapping is NonceMapping.INTEGRATED
    return [number for number in range(8, 19) if number != 10 or not integrated] if elliptic else [0, 1, 2]


@pytest.mark.parametrize(
    ("protocol", "parameter_id"),
    [(name, number) for name in PACE for number in _parameters(name) if name.endswith("aes-128") or number in (0, 13)],
)
def test_every_mapping_cipher_and_group_against_the_reader(protocol: str, parameter_id: int) -> None:
    issued = offering(PaceOffer(protocol, parameter_id))
    announced = security_infos.card_access(issued.profile, issued.chip_authentication)
    offer = pace.offers(parse_security_infos(announced))[0]
    session = pace.perform(Terminal(Chip(issued)), offer, password(Can(issued.can)), secrets.token_bytes)
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
        ([], "0022C1A412800A04007F0007020204020283010284010C", "6A88"),
        ([], "0022C1A412800A04007F0007020204020283010284010D", "9000"),
        ([], "0022C1A413800A04007F000702020402028301028402000D", "6A88"),
        ([], "0022C1A412800A04007F00070202040202830102910101", "9000"),
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
        "other parameters",
        "the parameters by their id",
        "an id of two bytes",
        "an object for others",
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


@pytest.mark.parametrize(
    ("nonce", "answer"),
    [("22" * 16, "7C0282009000"), ("22" * 15, "6A80"), ("", "6A80")],
    ids=["as long as a key", "too short", "empty"],
)
def test_the_integrated_mapping_takes_a_nonce_and_gives_nothing(nonce: str, answer: str) -> None:
    terminal = Terminal(Chip(offering(PaceOffer("ecdh-im-aes-128", 13))))
    assert terminal.hex("0022C1A40F800A04007F00070202040402830102") == "9000"
    assert terminal.hex(NONCE).endswith("9000")
    inner = f"81{len(nonce) // 2:02X}{nonce}"
    data = f"7C{len(inner) // 2:02X}{inner}"
    assert terminal.hex(f"10860000{len(data) // 2:02X}{data}00") == answer


def test_a_protocol_over_several_parameters_needs_to_be_told_which() -> None:
    offers = (PaceOffer("ecdh-gm-aes-128", 12), PaceOffer("ecdh-gm-aes-128", 16, explicit=True, local_id=40))
    terminal = Terminal(Chip(offering(*offers)))
    assert terminal.hex(SET_AT_CAN) == "6A80"
    for number in ("0C", "28"):
        assert terminal.hex("0022C1A412800A04007F000702020402028301028401" + number) == "9000"
    assert terminal.hex("0022C1A412800A04007F00070202040202830102840110") == "6A88"


def test_a_document_without_an_access_number_takes_the_mrz_only() -> None:
    terminal = Terminal(Chip(replace(card(), can="")))
    assert terminal.hex(SET_AT_CAN) == "6A88"
    assert terminal.hex("0022C1A40F800A04007F00070202040202830101") == "9000"


@given(
    offer=st.sampled_from(
        [PaceOffer("ecdh-gm-aes-128", 13), PaceOffer("ecdh-im-3des", 8), PaceOffer("dh-gm-aes-256", 0)]
    ),
    steps=st.lists(st.binary(max_size=140), max_size=4),
)
def test_any_data_get_a_status_word(offer: PaceOffer, steps: list[bytes]) -> None:
    terminal = Terminal(Chip(offering(offer)))
    identifier = tlv.encode(0x80, oid.encode(PACE[offer.protocol].oid)).hex()
    assert terminal.hex(f"0022C1A40F{identifier}830102") == "9000"
    for tag, data in zip((None, 0x81, 0x83, 0x85), [b"", *steps], strict=False):
        inner = tlv.encode(0x7C, b"" if tag is None else tlv.encode(tag, data))
        last = tag == 0x85
        assert len(terminal.hex(f"{'00' if last else '10'}860000{len(inner):02X}{inner.hex()}00")) >= 4

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher
from kiosk.reader.curves import Point
from kiosk.reader.emrtd import chip_auth
from kiosk.reader.emrtd.chip_auth_ways import ways
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel
from kiosk.reader.public_keys import load_ec
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import AgreementForm, CloneChecks, StaticKey
from kiosk.simulator.card.faults import Clone
from kiosk.simulator.card.mechanisms import CHIP_AUTHENTICATION
from kiosk.simulator.card.person import AN
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.card.public_key_info import KeyEncoding
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.chip_authentication import ChipAuthentication, StaticAgreement
from kiosk.simulator.chip.files import Refused
from kiosk.simulator.chip.secure_messaging import SecureMessaging
from kiosk.simulator.issuing.personaliser import issue
from tests.fakes.terminal import Terminal, open_by_bac, open_by_pace, select
from tests.fakes.vectors import exchanges, vectors
from tests.fakes.virtual_cards import authority, card, photo

ACCESS = pytest.mark.parametrize("access", [open_by_pace, open_by_bac], ids=["after PACE", "after BAC"])


def with_keys(*keys: StaticKey, **options: Any) -> VirtualCard:
    """A card of 2021 with these keys in the place of its own."""
    profile = replace(PROFILES["cccd-2021"], clone_checks=CloneChecks(chip_authentication=keys))
    return issue(AN, photo(), profile, authority(), **options)


def outcome(session: SecureMessagingChannel, issued: VirtualCard) -> chip_auth.Performed:
    """Chip Authentication by the reader, proven by selecting DG14."""
    candidates = ways(issued.files[Ef.DG14])
    assert isinstance(candidates, tuple)
    return chip_auth.perform(session, candidates, secrets.token_bytes, prove)


def prove(session: SecureMessagingChannel) -> None:
    assert session.transmit(select(Ef.DG14)).ok


def assert_genuine(session: SecureMessagingChannel, issued: VirtualCard) -> None:
    performed = outcome(session, issued)
    assert performed.outcome.status is CheckStatus.PASSED
    assert performed.session is not None
    assert performed.session.transmit(select(Ef.DG1)).ok


@ACCESS
@pytest.mark.parametrize("explicit", [False, True], ids=["named group", "explicit parameters"])
@pytest.mark.parametrize("protocol", CHIP_AUTHENTICATION)
def test_a_genuine_chip_goes_on_under_the_new_keys(
    protocol: str, explicit: bool, access: Callable[..., SecureMessagingChannel]
) -> None:
    issued = card(ca=protocol, explicit_parameters=explicit)
    assert_genuine(access(Terminal(Chip(issued)), issued), issued)


@pytest.mark.parametrize(
    "key",
    [
        *(StaticKey(number, ("ecdh-aes-128",)) for number in range(8, 19)),
        *(StaticKey(number, ("dh-aes-128",)) for number in range(3)),
        StaticKey(2, ("dh-aes-128",), encoding=KeyEncoding.STANDARDIZED),
        StaticKey(15, ("ecdh-aes-256",), encoding=KeyEncoding.STANDARDIZED),
        StaticKey(13, ("ecdh-aes-128",), version=2),
        StaticKey(1, ("dh-aes-192",), version=2),
        StaticKey(13, ("ecdh-3des",), version=2),
        StaticKey(13, ("ecdh-3des",), form=AgreementForm.SET_AT),
        StaticKey(13, ("ecdh-3des",), form=AgreementForm.SET_KAT),
        StaticKey(13),
        StaticKey(0),
    ],
    ids=str,
)
def test_every_group_version_and_form(key: StaticKey) -> None:
    issued = with_keys(key)
    assert_genuine(open_by_pace(Terminal(Chip(issued)), issued), issued)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("protocol", ["ecdh-aes-128", "ecdh-3des", "dh-aes-128"])
@ACCESS
def test_a_clone_cannot_go_on(protocol: str, version: int, access: Callable[..., SecureMessagingChannel]) -> None:
    issued = with_keys(StaticKey(13 if protocol.startswith("ec") else 2, (protocol,), version=version))
    performed = outcome(access(Terminal(Chip(issued, faults=[Clone()])), issued), issued)
    assert (performed.outcome.status, performed.session) == (CheckStatus.FAILED, None)


KEYS = (
    StaticKey(13, ("ecdh-aes-128", "ecdh-3des"), key_id=1),
    StaticKey(16, ("ecdh-aes-256",), key_id=2),
    StaticKey(2, ("dh-aes-256",), key_id=3),
)


def set_at(protocol: str, key_id: str = "") -> Command:
    data = tlv.encode(0x80, oid.encode(CHIP_AUTHENTICATION[protocol].oid)) + bytes.fromhex(key_id and "8401" + key_id)
    return Command(0x00, 0x22, 0x41, 0xA4, data)


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        (set_at("ecdh-aes-128"), 0x9000),
        (set_at("ecdh-aes-128", "01"), 0x9000),
        (set_at("ecdh-3des", "01"), 0x9000),
        (set_at("ecdh-aes-256", "02"), 0x9000),
        (set_at("dh-aes-256", "03"), 0x9000),
        (set_at("ecdh-aes-256", "01"), 0x6A88),
        (set_at("ecdh-aes-256", "09"), 0x6A88),
        (set_at("ecdh-aes-192", "01"), 0x6A80),
    ],
    ids=[
        "the only fitting",
        "by id",
        "other cipher",
        "second key",
        "third key",
        "not its key",
        "no key",
        "no protocol",
    ],
)
def test_several_keys_are_told_apart_by_their_ids(command: Command, sw: int) -> None:
    issued = with_keys(*KEYS)
    session = open_by_pace(Terminal(Chip(issued)), issued)
    assert session.transmit(command).sw == sw
    assert_genuine(session, issued)


SET_AT = set_at("ecdh-aes-128")
POINT = bytes.fromhex("04") + bytes(64)


@pytest.mark.parametrize(
    ("before", "command", "sw"),
    [
        ([], set_at("ecdh-aes-256"), 0x6A80),
        ([], set_at("ecdh-aes-128", "01"), 0x6A88),
        ([], Command(0x00, 0x22, 0x41, 0xA4, b"\x80\x01\x80"), 0x6A80),
        ([], Command(0x00, 0x22, 0x41, 0xA4), 0x6A80),
        ([], Command(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, POINT)), 0x6A86),
        ([], Command(0x00, 0x22, 0x41, 0xB6), 0x6A86),
        ([], Command(0x00, 0x86, 0x00, 0x00, b"\x7c\x00", 256), 0x6985),
        ([SET_AT], Command(0x00, 0x86, 0x00, 0x00, tlv.encode(0x7C, tlv.encode(0x80, POINT)), 256), 0x6A80),
        ([SET_AT], Command(0x00, 0x86, 0x00, 0x00, b"\x7c\x00", 256), 0x6A80),
        ([SET_AT], Command(0x10, 0x86, 0x00, 0x00, b"\x7c\x00", 256), 0x6883),
    ],
    ids=[
        "another cipher",
        "another key",
        "no identifier",
        "no data",
        "3DES form on an AES chip",
        "unknown template",
        "no MSE",
        "a point off the curve",
        "no key",
        "chained",
    ],
)
def test_refusals_leave_the_session_alone(before: list[Command], command: Command, sw: int) -> None:
    issued = card()
    session = open_by_pace(Terminal(Chip(issued)), issued)
    for step in before:
        assert session.transmit(step).ok
    assert session.transmit(command).sw == sw
    assert session.transmit(select(Ef.DG1)).ok


@pytest.mark.parametrize(
    ("form", "set_kat_sw", "set_at_sw"),
    [
        (AgreementForm.BOTH, 0x6A80, 0x9000),
        (AgreementForm.SET_KAT, 0x6A80, 0x6A80),
        (AgreementForm.SET_AT, 0x6A86, 0x9000),
    ],
    ids=str,
)
def test_which_commands_a_3des_chip_knows(form: AgreementForm, set_kat_sw: int, set_at_sw: int) -> None:
    issued = with_keys(StaticKey(13, ("ecdh-3des",), form=form))
    session = open_by_pace(Terminal(Chip(issued)), issued)
    assert session.transmit(Command(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, POINT))).sw == set_kat_sw
    assert session.transmit(set_at("ecdh-3des")).sw == set_at_sw


def test_it_takes_an_open_chip_and_a_chip_that_has_a_key() -> None:
    terminal = Terminal(Chip(card()))
    terminal.hex("00A4040C07A0000002471001")
    assert terminal.transmit(SET_AT).sw == 0x6982
    without = card(ca=None)
    assert open_by_pace(Terminal(Chip(without)), without).transmit(SET_AT).sw == 0x6A81


def _recorded(name: str) -> tuple[dict[str, Any], SecureMessaging, Callable[[bytes], bytes]]:
    """The recorded session on the chip's side; its key is not known, the secret follows from the terminal's."""
    worked = vectors(name)
    before = worked["sm_before"]
    cipher = Cipher.AES128 if len(before["ks_enc"]) == 32 else Cipher.AES256
    keys = (bytes.fromhex(before["ks_enc"]), bytes.fromhex(before["ks_mac"]))
    messaging = SecureMessaging(cipher, *keys, int(before["ssc"], 16))
    content = tlv.parse_one(tlv.parse_one(bytes.fromhex(worked["dg14"])).value).value
    key_info = next(info.value for info in tlv.iterate(content) if oid.encode("0.4.0.127.0.7.2.2.1.2") in info.value)
    key = load_ec(list(tlv.iterate(key_info))[1].encode())
    terminal = worked["terminal_key"]

    def agree(point: bytes) -> bytes:
        assert key.curve.decode_point(point) == Point(int(terminal["x"], 16), int(terminal["y"], 16))
        return key.curve.encode_x(key.curve.multiply(int(terminal["d"], 16), key.point))

    return worked, messaging, agree


def _play(messaging: SecureMessaging, exchange: tuple[str, str], answer: bytes) -> Command:
    """Unwrap the recorded command and wrap the plain answer; it must become the recorded one."""
    sent = Command.decode(bytes.fromhex(exchange[0]))
    plain = messaging.unwrap(sent)
    assert messaging.wrap(Response(answer, 0x9000), sent.ins).encode().hex().upper() == exchange[1]
    return plain


def chip_with(agree: Callable[[bytes], bytes], protocol: str) -> ChipAuthentication:
    return ChipAuthentication([StaticAgreement(agree, (CHIP_AUTHENTICATION[protocol],))], secrets.token_bytes)


def test_the_recorded_session_with_aes() -> None:
    worked, messaging, agree = _recorded("gmrtd-chip-authentication-at")
    chip = chip_with(agree, "ecdh-aes-128")
    set_at, general, after = exchanges(worked)
    chosen = chip.set_at(_play(messaging, set_at, b"").data)
    sent = Command.decode(bytes.fromhex(general[0]))
    answer, successor = chip.general_authenticate(chosen, messaging.unwrap(sent).data)
    assert messaging.wrap(Response(answer, 0x9000), sent.ins).encode().hex().upper() == general[1]
    assert _play(successor, after, b"").ins == 0xA4


def test_the_recorded_session_with_3des() -> None:
    worked, messaging, agree = _recorded("gmrtd-chip-authentication-fr")
    chip = chip_with(agree, "ecdh-3des")
    set_kat, after = exchanges(worked)
    successor = chip.set_kat(_play(messaging, set_kat, b"").data)
    assert _play(successor, after, b"").ins == 0xA4


def test_set_kat_is_for_3des_only() -> None:
    with pytest.raises(Refused, match="6A86"):
        chip_with(bytes, "ecdh-aes-128").set_kat(tlv.encode(0x91, POINT))

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher
from kiosk.reader.curves import Point
from kiosk.reader.emrtd import chip_auth
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel
from kiosk.reader.public_keys import load_ec
from kiosk.simulator.chip import Chip
from kiosk.simulator.chip_authentication import ChipAuthentication
from kiosk.simulator.chip_files import Refused
from kiosk.simulator.chip_keys import CHIP_AUTHENTICATION
from kiosk.simulator.chip_secure_messaging import SecureMessaging
from kiosk.simulator.faults import Clone
from tests.fakes.terminal import Terminal, open_by_bac, open_by_pace, select
from tests.fakes.vectors import exchanges, vectors
from tests.fakes.virtual_cards import card

ACCESS = pytest.mark.parametrize("access", [open_by_pace, open_by_bac], ids=["after PACE", "after BAC"])


def prove(session: SecureMessagingChannel) -> None:
    assert session.transmit(select(Ef.DG14)).ok


@ACCESS
@pytest.mark.parametrize("explicit", [False, True], ids=["named curve", "explicit parameters"])
@pytest.mark.parametrize("kind", CHIP_AUTHENTICATION)
def test_a_genuine_chip_goes_on_under_the_new_keys(
    kind: str, explicit: bool, access: Callable[..., SecureMessagingChannel]
) -> None:
    issued = card(ca=kind, explicit_parameters=explicit)
    session = access(Terminal(Chip(issued)), issued)
    ways = chip_auth.ways(issued.files[Ef.DG14])
    assert isinstance(ways, tuple)
    outcome, restarted = chip_auth.perform(session, ways, secrets.token_bytes, prove)
    assert outcome.status is CheckStatus.PASSED
    assert restarted is not None
    assert restarted.transmit(select(Ef.DG1)).ok


@ACCESS
@pytest.mark.parametrize("kind", ["ecdh-aes-128", "ecdh-3des"])
def test_a_clone_cannot_go_on(kind: str, access: Callable[..., SecureMessagingChannel]) -> None:
    issued = card(ca=kind)
    session = access(Terminal(Chip(issued, faults=[Clone()])), issued)
    ways = chip_auth.ways(issued.files[Ef.DG14])
    assert isinstance(ways, tuple)
    outcome, restarted = chip_auth.perform(session, ways, secrets.token_bytes, prove)
    assert (outcome.status, restarted) == (CheckStatus.FAILED, None)


SET_AT = Command(0x00, 0x22, 0x41, 0xA4, bytes.fromhex("800A04007F00070202030202"))
POINT = bytes.fromhex("04") + bytes(64)


@pytest.mark.parametrize(
    ("before", "command", "sw"),
    [
        ([], Command(0x00, 0x22, 0x41, 0xA4, bytes.fromhex("800A04007F00070202030204")), 0x6A80),
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


def test_the_recorded_session_with_aes() -> None:
    worked, messaging, agree = _recorded("gmrtd-chip-authentication-at")
    chip = ChipAuthentication("0.4.0.127.0.7.2.2.3.2.2", Cipher.AES128, agree)
    set_at, general, after = exchanges(worked)
    chip.set_at(_play(messaging, set_at, b"").data)
    sent = Command.decode(bytes.fromhex(general[0]))
    answer, successor = chip.general_authenticate(messaging.unwrap(sent).data)
    assert messaging.wrap(Response(answer, 0x9000), sent.ins).encode().hex().upper() == general[1]
    assert _play(successor, after, b"").ins == 0xA4


def test_the_recorded_session_with_3des() -> None:
    worked, messaging, agree = _recorded("gmrtd-chip-authentication-fr")
    chip = ChipAuthentication("0.4.0.127.0.7.2.2.3.2.1", Cipher.TDES, agree)
    set_kat, after = exchanges(worked)
    successor = chip.set_kat(_play(messaging, set_kat, b"").data)
    assert _play(successor, after, b"").ins == 0xA4


def test_set_kat_is_for_3des_only() -> None:
    chip = ChipAuthentication("0.4.0.127.0.7.2.2.3.2.2", Cipher.AES128, bytes)
    with pytest.raises(Refused, match="6A86"):
        chip.set_kat(tlv.encode(0x91, POINT))

"""Chip Authentication against recorded sessions, and against chips that refuse or cannot prove their key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipAuthentication
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher, pad
from kiosk.reader.curves import Curve
from kiosk.reader.dh_groups import DhGroup
from kiosk.reader.emrtd import chip_auth
from kiosk.reader.emrtd.chip_auth_ways import ways
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys, mac
from tests.fakes.chip_auth_data import (
    CURVE,
    DH_3DES,
    DH_AES128,
    ECDH_AES128,
    ECDH_AES256,
    GROUP,
    LONG_GROUP,
    PK_DH,
    PK_ECDH,
    PRIVATE,
    dg14,
    dh_spki,
    info,
    integer,
    spki,
)
from tests.fakes.mirror_card import Bare, MirrorCard
from tests.fakes.replay_channel import FixedRandom, ReplayChannel
from tests.fakes.vectors import exchanges, vectors

SELECT_DG14 = Command(0x00, 0xA4, 0x02, 0x0C, bytes.fromhex("010E"))


def prove(session: SecureMessagingChannel) -> None:
    assert session.transmit(SELECT_DG14).ok


def session_keys(recorded: dict[str, str]) -> SessionKeys:
    enc = bytes.fromhex(recorded["ks_enc"])
    cipher = Cipher.TDES if recorded["cipher"] == "TDES" else {16: Cipher.AES128, 32: Cipher.AES256}[len(enc)]
    return SessionKeys(cipher, enc, bytes.fromhex(recorded["ks_mac"]), int(recorded["ssc"], 16))


@pytest.mark.parametrize(
    ("name", "mechanism"),
    [
        pytest.param(
            "gmrtd-chip-authentication-at",
            "ECDH-AES-CBC-CMAC-128 brainpoolP256r1",
            id="AES by MSE:Set AT, explicit brainpool parameters",
        ),
        pytest.param(
            "gmrtd-chip-authentication-fr",
            "ECDH-3DES-CBC-CBC secp256r1",
            id="3DES by MSE:Set KAT, explicit NIST parameters, no ChipAuthenticationInfo",
        ),
    ],
)
def test_a_recorded_session_goes_through(name: str, mechanism: str) -> None:
    recorded = vectors(name)
    channel = ReplayChannel(exchanges(recorded))
    session = SecureMessagingChannel(channel, session_keys(recorded["sm_before"]))
    found = ways(bytes.fromhex(recorded["dg14"]))
    assert not isinstance(found, ChipAuthentication)

    performed = chip_auth.perform(session, found, FixedRandom(recorded["terminal_key"]["d"]), prove)

    assert performed.outcome == ChipAuthentication(CheckStatus.PASSED, mechanism)
    assert channel.finished
    assert performed.session is not None
    assert performed.session.ssc == int(recorded["sm_after"]["ssc"], 16)


@pytest.mark.parametrize("name", ["gmrtd-chip-authentication-at", "gmrtd-chip-authentication-fr"])
def test_what_a_recorded_session_says_inside(name: str) -> None:
    """The plain commands before the new keys, and the proof under them."""
    recorded = vectors(name)
    before, proof = exchanges(recorded)[:-1], exchanges(recorded)[-1:]
    channel = ReplayChannel(before)
    session = SecureMessagingChannel(channel, session_keys(recorded["sm_before"]))
    for plain in recorded["plain_of_all_but_last"]:
        header = bytes.fromhex(plain["header"])
        le = 256 if plain["response"] else None
        command = Command(header[0] & 0xF0, *header[1:4], data=bytes.fromhex(plain["data"]), le=le)
        assert session.transmit(command) == Response(bytes.fromhex(plain["response"]), 0x9000)
    assert channel.finished
    channel = ReplayChannel(proof)
    prove(SecureMessagingChannel(channel, replace(session_keys(recorded["sm_after"]), ssc=0)))
    assert channel.finished


OLD_KEYS = SessionKeys.derive(Cipher.AES128, b"old")


Refusal = Callable[[Command], Response | None]


class Chip:
    """A chip that does Chip Authentication with the private key that it has, then lets its command be answered.

    ``group`` is where it computes, ``cipher`` that of the new session; version 2 where there is a ``nonce``, with a
    token over ``token_of``.
    """

    def __init__(
        self,
        private: int,
        refusal: Refusal = lambda command: None,
        *,
        group: Curve | DhGroup = CURVE,
        cipher: Cipher = Cipher.AES128,
        nonce: bytes = b"",
        token_of: Callable[[bytes], bytes] = bytes,
    ) -> None:
        self._private = private
        self._refusal = refusal
        self._group = group
        self._cipher = cipher
        self._nonce = nonce
        self._token_of = token_of
        self._card = MirrorCard(OLD_KEYS, self._answer)
        self._next: MirrorCard | None = None
        self._protocol = b""
        self.seen: list[Command] = []

    def transmit(self, command: Command) -> Response:
        response = self._card.transmit(command)
        if self._next is not None:
            self._card, self._next = self._next, None
        return response

    def _answer(self, command: Command) -> Response:
        self.seen.append(command)
        refused = self._refusal(command)
        if refused is not None:
            return refused
        if command.ins == 0x86:
            public = tlv.parse_one(tlv.parse_one(command.data, 0x7C).value, 0x80).value
            keys = self._restart(self._cipher, public)
            return Response(tlv.encode(0x7C, self._proof(keys, public) if self._nonce else b""), 0x9000)
        if command.ins == 0x22 and command.p2 == 0xA6:
            self._restart(Cipher.TDES, next(tlv.iterate(command.data)).value)
        elif command.ins == 0x22:
            self._protocol = next(tlv.iterate(command.data)).value
        return Response(b"", 0x9000)

    def _restart(self, cipher: Cipher, public: bytes) -> SessionKeys:
        group = self._group
        if isinstance(group, Curve):
            secret = group.encode_x(group.multiply(self._private, group.decode_point(public)))
        else:
            secret = group.encode_x(group.multiply(self._private, group.decode_point(public)))
        keys = SessionKeys.derive(cipher, secret + self._nonce)
        self._next = MirrorCard(keys, self._answer)
        return keys

    def _proof(self, keys: SessionKeys, public: bytes) -> bytes:
        key = tlv.encode(0x86 if isinstance(self._group, Curve) else 0x84, self._token_of(public))
        template = tlv.encode(0x7F49, tlv.encode(0x06, self._protocol) + key)
        token = mac(keys.cipher, keys.mac, pad(template, 8) if keys.cipher is Cipher.TDES else template)
        return tlv.encode(0x81, self._nonce) + tlv.encode(0x82, token)


def perform(
    chip: Chip, contents: bytes, proof: Callable[[SecureMessagingChannel], None] = prove, *, extended: bool = True
) -> tuple[ChipAuthentication, SecureMessagingChannel | None, SecureMessagingChannel]:
    session = SecureMessagingChannel(chip, OLD_KEYS)
    found = ways(contents)
    assert not isinstance(found, ChipAuthentication)
    performed = chip_auth.perform(session, found, lambda count: bytes(count - 1) + b"\x07", proof, extended=extended)
    return performed.outcome, performed.session, session


AES128 = dg14(info(ECDH_AES128, integer(1)), info(PK_ECDH, spki()))
TDES = dg14(info(PK_ECDH, spki()))


DH = dg14(info(DH_AES128, integer(1)), info(PK_DH, dh_spki()))
DH_TDES = dg14(info(DH_3DES, integer(1)), info(PK_DH, dh_spki()))
LONG_DH = dg14(info(DH_AES128, integer(1)), info(PK_DH, dh_spki(LONG_GROUP)))
VERSION_2 = dg14(info(ECDH_AES128, integer(2)), info(PK_ECDH, spki()))
DH_VERSION_2 = dg14(info(DH_3DES, integer(2)), info(PK_DH, dh_spki()))
NONCE = bytes(range(8))

FORMS = [
    pytest.param(AES128, {}, id="curve, AES"),
    pytest.param(TDES, {}, id="curve, 3DES"),
    pytest.param(DH, {"group": GROUP}, id="prime, AES"),
    pytest.param(DH_TDES, {"group": GROUP}, id="prime, 3DES"),
    pytest.param(LONG_DH, {"group": LONG_GROUP}, id="prime of 2048 bits"),
    pytest.param(VERSION_2, {"nonce": NONCE}, id="curve, version 2"),
    pytest.param(DH_VERSION_2, {"nonce": NONCE, "group": GROUP, "cipher": Cipher.TDES}, id="prime, 3DES, version 2"),
]


@pytest.mark.parametrize(("contents", "manners"), FORMS)
def test_the_genuine_chip_passes_and_the_new_session_goes_on(contents: bytes, manners: dict[str, Any]) -> None:
    outcome, following, session = perform(Chip(PRIVATE, **manners), contents)

    assert outcome.status is CheckStatus.PASSED
    assert following is not None
    assert following is not session
    assert following.transmit(SELECT_DG14).ok


@pytest.mark.parametrize(("contents", "manners"), FORMS)
def test_a_clone_without_the_private_key_fails_at_the_first_answer_under_the_new_keys(
    contents: bytes, manners: dict[str, Any]
) -> None:
    outcome, following, _ = perform(Chip(PRIVATE + 1, **manners), contents)

    assert (outcome.status, outcome.reason) == (CheckStatus.FAILED, "new-keys-not-proven")
    assert following is None


def test_the_proof_stands_when_the_card_is_lost_after_it() -> None:
    def lost_behind_the_first_answer(session: SecureMessagingChannel) -> None:
        assert session.transmit(SELECT_DG14).ok
        raise Fault(FaultCode.CARD_REMOVED, "")

    session = SecureMessagingChannel(Chip(PRIVATE), OLD_KEYS)
    found = ways(AES128)
    assert not isinstance(found, ChipAuthentication)

    performed = chip_auth.perform(
        session, found, lambda count: bytes(count - 1) + b"\x07", lost_behind_the_first_answer
    )

    assert performed.outcome.status is CheckStatus.PASSED
    assert performed.session is None
    assert performed.fault is not None
    assert performed.fault.code is FaultCode.CARD_REMOVED


def test_a_card_that_is_lost_before_its_first_answer_has_proven_nothing() -> None:
    def lost_at_once(session: SecureMessagingChannel) -> None:
        raise Fault(FaultCode.CARD_REMOVED, "")

    with pytest.raises(Fault) as lost:
        perform(Chip(PRIVATE), AES128, lost_at_once)

    assert lost.value.code is FaultCode.CARD_REMOVED


@pytest.mark.parametrize(
    "manners",
    [
        pytest.param({"nonce": NONCE, "token_of": lambda public: public[:-1] + b"\x00"}, id="token over another key"),
        pytest.param({}, id="no token"),
    ],
)
def test_version_2_without_its_token_fails(manners: dict[str, Any]) -> None:
    outcome, following, _ = perform(Chip(PRIVATE, **manners), VERSION_2)

    assert (outcome.status, outcome.reason) == (CheckStatus.FAILED, "new-keys-not-proven")
    assert following is None


def test_a_key_that_no_short_command_carries_is_not_sent_without_extended_length() -> None:
    chip = Chip(PRIVATE, group=LONG_GROUP)

    outcome, following, session = perform(chip, LONG_DH, extended=False)

    assert (outcome.status, outcome.reason) == (CheckStatus.NOT_DONE, "extended-length-needed")
    assert following is session
    assert chip.seen == []
    assert perform(Chip(PRIVATE, group=GROUP), DH, extended=False)[0].status is CheckStatus.PASSED


def test_where_mse_set_kat_is_refused_mse_set_at_is_tried() -> None:
    chip = Chip(PRIVATE, lambda command: Response(b"", 0x6A86) if command.p2 == 0xA6 else None, cipher=Cipher.TDES)

    outcome, _, _ = perform(chip, TDES)

    assert outcome == ChipAuthentication(CheckStatus.PASSED, "ECDH-3DES-CBC-CBC brainpoolP256r1")


def test_what_a_lost_session_leaves_untried_is_told() -> None:
    found = ways(TDES)
    assert not isinstance(found, ChipAuthentication)
    refuses_kat = Chip(PRIVATE, refusing(0x22, Bare(0x6D00)))

    performed = chip_auth.perform(SecureMessagingChannel(refuses_kat, OLD_KEYS), found, b"\x07".rjust, prove)

    assert performed.session is None
    assert performed.untried == found[1:]


def refusing(ins: int, answer: Response | Bare) -> Callable[[Command], Response | None]:
    def refusal(command: Command) -> Response | None:
        if command.ins != ins:
            return None
        if isinstance(answer, Bare):
            raise answer
        return answer

    return refusal


@pytest.mark.parametrize(
    ("refusal", "kept"),
    [
        pytest.param(refusing(0x22, Response(b"", 0x6A80)), True, id="MSE refused"),
        pytest.param(refusing(0x22, Response(b"", 0x6D00)), True, id="MSE unknown"),
        pytest.param(refusing(0x86, Response(b"", 0x6300)), True, id="agreement refused"),
        pytest.param(refusing(0x22, Bare(0x6D00)), False, id="MSE refused outside secure messaging"),
        pytest.param(refusing(0x86, Bare(0x6F00)), False, id="agreement refused outside secure messaging"),
    ],
)
def test_a_refusal_proves_nothing_either_way(refusal: Callable[[Command], Response | None], kept: bool) -> None:
    outcome, following, session = perform(Chip(PRIVATE, refusal), AES128)

    assert (outcome.status, outcome.reason) == (CheckStatus.NOT_DONE, "refused-by-chip")
    assert (following is session) is kept
    assert kept or following is None


def test_where_the_chip_refuses_one_protocol_the_next_is_tried() -> None:
    contents = dg14(info(ECDH_AES256, integer(1)), info(ECDH_AES128, integer(1)), info(PK_ECDH, spki()))
    wrong = oid.encode(ECDH_AES256)
    chip = Chip(PRIVATE, lambda command: Response(b"", 0x6A80) if wrong in command.data else None)

    outcome, _, _ = perform(chip, contents)

    assert outcome == ChipAuthentication(CheckStatus.PASSED, "ECDH-AES-CBC-CMAC-128 brainpoolP256r1")


def test_the_chip_is_told_which_of_its_keys_is_meant() -> None:
    contents = dg14(info(ECDH_AES128, integer(1), integer(5)), info(PK_ECDH, spki(), integer(5)))
    chip = Chip(PRIVATE)

    perform(chip, contents)

    assert chip.seen[0].data == tlv.encode(0x80, oid.encode(ECDH_AES128)) + bytes.fromhex("840105")


@pytest.mark.parametrize("code", [FaultCode.CARD_REMOVED, FaultCode.READER_LOST, FaultCode.OUT_OF_TIME])
def test_a_fault_of_the_link_is_never_a_failure_of_the_chip(code: FaultCode) -> None:
    def torn(session: SecureMessagingChannel) -> None:
        raise Fault(code)

    with pytest.raises(Fault) as raised:
        perform(Chip(PRIVATE), AES128, torn)

    assert raised.value.code is code


def test_outcomes_carry_no_keys() -> None:
    assert str(CURVE.g.x) not in repr(ways(AES128))
    assert "secret" not in repr(replace(OLD_KEYS))
    assert OLD_KEYS.enc.hex() not in repr(OLD_KEYS)

"""Chip Authentication against recorded sessions, and against chips that refuse or cannot prove their key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipAuthentication
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve
from kiosk.reader.emrtd import chip_auth
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys
from kiosk.reader.public_keys import named_spki
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
    ways = chip_auth.ways(bytes.fromhex(recorded["dg14"]))
    assert not isinstance(ways, ChipAuthentication)

    outcome, restarted = chip_auth.perform(session, ways, FixedRandom(recorded["terminal_key"]["d"]), prove)

    assert outcome == ChipAuthentication(CheckStatus.PASSED, mechanism)
    assert channel.finished
    assert restarted is not None
    assert restarted.ssc == int(recorded["sm_after"]["ssc"], 16)


CURVE = STANDARDIZED_DOMAIN_PARAMETERS[13]
PRIVATE = 0x1234567890ABCDEF
ECDH_AES128 = "0.4.0.127.0.7.2.2.3.2.2"
ECDH_AES256 = "0.4.0.127.0.7.2.2.3.2.4"
ECDH_3DES = "0.4.0.127.0.7.2.2.3.2.1"
DH_AES128 = "0.4.0.127.0.7.2.2.3.1.2"
PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
PK_DH = "0.4.0.127.0.7.2.2.1.1"


def integer(value: int) -> bytes:
    return tlv.encode(0x02, bytes((value,)))


def info(protocol: str, *rest: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(protocol)) + b"".join(rest))


def spki(curve: Curve = CURVE, scalar: int = PRIVATE) -> bytes:
    return named_spki(curve, curve.encode_point(curve.multiply(scalar, curve.g)))


def dg14(*infos: bytes) -> bytes:
    return tlv.encode(0x6E, tlv.encode(0x31, b"".join(infos)))


UNKNOWN_CURVE = tlv.encode(
    0x30,
    tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.10045.2.1")) + tlv.encode(0x06, oid.encode("1.3.132.0.10")))
    + tlv.encode(0x03, b"\x00\x04" + bytes(64)),
)
OFF_THE_CURVE = named_spki(CURVE, b"\x04" + bytes(64))


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        pytest.param(
            dg14(info(ECDH_AES128, integer(1)), info(PK_ECDH, spki())),
            [(ECDH_AES128, None)],
            id="the usual pair",
        ),
        pytest.param(dg14(info(PK_ECDH, spki())), [(ECDH_3DES, None)], id="a key without protocol is for 3DES"),
        pytest.param(
            dg14(info(ECDH_AES128, integer(1)), info(ECDH_AES256, integer(1)), info(PK_ECDH, spki())),
            [(ECDH_AES256, None), (ECDH_AES128, None)],
            id="strong cipher first",
        ),
        pytest.param(
            dg14(
                info(ECDH_AES128, integer(1), integer(2)),
                info(ECDH_3DES, integer(1), integer(1)),
                info(PK_ECDH, spki(), integer(1)),
                info(PK_ECDH, spki(scalar=99), integer(2)),
            ),
            [(ECDH_AES128, 2), (ECDH_3DES, 1)],
            id="several keys: each with its own protocol",
        ),
        pytest.param(
            dg14(info(ECDH_AES128, integer(1)), info(PK_ECDH, UNKNOWN_CURVE), info(PK_ECDH, spki())),
            [(ECDH_AES128, None)],
            id="a key on an unknown curve does not disturb",
        ),
        pytest.param(dg14(), "not-announced", id="nothing announced"),
        pytest.param(dg14(info(ECDH_AES128, integer(1))), "not-announced", id="a protocol without key"),
        pytest.param(
            dg14(info(DH_AES128, integer(1)), info(PK_DH, tlv.encode(0x30, b""))),
            "key-agreement-not-supported",
            id="finite field",
        ),
        pytest.param(dg14(info(PK_ECDH, UNKNOWN_CURVE)), "curve-not-supported", id="unknown curve"),
        pytest.param(dg14(info(PK_ECDH, OFF_THE_CURVE)), "key-malformed", id="point off its curve"),
        pytest.param(dg14(info(PK_ECDH, tlv.encode(0x30, b"\x02"))), "key-malformed", id="no key"),
        pytest.param(b"\x6e\x02\x30\x00", "dg14-malformed", id="no SecurityInfos"),
        pytest.param(b"", "dg14-malformed", id="empty"),
    ],
)
def test_what_dg14_announces(contents: bytes, expected: list[tuple[str, int | None]] | str) -> None:
    found = chip_auth.ways(contents)

    if isinstance(expected, str):
        assert isinstance(found, ChipAuthentication)
        assert found.reason == expected
        assert found.status in (CheckStatus.NOT_SUPPORTED, CheckStatus.NOT_DONE)
    else:
        assert not isinstance(found, ChipAuthentication)
        assert [(way.protocol, way.key_id) for way in found] == expected


OLD_KEYS = SessionKeys.derive(Cipher.AES128, b"old")


class Chip:
    """A chip that does Chip Authentication with the private key that it has, then lets its command be answered."""

    def __init__(self, private: int, refusal: Callable[[Command], Response | None] = lambda command: None) -> None:
        self._private = private
        self._refusal = refusal
        self._card = MirrorCard(OLD_KEYS, self._answer)
        self._next: MirrorCard | None = None
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
            point = CURVE.decode_point(tlv.parse_one(tlv.parse_one(command.data, 0x7C).value, 0x80).value)
            self._restart(Cipher.AES128, CURVE.encode_x(CURVE.multiply(self._private, point)))
            return Response(bytes.fromhex("7C00"), 0x9000)
        if command.ins == 0x22 and command.p2 == 0xA6:
            point = CURVE.decode_point(next(tlv.iterate(command.data)).value)
            self._restart(Cipher.TDES, CURVE.encode_x(CURVE.multiply(self._private, point)))
        return Response(b"", 0x9000)

    def _restart(self, cipher: Cipher, secret: bytes) -> None:
        self._next = MirrorCard(SessionKeys.derive(cipher, secret), self._answer)


def perform(
    chip: Chip, contents: bytes, proof: Callable[[SecureMessagingChannel], None] = prove
) -> tuple[ChipAuthentication, SecureMessagingChannel | None, SecureMessagingChannel]:
    session = SecureMessagingChannel(chip, OLD_KEYS)
    ways = chip_auth.ways(contents)
    assert not isinstance(ways, ChipAuthentication)
    outcome, following = chip_auth.perform(session, ways, lambda count: bytes(count - 1) + b"\x07", proof)
    return outcome, following, session


AES128 = dg14(info(ECDH_AES128, integer(1)), info(PK_ECDH, spki()))
TDES = dg14(info(PK_ECDH, spki()))


@pytest.mark.parametrize("contents", [AES128, TDES], ids=["AES", "3DES"])
def test_the_genuine_chip_passes_and_the_new_session_goes_on(contents: bytes) -> None:
    outcome, following, session = perform(Chip(PRIVATE), contents)

    assert outcome.status is CheckStatus.PASSED
    assert following is not None
    assert following is not session
    assert following.transmit(SELECT_DG14).ok


@pytest.mark.parametrize("contents", [AES128, TDES], ids=["AES", "3DES"])
def test_a_clone_without_the_private_key_fails_at_the_first_answer_under_the_new_keys(contents: bytes) -> None:
    outcome, following, _ = perform(Chip(PRIVATE + 1), contents)

    assert (outcome.status, outcome.reason) == (CheckStatus.FAILED, "new-keys-not-proven")
    assert following is None


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
    ways = chip_auth.ways(AES128)
    assert not isinstance(ways, ChipAuthentication)
    assert str(CURVE.g.x) not in repr(ways)
    assert "secret" not in repr(replace(OLD_KEYS))
    assert OLD_KEYS.enc.hex() not in repr(OLD_KEYS)

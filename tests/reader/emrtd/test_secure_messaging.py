"""Secure messaging against ICAO Doc 9303-11 Appendix D.4, recorded sessions, and a mirror of a card."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost, SessionKeys
from tests.fakes.mirror_card import MirrorCard
from tests.fakes.replay_channel import ReplayChannel
from tests.fakes.vectors import vectors

EXAMPLE = vectors("icao9303-11-D-bac-sm")["secure_messaging"]
STEPS = EXAMPLE["steps"]


def example_keys() -> SessionKeys:
    return SessionKeys(
        Cipher.TDES,
        bytes.fromhex(EXAMPLE["ks_enc"]),
        bytes.fromhex(EXAMPLE["ks_mac"]),
        int(EXAMPLE["ssc_start"], 16),
    )


def test_the_worked_example() -> None:
    channel = ReplayChannel([(step["protected_capdu"], step["protected_rapdu"]) for step in STEPS])
    session = SecureMessagingChannel(channel, example_keys())

    for step in STEPS:
        answer = session.transmit(Command.decode(bytes.fromhex(step["plain_capdu"])))
        assert answer == Response.decode(bytes.fromhex(step["plain_rapdu"]))
        assert session.ssc == int(step["ssc_response"], 16)
    assert channel.finished


def test_a_recorded_aes_command() -> None:
    recorded = vectors("gmrtd-kdf-mac-sm")["sm_encode"][0]
    keys = SessionKeys(
        Cipher.AES128,
        bytes.fromhex(recorded["ks_enc"]),
        bytes.fromhex(recorded["ks_mac"]),
        int(recorded["ssc_before"], 16),
    )
    channel = ReplayChannel([(recorded["protected_capdu"], "6985")])

    with pytest.raises(SecureMessagingLost) as raised:
        SecureMessagingChannel(channel, keys).transmit(Command.decode(bytes.fromhex(recorded["plain_capdu"])))

    assert channel.finished
    assert raised.value.sw == 0x6985


GOOD = STEPS[0]["protected_rapdu"]


@pytest.mark.parametrize(
    ("answer", "sw"),
    [
        pytest.param("6988", 0x6988, id="bare status word: the chip has left secure messaging"),
        pytest.param("6700", 0x6700, id="bare wrong length: perhaps the chip never counted the command"),
        pytest.param("9000", 0x9000, id="bare success proves nothing"),
        pytest.param(GOOD.replace("FA855A5D4C50A8ED", "FA855A5D4C50A8EE"), None, id="wrong MAC"),
        pytest.param("990290009000", None, id="no MAC"),
        pytest.param("990290008E07FA855A5D4C50A89000", None, id="short MAC"),
        pytest.param("99029000" + GOOD, None, id="status word twice"),
        pytest.param(GOOD[:-4] + "990290009000", None, id="data object behind the MAC"),
        pytest.param("619000", None, id="answer of one byte in plain"),
    ],
)
def test_a_session_that_is_lost_is_told_by_its_own_fault(answer: str, sw: int | None) -> None:
    session = SecureMessagingChannel(ReplayChannel([(STEPS[0]["protected_capdu"], answer)]), example_keys())

    with pytest.raises(SecureMessagingLost) as raised:
        session.transmit(Command.decode(bytes.fromhex(STEPS[0]["plain_capdu"])))

    assert raised.value.sw == sw
    assert raised.value.code is FaultCode.CARD_ANSWER_WRONG


def test_the_counter_stands_where_it_was_after_a_command_that_was_not_counted() -> None:
    """A bare 6700 comes from chips that look at the length first: the next command has to find the old counter."""
    first = STEPS[0]
    channel = ReplayChannel([(first["protected_capdu"], "6700"), (first["protected_capdu"], first["protected_rapdu"])])
    session = SecureMessagingChannel(channel, example_keys())
    command = Command.decode(bytes.fromhex(first["plain_capdu"]))

    with pytest.raises(SecureMessagingLost):
        session.transmit(command)

    assert session.transmit(command).ok


commands = st.builds(
    Command,
    cla=st.just(0x00),
    ins=st.sampled_from([0xA4, 0xB0, 0xB1, 0x88, 0x22]),
    p1=st.integers(0, 255),
    p2=st.integers(0, 255),
    data=st.binary(max_size=400),
    le=st.none() | st.integers(1, 256) | st.integers(257, 65536),
)
responses = st.builds(Response, data=st.binary(max_size=600), sw=st.sampled_from([0x9000, 0x6282, 0x6A82, 0x63C1]))


@settings(deadline=None)
@given(
    st.sampled_from(Cipher), st.binary(min_size=1, max_size=32), st.lists(st.tuples(commands, responses), max_size=4)
)
def test_what_goes_in_comes_out_on_the_other_side(
    cipher: Cipher, secret: bytes, conversation: list[tuple[Command, Response]]
) -> None:
    keys = SessionKeys.derive(cipher, secret, 7)
    seen: list[Command] = []
    answers = iter([response for _, response in conversation])

    def answer(command: Command) -> Response:
        seen.append(command)
        return next(answers)

    session = SecureMessagingChannel(MirrorCard(keys, answer), keys)

    for command, response in conversation:
        assert session.transmit(command) == response
    assert seen == [command for command, _ in conversation]


@pytest.mark.parametrize(("cipher", "expected"), [(Cipher.TDES, 231), (Cipher.AES128, 223), (Cipher.AES256, 223)])
def test_short_answer_is_the_most_that_a_short_le_can_bring(cipher: Cipher, expected: int) -> None:
    keys = SessionKeys.derive(cipher, b"secret")
    wrapped: list[int] = []

    class Measured(MirrorCard):
        def transmit(self, command: Command) -> Response:
            response = super().transmit(command)
            wrapped.append(len(response.data))
            return response

    sizes = iter([expected, expected + 1])
    session = SecureMessagingChannel(Measured(keys, lambda _: Response(bytes(next(sizes)), 0x9000)), keys)
    for _ in range(2):
        session.transmit(Command(0x00, 0xB0, 0x00, 0x00, le=256))

    assert session.short_answer == expected
    assert wrapped[0] <= 256 < wrapped[1]


@pytest.mark.parametrize(
    ("command", "extended"),
    [
        pytest.param(Command(0, 0xB0, 0, 0, le=223), False, id="short stays short"),
        pytest.param(Command(0, 0xB0, 0, 0, le=257), True, id="a long answer is wanted"),
        pytest.param(Command(0, 0x88, 0, 0, bytes(8), le=256, extended=True), True, id="asked for"),
        pytest.param(Command(0, 0x86, 0, 0, bytes(230), le=256), True, id="wrapped data outgrow the short form"),
    ],
)
def test_the_wrapped_command_is_extended_where_it_must_be(command: Command, extended: bool) -> None:
    keys = SessionKeys.derive(Cipher.AES128, b"secret")
    card = MirrorCard(keys, lambda _: Response(b"", 0x9000))

    SecureMessagingChannel(card, keys).transmit(command)

    (wrapped,) = card.wrapped
    assert wrapped.needs_extended is extended
    assert wrapped.le == (65536 if extended else 256)


def test_a_fault_of_the_link_passes_through() -> None:
    class Torn:
        def transmit(self, command: Command) -> Response:
            raise Fault(FaultCode.CARD_REMOVED)

    with pytest.raises(Fault) as raised:
        SecureMessagingChannel(Torn(), example_keys()).transmit(Command(0, 0xB0, 0, 0, le=4))

    assert raised.value.code is FaultCode.CARD_REMOVED

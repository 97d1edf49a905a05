"""How a command and its answer pass through T=0."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.pcsc.transmission_t0 import transmit_t0


class T0Card:
    """Answers in turn and keeps what it was sent."""

    def __init__(self, *answers: str) -> None:
        self._answers = [Response.decode(bytes.fromhex(answer)) for answer in answers]
        self.commands: list[str] = []

    def __call__(self, command: Command) -> Response:
        self.commands.append(command.encode().hex().upper())
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


SELECT = Command(0x00, 0xA4, 0x04, 0x0C, b"\xa0\x01", le=256)
READ = Command(0x0C, 0xB0, 0x00, 0x00, le=256)

EXCHANGES = [
    pytest.param(
        Command(0x00, 0x82, 0, 0, b"\x01"), ["9000"], ["008200000101"], Response(b"", 0x9000), id="data, no answer"
    ),
    pytest.param(
        SELECT, ["6102", "AABB9000"], ["00A4040C02A001", "00C0000002"], Response(b"\xaa\xbb", 0x9000),
        id="data and answer: Le stays behind, GET RESPONSE fetches it",
    ),
    pytest.param(
        READ, ["6C03", "AABBCC9000"], ["0CB0000000", "0CB0000003"], Response(b"\xaa\xbb\xcc", 0x9000),
        id="wrong Le: once more with the right one",
    ),
    pytest.param(
        READ, ["AA6101", "BB6101", "CC9000"], ["0CB0000000", "00C0000001", "00C0000001"],
        Response(b"\xaa\xbb\xcc", 0x9000), id="an answer in three pieces",
    ),
    pytest.param(READ, ["6100", "AA6282"], ["0CB0000000", "00C0000000"], Response(b"\xaa", 0x6282), id="256 more"),
    pytest.param(READ, ["6982"], ["0CB0000000"], Response(b"", 0x6982), id="a refusal"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "answers", "sent", "response"), EXCHANGES)
def test_a_command_gets_its_whole_answer(
    command: Command, answers: list[str], sent: list[str], response: Response
) -> None:
    card = T0Card(*answers)
    assert transmit_t0(card, command) == response
    assert card.commands == sent


def test_a_card_that_never_ends_is_stopped() -> None:
    with pytest.raises(Fault) as raised:
        transmit_t0(T0Card("AA6101"), READ)
    assert raised.value.code is FaultCode.CARD_ANSWER_WRONG


def test_a_card_that_is_never_content_with_le_is_asked_twice() -> None:
    card = T0Card("6C10")
    assert transmit_t0(card, READ).sw == 0x6C10
    assert card.commands == ["0CB0000000", "0CB0000010"]


@given(st.lists(st.builds(Response, st.binary(max_size=20), st.integers(0x6000, 0x9FFF)), min_size=1, max_size=6))
def test_whatever_a_card_says_there_is_one_answer_or_the_typed_fault(said: list[Response]) -> None:
    card = T0Card(*(response.encode().hex() for response in said))
    try:
        assert transmit_t0(card, READ).sw >> 8 != 0x61
    except Fault as fault:
        assert fault.code is FaultCode.CARD_ANSWER_WRONG

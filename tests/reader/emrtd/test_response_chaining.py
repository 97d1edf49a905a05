"""Response chaining: pieces become one answer, and a chain always ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.emrtd.response_chaining import ResponseChainingChannel
from tests.fakes.replay_channel import ReplayChannel

READ = Command(0x00, 0xB0, 0x00, 0x00, le=256)


@pytest.mark.parametrize(
    ("conversation", "expected"),
    [
        pytest.param([("00B0000000", "01029000")], Response(b"\x01\x02", 0x9000), id="one piece"),
        pytest.param(
            [("00B0000000", "01026102"), ("00C0000002", "03049000")], Response(b"\1\2\3\4", 0x9000), id="two pieces"
        ),
        pytest.param(
            [("00B0000000", "6100"), ("00C0000000", "016101"), ("00C0000001", "029000")],
            Response(b"\1\2", 0x9000),
            id="three pieces, the first empty",
        ),
        pytest.param(
            [("00B0000000", "016105"), ("00C0000005", "6F00")], Response(b"\1", 0x6F00), id="broken off with an error"
        ),
        pytest.param([("00B0000000", "6A82")], Response(b"", 0x6A82), id="an error is no chain"),
    ],
)
def test_the_whole_answer(conversation: list[tuple[str, str]], expected: Response) -> None:
    channel = ReplayChannel(conversation)

    assert ResponseChainingChannel(channel).transmit(READ) == expected
    assert channel.finished


@pytest.mark.parametrize("piece", [b"", bytes(200)], ids=["without progress", "without end"])
def test_a_chain_without_end_is_broken_off(piece: bytes) -> None:
    class Endless:
        def transmit(self, command: Command) -> Response:
            return Response(piece, 0x61FF)

    with pytest.raises(Fault) as raised:
        ResponseChainingChannel(Endless()).transmit(READ)

    assert raised.value.code is FaultCode.CARD_ANSWER_WRONG


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=8))
def test_whatever_the_pieces_the_answer_is_all_of_them(pieces: list[bytes]) -> None:
    left = list(pieces)

    class InPieces:
        def transmit(self, command: Command) -> Response:
            return Response(left.pop(0), 0x6100 if left else 0x9000)

    assert ResponseChainingChannel(InPieces()).transmit(READ) == Response(b"".join(pieces), 0x9000)

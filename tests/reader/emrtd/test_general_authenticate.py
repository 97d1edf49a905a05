"""GENERAL AUTHENTICATE: how a step is sent, and what is taken out of the chip's answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.emrtd.general_authenticate import answered, general_authenticate


@pytest.mark.parametrize(
    ("data", "last", "sent"),
    [
        pytest.param("", False, "10860000 02 7C00 00", id="a step that says nothing"),
        pytest.param("8301AA", True, "00860000 05 7C038301AA 00", id="the last step is not chained"),
        pytest.param(
            "8381FC" + "AA" * 252, False, "10860000 000102 7C81FF 8381FC" + "AA" * 252 + "0000", id="extended length"
        ),
    ],
)
def test_how_a_step_is_sent(data: str, last: bool, sent: str) -> None:
    commands: list[bytes] = []

    class Chip:
        def transmit(self, command: Command) -> Response:
            commands.append(command.encode())
            return Response(b"", 0x9000)

    general_authenticate(Chip(), bytes.fromhex(data), last=last)
    assert commands == [bytes.fromhex(sent)]


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        pytest.param("7C048002AABB", "AABB", id="the object"),
        pytest.param("7C07 8101CC 8002AABB", "AABB", id="another one before"),
        pytest.param("7C028000", "", id="empty"),
    ],
)
def test_the_object_that_is_asked_for(answer: str, value: str) -> None:
    assert answered(Response(bytes.fromhex(answer), 0x9000), 0x80, "step") == bytes.fromhex(value)


@pytest.mark.parametrize("optional", [False, True])
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("", id="nothing"),
        pytest.param("8002AABB", id="not wrapped"),
        pytest.param("7C048002AA", id="cut off"),
        pytest.param("7C048002AABB00", id="bytes behind"),
        pytest.param("7C048003AABB", id="an object that is longer than its wrapper"),
    ],
)
def test_a_malformed_answer_is_a_wrong_one(answer: str, optional: bool) -> None:
    with pytest.raises(Fault) as raised:
        answered(Response(bytes.fromhex(answer), 0x9000), 0x80, "step", optional=optional)
    assert raised.value.code is FaultCode.CARD_ANSWER_WRONG


def test_a_missing_object_is_empty_only_where_it_may_be_missing() -> None:
    response = Response(bytes.fromhex("7C00"), 0x9000)
    assert answered(response, 0x82, "step", optional=True) == b""
    with pytest.raises(Fault) as raised:
        answered(response, 0x82, "step")
    assert raised.value.code is FaultCode.CARD_ANSWER_WRONG


@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda inside: tlv.encode(0x7C, inside)))
def test_hostile_answers_give_the_object_or_the_typed_fault(data: bytes) -> None:
    try:
        assert answered(Response(data, 0x9000), 0x80, "step") in data
    except Fault as fault:
        assert fault.code is FaultCode.CARD_ANSWER_WRONG

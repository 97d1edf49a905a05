"""Command and response APDUs: every case of ISO/IEC 7816-4 §5.2, short and extended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.apdu import Command, Response, StatusWord

DATA_255, DATA_256 = bytes(255), bytes(256)


@pytest.mark.parametrize(
    ("command", "encoded"),
    [
        pytest.param(Command(0x00, 0xA4, 0x00, 0x0C), "00A4000C", id="case 1"),
        pytest.param(Command(0x00, 0xB0, 0x00, 0x00, le=4), "00B0000004", id="case 2 short"),
        pytest.param(Command(0x00, 0xB0, 0x00, 0x00, le=256), "00B0000000", id="case 2 short, all there is"),
        pytest.param(Command(0x00, 0xB0, 0x00, 0x00, le=257), "00B00000000101", id="case 2 extended"),
        pytest.param(Command(0x00, 0xB0, 0x00, 0x00, le=65536), "00B00000000000", id="case 2 extended, all there is"),
        pytest.param(Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x1c"), "00A4020C02011C", id="case 3 short"),
        pytest.param(
            Command(0x00, 0xDB, 0x00, 0x00, DATA_256), "00DB0000000100" + DATA_256.hex(), id="case 3 extended"
        ),
        pytest.param(Command(0x00, 0x88, 0x00, 0x00, b"\x01", 256), "00880000010100", id="case 4 short"),
        pytest.param(
            Command(0x00, 0x88, 0x00, 0x00, DATA_255, 256), "00880000FF" + DATA_255.hex() + "00", id="case 4, full"
        ),
        pytest.param(
            Command(0x00, 0x88, 0x00, 0x00, b"\x01", 65536), "00880000000001010000", id="case 4 extended by Le"
        ),
        pytest.param(
            Command(0x00, 0x88, 0x00, 0x00, b"\x01", 256, extended=True), "00880000000001010100", id="asked for"
        ),
    ],
)
def test_the_cases_of_the_standard(command: Command, encoded: str) -> None:
    assert command.encode() == bytes.fromhex(encoded)
    decoded = Command.decode(bytes.fromhex(encoded))
    assert (decoded.data, decoded.le, decoded.encode()) == (command.data, command.le, command.encode())


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param("", id="empty"),
        pytest.param("00A400", id="three bytes"),
        pytest.param("00A4020C03011C", id="Lc larger than the data"),
        pytest.param("00A4020C02011C0000", id="two bytes behind short data"),
        pytest.param("00A4020C0000", id="half a length"),
        pytest.param("00A4020C000002011C00", id="one byte behind extended data"),
        pytest.param("00A4020C0000000100", id="extended Lc of zero"),
        pytest.param("00A4020C000003011C", id="extended Lc larger than the data"),
    ],
)
def test_lengths_that_do_not_add_up_are_refused(encoded: str) -> None:
    with pytest.raises(ValueError):
        Command.decode(bytes.fromhex(encoded))


@pytest.mark.parametrize(
    "fields",
    [
        {"cla": 256},
        {"ins": -1},
        {"le": 0},
        {"le": 65537},
        {"data": bytes(65536)},
    ],
    ids=str,
)
def test_a_command_out_of_range_cannot_be_made(fields: dict[str, int | bytes]) -> None:
    with pytest.raises(ValueError):
        Command(**({"cla": 0, "ins": 0, "p1": 0, "p2": 0} | fields))  # type: ignore[arg-type]


commands = st.builds(
    Command,
    cla=st.integers(0, 255),
    ins=st.integers(0, 255),
    p1=st.integers(0, 255),
    p2=st.integers(0, 255),
    data=st.binary(max_size=600),
    le=st.none() | st.integers(1, 65536),
    extended=st.booleans(),
)


@given(commands)
def test_commands_there_and_back(command: Command) -> None:
    decoded = Command.decode(command.encode())

    assert (decoded.cla, decoded.ins, decoded.p1, decoded.p2) == (command.cla, command.ins, command.p1, command.p2)
    assert (decoded.data, decoded.le) == (command.data, command.le)


@given(st.binary(max_size=40))
def test_any_bytes_are_a_command_or_refused(raw: bytes) -> None:
    try:
        command = Command.decode(raw)
    except ValueError:
        return
    assert command.encode() == raw


@pytest.mark.parametrize(
    ("raw", "data", "sw", "ok"),
    [
        ("9000", b"", 0x9000, True),
        ("6A82", b"", 0x6A82, False),
        ("01029000", b"\x01\x02", 0x9000, True),
        ("016282", b"\x01", 0x6282, False),
    ],
)
def test_responses(raw: str, data: bytes, sw: int, ok: bool) -> None:
    response = Response.decode(bytes.fromhex(raw))

    assert (response.data, response.sw, response.ok) == (data, sw, ok)
    assert response.encode() == bytes.fromhex(raw)


@pytest.mark.parametrize("raw", [b"", b"\x90"], ids=["empty", "one byte"])
def test_a_response_without_status_word_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        Response.decode(raw)


def test_contents_do_not_show() -> None:
    assert "31" not in repr(Command(0x00, 0xD6, 0x00, 0x00, b"1111"))
    assert "1111" not in repr(Response(b"1111", StatusWord.OK))

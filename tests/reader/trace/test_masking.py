"""What of each command and answer a masked trace tells; everything else about their data stays untold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.apdu import Command, Response
from kiosk.reader.trace.events import Exchange
from kiosk.reader.trace.lines import event_line
from kiosk.reader.trace.masking import answer_objects, command_objects, tellable


def command(header: str, data: str = "") -> Command:
    return Command(*bytes.fromhex(header), bytes.fromhex(data), 256)


@pytest.mark.parametrize(
    ("header", "data", "objects", "told"),
    [
        pytest.param("00A4020C", "011C", (), "011C", id="a file that is selected"),
        pytest.param("00A4040C", "A0000002471001", (), "A0000002471001", id="the application that is selected"),
        pytest.param("00A4040C", "41" * 17, (), "", id="more than an identifier is selected"),
        pytest.param(
            "0022C1A4", "800A04007F00070202040202830102",
            ("80[10]=04007F00070202040202", "83[1]=02"), "", id="the protocol and the kind of password",
        ),
        pytest.param("002281B6", "83084142434445464748", ("83[8]",), "", id="but no name that is set instead"),
        pytest.param("002241A6", "9104AABBCCDD", ("91[4]",), "", id="no ephemeral key"),
        pytest.param("10860000", "7C0481034142", (), "", id="data that do not add up"),
        pytest.param("10860000", "7C0481024142", ("7C[4]", "7C/81[2]"), "", id="the step of an agreement"),
        pytest.param("00820000", "4142434445464748", (), "", id="EXTERNAL AUTHENTICATE"),
        pytest.param("00880000", "4142434445464748", (), "", id="a challenge"),
        pytest.param("00B10000", "54027FFF", ("54[2]=7FFF",), "", id="an offset"),
        pytest.param(
            "0CB08100", "87030141429701008E084142434445464748",
            ("87[3]", "97[1]=00", "8E[8]"), "", id="what is protected, and its Le",
        ),
        pytest.param("0CA4020C", "87030141428E06414243444546", ("87[3]", "8E[6]"), "", id="what is selected inside"),
        pytest.param("0CB08100", "41024142", (), "", id="another object under secure messaging"),
    ],
)  # fmt: skip
def test_of_a_command(header: str, data: str, objects: tuple[str, ...], told: str) -> None:
    assert command_objects(command(header, data)) == objects
    assert tellable(command(header, data)).hex().upper() == told


@pytest.mark.parametrize(
    ("header", "answer", "objects"),
    [
        pytest.param("00B00000", "615D5F1F", ("61[93]",), id="the beginning of a file"),
        pytest.param("00B08100", "7582397D", ("75[14717]",), id="the beginning of a file by its short identifier"),
        pytest.param("00B00005", "615D5F1F", (), id="the middle of a file"),
        pytest.param("00B08105", "615D5F1F", (), id="the middle of a file by its short identifier"),
        pytest.param("00B00000", "49444142", (), id="a beginning that no file has"),
        pytest.param("00B10000", "5303414243", ("53[3]",), id="a block with odd instruction"),
        pytest.param("10860000", "7C0480024142", ("7C[4]", "7C/80[2]"), id="a nonce"),
        pytest.param("10860000", "7C0441024142", (), id="an object that is not of the protocol"),
        pytest.param("00840000", "4142434445464748", (), id="a challenge"),
        pytest.param("00820000", "41424344", (), id="the answer to EXTERNAL AUTHENTICATE"),
        pytest.param("00880000", "41424344", (), id="a signature"),
        pytest.param("00C00000", "615D4142", (), id="the rest of an answer"),
        pytest.param("FFCA0000", "08414243", (), id="the number that a reader gives the card"),
        pytest.param(
            "0CB08100", "87030141429902628208" + "8E08" + "41" * 8, (), id="a protected answer that does not add up"
        ),
        pytest.param(
            "0CB08100", "870301414299026282" + "8E08" + "41" * 8, ("87[3]", "99[2]=6282", "8E[8]"),
            id="a protected answer with its status",
        ),
    ],
)  # fmt: skip
def test_of_an_answer(header: str, answer: str, objects: tuple[str, ...]) -> None:
    assert answer_objects(command(header), Response(bytes.fromhex(answer), 0x9000)) == objects


DATA = st.binary(max_size=300)


@given(ins=st.integers(0, 255), p1=st.integers(0, 255), p2=st.integers(1, 255), one=DATA, other=DATA)
def test_data_in_the_middle_of_a_file_leave_no_trace_but_their_length(
    ins: int, p1: int, p2: int, one: bytes, other: bytes
) -> None:
    ins = 0xB0 if ins % 2 else 0xC0
    size = min(len(one), len(other))
    lines = {
        event_line(Exchange(0.0, 0.0, Command(0, ins, p1, p2, le=256), Response(data[:size], 0x9000)), masked=True)
        for data in (one, other)
    }
    assert len(lines) == 1


@given(
    cla=st.integers(0, 255),
    ins=st.integers(0, 255),
    data=st.binary(min_size=24, max_size=300),
    sw=st.integers(0, 0xFFFF),
)
def test_whatever_a_chip_says_no_more_than_sixteen_bytes_of_it_are_told(
    cla: int, ins: int, data: bytes, sw: int
) -> None:
    line = event_line(Exchange(0.0, 0.0, Command(cla, ins, 0, 0, data, 256), Response(data, sw)), masked=True)
    told = {data[at : at + 17].hex().upper() for at in range(len(data) - 16)}
    assert not any(piece in line for piece in told)

"""Answers to commands that were recorded, and to others by what the record shows of the chip's manners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.faults import FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.lds.catalogue import LDS1_AID
from kiosk.reader.trace.conversation import PowerUp, Turn
from kiosk.simulator.recorded.files import Given, RecordedFiles

DG1, SOD = (True, 0x0101), (True, 0x011D)
FILE = b"\x61\x81\xc8" + bytes(range(200))
APPLICATION = Turn(Command(0x00, 0xA4, 0x04, 0x0C, LDS1_AID), Response(b"", 0x9000), 0.1)
GONE, REFUSED = FaultCode.CARD_REMOVED, FaultCode.READER_REFUSED


def block(offset: int, le: int, data: bytes, sw: int = 0x9000, seconds: float = 0.0) -> Turn:
    """A READ BINARY of DG1, which is selected."""
    return Turn(Command(0x00, 0xB0, offset >> 8, offset & 0xFF, le=le), Response(data, sw), seconds)


def first(le: int, data: bytes, sw: int = 0x9000, seconds: float = 0.0) -> Turn:
    """A READ BINARY of DG1 by its short identifier."""
    return Turn(Command(0x00, 0xB0, 0x81, 0x00, le=le), Response(data, sw), seconds)


def lost(le: int, fault: FaultCode) -> Turn:
    return Turn(Command(0x00, 0xB0, 0x81, 0x00, le=le), None, 0.0, fault)


def files(*turns: PowerUp | Turn) -> RecordedFiles:
    return RecordedFiles([PowerUp(), APPLICATION, *turns])


WHOLE = first(2048, FILE, 0x6282)


@pytest.mark.parametrize(
    ("recorded", "asked", "answer"),
    [
        pytest.param([WHOLE], (0, 2048), (FILE, 0x6282), id="as recorded"),
        pytest.param([WHOLE], (0, 100), (FILE[:100], 0x9000), id="a smaller block"),
        pytest.param([WHOLE], (100, 50), (FILE[100:150], 0x9000), id="a block in the middle"),
        pytest.param([WHOLE], (0, 4096), (FILE, 0x6282), id="beyond the end, as recorded"),
        pytest.param([WHOLE], (0, 256), (FILE, 0x9000), id="to the end"),
        pytest.param([first(300, FILE)], (0, 4096), (FILE, 0x9000), id="beyond the end without a warning"),
        pytest.param([WHOLE], (203, 10), (b"", 0x6B00), id="behind the end"),
        pytest.param([first(4, FILE[:4])], (4, 10), (b"", 0x6F00), id="what was not read"),
        pytest.param([first(100, FILE[:64]), block(64, 200, FILE[64:128])], (0, 90), (FILE[:64], 0x9000), id="cut"),
        pytest.param([first(500, b"", 0x6700), WHOLE], (0, 1000), (b"", 0x6700), id="a refusal beyond the end"),
        pytest.param([first(500, b"", 0x6700), first(128, FILE[:128])], (0, 99), (FILE[:99], 0x9000), id="not less"),
        pytest.param(
            [first(300, b"", 0x6CCB), first(203, FILE)], (100, 150), (b"", 0x6C67), id="6Cxx says what is left"
        ),
        pytest.param([first(300, b"", 0x6B00), first(203, FILE)], (100, 150), (b"", 0x6B00), id="no more"),
        pytest.param([lost(500, REFUSED), WHOLE], (0, 500), (FILE, 0x6282), id="refused by that reader only"),
    ],
)
def test_a_block(recorded: list[Turn], asked: tuple[int, int], answer: tuple[bytes, int]) -> None:
    given = files(*recorded).read(DG1, *asked)
    assert given.response is not None
    assert (given.response.data, given.response.sw) == answer


def test_the_same_command_is_answered_in_the_recorded_order() -> None:
    recorded = files(first(8, FILE[:8]), first(8, b"", 0x6982))
    sws = [given.response.sw for given in (recorded.read(DG1, 0, 8) for _ in range(3)) if given.response]
    assert sws == [0x9000, 0x6982, 0x6982]


def test_a_file_that_nobody_asked_for_is_not_there() -> None:
    assert files(WHOLE).read(SOD, 0, 8) == Given(Response(b"", 0x6A82))


@pytest.mark.parametrize("asked", [(DG1, 100, 50), (SOD, 0, 8)], ids=["the rest of the file", "another file"])
def test_what_lies_behind_the_end_of_a_torn_trace_is_torn(asked: tuple[tuple[bool, int], int, int]) -> None:
    recorded = files(first(100, FILE[:100]), lost(120, GONE))
    assert recorded.read(*asked) == Given(None, fault=GONE)
    assert recorded.read(DG1, 0, 50).response == Response(FILE[:50], 0x9000)


def test_bytes_that_the_chip_padded_are_none_of_the_file() -> None:
    assert files(first(2048, FILE + b"\x00\x80", 0x6282)).contents(DG1) == FILE


def test_blocks_with_odd_instruction_count_too() -> None:
    odd = Turn(Command(0x00, 0xB1, 0x00, 0x00, b"\x54\x01\x03", 204), Response(b"\x53\x81\xc8" + FILE[3:], 0x9000), 0.0)
    recorded = files(first(3, FILE[:3]), odd)
    assert recorded.contents(DG1) == FILE
    assert recorded.read(DG1, 10, 24, wrapped=True).response == Response(FILE[10:30], 0x9000)


SELECT_DG1 = Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x01")


@pytest.mark.parametrize(
    ("turns", "sw"),
    [
        pytest.param([Turn(SELECT_DG1, Response(b"", 0x6982), 0.1)], 0x6982, id="as recorded"),
        pytest.param([WHOLE], 0x9000, id="a file that was read by its short identifier"),
        pytest.param([], 0x6A82, id="a file that nobody asked for"),
    ],
)
def test_a_selection(turns: list[Turn], sw: int) -> None:
    response = files(*turns).select(True, SELECT_DG1).response
    assert response is not None
    assert response.sw == sw


def test_a_selected_file_is_the_one_that_is_read() -> None:
    recorded = files(Turn(SELECT_DG1, Response(b"", 0x9000), 0.1), block(0, 203, FILE))
    assert recorded.contents(DG1) == FILE


def test_a_power_up_forgets_the_selection() -> None:
    recorded = files(Turn(SELECT_DG1, Response(b"", 0x9000), 0.1), PowerUp(), block(0, 203, FILE))
    assert recorded.contents(DG1) == b""


def test_other_blocks_take_what_their_bytes_took() -> None:
    recorded = files(first(50, FILE[:50], seconds=1.0), block(50, 100, FILE[50:150], seconds=4.0))
    assert recorded.read(DG1, 0, 50).seconds == 1.0
    assert recorded.read(DG1, 0, 75).seconds == pytest.approx(1.0 + 75 * 3.0 / 150)


@given(
    st.lists(st.tuples(st.integers(0, 220), st.integers(1, 300)), min_size=1, max_size=8),
    st.integers(0, 220),
    st.integers(1, 300),
)
def test_no_answer_has_other_bytes_than_the_file(blocks: list[tuple[int, int]], offset: int, le: int) -> None:
    select = Turn(SELECT_DG1, Response(b"", 0x9000), 0.1)
    recorded = files(select, *(block(at, size, FILE[at : at + size]) for at, size in blocks))
    given = recorded.read(DG1, offset, le)
    assert given.response is not None
    assert FILE[offset : offset + le].startswith(given.response.data)

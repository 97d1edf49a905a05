"""Streams as scanners send them, piece by piece with their times, and the codes that come out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.codes.kinds import MAX_BYTES, CodeKind, kind_of, recognise
from kiosk.reader.scanners.assembling import IDLE_SECONDS, TAIL_SECONDS, Assembler
from tests.fakes.codes import INSURANCE_CARD, VIETNAMESE_PASS
from tests.fakes.lds_files import MRZ_A, QR_A, QR_B, QR_D

A, B, D = QR_A.encode(), QR_B.encode(), QR_D.encode()
LINES = [MRZ_A[:30].encode(), MRZ_A[30:60].encode(), MRZ_A[60:].encode()]
SOON, LATE, MUCH_LATER = IDLE_SECONDS / 3, TAIL_SECONDS * 0.8, TAIL_SECONDS + 1

Stream = list[tuple[float, bytes]]
"""How long after the piece before it each piece comes."""


def played(stream: Stream) -> list[tuple[bytes, bool]]:
    """The codes, each with whether it came at once with its last piece, or only after a silence."""
    assembler, now = Assembler(), 0.0
    codes: list[tuple[bytes, bool]] = []
    for pause, piece in stream:
        for at in (now + pause * share for share in (0.25, 0.5, 0.75)):
            codes += [(code, False) for code in assembler.poll(at)]
        now += pause
        codes += [(code, True) for code in assembler.feed(piece, now)]
    for wait in (IDLE_SECONDS, MUCH_LATER, 10 * MUCH_LATER):
        codes += [(code, False) for code in assembler.poll(now + wait)]
    return codes


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        pytest.param([(0, A + b"\r")], [(A, True)], id="CR"),
        pytest.param([(0, A + b"\n")], [(A, True)], id="LF"),
        pytest.param([(0, A + b"\r\n")], [(A, True)], id="CRLF"),
        pytest.param([(0, A + b"\r"), (SOON, b"\n")], [(A, True)], id="CR, and LF in the next piece"),
        pytest.param([(0, A + b"\t")], [(A, False)], id="a tabulator"),
        pytest.param([(0, A)], [(A, False)], id="no end at all"),
        pytest.param([(0, b"\x02" + A + b"\x03\r\n")], [(A, True)], id="framed by STX and ETX"),
        pytest.param([(SOON, A[at : at + 7]) for at in range(0, len(A), 7)], [(A, False)], id="seven bytes at a time"),
        pytest.param([(SOON, bytes([byte])) for byte in A + b"\r"], [(A, True)], id="one byte at a time"),
        pytest.param([(0, A[:50]), (LATE, A[50:] + b"\r")], [(A, True)], id="the tail comes late"),
        pytest.param([(0, A[:50]), (LATE, A[50:])], [(A, False)], id="the tail comes late and has no end"),
        pytest.param([(0, B[:-4]), (LATE, b"||||\r")], [(B[:-4], False)], id="only the empty fields come late"),
        pytest.param(
            [(0, A[:50]), (MUCH_LATER, A[50:] + b"\r")],
            [(A[:50], False), (A[50:], False)],
            id="the tail comes too late",
        ),
        pytest.param([(0, A + b"\r" + A + b"\r")], [(A, True), (A, True)], id="sent twice"),
        pytest.param([(0, A + b"\r" + D + b"\r\n" + B)], [(A, True), (D, True), (B, False)], id="three cards in a row"),
        pytest.param([(0, A[:40] + b"\r" + A + b"\r")], [(A, True)], id="a torn code before the whole one"),
        pytest.param([(0, A[:40] + b"\r")], [(A[:40], False)], id="a torn code with an end"),
        pytest.param([(0, b"\r".join(LINES) + b"\r")], [(b"\r".join(LINES), True)], id="an MRZ of three lines"),
        pytest.param(
            [(SOON, line + b"\r\n") for line in LINES], [(b"\r\n".join(LINES), True)], id="its lines one by one"
        ),
        pytest.param([(0, MRZ_A.encode() + b"\r")], [(MRZ_A.encode(), True)], id="an MRZ in one line"),
        pytest.param([(0, INSURANCE_CARD.encode() + b"\r")], [(INSURANCE_CARD.encode(), True)], id="insurance"),
        pytest.param([(0, VIETNAMESE_PASS.encode() + b"\r")], [(VIETNAMESE_PASS.encode(), True)], id="boarding pass"),
        pytest.param([(0, b"https://example.org\r")], [(b"https://example.org", False)], id="something else"),
        pytest.param([(0, b"Nguy\xea\xden")], [(b"Nguy\xea\xden", False)], id="no UTF-8"),
        pytest.param([(0, b"\r\n"), (1, b"\r"), (1, b"\x00\x00")], [], id="ends and nothing else"),
    ],
)
def test_streams(stream: Stream, expected: list[tuple[bytes, bool]]) -> None:
    assert played(stream) == expected


def test_what_is_too_long_is_cut_and_is_no_code() -> None:
    assembler = Assembler()
    for at in range(100):
        assert assembler.feed(A, at * SOON) == []
    (code,) = assembler.poll(100 + MUCH_LATER)
    assert len(code) == MAX_BYTES + 1
    assert kind_of(recognise(code)) is CodeKind.UNKNOWN


def test_lines_without_end_are_no_code_either() -> None:
    assembler = Assembler()
    codes = [code for at in range(50) for code in assembler.feed(b"x\n" * 500, at * SOON)]
    assert codes == []
    (code,) = assembler.poll(50 + MUCH_LATER)
    assert len(code) <= MAX_BYTES + 1


def test_what_was_lost_with_the_scanner_is_forgotten() -> None:
    assembler = Assembler()
    assembler.feed(A[:40], 0.0)
    assembler.forget()
    assert assembler.feed(A + b"\r", SOON) == [A]


@given(st.lists(st.integers(1, 40), max_size=40), st.sampled_from([b"\r", b"\n", b"\r\n", b""]))
def test_however_it_is_cut_the_code_comes_out_once(cuts: list[int], end: bytes) -> None:
    sent, pieces = A + end, []
    for size in [*cuts, len(A)]:
        pieces.append(sent[:size])
        sent = sent[size:]
    pieces.append(sent)
    assert [code for code, _ in played([(SOON, piece) for piece in pieces])] == [A]


@given(st.lists(st.tuples(st.sampled_from([0.0, SOON, LATE, MUCH_LATER]), st.binary(max_size=60)), max_size=12))
def test_any_stream_gives_codes_without_ends(stream: Stream) -> None:
    for code, _ in played(stream):
        assert code
        assert code[-1:] not in (b"\r", b"\n")

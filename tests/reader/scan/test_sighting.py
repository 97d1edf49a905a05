"""What is said of a frame: contents once each, nearest to the middle first, text only where it is UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.scan.sighting import CodeKind, CodeSighting, FrameReading, by_nearness


def at(x: float, y: float, content: bytes = b"a", kind: CodeKind = CodeKind.QR) -> CodeSighting:
    return CodeSighting(content, kind, ((x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1)))


FAR, NEAR, MIDDLE = at(5, 5, b"far"), at(45, 50, b"near"), at(50, 50, b"middle")


@pytest.mark.parametrize(
    ("codes", "ordered"),
    [
        ([], ()),
        ([FAR, MIDDLE, NEAR], (MIDDLE, NEAR, FAR)),
        ([at(10, 10), at(45, 50), at(90, 90)], (at(45, 50),)),
        (
            [at(50, 50), at(40, 50, kind=CodeKind.AZTEC)],
            (at(50, 50), at(40, 50, kind=CodeKind.AZTEC)),
        ),
    ],
    ids=["none", "by distance", "the same content once, where it is nearest", "the same content of two kinds"],
)
def test_order(codes: list[CodeSighting], ordered: tuple[CodeSighting, ...]) -> None:
    assert by_nearness(codes, 100, 100) == ordered
    assert FrameReading(by_nearness(codes, 100, 100)).several is (len(ordered) > 1)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Trần Thị Bích Ngọc".encode(), "Trần Thị Bích Ngọc"),
        ("Cà Mau".encode("latin-1"), None),
        ("Cà Mau".encode("cp1258"), None),
        (b"\xef\xbb\xbfA", "\ufeffA"),
        (b"a\x00b", "a\x00b"),
        (b"\xed\xa0\x80", None),
        (b"\xc0\xaf", None),
    ],
    ids=["UTF-8", "Latin-1", "Windows-1258", "BOM", "NUL", "half of a surrogate pair", "overlong"],
)
def test_text_is_utf_8_to_the_byte_or_nothing(content: bytes, text: str | None) -> None:
    assert at(0, 0, content).text() == text
    assert FrameReading((at(0, 0, content),)).texts == ((text,) if text else ())


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert at(0, 0, text.encode()).text() == text


def test_what_a_code_says_stays_out_of_logs() -> None:
    assert "012345" not in repr(FrameReading((at(0, 0, b"001090012345"),)))

"""BER-TLV: boundaries of tags and lengths, and that nothing but ``TlvError`` comes out of any bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.tlv import Tlv, TlvError


@pytest.mark.parametrize(
    ("size", "header"),
    [
        (0, "6100"),
        (127, "617F"),
        (128, "618180"),
        (255, "6181FF"),
        (256, "61820100"),
        (65535, "6182FFFF"),
        (65536, "6183010000"),
    ],
)
def test_lengths_take_the_shortest_form(size: int, header: str) -> None:
    encoded = tlv.encode(0x61, bytes(size))

    assert encoded[: len(encoded) - size].hex().upper() == header
    assert tlv.header(encoded) == (0x61, size, len(encoded) - size)


@pytest.mark.parametrize(
    ("encoded", "tag"),
    [
        ("0400", 0x04),
        ("3000", 0x30),
        ("5F1F00", 0x5F1F),
        ("7F6100", 0x7F61),
        ("7F4900", 0x7F49),
        ("5F810100", 0x5F8101),
    ],
)
def test_tags(encoded: str, tag: int) -> None:
    item = tlv.parse_one(bytes.fromhex(encoded))

    assert item.tag == tag
    assert item.encode() == bytes.fromhex(encoded)


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param("", id="empty"),
        pytest.param("61", id="no length"),
        pytest.param("5F", id="tag cut off"),
        pytest.param("5F81", id="long tag cut off"),
        pytest.param("5F81818100", id="tag of five bytes"),
        pytest.param("6180", id="indefinite length"),
        pytest.param("61850000000000", id="length of five bytes"),
        pytest.param("6182FF", id="length cut off"),
        pytest.param("610201", id="value cut off"),
        pytest.param("61FF", id="reserved length"),
    ],
)
def test_malformed_objects_are_refused(encoded: str) -> None:
    with pytest.raises(TlvError):
        tlv.parse_one(bytes.fromhex(encoded))


@pytest.mark.parametrize(
    ("encoded", "tag"),
    [pytest.param("610000", None, id="bytes behind it"), pytest.param("6100", 0x77, id="another tag")],
)
def test_exactly_one_object_of_the_tag_is_wanted(encoded: str, tag: int | None) -> None:
    with pytest.raises(TlvError):
        tlv.parse_one(bytes.fromhex(encoded), tag)


def test_a_header_is_understood_before_its_value_is_there() -> None:
    assert tlv.header(bytes.fromhex("75823A98")) == (0x75, 15000, 4)


def test_find_gives_the_first_of_its_tag() -> None:
    row = bytes.fromhex("8001AA" + "8101BB" + "8001CC")

    assert tlv.find(row, 0x80) == b"\xaa"
    assert tlv.find(row, 0x81) == b"\xbb"
    assert tlv.find(row, 0x82) is None
    assert tlv.find(b"", 0x80) is None


def test_longer_forms_of_a_length_are_understood() -> None:
    """BER allows them, and some chips use ``81`` or ``82`` throughout."""
    assert tlv.parse_one(bytes.fromhex("6181020102")) == Tlv(0x61, b"\x01\x02")
    assert tlv.parse_one(bytes.fromhex("618200020102")) == Tlv(0x61, b"\x01\x02")


def test_errors_and_objects_do_not_show_contents() -> None:
    with pytest.raises(TlvError) as raised:
        tlv.parse_one(b"\x61\x7fNGUYEN VAN AN")

    assert "NGUYEN" not in str(raised.value)
    assert "NGUYEN" not in repr(Tlv(0x61, b"NGUYEN"))


tags = st.sampled_from([0x04, 0x30, 0x5F1F, 0x7F61, 0x5F8101, 0x9F01])


@given(st.lists(st.tuples(tags, st.binary(max_size=300)), max_size=6))
def test_rows_there_and_back(row: list[tuple[int, bytes]]) -> None:
    encoded = b"".join(tlv.encode(tag, value) for tag, value in row)

    assert [(item.tag, item.value) for item in tlv.iterate(encoded)] == row


@given(st.binary(max_size=60))
def test_any_bytes_are_objects_or_refused(data: bytes) -> None:
    try:
        items = list(tlv.iterate(data))
    except TlvError:
        return
    assert sum(len(item.value) for item in items) <= len(data)


@given(st.binary(max_size=12))
def test_any_header_is_understood_or_refused(data: bytes) -> None:
    try:
        tag, length, value_at = tlv.header(data)
    except TlvError:
        return
    assert 0 < value_at <= len(data)
    assert 0 <= length < 1 << 32
    assert tag < 1 << 24

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds import data_elements as elements
from kiosk.reader.lds.data_elements import MAX_ELEMENTS, ElementError, Name
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.tlv import Tlv


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param("SMITH<<JOHN<J", Name("SMITH", "JOHN J"), id="both identifiers"),
        pytest.param("VAN<DER<STEEN<<MARIANNE<LOUISE", Name("VAN DER STEEN", "MARIANNE LOUISE"), id="several words"),
        pytest.param("NGUYỄN<<VĂN<AN", Name("NGUYỄN", "VĂN AN"), id="national letters"),
        pytest.param("ARKFREITH", Name("ARKFREITH"), id="one identifier"),
        pytest.param("SMITH, JOHN", Name("SMITH, JOHN"), id="without fillers"),
        pytest.param("SMITH<<JOHN<<<<", Name("SMITH", "JOHN"), id="fillers at the end"),
        pytest.param("", Name(), id="empty"),
    ],
)
def test_names(value: str, name: Name) -> None:
    assert elements.name(value.encode()) == name


@pytest.mark.parametrize(
    ("value", "digits", "day"),
    [
        pytest.param(b"19900315", "19900315", date(1990, 3, 15), id="ASCII"),
        pytest.param(bytes.fromhex("19900315"), "19900315", date(1990, 3, 15), id="packed digits"),
        pytest.param(b"19900000", "19900000", None, id="month and day unknown"),
        pytest.param(b"00000315", "00000315", None, id="year unknown"),
        pytest.param(b"20230229", "20230229", None, id="a day that its year does not have"),
        pytest.param(b"", "", None, id="empty"),
    ],
)
def test_days(value: bytes, digits: str, day: date | None) -> None:
    assert elements.digits_of_day(value) == digits
    assert elements.calendar_day(digits) == day


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(b"1990", id="a year only, which packed digits would take for the year 3139"),
        pytest.param(b"19901315", id="thirteenth month"),
        pytest.param(b"19900332", id="32nd"),
        pytest.param(b"199003", id="six digits"),
        pytest.param(b"15.03.90", id="points"),
        pytest.param("١٩٩٠٠٣١٥".encode(), id="digits of another script"),
        pytest.param(bytes.fromhex("1990031A"), id="packed, with a letter"),
    ],
)
def test_values_that_are_no_day(value: bytes) -> None:
    with pytest.raises(ElementError):
        elements.digits_of_day(value)


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        pytest.param(b"20210510134501", "20210510134501", id="ASCII"),
        pytest.param(bytes.fromhex("20210510134501"), "20210510134501", id="packed digits"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_times(value: bytes, digits: str) -> None:
    assert elements.digits_of_moment(value) == digits


@pytest.mark.parametrize("value", [b"20210510", b"20210510254501", b"20211310134501", b"2021051013450Z"])
def test_values_that_are_no_time(value: bytes) -> None:
    with pytest.raises(ElementError):
        elements.digits_of_moment(value)


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        pytest.param("5F0E5F115F425F125F13", (0x5F0E, 0x5F11, 0x5F42, 0x5F12, 0x5F13), id="two bytes each"),
        pytest.param("A05F2B61", (0xA0, 0x5F2B, 0x61), id="one and two bytes"),
        pytest.param("7F8101", (0x7F8101,), id="three bytes"),
        pytest.param("", (), id="empty"),
    ],
)
def test_tag_lists(value: str, tags: tuple[int, ...]) -> None:
    assert elements.tags(bytes.fromhex(value)) == tags


@pytest.mark.parametrize("value", ["5F", "5F8181", "5F818101"])
def test_values_that_are_no_tag_list(value: str) -> None:
    with pytest.raises(ElementError):
        elements.tags(bytes.fromhex(value))


def test_parts_and_texts() -> None:
    assert elements.parts(b"123 MAPLE RD<ANYTOWN<MN") == ("123 MAPLE RD", "ANYTOWN", "MN")
    assert elements.parts(b"A<<B") == ("A", "", "B")
    assert elements.parts(b"") == ()
    assert elements.text("Nguye\u0302\u0303n".encode()) == "Nguyễn"
    with pytest.raises(ElementError):
        elements.text(b"\xff\xfe")


TABLE = {0x5F10: ("number", elements.text), 0x5F2B: ("birth", elements.digits_of_day)}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(b"\xff\xfe", id="no UTF-8"),
        pytest.param(("a" + "\u0301\u0316" * 60_000).encode(), id="marks that it takes half a minute to sort"),
    ],
)
def test_values_that_are_no_text(value: bytes) -> None:
    with pytest.raises(ElementError):
        elements.text(value)


def test_what_cannot_be_placed_is_kept_in_its_order() -> None:
    row = [
        Tlv(0x5F2B, b"no date!"),
        Tlv(0x5F10, b"1"),
        Tlv(0x5F10, b"2"),
        Tlv(0x5F99, b"?"),
        Tlv(0x5F2B, b"19900315"),
    ]
    assert elements.read_elements(row, TABLE) == {
        "number": "1",
        "birth": "19900315",
        "others": (row[0], row[2], row[3]),
    }


def names(*values: bytes, count: int | None = None) -> Tlv:
    number = tlv.encode(0x02, bytes((len(values) if count is None else count,)))
    return Tlv(0xA0, number + b"".join(tlv.encode(0x5F0F, value) for value in values))


@pytest.mark.parametrize(
    ("row", "found"),
    [
        pytest.param([names(b"A<<B", b"C")], (Name("A", "B"), Name("C")), id="template"),
        pytest.param([names()], (), id="empty template"),
        pytest.param([names(b"A", count=9)], (Name("A"),), id="a number that is wrong"),
        pytest.param([Tlv(0x5F0F, b"A"), Tlv(0x5F0F, b"B")], (Name("A"), Name("B")), id="among the elements"),
    ],
)
def test_names_that_repeat(row: list[Tlv], found: tuple[Name, ...]) -> None:
    assert elements.take_names([*row, Tlv(0x5F10, b"1")], 0x5F0F) == ([Tlv(0x5F10, b"1")], found)


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(Tlv(0xA0, b"\x5f"), id="no data objects"),
        pytest.param(Tlv(0xA0, tlv.encode(0x5F1A, b"A")), id="names of another tag"),
        pytest.param(Tlv(0xA0, tlv.encode(0x5F0F, b"\xff")), id="no UTF-8"),
        pytest.param(Tlv(0x5F0F, b"\xff"), id="no UTF-8 among the elements"),
        pytest.param(Tlv(0xA0, tlv.encode(0x5F0F, b"") * (MAX_ELEMENTS + 1)), id="too many"),
    ],
)
def test_a_template_that_holds_no_names_is_left(odd: Tlv) -> None:
    assert elements.take_names([odd], 0x5F0F) == ([odd], ())


def test_a_row_is_bounded() -> None:
    assert len(elements.bounded(b"\x02\x00" * MAX_ELEMENTS, "DG11")) == MAX_ELEMENTS
    with pytest.raises(LdsError):
        elements.bounded(b"\x02\x00" * (MAX_ELEMENTS + 1), "DG11")


@given(st.lists(st.sampled_from([0x5C, 0xA0, 0x5F0E, 0x5F2B, 0x7F61, 0x7F8101]), max_size=30))
def test_tag_lists_of_any_length(tags: list[int]) -> None:
    row = b"".join(tag.to_bytes((tag.bit_length() + 7) // 8, "big") for tag in tags)
    assert elements.tags(row) == tuple(tags)


@pytest.mark.parametrize(
    "decode",
    [
        elements.text, elements.parts, elements.name, elements.digits_of_day, elements.digits_of_moment, elements.tags,
    ],
)  # fmt: skip
@given(value=st.binary(max_size=40) | st.text("0123456789<ẢÉ\u0301", max_size=20).map(str.encode))
def test_hostile_values_give_the_typed_error_only(decode: Callable[[bytes], object], value: bytes) -> None:
    with contextlib.suppress(ElementError):
        assert decode(value) is not None

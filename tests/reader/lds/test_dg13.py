from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.dg13 import MAX_SIZE, Dg13, parse_dg13
from kiosk.reader.lds.errors import LdsError
from tests.fakes.lds_files import DG13_A, PRINTABLE, dg13, dg13_field, dg13_of, text


def sequence(*values: bytes) -> bytes:
    return tlv.encode(0x30, b"".join(values))


def test_reference_vector() -> None:
    person = parse_dg13(DG13_A)
    assert person == Dg13(
        number="001090012345",
        name="Nguyễn Văn An",
        birth="15/03/1990",
        sex="Nam",
        nationality="Việt Nam",
        ethnicity="Kinh",
        religion="Không",
        origin="Đông Quý, Tiền Hải, Thái Bình",
        residence="Số 1, Tổ 2, Bến Nghé, Quận 1, TP. Hồ Chí Minh",
        features="Nốt ruồi C:1cm trên sau mép trái",
        issued="10/05/2021",
        expiry="15/03/2030",
        parents=("Nguyễn Văn Bình", "Trần Thị Lan"),
        old_number="012345678",
        chip_id="0123456789ABCDEF",
        unknown={},
    )
    assert (person.birth_date, person.issue_date, person.expiry_date) == (
        date(1990, 3, 15),
        date(2021, 5, 10),
        date(2030, 3, 15),
    )
    assert not person.never_expires


@pytest.mark.parametrize(
    ("values", "parents"),
    [
        pytest.param((sequence(text("Cha")), sequence(text("Mẹ"))), ("Cha", "Mẹ"), id="two siblings"),
        pytest.param((sequence(text("Cha"), text("Mẹ")),), ("Cha", "Mẹ"), id="one nested"),
        pytest.param((sequence(), sequence(text("Mẹ"))), ("", "Mẹ"), id="father missing"),
        pytest.param((sequence(text("Cha")), sequence(text(""))), ("Cha", ""), id="mother empty"),
        pytest.param((), (), id="no value"),
    ],
)
def test_both_shapes_of_parents(values: tuple[bytes, ...], parents: tuple[str, ...]) -> None:
    person = parse_dg13(dg13(dg13_field(13, *values)))
    assert person.parents == parents
    assert person.unknown == {}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param([dg13_field(14, sequence(text("Bà Lan")))], Dg13(spouse="Bà Lan"), id="spouse"),
        pytest.param([dg13_field(14)], Dg13(), id="no spouse"),
        pytest.param([dg13_field(2, text("")), dg13_field(9)], Dg13(name=""), id="empty is not missing"),
        pytest.param(
            [dg13_field(3, text("01/02/1990")), dg13_field(1, text("001090012345", PRINTABLE))],
            Dg13(number="001090012345", birth="01/02/1990"),
            id="any order",
        ),
        pytest.param([dg13_field(9, text("Đ" * 100))], Dg13(residence="Đ" * 100), id="length in two bytes"),
        pytest.param([dg13_field(9, text("Đ" * 900))], Dg13(residence="Đ" * 900), id="length in three bytes"),
        pytest.param([dg13_field(2, text("Đỗ", 0x1E))], Dg13(name="Đỗ"), id="BMPString"),
        pytest.param([dg13_field(2, text("Do", 0x16))], Dg13(name="Do"), id="IA5String"),
        pytest.param([dg13_field(2, text("Nguye\u0302\u0303n"))], Dg13(name="Nguyễn"), id="composed to NFC"),
        pytest.param([dg13_field(16, text("012345678"))], Dg13(old_number="012345678"), id="field 16 as old number"),
        pytest.param(
            [dg13_field(15, text("111111111")), dg13_field(16, text("012345678"))],
            Dg13(old_number="111111111", chip_id="012345678"),
            id="field 15 goes before field 16",
        ),
    ],
)
def test_fields(fields: list[bytes], expected: Dg13) -> None:
    assert parse_dg13(dg13(*fields)) == expected


def test_unknown_numbers_and_shapes_are_kept_raw() -> None:
    odd = tlv.encode(0x04, b"\x01\x02")
    person = parse_dg13(dg13(dg13_field(17, text("x")), dg13_field(2, odd), dg13_field(13, odd)))
    assert person == Dg13(unknown={17: text("x"), 2: odd, 13: odd})


def test_bytes_behind_the_structure_are_counted() -> None:
    assert parse_dg13(dg13(dg13_field(2, text("An")), behind=bytes(3))) == Dg13(name="An", trailing=3)


@pytest.mark.parametrize("expiry", ["Không thời hạn", "KHÔNG THỜI HẠN", "Khong thoi han"])
def test_a_card_without_expiry(expiry: str) -> None:
    person = parse_dg13(dg13_of({12: expiry}))
    assert person.never_expires
    assert person.expiry_date is None


@pytest.mark.parametrize("printed", ["", "31/02/2020", "2020-01-02", "0/0/1950", "15/03/99999"])
def test_dates_that_are_none(printed: str) -> None:
    assert parse_dg13(dg13_of({3: printed})).birth_date is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(DG13_A[:-1], id="cut off"),
        pytest.param(b"\x6e" + DG13_A[1:], id="another file"),
        pytest.param(dg13(oid="28D316010009"), id="another country's layout"),
        pytest.param(b"\x6d\x03\x5c\x01\x61", id="a tag list"),
        pytest.param(dg13(dg13_field(2, text("a")), dg13_field(2, text("b"))), id="a field twice"),
        pytest.param(dg13(tlv.encode(0x30, b"")), id="a field without number"),
        pytest.param(dg13(dg13_field(2, tlv.encode(0x0C, b"\xff\xfe"))), id="not UTF-8"),
        pytest.param(dg13(dg13_field(2, text("a" + "\u0301\u0316" * 20))), id="a row of marks that no letter has"),
        pytest.param(dg13(dg13_field(9, text("a" * MAX_SIZE))), id="too large"),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_dg13(data)


def test_nothing_personal_in_repr() -> None:
    shown = repr(parse_dg13(DG13_A))
    assert not any(secret in shown for secret in ("001090012345", "Nguyễn", "Kinh", "1990"))


@given(
    st.binary(max_size=100)
    | st.binary(max_size=100).map(dg13)
    | st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=20)), max_size=5).map(
        lambda fields: dg13(*(dg13_field(number, value) for number, value in fields))
    )
    | st.tuples(st.integers(0, len(DG13_A) - 1), st.integers(0, 255)).map(
        lambda at: DG13_A[: at[0]] + bytes((at[1],)) + DG13_A[at[0] + 1 :]
    )
)
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_dg13(data)

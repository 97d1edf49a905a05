"""Fields of a hospital service's JSON -> bounded values; what is broken is named, and nothing of it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.identity import Sex
from kiosk.domain.partial_date import PartialDate
from kiosk.services.hospital.answer_fields import (
    MAX_DEPTH,
    MAX_TEXT,
    MalformedError,
    amount_of,
    birth_of,
    code_of,
    day_of,
    facility_of,
    insurance_number_of,
    object_of,
    sex_of,
    text_of,
)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (60000, 60000),
        (60000.0, 60000),
        ("60000", 60000),
        (0, 0),
        (None, None),
        (True, None),
        (-1, None),
        (0.5, None),
        ("60.000", None),
        ("1" * 11, None),
        ([60000], None),
    ],
    ids=repr,
)
def test_amounts(value: Any, amount: int | None) -> None:
    assert amount_of({"DON_GIA": value}, "DON_GIA") == amount


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("null", ""),
        ("NULL", ""),
        ("", ""),
        ("  ", ""),
        (" An ", "An"),
        (123, "123"),
        ("Ngu\u0079\u1ec5n", "Nguyễn"),
    ],
)
def test_texts(value: Any, text: str) -> None:
    assert text_of({"hoTen": value}, "hoTen") == text
    assert text_of({}, "hoTen") == ""


@pytest.mark.parametrize(
    "value",
    ["A" * (MAX_TEXT + 1), "An\x00", "An\u202e", "a\nb", True, 1.5, 10**15, [], {}],
    ids=["too long", "NUL", "turned round", "two lines", "truth", "fraction", "huge number", "list", "object"],
)
def test_what_is_no_text(value: Any) -> None:
    with pytest.raises(MalformedError, match=r"^hoTen$"):
        text_of({"hoTen": value}, "hoTen")


@pytest.mark.parametrize(("value", "code"), [("000", "000"), (0, "000"), (60, "060"), ("401", "401"), (401, "401")])
def test_result_codes(value: Any, code: str) -> None:
    assert code_of({"maKetQua": value}, "maKetQua") == code


@pytest.mark.parametrize("value", [None, "", "0", "00", "0000", "ok", -1, 1000], ids=repr)
def test_what_is_no_result_code(value: Any) -> None:
    with pytest.raises(MalformedError, match=r"^maKetQua$"):
        code_of({"maKetQua": value}, "maKetQua")


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("15/03/1990", PartialDate(1990, 3, 15)),
        ("15031990", PartialDate(1990, 3, 15)),
        ("19900315", PartialDate(1990, 3, 15)),
        ("05031994", PartialDate(1994, 3, 5)),
        ("1990-03-15", PartialDate(1990, 3, 15)),
        ("03/1990", PartialDate(1990, 3)),
        ("1990", PartialDate(1990)),
        (1990, PartialDate(1990)),
        (None, None),
        ("null", None),
    ],
)
def test_birth_dates(value: Any, known: PartialDate | None) -> None:
    assert birth_of({"ngaySinh": value}, "ngaySinh") == known


@given(st.dates(date(1850, 1, 1), date(2150, 12, 31)))
def test_eight_digits_mean_one_day_only(day: date) -> None:
    for written in (day.strftime("%d%m%Y"), f"{day.year:04}{day.month:02}{day.day:02}"):
        assert birth_of({"ngaySinh": written}, "ngaySinh") == PartialDate.of(day)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("20261231", date(2026, 12, 31)),
        ("202612310000", date(2026, 12, 31)),
        ("", None),
    ],
)
def test_days(value: str, day: date | None) -> None:
    assert day_of({"gtTheDen": value}, "gtTheDen") == day


@pytest.mark.parametrize("value", ["31/02/2026", "2026", "12/2026", "99999999", "soon", "2026123"], ids=repr)
def test_what_is_no_day(value: str) -> None:
    with pytest.raises(MalformedError, match=r"^gtTheDen$"):
        day_of({"gtTheDen": value}, "gtTheDen")


@pytest.mark.parametrize(
    ("read", "value", "known"),
    [
        (insurance_number_of, "DN4010123456789", "DN4010123456789"),
        (insurance_number_of, "0123456789", "0123456789"),
        (insurance_number_of, "001090012345", "001090012345"),
        (insurance_number_of, "DN401****56789", ""),
        (insurance_number_of, None, ""),
        (facility_of, "01001", "01001"),
        (facility_of, "01 - 001", "01001"),
        (facility_of, "Bệnh viện", ""),
        (sex_of, "Nam", Sex.MALE),
        (sex_of, "nữ", Sex.FEMALE),
        (sex_of, 1, Sex.MALE),
        (sex_of, 2, Sex.FEMALE),
        (sex_of, "3", Sex.UNSPECIFIED),
        (sex_of, None, Sex.UNSPECIFIED),
    ],
)
def test_numbers_facilities_and_sexes(read: Callable[..., object], value: Any, known: object) -> None:
    assert read({"field": value}, "field") == known


DEEPEST = {"a": "x"}
for _ in range(MAX_DEPTH):
    DEEPEST = {"a": DEEPEST}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'"text"',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        json.dumps(DEEPEST).encode(),
    ],
    ids=["empty", "HTML", "list", "null", "text", "NaN", "infinity", "no UTF-8", "open for ever", "nested too deep"],
)
def test_what_is_no_answer(body: bytes) -> None:
    with pytest.raises(MalformedError):
        object_of(body)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert object_of(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@given(st.binary(max_size=300))
def test_whatever_comes_is_an_object_or_malformed(body: bytes) -> None:
    try:
        assert isinstance(object_of(body), dict)
    except MalformedError as error:
        assert str(error) in ("no JSON", "no JSON object", "nested too deep")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(JSON)
def test_whatever_stands_in_a_field_is_a_value_or_malformed(value: object) -> None:
    for read in (text_of, code_of, birth_of, day_of, facility_of, insurance_number_of, sex_of):
        try:
            read({"field": value}, "field")
        except MalformedError as error:
            assert str(error) == "field"

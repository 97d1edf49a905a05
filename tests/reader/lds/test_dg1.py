from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.codes.mrz import MrzFormat
from kiosk.reader.lds.dg1 import parse_dg1
from kiosk.reader.lds.errors import LdsError
from tests.fakes.lds_files import MRZ_A, dg1

TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6"
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.mark.parametrize(
    ("mrz", "form", "number"),
    [
        pytest.param(MRZ_A, MrzFormat.TD1, "090012345", id="card"),
        pytest.param(TD2, MrzFormat.TD2, "D23145890", id="TD2"),
        pytest.param(TD3, MrzFormat.TD3, "L898902C3", id="passport"),
    ],
)
def test_formats_by_length(mrz: str, form: MrzFormat, number: str) -> None:
    parsed = parse_dg1(dg1(mrz))
    assert (parsed.format, parsed.document_number) == (form, number)


def test_the_card_s_file_has_95_bytes() -> None:
    assert dg1(MRZ_A)[:5].hex() == "615d5f1f5a"
    assert parse_dg1(dg1(MRZ_A)).personal_number == "001090012345"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(dg1(MRZ_A)[:-1], id="cut off"),
        pytest.param(dg1(MRZ_A) + b"\x00", id="bytes behind"),
        pytest.param(dg1(MRZ_A[:-1]), id="89 characters"),
        pytest.param(dg1(MRZ_A.lower()), id="small letters"),
        pytest.param(dg1("Đ" + MRZ_A[2:]), id="not ASCII"),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError) as caught:
        parse_dg1(data)
    assert "NGUYEN" not in str(caught.value)


@given(st.binary(max_size=120) | st.text(max_size=95).map(dg1) | st.binary(min_size=90, max_size=90))
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_dg1(data)

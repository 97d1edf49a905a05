"""EF.DG15: the key inside, untouched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.lds.dg15 import parse_dg15
from kiosk.reader.lds.errors import LdsError
from tests.fakes.vectors import vectors

EXAMPLE = bytes.fromhex(vectors("own-active-authentication-ecdsa")["dg15"])


def test_the_key_is_what_stands_behind_the_header() -> None:
    assert parse_dg15(EXAMPLE) == EXAMPLE[2:]


def test_a_recorded_rsa_key() -> None:
    recorded = bytes.fromhex(vectors("gmrtd-active-authentication-rsa")["dg15"])

    assert parse_dg15(recorded) == recorded[4:]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x6f\x00", id="nothing inside"),
        pytest.param(b"\x6e" + EXAMPLE[1:], id="tag of another file"),
        pytest.param(EXAMPLE[:-1], id="cut"),
        pytest.param(EXAMPLE + b"\x00", id="a byte behind it"),
        pytest.param(b"\x6f\x02\x31\x00", id="no SEQUENCE"),
    ],
)
def test_what_is_no_dg15_is_refused(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_dg15(data)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_dg15_or_refused(data: bytes) -> None:
    try:
        parse_dg15(data)
    except LdsError:
        return

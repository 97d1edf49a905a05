from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.deviation_list import MAX_DESCRIPTION, MAX_DEVIATIONS, Deviation, listed_deviations
from tests.fakes.trust_lists import deviations

TYPE = "2.23.136.1.1.7.1.1"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(deviations((TYPE, "wrong country")), [Deviation(TYPE, "wrong country")], id="one"),
        pytest.param(deviations(), [], id="documents without a description"),
        pytest.param(deviations((TYPE, "a\x1b[2Jb")), [Deviation(TYPE, "a[2Jb")], id="characters that move a cursor"),
        pytest.param(deviations((TYPE, "x" * 999)), [Deviation(TYPE, "x" * MAX_DESCRIPTION)], id="a long description"),
    ],
)
def test_deviations(data: bytes, found: list[Deviation]) -> None:
    assert list(listed_deviations(data)) == found


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(tlv.encode(0x30, tlv.encode(0x02, b"\x00")), id="no set"),
        pytest.param(tlv.encode(0x30, tlv.encode(0x31, b"") * 2), id="two sets"),
        pytest.param(deviations((TYPE, "x"))[:-1], id="cut off"),
        pytest.param(deviations(*[(TYPE, "")] * (MAX_DEVIATIONS + 1)), id="too many"),
        pytest.param(
            tlv.encode(0x30, tlv.encode(0x31, tlv.encode(0x30, tlv.encode(0x31, tlv.encode(0x30, b""))))),
            id="a description without its type",
        ),
    ],
)
def test_no_deviation_list(data: bytes) -> None:
    with pytest.raises(Asn1Error):
        listed_deviations(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        listed_deviations(data)
    except Asn1Error:
        return

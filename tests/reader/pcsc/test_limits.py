"""What readers tell about extended length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.pcsc.limits import ReaderLimits, limits_of, properties_control_code


@pytest.mark.parametrize(
    ("properties", "extended"),
    [
        pytest.param("0A0400000100", True, id="libccid, extended"),
        pytest.param("0A0400000000", False, id="libccid, short only"),
        pytest.param("0A0400010000", False, id="256 bytes are no more than short"),
        pytest.param("0B022F07 0C020022 0A0400000100".replace(" ", ""), True, id="among other properties"),
        pytest.param("0B022F07", None, id="not told"),
        pytest.param("0A04000001", None, id="cut off"),
        pytest.param("0A00", None, id="empty"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_properties_tell_whether_extended_length_passes(properties: str, extended: bool | None) -> None:
    assert limits_of(bytes.fromhex(properties)).extended is extended


@pytest.mark.parametrize(
    ("features", "code"),
    [
        pytest.param("120442330012", 0x42330012, id="the one feature"),
        pytest.param("06044233000A120442330012", 0x42330012, id="behind another"),
        pytest.param("06044233000A", None, id="not there"),
        pytest.param("1203423300", None, id="of a wrong size"),
        pytest.param("1204423300", None, id="cut off"),
    ],
)
def test_the_features_name_the_control_code_of_the_properties(features: str, code: int | None) -> None:
    assert properties_control_code(bytes.fromhex(features)) == code


@given(st.binary(max_size=600))
def test_no_answer_of_a_reader_breaks_the_parsers(raw: bytes) -> None:
    assert isinstance(limits_of(raw), ReaderLimits)
    code = properties_control_code(raw)
    assert code is None or 0 <= code <= 0xFFFFFFFF

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.ef_atr import AtrInfo, BufferSizes, CardCapabilities, LengthLimits, parse_ef_atr
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.interindustry import MAX_OBJECTS, MAX_SIZE
from kiosk.reader.tlv import Tlv

CARD = bytes.fromhex("4301F84703F741E07F6608020205F0020205F0")
"""As a card in the field gives it."""


def numbers(*values: int) -> bytes:
    return b"".join(tlv.encode(0x02, value.to_bytes(2, "big")) for value in values)


BUFFERS = tlv.encode(0xE0, numbers(256, 260, 230, 240))


def test_a_card_of_the_field() -> None:
    info = parse_ef_atr(CARD)
    assert info == AtrInfo(CardCapabilities(b"\xf7\x41\xe0"), 0xF8, LengthLimits(1520, 1520))
    assert info.capabilities is not None
    assert info.capabilities.extended_length_information


@pytest.mark.parametrize(
    ("functions", "expected"),
    [
        ("F741E0", {"extended_length", "extended_length_information"}),
        ("800180", set()),
        ("040140", {"extended_length"}),
        ("100120", {"extended_length_information"}),
        ("84", set()),
        ("00FF00", set()),
    ],
)
def test_capabilities(functions: str, expected: set[str]) -> None:
    capabilities = CardCapabilities(bytes.fromhex(functions))
    named = {name for name, kind in vars(CardCapabilities).items() if isinstance(kind, property)}
    assert {name for name in named if getattr(capabilities, name)} == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", AtrInfo(), id="an empty file"),
        pytest.param(bytes(20), AtrInfo(), id="nothing but padding"),
        pytest.param(
            b"\x00\xff" + CARD[:3] + b"\x00" + CARD[3:] + b"\xff" * 5, parse_ef_atr(CARD), id="padding all around"
        ),
        pytest.param(
            BUFFERS, AtrInfo(buffers=BufferSizes(LengthLimits(256, 260), LengthLimits(230, 240))), id="buffer sizes"
        ),
        pytest.param(
            tlv.encode(0x7F66, numbers(261, 65535)), AtrInfo(limits=LengthLimits(261, 65535)), id="two limits"
        ),
        pytest.param(tlv.encode(0x47, b"\x84"), AtrInfo(CardCapabilities(b"\x84")), id="one function byte"),
        pytest.param(
            bytes.fromhex("4F02A0004606010203040506"),
            AtrInfo(others=(Tlv(0x4F, b"\xa0\x00"), Tlv(0x46, bytes(range(1, 7))))),
            id="other objects",
        ),
    ],
)
def test_shapes(data: bytes, expected: AtrInfo) -> None:
    assert parse_ef_atr(data) == expected


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(tlv.encode(0x47, b""), id="no function byte"),
        pytest.param(tlv.encode(0x47, bytes(4)), id="four function bytes"),
        pytest.param(tlv.encode(0x43, b""), id="no card service byte"),
        pytest.param(tlv.encode(0x7F66, numbers(256)), id="one limit"),
        pytest.param(tlv.encode(0x7F66, numbers(0, 256)), id="a limit of nothing"),
        pytest.param(tlv.encode(0x7F66, tlv.encode(0x02, bytes(5) + b"\x01") * 2), id="limits of six bytes"),
        pytest.param(tlv.encode(0x7F66, b"\x02"), id="limits cut off"),
        pytest.param(tlv.encode(0x7F66, numbers(256, 256) + b"\x04\x00"), id="something beside the limits"),
        pytest.param(tlv.encode(0xE0, numbers(1, 2, 3)), id="three buffer sizes"),
    ],
)
def test_an_odd_object_is_kept_and_hides_no_other(odd: bytes) -> None:
    info = parse_ef_atr(odd + tlv.encode(0x43, b"\x01"))
    assert info == AtrInfo(card_service=1, others=(tlv.parse_one(odd),))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(CARD[:-1], id="cut off"),
        pytest.param(bytes(MAX_SIZE + 1), id="too large"),
        pytest.param(b"\x43\x00" * (MAX_OBJECTS + 1), id="too many objects"),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_ef_atr(data)


@given(st.binary(max_size=60) | st.binary(max_size=20).map(lambda body: CARD + tlv.encode(0x7F66, body)))
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_ef_atr(data)
